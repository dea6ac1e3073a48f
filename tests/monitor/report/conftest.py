"""A history in three languages, and its report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.history import History
from support.policies import NOW, publish

from monitor.report.gathering import Wanted, gather_report
from monitor.report.model import ReportPage
from storage.database import Database, open_readonly
from storage.sources import resolve_source

Report = Callable[..., ReportPage]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the history; read-only for tests."""
    with History(tmp_path_factory.mktemp("published")) as history:
        publish(history)
    return history.folder


@pytest.fixture(scope="session")
def db(published: Path) -> Iterator[Database]:
    with open_readonly(published / "clausewatch.db") as database:
        yield database


@pytest.fixture
def report(db: Database) -> Report:
    """``report("marl")`` or ``report()`` for all: the values of a report."""

    def gather(
        name: str | None = None,
        *,
        since: str | None = None,
        until: str | None = None,
        limit: int = 100,
    ) -> ReportPage:
        source = resolve_source(db, name) if name else None
        wanted = Wanted(source=source, since=since, until=until, limit=limit)
        return gather_report(db, wanted, now=NOW)

    return gather
