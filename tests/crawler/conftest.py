"""Crawls with the real process against real servers, into a real database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from crawler.runner import CrawlJob, ProcessRunner, Progress
from storage.database import open_database
from storage.fetches import Fetch, fetches_of_run
from storage.model import RunKind
from storage.runs import finish_run, start_run
from storage.sources import SourceDefinition, add_source, list_sources
from storage.times import to_text, utc_now

LOOPBACK = ("127.0.0.0/8", "::1/128")


class Watch:
    """A database with sources, and runs over them. ``add`` first, then ``crawl``."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "clausewatch.db"
        self.progress: list[Progress] = []
        self._new: list[SourceDefinition] = []

    def add(self, key: str, url: str, **definition: object) -> None:
        service = key.partition("/")[0]
        known = {"service": service, "service_slug": service, "terms_type": "Privacy Policy"}
        self._new.append(SourceDefinition(key=key, url=url, **(known | definition)))  # type: ignore[arg-type]

    def plan(self, only: Sequence[str] = ()) -> int:
        """Start a run over all sources, or over those with these keys; returns its id."""
        with open_database(self.path) as db, db.transaction():
            for definition in self._new:
                add_source(db, definition, now=to_text(utc_now()))
            self._new.clear()
            known = list_sources(db)
            source_ids = [source.id for source in known if source.key in only or not only]
            return start_run(db, RunKind.CHECK, source_ids, now=to_text(utc_now()))

    def job(self, run_id: int, **changes: object) -> CrawlJob:
        usual: dict[str, object] = {
            "timeout_seconds": 5.0,  # a busy machine answers within it, and few wait it out
            "delay_seconds": 0.0,
            "max_body_bytes": 1_000_000,
            "allow_private": LOOPBACK,
            "deadline_seconds": 60.0,
        }
        return CrawlJob(
            database=self.path,
            run_id=run_id,
            user_agent="clausewatch/0.1 (+watch@example.org)",
            **(usual | changes),  # type: ignore[arg-type]
        )

    def crawl(
        self,
        *,
        only: Sequence[str] = (),
        stop: threading.Event | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        **job: object,
    ) -> dict[str, Fetch]:
        """One run, closed as its owner would; fetches by source key."""
        run_id = self.plan(only)
        try:
            ProcessRunner().run(
                self.job(run_id, **job),
                stop=stop or threading.Event(),
                on_progress=on_progress or self.progress.append,
            )
        finally:
            with open_database(self.path) as db, db.transaction():
                finish_run(db, run_id, now=to_text(utc_now()))
        return self.fetches(run_id)

    def fetches(self, run_id: int) -> dict[str, Fetch]:
        with open_database(self.path) as db:
            keys = {source.id: source.key for source in list_sources(db)}
            found = fetches_of_run(db, run_id)
        assert len({fetch.source_id for fetch in found}) == len(found)
        return {keys[fetch.source_id]: fetch for fetch in found}


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)
