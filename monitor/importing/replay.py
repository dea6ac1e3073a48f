"""The replay: every capture of every source, in time order, through the pipeline of a live fetch.

Captures are recorded in groups, one transaction each and a savepoint per capture: fetch, version,
change and alert of a capture stand together or not at all, and a killed import goes on where its
last group ended. Each capture is a run of its own, so that a run has one fetch per source.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from crawler.intake import Assessed, PreviousTexts, record_failure, record_page
from monitor.alerts.outbox import Outbox, decide_again, settle_by_time
from monitor.alerts.untold import CONFIRMATION, IMPORT
from monitor.config import Route, Watchlist
from monitor.garbage import searched_seldom
from monitor.health import report_source_health
from monitor.importing.backfill import record_earlier
from monitor.importing.capture import Capture
from monitor.importing.exclusive import exclusive
from monitor.importing.mending import mend_history
from monitor.importing.reading import Looked, Planned, read_all
from monitor.importing.report import ImportReport
from monitor.importing.reprocessing import read_current_again, read_history_again
from monitor.importing.sources import SourceChoice, group_by_source, record_source
from monitor.own_terms import own_terms
from monitor.understanding import Analyses, understand_version
from storage.blobs import digest_of
from storage.database import Database
from storage.errors import StorageError
from storage.fetches import Fetch, insert_fetch, is_recorded
from storage.model import Outcome, RunKind
from storage.runs import record_run
from storage.sources import Source, SourceDefinition, get_source
from storage.times import Clock, from_text, to_text, utc_now
from storage.versions import current_version

logger = logging.getLogger(__name__)

_ANY_ROUTE = (Route(to=("",)),)  # where there are no routes, every alert counts as routed
OnProgress = Callable[[int, int, str], None]  # captures done, captures in all, source


@dataclass(slots=True, kw_only=True)
class Replay:
    """One import into an open database. ``jobs`` are processes that read captures ahead."""

    db: Database
    watchlist: Watchlist
    jobs: int = 1
    clock: Clock = utc_now
    on_progress: OnProgress | None = None
    report: ImportReport = field(init=False, default_factory=ImportReport)
    _analyses: Analyses = field(init=False)
    _texts: PreviousTexts = field(init=False, default_factory=PreviousTexts)
    _waiting: set[int] = field(init=False, default_factory=set)
    _well: set[int] = field(init=False, default_factory=set)
    _total: int = field(init=False, default=0)

    def run(self, captures: Iterable[Capture]) -> ImportReport:
        """Replay them all. Raises StorageError; UsageError before anything is recorded."""
        began = time.monotonic()
        self._analyses = Analyses(self.db, own_terms(self.watchlist))
        choice = SourceChoice(self.db, self.watchlist)
        groups = group_by_source(captures, choice)
        self._total = sum(len(group) for _, group in groups.values())
        self.report.sources = len(groups)
        with exclusive(self.db, now=self._now()), searched_seldom():
            held = self._count(IMPORT)
            for looks, seconds in read_all(self._planned(groups, choice), self.jobs):
                self.report.cpu_seconds["read"] += seconds
                self._record_group(looks)
            self.report.held = self._count(IMPORT) - held
            self.report.waiting = self._count(CONFIRMATION)
        self.report.seconds = time.monotonic() - began
        return self.report

    def _planned(
        self, groups: dict[str, tuple[SourceDefinition, list[Capture]]], choice: SourceChoice
    ) -> Iterator[Planned]:
        """Each source once it is its turn: recorded, and its versions of the present reading."""
        for definition, captures in groups.values():
            with self.db.transaction():
                source_id = record_source(self.db, definition, choice, now=self._now())
                source = get_source(self.db, source_id)
                unknown = [capture for capture in captures if not self._is_known(source, capture)]
                if unknown:
                    self._bring_up_to_date(source, unknown[0])
            self._waiting.add(source_id)
            yield Planned(
                source=get_source(self.db, source_id),
                captures=tuple(unknown),
                max_body_bytes=self.watchlist.settings.max_body_bytes,
            )

    def _is_known(self, source: Source, capture: Capture) -> bool:
        """Whether it was imported before; bytes are read only where the instant is taken."""
        row = self.db.row(
            "SELECT 1 FROM fetches WHERE source_id = ? AND started_at = ?",
            (source.id, capture.fetched_at),
        )
        if row is None:
            return False
        try:
            digest = digest_of(capture.body.read())
        except Exception:  # noqa: BLE001  reading it is tried again, and reported, in its turn
            return False
        known = is_recorded(self.db, source.id, capture.fetched_at, digest)
        if known:
            self._skip(source)
        return known

    def _skip(self, source: Source) -> None:
        self.report.captures += 1
        self.report.known += 1
        self._progress(source.key)

    def _bring_up_to_date(self, source: Source, oldest: Capture) -> None:
        """As before a live fetch; and all of the history, where a capture goes into its midst."""
        read_current_again(
            self.db, self._outbox(None), source, clock=self.clock, analyses=self._analyses
        )
        if source.last_fetch_at and oldest.fetched_at < source.last_fetch_at:
            read_history_again(self.db, source, analyses=self._analyses)

    def _record_group(self, looks: list[Looked]) -> None:
        began = time.process_time()
        understanding = self.report.cpu_seconds["understand"]
        with self.db.transaction():
            for look in looks:
                self._record(look)
        spent = time.process_time() - began
        understood = self.report.cpu_seconds["understand"] - understanding
        self.report.cpu_seconds["record"] += spent - understood

    def _record(self, look: Looked) -> None:
        source = get_source(self.db, look.source_id)
        if look.body_digest is None:
            self.report.problems.append(look.reason or look.capture.origin)
            self.report.outcomes["unreadable"] += 1
        elif is_recorded(self.db, source.id, look.capture.fetched_at, look.body_digest):
            self.report.known += 1
        else:
            with self.db.savepoint():
                self._replay(source, look)
        self.report.captures += 1
        self._progress(source.key)

    def _replay(self, source: Source, look: Looked) -> None:
        run_id = record_run(self.db, RunKind.IMPORT, source.id, now=self._now())
        at = look.capture.fetched_at
        is_latest = source.last_fetch_at is None or source.last_fetch_at <= at
        if is_latest:
            fetch = self._replay_latest(source, look, run_id)
        else:
            fetch = self._replay_earlier(source, look, run_id)
        self.report.outcomes[fetch.outcome] += 1

    def _replay_latest(self, source: Source, look: Looked, run_id: int) -> Fetch:
        """Exactly as a live fetch is recorded, understood and settled."""
        failed = self._failed(look, run_id)
        if failed:
            fetch = record_failure(self.db, failed)
        else:
            fetch = self._record_page(source, look, run_id)
        outbox = self._outbox(look.capture.fetched_at)
        if fetch.outcome is Outcome.NEW_VERSION:
            self.report.versions += 1
            self._understand(source, outbox)
            self._waiting.add(source.id)
        may_settle = fetch.outcome.is_good and source.id in self._waiting
        if may_settle and not settle_by_time(self.db, outbox, source.id):
            self._waiting.discard(source.id)
        if not (fetch.outcome.is_good and source.id in self._well):
            report_source_health(self.db, outbox, source.id)
            self._well.discard(source.id)
        if fetch.outcome.is_good:
            self._well.add(source.id)  # said already: another good look is no news
        return fetch

    def _record_page(self, source: Source, look: Looked, run_id: int) -> Fetch:
        page = self._page(look, run_id)
        if page.body_digest == source.last_body_digest:
            page = replace(page, extraction=None, refused=Outcome.SAME_BODY)
        try:
            with self.db.savepoint():
                return record_page(self.db, page, self._texts, source=source)
        except StorageError:
            raise
        except Exception as error:  # one page's boundary, as in a live crawl
            logger.exception("%s could not be recorded", look.capture.origin)
            return record_failure(self.db, self._internal(look, run_id, error))

    def _replay_earlier(self, source: Source, look: Looked, run_id: int) -> Fetch:
        failed = self._failed(look, run_id)
        if failed:
            insert_fetch(self.db, failed)
            return failed
        fetch, touched = record_earlier(self.db, self._page(look, run_id))
        outbox = self._outbox(look.capture.fetched_at)
        if touched:
            self.report.versions += len(touched)
            began = time.process_time()
            mend_history(self.db, source.id, touched, outbox=outbox, analyses=self._analyses)
            self.report.cpu_seconds["understand"] += time.process_time() - began
        elif fetch.outcome.is_good:
            decide_again(self.db, outbox, source)
        return fetch

    def _understand(self, source: Source, outbox: Outbox) -> None:
        version = current_version(self.db, source.id)
        assert version is not None
        began = time.process_time()
        try:
            with self.db.savepoint():
                understand_version(
                    self.db, version, outbox, clock=self.clock, analyses=self._analyses
                )
        except StorageError:
            raise
        except Exception as error:
            # As in a live pass: it is reported, and tried again by the next.
            logger.exception("version %d of %s could not be understood", version.number, source.key)
            self.report.problems.append(f"{source.key}, version {version.number}: {error}")
        self.report.cpu_seconds["understand"] += time.process_time() - began

    def _page(self, look: Looked, run_id: int) -> Assessed:
        assert look.page is not None
        received = replace(look.page.received, run_id=run_id, recorded_at=self._now())
        return replace(look.page, received=received)

    def _failed(self, look: Looked, run_id: int) -> Fetch | None:
        """The fetch of a capture that brought no page; None when it brought one."""
        if look.refused is None:
            return None
        return Fetch(
            run_id=run_id,
            source_id=look.source_id,
            started_at=look.capture.fetched_at,
            finished_at=look.capture.fetched_at,
            outcome=look.refused,
            reason=look.reason,
            http_status=look.capture.http_status,
            final_url=look.capture.url,
            body_digest=look.body_digest,
            body_size=look.body_size,
        )

    def _internal(self, look: Looked, run_id: int, error: Exception) -> Fetch:
        reason = f"clausewatch failed on this page ({type(error).__name__}): please report it"
        failed = self._failed(replace(look, refused=Outcome.EXTRACT_ERROR, reason=reason), run_id)
        assert failed is not None
        return failed

    def _outbox(self, at: str | None) -> Outbox:
        """Alerts of a capture carry its time, not that of the import."""
        instant = from_text(at) if at else self.clock()
        routes = self.watchlist.routes or _ANY_ROUTE
        return Outbox(routes=routes, clock=lambda: instant, hold=IMPORT)

    def _count(self, reason: str) -> int:
        row = self.db.row(
            "SELECT count(*) FROM alerts WHERE state = 'held' AND reason = ?", (reason,)
        )
        return int(row[0]) if row else 0

    def _progress(self, key: str) -> None:
        if self.on_progress:
            self.on_progress(self.report.captures, self._total, key)

    def _now(self) -> str:
        return to_text(self.clock())
