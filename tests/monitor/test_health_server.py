"""`/healthz` and `/metrics`: whether the daemon lives, and how much there is of everything."""

from __future__ import annotations

import json
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from support.history import History
from support.scripted import Clock

from monitor.config import load_watchlist
from monitor.config.errors import WatchlistError
from monitor.health_server import Pulse, serving
from storage.errors import OperationError


def _get(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with History(tmp_path) as history:
        acme = history.source("acme/terms")
        for day in (1, 2):
            text = f"# Terms\n\nWe keep data for {day} days."
            history.version(acme, text, at=f"2026-03-0{day}T10:00:00Z", body=text.encode())
        return history.db.path


def test_alive_and_silent(database: Path) -> None:
    clock = Clock()
    pulse = Pulse(clock=clock)
    with serving(("127.0.0.1", 0), database, pulse) as port:
        status, body = _get(port, "/healthz")
        assert (status, json.loads(body)["status"]) == (200, "ok")
        clock.now += timedelta(minutes=20)
        status, body = _get(port, "/healthz")
        assert (status, json.loads(body)["status"]) == (503, "silent")
        pulse.beat()
        assert _get(port, "/healthz?from=balancer")[0] == 200
        assert _get(port, "/etc/passwd")[0] == 404


def test_metrics(database: Path) -> None:
    with serving(("127.0.0.1", 0), database, Pulse(clock=Clock())) as port:
        status, body = _get(port, "/metrics")
    assert status == 200
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }
    assert samples["clausewatch_versions_total",] == 2
    assert samples["clausewatch_held_runs",] == 0
    assert samples["clausewatch_sources", "broken"] == 0
    assert samples["clausewatch_alerts", "dead"] == 0
    assert samples["clausewatch_fetches_last_day", "timed_out"] == 0
    assert samples["clausewatch_database_bytes",] > 10_000
    assert "acme" not in body


def test_metrics_without_a_database(tmp_path: Path) -> None:
    with serving(("127.0.0.1", 0), tmp_path / "none.db", Pulse(clock=Clock())) as port:
        assert _get(port, "/metrics") == (503, "the database cannot be read\n")


def test_a_port_that_is_taken(database: Path) -> None:
    pulse = Pulse(clock=Clock())
    with (
        serving(("127.0.0.1", 0), database, pulse) as port,
        pytest.raises(OperationError, match="name another address or port"),
        serving(("127.0.0.1", port), database, pulse),
    ):
        pass


@pytest.mark.parametrize(
    ("written", "read"),
    [("127.0.0.1:9464", ("127.0.0.1", 9464)), ("[::1]:80", ("::1", 80))],
    ids=["IPv4", "IPv6"],
)
def test_the_address_in_the_watchlist(tmp_path: Path, written: str, read: tuple[str, int]) -> None:
    path = tmp_path / "watchlist.toml"
    path.write_text(f'[clausewatch]\nmetrics = "{written}"\n', encoding="utf-8")
    assert load_watchlist(path).settings.metrics_address == read


@pytest.mark.parametrize("written", ["9464", "localhost:9464", "127.0.0.1:99999", "127.0.0.1"])
def test_addresses_that_are_none(tmp_path: Path, written: str) -> None:
    path = tmp_path / "watchlist.toml"
    path.write_text(f'[clausewatch]\nmetrics = "{written}"\n', encoding="utf-8")
    with pytest.raises(WatchlistError, match="write an address and a port"):
        load_watchlist(path)
