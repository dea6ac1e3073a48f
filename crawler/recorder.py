"""From items to rows on disk: one fetch per visit, reported once it is committed.

Reading a page happens in worker threads, writing in the group writer's; the event loop only hands
things on.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from crawler.body_bounds import HEAVY_BYTES, require_readable
from crawler.content_encoding import decode_body
from crawler.intake import Assessed, Received, assess, record_failure, record_page
from crawler.items import Failed, Page
from crawler.messages import CrawlJob, Progress
from crawler.rendering.finding import find_browser
from crawler.rendering.shells import needs_browser
from crawler.verdicts import Refused
from crawler.visit import Rendering, Visit
from storage.database import Database
from storage.errors import StorageError
from storage.fetches import Fetch
from storage.group_writer import GroupWriter
from storage.model import Outcome

logger = logging.getLogger(__name__)

_READERS = 2
_MAX_URL = 4096

Done = Callable[[bool], object]


class Recorder:
    """Records the visits of one run. Thread-safe.

    After :meth:`close` nothing more is written, and everything that was begun is on disk.
    """

    def __init__(
        self,
        job: CrawlJob,
        *,
        report: Callable[[Progress], None],
        give_up: Callable[[StorageError], None],
    ) -> None:
        self._job = job
        self._report = report
        self._give_up = give_up
        self._writer = GroupWriter(job.database)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="reader")
        self._heavy = threading.Lock()  # reading takes many times the memory of what is read
        self._lock = threading.Lock()
        self._closed = False

    def record(self, item: Page | Failed, done: Done) -> None:
        """Calls ``done`` from another thread: with False when the row is on disk.

        Also when it never will be: the recorder was closed, or the database failed (then
        ``give_up`` was told). With True when nothing was written because the page has to be
        rendered first.
        """
        if isinstance(item, Failed):
            self._write(item.visit, partial(_record_failed, fetch=self._fetch(item)), done)
        else:
            self._readers.submit(self._read_and_write, item, done)

    def close(self) -> None:
        """Finish what is being written; what is still being read is left for the next run."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self._writer.close()

    def _read_and_write(self, page: Page, done: Done) -> None:
        visit = page.visit
        try:
            assessed = self._read(page)
        except Refused as refused:
            failed = Failed(visit=visit, refused=refused, finished_at=page.finished_at)
            self._write(visit, partial(_record_failed, fetch=self._fetch(failed)), done)
        except Exception as error:  # noqa: BLE001  one page's boundary: the others go on
            fetch = self._fetch(_internal_error(page, error))
            self._write(visit, partial(_record_failed, fetch=fetch), done)
        else:
            if needs_rendering(visit, assessed):
                browser = find_browser(self._job.chromium)
                if browser.path is not None:
                    done(True)
                    return
                assessed = replace(assessed, advice=browser.missing)
            fallback = partial(self._internal_fetch, page)
            self._write(visit, partial(_record_read, page=assessed, fallback=fallback), done)

    def _read(self, page: Page) -> Assessed:
        received = self._received(page)
        require_readable(received.body)
        if len(received.body) < HEAVY_BYTES:
            return assess(page.visit.source, received)
        with self._heavy:
            return assess(page.visit.source, received)

    def _write(self, visit: Visit, job: Callable[[Database], Fetch], done: Done) -> None:
        with self._lock:
            if self._closed:
                done(False)
                return
            future = self._writer.submit(job)
        future.add_done_callback(partial(self._written, visit, done))

    def _written(self, visit: Visit, done: Done, future: Future[Fetch]) -> None:
        """In the writer's thread, after the commit."""
        error = future.exception()
        if error is None:
            fetch = future.result()
            source = visit.source
            self._report(
                Progress(
                    source_id=source.id,
                    source_key=source.key,
                    outcome=fetch.outcome,
                    reason=fetch.reason,
                )
            )
        elif isinstance(error, StorageError):
            self._give_up(error)
        else:
            logger.error("%s could not be recorded: %r", visit.source.key, error)
        done(False)

    def _received(self, page: Page) -> Received:
        encodings = page.header_values("content-encoding")
        return Received(
            run_id=self._job.run_id,
            started_at=page.visit.budget.first_sent_at or page.finished_at,
            finished_at=page.finished_at,
            url=page.url,
            http_status=page.http_status,
            headers=page.headers,
            body=decode_body(page.body, encodings, self._job.max_body_bytes),
        )

    def _fetch(self, failed: Failed) -> Fetch:
        visit, refused = failed.visit, failed.refused
        return Fetch(
            run_id=self._job.run_id,
            source_id=visit.source.id,
            started_at=visit.budget.first_sent_at or failed.finished_at,
            finished_at=failed.finished_at,
            outcome=refused.outcome,
            reason=refused.reason or None,
            http_status=refused.http_status,
            final_url=visit.url[:_MAX_URL],
            retry_after_seconds=refused.retry_after_seconds,
        )

    def _internal_fetch(self, page: Page, error: Exception) -> Fetch:
        return self._fetch(_internal_error(page, error))


def needs_rendering(visit: Visit, page: Assessed) -> bool:
    """Whether a visit is not over, since a browser may show what plain HTTP did not bring."""
    if visit.rendering is not Rendering.IF_SHELL or page.extraction is None:
        return False
    return needs_browser(page.extraction)


def _record_failed(db: Database, fetch: Fetch) -> Fetch:
    return record_failure(db, fetch)


def _record_read(db: Database, page: Assessed, fallback: Callable[[Exception], Fetch]) -> Fetch:
    """Text from strangers goes through much code of ours: a fault there is one page's outcome."""
    try:
        with db.savepoint():
            return record_page(db, page)
    except StorageError:
        raise
    except Exception as error:
        if not db.connection.in_transaction:
            raise
        return record_failure(db, fallback(error))


def _internal_error(page: Page, error: Exception) -> Failed:
    logger.error("%s could not be read: %r", page.visit.source.key, error, exc_info=error)
    refused = Refused(
        Outcome.EXTRACT_ERROR,
        f"clausewatch failed on this page ({type(error).__name__}): please report it",
        http_status=page.http_status,
    )
    return Failed(visit=page.visit, refused=refused, finished_at=page.finished_at)
