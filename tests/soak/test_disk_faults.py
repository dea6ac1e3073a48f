"""A full disk or an I/O error at any write: said as what it is, and made good by the next pass."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from support.passes import Passes, write_watchlist
from support.power import Disk, Fault
from support.secrets import HOOK_PATH
from support.site import Site
from support.wholeness import assert_sound, assert_whole

from storage.database import open_database, open_readonly
from storage.errors import ClauseWatchError
from storage.fetches import Fetch

# What a connection meets while it closes, SQLite keeps to itself; apsw alone repeats it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

SOURCES = 2
FOR_EVER = 10**9


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with Site() as site:
        monkeypatch.setenv("HOOK", site.url(HOOK_PATH))
        yield site


@pytest.fixture
def before(tmp_path: Path, receiver: Site) -> Path:
    """A folder with a database that has seen one edition."""
    folder = tmp_path / "before"
    folder.mkdir()
    passes = Passes(write_watchlist(folder, sources=SOURCES), open_database, receiver)
    passes.go(1)
    return folder


def _passes(folder: Path, receiver: Site, disk: Disk | None = None) -> Passes:
    opener = disk.open if disk else open_database
    return Passes(write_watchlist(folder, sources=SOURCES), opener, receiver)


def _with_fault(folder: Path, receiver: Site, fault: Fault) -> list[Fetch]:
    """A pass that meets the fault; returns what it acknowledged before."""
    disk = Disk(folder, autocheckpoint=16)
    disk.fault = fault
    passes = _passes(folder, receiver, disk)
    try:
        passes.go(3)
    except ClauseWatchError as error:
        assert "disk" in str(error), error  # noqa: PT017
    finally:
        disk.close()
    return passes.runner.recorded


def _all_there(folder: Path, acknowledged: list[Fetch]) -> None:
    with open_readonly(folder / "x.db") as db:
        assert_sound(db)
        for fetch in acknowledged:
            (row,) = db.rows(
                "SELECT outcome, body_digest FROM fetches WHERE run_id = ? AND source_id = ?",
                (fetch.run_id, fetch.source_id),
            )
            assert tuple(row) == (fetch.outcome, fetch.body_digest)


def _survives(before: Path, work: Path, receiver: Site, fault: Fault) -> None:
    if work.exists():
        shutil.rmtree(work)
    shutil.copytree(before, work)
    asked = len(receiver.log)
    acknowledged = _with_fault(work, receiver, fault)
    _all_there(work, acknowledged)
    report = _passes(work, receiver).go(4)
    assert report.problems == []
    assert_whole(work / "x.db", receiver.asked(HOOK_PATH)[asked:])


@pytest.mark.parametrize("lasts", [pytest.param(0, id="once"), pytest.param(FOR_EVER, id="stays")])
@pytest.mark.parametrize(
    "error", [pytest.param(apsw.FullError, id="full"), pytest.param(apsw.IOError, id="io error")]
)
@pytest.mark.parametrize(
    "writes",
    [
        pytest.param((1, 170), id="some"),
        pytest.param(tuple(range(1, 301)), id="300", marks=pytest.mark.soak),
    ],
)
def test_a_write_that_fails_costs_only_its_pass(
    tmp_path: Path,
    receiver: Site,
    before: Path,
    writes: tuple[int, ...],
    error: type[apsw.Error],
    lasts: int,
) -> None:
    for first in writes:
        fault = Fault(first=first, last=first + lasts, error=error)
        _survives(before, tmp_path / "work", receiver, fault)
        assert fault.writes >= first, "the pass writes less than that"
