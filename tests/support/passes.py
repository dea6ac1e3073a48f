"""Whole passes (crawl, record in groups, compare, alert, deliver) on a disk that a test chooses.

As ``clausewatch check`` does them, with the crawling process replaced by a thread that writes
through the real group writer, and with a real receiver for the webhooks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from support.pages import policy
from support.scripted import Clock
from support.secrets import HOOK_PATH
from support.site import Site

from crawler.intake import Assessed, Received, assess, record_page
from crawler.runner import CrawlJob, Progress
from monitor.config import Watchlist, load_watchlist
from monitor.tracking import CheckReport, Tracker
from storage.database import Database
from storage.errors import CrawlError, StorageError
from storage.fetches import Fetch
from storage.group_writer import GroupWriter
from storage.runs import planned_source_ids
from storage.sources import get_source
from storage.times import to_text

Opener = Callable[[Path], Database]
TERMS = "Last updated: {} March 2026. We keep order data for {} days. {}"


@dataclass
class GroupRunner:
    """Fetches ``page(number)`` for the source of that number."""

    clock: Clock
    open_writer: Opener
    edition: int = 0
    recorded: list[Fetch] = field(default_factory=list)  # what was acknowledged

    def run(
        self,
        job: CrawlJob,
        *,
        stop: threading.Event,
        on_progress: Callable[[Progress], None],
    ) -> None:
        with self.open_writer(job.database) as db:
            sources = [get_source(db, found) for found in planned_source_ids(db, job.run_id)]
        writer = GroupWriter(job.database, open_writer=self.open_writer)
        pages = [
            assess(source, self._received(job.run_id, source.url, source.id)) for source in sources
        ]
        futures = [writer.submit(partial(_record, page)) for page in pages]
        writer.close()
        for future in futures:
            self._judge(future)

    def _judge(self, future: Future[Fetch]) -> None:
        try:
            self.recorded.append(future.result())
        except StorageError as error:
            raise CrawlError(str(error)) from error

    def _received(self, run_id: int, url: str, number: int) -> Received:
        now = to_text(self.clock())
        return Received(
            run_id=run_id,
            started_at=now,
            finished_at=now,
            url=url,
            http_status=200,
            headers=(("Content-Type", "text/html; charset=utf-8"),),
            body=edition_of(number, self.edition).encode(),
        )


def edition_of(number: int, edition: int) -> str:
    """Of source ``number``; every third edition goes back to an earlier text."""
    shown = edition - 2 if edition % 3 == 2 and edition > 2 else edition
    language = ("en", "ar", "he")[number % 3]
    partners = " ".join(f"Partner {name} gets your address." for name in range(shown % 4))
    page: str = policy(language, extra=TERMS.format(shown % 28 + 1, shown + 10, partners))
    return page


def _record(page: Assessed, db: Database) -> Fetch:
    return record_page(db, page)


def write_watchlist(folder: Path, *, sources: int) -> Watchlist:
    lines = ["[clausewatch]", 'database = "x.db"', 'contact = "test@clausewatch.example"']
    lines += ['allow_private = ["127.0.0.0/8"]', "anomaly = false"]
    for number in range(sources):
        lines += ["[[source]]", f'service = "S{number}"', 'type = "Privacy Policy"']
        lines.append(f'url = "http://127.0.0.1:9/{number}"')
    lines += ["[[route]]", 'to = ["hook"]', "[[endpoint]]", 'name = "hook"']
    lines += ['kind = "webhook"', 'url = "env:HOOK"']
    path = folder / "watchlist.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return load_watchlist(path)


@dataclass
class Passes:
    """Passes over invented sources; the environment names the receiver as ``HOOK``."""

    watchlist: Watchlist
    open_writer: Opener
    receiver: Site
    clock: Clock = field(default_factory=Clock)
    runner: GroupRunner = field(init=False)

    def __post_init__(self) -> None:
        self.receiver.page(HOOK_PATH, "")
        self.runner = GroupRunner(self.clock, self.open_writer)

    def go(self, edition: int) -> CheckReport:
        """One command: it opens the database, looks at everything, delivers, and closes."""
        self.clock.forward(hours=12)
        self.runner.edition = edition
        tracker = Tracker(
            watchlist=self.watchlist,
            clock=self.clock,
            runner=self.runner,
            open_writer=self.open_writer,
        )
        with tracker:
            report = tracker.check()
            report.deliveries = tracker.deliver()
        return report
