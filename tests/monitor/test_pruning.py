"""When the daemon prunes, and `clausewatch db prune` and `compact`."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.cli import answer, run
from support.history import History

from monitor.config import load_watchlist
from monitor.pruning import Pruner
from storage.blobs import put_blob
from storage.database import file_lock, open_readonly

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with History(tmp_path) as history:
        acme = history.source("acme/privacy-policy")
        history.version(acme, "We keep data for 30 days.", at="2026-03-01T10:00:00Z")
        with history.db.transaction():
            put_blob(history.db, b"a text that nothing shows any more")
    return tmp_path


def bodies(folder: Path) -> int:
    with open_readonly(load_watchlist(folder / "watchlist.toml").settings.database) as db:
        return len(db.rows("SELECT id FROM blobs"))


def test_once_a_day_and_not_at_the_start(folder: Path) -> None:
    watchlist = load_watchlist(folder / "watchlist.toml")
    seconds = [0.0]
    pruner = Pruner(threading.Event(), lambda: NOW, monotonic=lambda: seconds[0])
    assert pruner.prune_if_due(watchlist) is None
    seconds[0] = 601
    removed = pruner.prune_if_due(watchlist)
    assert removed is not None
    assert removed.bodies == 1
    seconds[0] += 86_000
    assert pruner.prune_if_due(watchlist) is None
    seconds[0] += 500
    assert pruner.prune_if_due(watchlist) is not None


def test_it_waits_for_no_check(folder: Path) -> None:
    watchlist = load_watchlist(folder / "watchlist.toml")
    seconds = [0.0]
    pruner = Pruner(threading.Event(), lambda: NOW, monotonic=lambda: seconds[0])
    seconds[0] = 601
    path = watchlist.settings.database
    with file_lock(path.with_name(f"{path.name}.crawl.lock"), wait=True):
        assert pruner.prune_if_due(watchlist) is None
    assert bodies(folder) > 1
    seconds[0] += 61
    assert pruner.prune_if_due(watchlist) is not None


def test_a_person_may_look_first(folder: Path) -> None:
    before = bodies(folder)
    said = answer(run(folder, "db", "prune", "--dry-run", "--json"))
    assert (said["bodies"], said["dry_run"], bodies(folder)) == (1, True, before)
    assert "removed 1 bodies" in run(folder, "db", "prune").output
    assert bodies(folder) == before - 1
    assert answer(run(folder, "db", "compact", "--json"))["bytes_after"] > 0
    assert answer(run(folder, "db", "verify", "--json"))["ok"]


def test_it_makes_no_empty_database(tmp_path: Path) -> None:
    (tmp_path / "watchlist.toml").write_text("")
    for words in (("prune",), ("prune", "--dry-run"), ("compact",)):
        assert run(tmp_path, "db", *words).exit_code == 1
    assert list(tmp_path.glob("*.db")) == []
