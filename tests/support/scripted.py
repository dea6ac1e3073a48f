"""A crawl runner without a network: it gives what a test scripted, through the real intake."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from crawler.intake import Received, assess, record_failure, record_page
from crawler.runner import CrawlJob, Progress
from storage.database import Database, open_database
from storage.fetches import Fetch
from storage.model import Outcome
from storage.runs import planned_source_ids
from storage.sources import Source, get_source
from storage.times import to_text


@dataclass
class Clock:
    """Time that moves only when a test says so, and a second per look at it."""

    now: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


class Pauses(threading.Event):
    """Nobody stops; the seconds that were waited for it are noted, and over at once."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.asked.append(timeout)
        return self.is_set()


@dataclass
class ScriptedRunner:
    """``pages`` maps a source key to its text, or to the Outcome of a failing fetch."""

    clock: Clock
    pages: dict[str, str | Outcome] = field(default_factory=dict)
    after_assess: Callable[[str], None] | None = None  # what happens while a page is read
    runs: list[tuple[str, ...]] = field(default_factory=list)

    def run(
        self,
        job: CrawlJob,
        *,
        stop: threading.Event,
        on_progress: Callable[[Progress], None],
    ) -> None:
        with open_database(job.database) as db:
            sources = [get_source(db, found) for found in planned_source_ids(db, job.run_id)]
            self.runs.append(tuple(source.key for source in sources))
            for source in sources:
                self._fetch(db, job.run_id, source)

    def _fetch(self, db: Database, run_id: int, source: Source) -> None:
        page = self.pages[source.key]
        started = to_text(self.clock())
        if isinstance(page, Outcome):
            fetch = Fetch(
                run_id=run_id,
                source_id=source.id,
                started_at=started,
                finished_at=started,
                outcome=page,
                reason="scripted",
            )
            with db.transaction():
                record_failure(db, fetch)
            return
        received = Received(
            run_id=run_id,
            started_at=started,
            finished_at=started,
            url=source.url,
            http_status=200,
            headers=(("Content-Type", "text/markdown; charset=utf-8"),),
            body=page.encode(),
        )
        assessed = assess(source, received)
        if self.after_assess:
            self.after_assess(source.key)
        with db.transaction():
            record_page(db, assessed)
