"""Comparisons that are made for a page: what is kept is there at once, a crowd is sent away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from support.history import History

from monitor.web.comparing import Busy, Comparer
from storage.database import Database, open_readonly
from storage.sources import Source, resolve_source
from storage.versions import Version, find_version

MOST_SECONDS = 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with History(tmp_path_factory.mktemp("comparing")) as history:
        acme = history.source("acme/terms")
        for day in range(1, 15):
            history.version(acme, f"We keep it {day} days.", at=f"2026-03-{day:02}T10:00:00Z")
    return history.folder


class Workshop:
    """Makes comparisons when it is let; counts them."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.let = threading.Semaphore(0)
        self.made: list[tuple[int, int]] = []

    def make(
        self, _db: Database, _source: Source, old: Version, new: Version, _path: Path
    ) -> dict[str, Any]:
        self.begun.release()
        assert self.let.acquire(timeout=MOST_SECONDS)
        self.made.append((old.number, new.number))
        return {"from": old.number, "to": new.number}


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    one = Workshop()
    yield one
    one.let.release(99)


def asked(folder: Path, comparer: Comparer, old: int, new: int) -> dict[str, Any]:
    with open_readonly(folder / "clausewatch.db") as db:
        source = resolve_source(db, "acme/terms")
        ends = [find_version(db, source.id, number) for number in (old, new)]
        assert ends[0]
        assert ends[1]
        return comparer.compare(db, source, ends[0], ends[1])[1]


def test_what_is_kept_does_not_wait_for_what_is_being_made(
    folder: Path, workshop: Workshop
) -> None:
    comparer = Comparer(folder / "watchlist.toml", workshop.make)
    workshop.let.release()
    first = asked(folder, comparer, 1, 3)
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(asked, folder, comparer, 1, 4)
        assert workshop.begun.acquire(timeout=MOST_SECONDS)
        assert workshop.begun.acquire(timeout=MOST_SECONDS)
        assert asked(folder, comparer, 1, 3) == first
        assert not slow.done()
        workshop.let.release()
        assert slow.result(MOST_SECONDS) == {"from": 1, "to": 4}
    assert workshop.made == [(1, 3), (1, 4)]


def test_a_crowd_is_sent_away_and_leaves_threads_for_other_pages(
    folder: Path, workshop: Workshop
) -> None:
    comparer = Comparer(folder / "watchlist.toml", workshop.make)
    refused = threading.Semaphore(0)

    def ask(new: int) -> int:
        try:
            return int(asked(folder, comparer, 1, new)["to"])
        except Busy:
            refused.release()
            return 0

    with ThreadPoolExecutor(12) as threads:
        answers = [threads.submit(ask, new) for new in range(3, 15)]
        for _ in range(4):
            assert refused.acquire(timeout=MOST_SECONDS)
        workshop.let.release(8)
        found = [one.result(MOST_SECONDS) for one in answers]
    assert found.count(0) == 4
    assert sorted(new for _, new in workshop.made) == sorted(set(found) - {0})
