"""One look at a page that is not watched: the same crawling process, a database for the moment."""

from __future__ import annotations

import tempfile
import threading
from datetime import date
from pathlib import Path

from crawler.runner import CrawlJob, ProcessRunner
from monitor.cli.invocation import Invocation
from monitor.cli.page import Page
from monitor.config import Settings, load_watchlist
from storage.database import Database, open_database
from storage.errors import OperationError
from storage.fetches import fetches_of_run
from storage.model import RunKind
from storage.runs import finish_run, start_run
from storage.snapshots import get_snapshot, snapshot_body
from storage.sources import SourceDefinition, add_source, resolve_source
from storage.times import to_text, utc_now

_KEY = "inspect/page"


def look_at(url: str, invocation: Invocation) -> Page:
    """The page as received. Raises OperationError when nothing could be received.

    The watchlist says how to fetch (timeouts, private networks, contact) where there is one.
    Whatever was received is kept for the look, also what the quality gate would refuse.
    """
    path = invocation.watchlist_path
    with tempfile.TemporaryDirectory(prefix="clausewatch-") as folder:
        database = Path(folder) / "look.db"
        settings = load_watchlist(path).settings if path.is_file() else Settings(database=database)
        with open_database(database) as db:
            run_id = _plan(db, url)
            ProcessRunner().run(
                _job(database, run_id, settings),
                stop=threading.Event(),
                on_progress=lambda _: None,
            )
            with db.transaction():
                finish_run(db, run_id, now=to_text(utc_now()))
            return _received(db, run_id, url)


def _plan(db: Database, url: str) -> int:
    now = to_text(utc_now())
    definition = SourceDefinition(
        key=_KEY,
        service="inspect",
        service_slug="inspect",
        terms_type="page",
        url=url,
        every_seconds=86_400,
        keep="all",
    )
    with db.transaction():
        add_source(db, definition, now=now)
        return start_run(db, RunKind.CHECK, [resolve_source(db, _KEY).id], now=now)


def _job(database: Path, run_id: int, settings: Settings) -> CrawlJob:
    return CrawlJob(
        database=database,
        run_id=run_id,
        user_agent=settings.user_agent,
        timeout_seconds=settings.timeout_seconds,
        delay_seconds=settings.delay_seconds,
        max_body_bytes=settings.max_body_bytes,
        allow_private=tuple(map(str, settings.allow_private)),
        deadline_seconds=3 * settings.timeout_seconds + 30,
        chromium=settings.chromium,
    )


def _received(db: Database, run_id: int, url: str) -> Page:
    row = db.row("SELECT id FROM snapshots ORDER BY id DESC LIMIT 1")
    if row is None:
        fetch = fetches_of_run(db, run_id)[0]
        reason = f" ({fetch.reason})" if fetch.reason else ""
        raise OperationError(f"{url} could not be read: {fetch.outcome}{reason}")
    snapshot = get_snapshot(db, row["id"])
    return Page(
        body=snapshot_body(db, snapshot),
        content_type=snapshot.content_type,
        url=snapshot.url,
        seen_on=date.fromisoformat(snapshot.fetched_at[:10]),
    )
