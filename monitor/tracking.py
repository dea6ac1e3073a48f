"""One pass over pages, from tick to alert: crawl, understand, decide, confirm, deliver.

The composition root of ``check``, ``add`` and of the daemon's tick. The crawl is a child process
whose word is the rows that it wrote; everything after it works from rows too, so a pass that was
killed anywhere is simply finished by the next.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from crawler.addresses import is_loopback
from crawler.rederive import needs_rederivation, rederive
from crawler.runner import CrawlJob, CrawlRunner, ProcessRunner, Progress
from monitor.alerts.brake import put_brakes
from monitor.alerts.deliver import DeliveryCount, deliver_due
from monitor.alerts.outbox import Outbox, settle_confirmations, states_new_date
from monitor.alerts.untold import CONFIRMATION
from monitor.config import Source as WatchedSource
from monitor.config import Watchlist, WatchlistError, load_watchlist, source_rules
from monitor.config.paths import stamp_of
from monitor.config.secrets import learn_secrets
from monitor.health import report_health
from monitor.own_terms import own_terms
from monitor.reminders import remind
from monitor.scheduler import next_check_at
from monitor.understanding import understand
from storage.alerts import Alert, AlertFilter, list_alerts
from storage.changes import get_change
from storage.database import Database, file_lock, open_database
from storage.deliveries import sync_endpoints
from storage.errors import CrawlError, OperationError, UsageError
from storage.fetches import Fetch, fetches_of_run
from storage.model import AlertState, EventType, Outcome, RunKind, SourceState
from storage.runs import close_abandoned_runs, finish_run, start_run
from storage.sources import (
    Source,
    SourceDefinition,
    drop_future_schedules,
    due_sources,
    get_source,
    list_sources,
    resolve_source,
    schedule,
    sync_sources,
    unsettled_sources,
)
from storage.times import Clock, to_text, utc_now

logger = logging.getLogger(__name__)

DUE_LIMIT = 1000  # sources of one run
_SECONDS_PER_SOURCE = 10.0
_LOCK_POLL_SECONDS = 0.2
_DELIVERY_WAIT_SECONDS = 60.0
_RATE_PATIENCE_SECONDS = 30.0  # there may be no next pass for a while
_REREADINGS = 5  # of a watchlist that is edited at this very moment
_CLOCK_SLACK = timedelta(minutes=1)  # what a clock is corrected by in the ordinary way

OnProgress = Callable[[Progress], None]


class SecondLook(StrEnum):
    """Which changes a pass confirms by itself."""

    ALL = "all"
    DATED = "dated"  # whose stated date moved: nobody waits long for a new edition
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the fetch of one source ended in a pass."""

    source: Source
    fetch: Fetch


@dataclass(slots=True, kw_only=True)
class CheckReport:
    """What one pass did. ``waiting`` counts alerts that wait for a later look."""

    looks: list[Look] = field(default_factory=list)
    confirmations: list[Look] = field(default_factory=list)
    change_ids: list[int] = field(default_factory=list)
    events: list[EventType] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    braked_run_ids: list[int] = field(default_factory=list)
    waiting: int = 0
    failure: CrawlError | None = None
    deliveries: DeliveryCount = field(default_factory=DeliveryCount)


@dataclass(slots=True, kw_only=True)
class Tracker:
    """Everything a pass needs; one per process. Use as a context: it owns the database."""

    watchlist: Watchlist
    clock: Clock = utc_now
    runner: CrawlRunner = field(default_factory=ProcessRunner)
    stop: threading.Event = field(default_factory=threading.Event)
    open_writer: Callable[[Path], Database] = open_database
    db: Database = field(init=False)
    outbox: Outbox = field(init=False)
    reminded_on: date | None = None
    latest_seen: datetime | None = None

    def __enter__(self) -> Self:
        self.db = self.open_writer(self.watchlist.settings.database)
        try:
            self._take_over_watchlist()
        except BaseException:
            self.db.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def check(
        self,
        *,
        names: Sequence[str] = (),
        only_due: bool = False,
        kind: RunKind = RunKind.CHECK,
        second_look: SecondLook = SecondLook.ALL,
        on_progress: OnProgress | None = None,
    ) -> CheckReport:
        """Look at sources now, and say what it means; :meth:`deliver` sends it.

        Without ``names``: every active source, or with ``only_due`` those whose time has come.
        ``second_look``: which of the sources whose alert waits for confirmation are fetched once
        more, in this pass. Raises UnknownSource, StorageError, and CrawlError, the last only after
        everything that the crawl did record was seen through.
        """
        report = CheckReport()
        with self._crawling():
            sources = self._chosen(names, only_due)
            report.looks = self._crawl(sources, kind, on_progress, report)
            self._understand(report)
            self._settle(report, sources)
            if second_look is not SecondLook.NONE and report.waiting and not self.stop.is_set():
                self._look_again(report, on_progress, second_look)
        if report.failure is not None:
            self.deliver()
            raise report.failure
        return report

    def resume(self) -> CheckReport:
        """Finish what an earlier pass left: understand and settle; no fetching."""
        report = CheckReport()
        with self._crawling():
            self._understand(report)
            self._settle(report, unsettled_sources(self.db, held_for=CONFIRMATION))
        return report

    def due(self) -> list[Source]:
        self._heed_clock()
        return due_sources(self.db, now=self._now(), limit=DUE_LIMIT)

    def remind(self) -> list[EventType]:
        """Queue reminders of announced days that come near; the first call of a day looks."""
        today = self.clock().astimezone(UTC).date()
        return [] if today == self.reminded_on else self._remind(today)

    def deliver(self) -> DeliveryCount:
        """Attempt every delivery that is due; waits a while when another process delivers."""
        return deliver_due(
            self.db,
            self.watchlist,
            clock=self.clock,
            stop=self.stop,
            wait_seconds=_DELIVERY_WAIT_SECONDS,
            patience_seconds=_RATE_PATIENCE_SECONDS,
        )

    def _heed_clock(self) -> None:
        """A clock that was set back must not leave what was planned before to a far day."""
        now = self.clock()
        if self.latest_seen is not None and now < self.latest_seen - _CLOCK_SLACK:
            logger.warning("the clock was set back by %s", self.latest_seen - now)
            with self.db.transaction():
                drop_future_schedules(self.db, now=to_text(now))
        self.latest_seen = now

    def _take_over_watchlist(self) -> None:
        """Record the sources of the file as it stands now, by its word at the moment of writing.

        Another command may have edited it since it was read, and have recorded that: an older
        list must not take out what was added, nor forget that it was paused.
        """
        for _ in range(_REREADINGS):
            with self.db.transaction():
                if self._is_fresh():
                    self._record_watchlist()
                    return
            if not self._reread():
                break
        with self.db.transaction():
            self._record_watchlist(remove=False)

    def _is_fresh(self) -> bool:
        read_as = self.watchlist.read_as
        return read_as is None or stamp_of(self.watchlist.path) == read_as

    def _reread(self) -> bool:
        try:
            fresh = load_watchlist(self.watchlist.path)
        except WatchlistError as error:
            logger.warning("the watchlist was changed but is wrong; the old one stays: %s", error)
            return False
        if fresh.settings.database != self.watchlist.settings.database:
            logger.warning("the watchlist names another database now: the old one stays")
            return False
        self.watchlist = fresh
        learn_secrets(fresh)
        return True

    def _record_watchlist(self, *, remove: bool = True) -> None:
        self.outbox = Outbox(routes=self.watchlist.routes, clock=self.clock)
        sync_sources(self.db, definitions(self.watchlist), now=self._now(), remove=remove)
        drop_future_schedules(self.db, now=self._now())
        sync_endpoints(self.db, [(end.name, end.kind.value) for end in self.watchlist.endpoints])

    def _chosen(self, names: Sequence[str], only_due: bool) -> list[Source]:
        if names:
            found = {source.id: source for source in (resolve_source(self.db, n) for n in names)}
            for source in found.values():
                if source.state is SourceState.REMOVED:
                    raise UsageError(
                        f"{source.key} is not in the watchlist: its history can be asked, "
                        "but it is not fetched"
                    )
            return list(found.values())
        if only_due:
            return self.due()
        return [source for source in list_sources(self.db) if source.state is SourceState.ACTIVE]

    def _crawl(
        self,
        sources: list[Source],
        kind: RunKind,
        on_progress: OnProgress | None,
        report: CheckReport,
    ) -> list[Look]:
        """The rows that the crawling process wrote are its word, even when it died."""
        if not sources:
            return []
        for source in sources:
            self._rederive(source)
        with self.db.transaction():
            run_id = start_run(self.db, kind, [source.id for source in sources], now=self._now())
        try:
            self.runner.run(
                self._job(run_id, len(sources)),
                stop=self.stop,
                on_progress=on_progress or _ignore,
            )
        except CrawlError as error:
            report.failure = error
        finally:
            with self.db.transaction():
                finish_run(self.db, run_id, now=self._now())
        return self._reschedule(run_id)

    def _rederive(self, source: Source) -> None:
        if needs_rederivation(self.db, source):
            with self.db.transaction():
                rederive(self.db, source, now=self._now())

    def _reschedule(self, run_id: int) -> list[Look]:
        looks: list[Look] = []
        with self.db.transaction():
            for fetch in fetches_of_run(self.db, run_id):
                source = get_source(self.db, fetch.source_id)
                schedule(self.db, source.id, next_check_at(source, fetch, now=self.clock()))
                looks.append(Look(source=source, fetch=fetch))
        return looks

    def _understand(self, report: CheckReport) -> None:
        for run_id in put_brakes(self.db, self.outbox, self.watchlist.settings.anomaly):
            report.braked_run_ids.append(run_id)
            report.events.append(EventType.RUN_ANOMALOUS)
        done = understand(
            self.db,
            self.outbox,
            clock=self.clock,
            stop=self.stop,
            extra=own_terms(self.watchlist),
        )
        report.change_ids.extend(done.change_ids)
        report.problems.extend(done.problems)

    def _settle(self, report: CheckReport, sources: list[Source]) -> None:
        report.waiting = 0
        for source in sources:
            waiting = settle_confirmations(self.db, self.outbox, source)
            if waiting:
                self._bring_forward(source)
            report.waiting += waiting
        report.events.extend(report_health(self.db, self.outbox, [source.id for source in sources]))
        report.events.extend(self._remind(self.clock().astimezone(UTC).date()))

    def _remind(self, today: date) -> list[EventType]:
        """About every source: whether one was fetched now makes no day come nearer."""
        told = remind(self.db, self.outbox, self.watchlist.remind_days, today=today)
        self.reminded_on = today
        return told

    def _bring_forward(self, source: Source) -> None:
        """An alert waits: look again after the source's ``confirm``, not at its usual time."""
        soon = to_text(self.clock() + timedelta(seconds=source.confirm_seconds or 0))
        with self.db.transaction():
            current = get_source(self.db, source.id)
            # After a bad fetch its own schedule holds: Retry-After, and less and less often.
            was_read = current.last_outcome and Outcome(current.last_outcome).is_good
            if was_read and soon < current.next_check_at:
                schedule(self.db, source.id, soon)

    def _look_again(
        self, report: CheckReport, on_progress: OnProgress | None, wanted: SecondLook
    ) -> None:
        """Fetch changed sources once more: the confirming look."""
        held = list_alerts(self.db, AlertFilter(state=AlertState.HELD))
        ids = {
            alert.source_id
            for alert in held
            if alert.reason == CONFIRMATION
            and (wanted is SecondLook.ALL or self._states_new_date(alert))
        }
        sources = [get_source(self.db, look.source.id) for look in report.looks]
        sources = [source for source in sources if source.id in ids]
        if not sources or self.stop.wait(self._pause(sources)):
            return
        report.confirmations = self._crawl(sources, RunKind.CONFIRM, on_progress, report)
        self._understand(report)
        self._settle(report, sources)

    def _states_new_date(self, alert: Alert) -> bool:
        return alert.change_id is not None and states_new_date(get_change(self.db, alert.change_id))

    def _pause(self, sources: list[Source]) -> float:
        """Seconds until a host may be asked again; hosts of this machine need no pause."""
        hosts = {urlsplit(source.url).hostname or "" for source in sources}
        return 0.0 if all(map(is_loopback, hosts)) else self.watchlist.settings.delay_seconds

    def _job(self, run_id: int, sources: int) -> CrawlJob:
        settings = self.watchlist.settings
        pace = settings.timeout_seconds + settings.delay_seconds
        return CrawlJob(
            database=settings.database,
            run_id=run_id,
            user_agent=settings.user_agent,
            timeout_seconds=settings.timeout_seconds,
            delay_seconds=settings.delay_seconds,
            max_body_bytes=settings.max_body_bytes,
            allow_private=tuple(str(network) for network in settings.allow_private),
            deadline_seconds=2 * pace + 60 + sources * max(pace, _SECONDS_PER_SOURCE),
            chromium=settings.chromium,
            host_budget=settings.host_budget,
        )

    @contextmanager
    def _crawling(self) -> Iterator[None]:
        """One pass at a time per database; a killed one leaves nothing locked."""
        path = self.db.path.with_name(f"{self.db.path.name}.crawl.lock")
        deadline = time.monotonic() + self.watchlist.settings.timeout_seconds * 20
        announced = False
        while not self.stop.is_set():
            with file_lock(path, wait=False) as held:
                if held:
                    with self.db.transaction():
                        close_abandoned_runs(self.db, now=self._now())
                    yield
                    return
            if time.monotonic() > deadline:
                break
            if not announced:
                logger.warning("another check of this database is under way; waiting for it")
                announced = True
            self.stop.wait(_LOCK_POLL_SECONDS)
        raise OperationError(
            "another check of this database is still under way; try again when it has ended "
            "('clausewatch status' shows it)"
        )

    def _now(self) -> str:
        return to_text(self.clock())


def definitions(watchlist: Watchlist) -> Iterator[SourceDefinition]:
    """The watchlist's sources as storage records them."""
    return map(definition_of, watchlist.sources)


def definition_of(source: WatchedSource) -> SourceDefinition:
    return SourceDefinition(
        key=source.key,
        service=source.service,
        service_slug=source.service_slug,
        terms_type=source.terms_type,
        url=source.url,
        rules=source_rules(source),
        language=source.language,
        region=source.region,
        tags=source.tags,
        every_seconds=source.every_seconds,
        cron=source.cron,
        confirm_seconds=source.confirm_seconds,
        keep=source.keep,
    )


def check(
    watchlist: Watchlist,
    *,
    names: Sequence[str] = (),
    only_due: bool = False,
    kind: RunKind = RunKind.CHECK,
    on_progress: OnProgress | None = None,
    clock: Clock = utc_now,
) -> CheckReport:
    """One pass with a tracker of its own; see :meth:`Tracker.check`."""
    with Tracker(watchlist=watchlist, clock=clock) as tracker:
        report = tracker.check(names=names, only_due=only_due, kind=kind, on_progress=on_progress)
        report.deliveries = tracker.deliver()
        return report


def _ignore(_: Progress) -> None:
    pass
