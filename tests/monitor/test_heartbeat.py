"""The dead man's switch: asked while all is well, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.scripted import Clock
from support.site import Site

from monitor.config import Watchlist, load_watchlist
from monitor.heartbeat import INTERVAL, Heartbeat


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.page("/beat", "")
    yield site
    site.close()


@pytest.fixture
def watchlist(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Watchlist:
    monkeypatch.setenv("BEAT", site.url("/beat"))
    path = tmp_path / "watchlist.toml"
    path.write_text(
        '[clausewatch]\nheartbeat = "env:BEAT"\nallow_private = ["127.0.0.0/8"]\n', encoding="utf-8"
    )
    return load_watchlist(path)


def test_it_is_asked_once_an_interval_while_all_is_well(site: Site, watchlist: Watchlist) -> None:
    clock = Clock()
    heart = Heartbeat(clock)
    assert not heart.ping_if_due(watchlist)
    heart.all_is_well()
    assert heart.ping_if_due(watchlist)
    heart.all_is_well()
    assert not heart.ping_if_due(watchlist)
    clock.now += INTERVAL
    assert heart.ping_if_due(watchlist)
    assert [asked.method for asked in site.asked("/beat")] == ["GET", "GET"]


def test_a_daemon_whose_looks_fail_is_silent(site: Site, watchlist: Watchlist) -> None:
    clock = Clock()
    heart = Heartbeat(clock)
    heart.all_is_well()
    heart.ping_if_due(watchlist)
    clock.now += 3 * INTERVAL
    assert not heart.ping_if_due(watchlist)
    assert len(site.asked("/beat")) == 1


def test_a_ping_that_is_not_taken_is_tried_again_soon(
    watchlist: Watchlist, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("BEAT", "http://127.0.0.1:1/very-secret")
    clock = Clock()
    heart = Heartbeat(clock)
    for _ in range(2):
        heart.all_is_well()
        assert not heart.ping_if_due(watchlist)
        clock.now += timedelta(minutes=2)
    assert caplog.text.count("the heartbeat was not taken") == 2
    assert "very-secret" not in caplog.text


def test_a_clock_that_is_set_back_raises_no_false_alarm(site: Site, watchlist: Watchlist) -> None:
    clock = Clock()
    heart = Heartbeat(clock)
    heart.all_is_well()
    heart.ping_if_due(watchlist)
    clock.now -= timedelta(days=1)
    heart.all_is_well()
    assert heart.ping_if_due(watchlist)
    heart.all_is_well()
    assert not heart.ping_if_due(watchlist), "and the interval holds again"
    assert len(site.asked("/beat")) == 2


def test_without_a_heartbeat_nothing_is_asked(site: Site, tmp_path: Path) -> None:
    (tmp_path / "watchlist.toml").write_text("", encoding="utf-8")
    heart = Heartbeat(Clock())
    heart.all_is_well()
    assert not heart.ping_if_due(load_watchlist(tmp_path / "watchlist.toml"))
    assert site.asked("/beat") == []
