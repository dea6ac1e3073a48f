"""``clausewatch run``: a clock, a crawling loop and a delivering loop.

APScheduler is the clock and nothing more: two fixed jobs that wake the loops. Each loop is a
thread of its own with a database connection of its own; what is due is a query. The main thread
crawls, so that it is the one that hears SIGTERM.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from monitor.alerts.deliver import deliver_due
from monitor.config import Watchlist, WatchlistError, load_watchlist
from monitor.config.paths import stamp_of
from monitor.config.secrets import learn_secrets
from monitor.health_server import Pulse, serving
from monitor.heartbeat import Heartbeat
from monitor.logs.facts import facts
from monitor.pruning import Pruner
from monitor.renames import rename_hints
from monitor.service_manager import ServiceManager
from monitor.tracking import CheckReport, SecondLook, Tracker
from storage.database import file_lock, open_database
from storage.errors import ClauseWatchError, OperationError, StorageError
from storage.model import RunKind
from storage.times import Clock, utc_now

logger = logging.getLogger(__name__)

CRAWL_TICK_SECONDS = 15
DELIVERY_TICK_SECONDS = 3
_STOP_SECONDS = 20.0  # the crawling process alone may take 10 of them
_LAST_WORDS_SECONDS = 2.0
# The scheduler reckons in wall-clock time: set back by a day, it is silent for that day.
_WITHOUT_CLOCK = 2  # ticks


class Daemon:
    """Watches the sources of one watchlist until it is told to stop."""

    def __init__(self, watchlist: Watchlist, *, clock: Clock = utc_now) -> None:
        self.watchlist = watchlist
        self.clock = clock
        self.stop = threading.Event()
        self._crawl_due = threading.Event()
        self._delivery_due = threading.Event()
        self._read_as = watchlist.read_as
        self._manager = ServiceManager(os.environ)
        self._heartbeat = Heartbeat(clock)
        self._pulse = Pulse(clock=clock)
        self._pruner = Pruner(self.stop, clock)
        self._has_watched = False

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; raises OperationError when another daemon is running."""
        with (
            _only_daemon(self.watchlist.settings.database),
            self._signals(),
            self._ticking(),
            self._answering(),
            self._stopping_in_time(),
        ):
            deliveries = threading.Thread(target=self._deliver_loop, name="deliveries")
            deliveries.start()
            try:
                self._crawl_loop()
            finally:
                self._manager.stopping()
                self.request_stop()
                deliveries.join()
        logger.info("stopped", extra=facts("daemon.stopped"))

    def request_stop(self) -> None:
        """End after what is under way; safe to call from a signal handler."""
        self.stop.set()
        self._crawl_due.set()
        self._delivery_due.set()

    def _crawl_loop(self) -> None:
        while not self.stop.is_set():
            with self._surviving("watching"):
                self._watch()
            if not self.stop.is_set():
                self._crawl_due.clear()
                self._crawl_due.wait(_WITHOUT_CLOCK * CRAWL_TICK_SECONDS)

    def _watch(self) -> None:
        """Look at what is due, tick by tick, until stopped or the watchlist changed."""
        self._require_database()
        with Tracker(watchlist=self.watchlist, clock=self.clock, stop=self.stop) as tracker:
            self._has_watched = True
            self._use(tracker.watchlist)  # edited since, perhaps
            for hint in rename_hints(tracker.db, now=self.clock()):
                logger.warning("%s", hint, extra=facts("source.renamed", hint=hint))
            self._manager.ready()
            _log_report(tracker.resume())
            count = len(self.watchlist.sources)
            logger.info("watching %d sources", count, extra=facts("daemon.watching", sources=count))
            while not self.stop.is_set() and not self._reread_watchlist():
                tracker.db.require_place()
                self._crawl_due.clear()
                with self._surviving("a look at what is due"):
                    self._tick(tracker)
                    self._heartbeat.all_is_well()
                    self._pruner.prune_if_due(self.watchlist)
                self._sign_of_life(f"watching {len(self.watchlist.sources)} sources")
                self._crawl_due.wait(_WITHOUT_CLOCK * CRAWL_TICK_SECONDS)

    def _require_database(self) -> None:
        """What was deleted while it was watched is not begun anew: its history would be over."""
        database = self.watchlist.settings.database
        if self._has_watched and not (database.is_file() and database.stat().st_size):
            self._manager.alive("the database is gone")  # a restart would begin anew
            raise StorageError(
                f"{database} is gone: put it back, or a backup in its place; to begin anew, "
                "start the daemon again"
            )

    def _tick(self, tracker: Tracker) -> None:
        if tracker.remind():  # the calendar goes on when no page is due
            self._delivery_due.set()
        if tracker.due():
            report = tracker.check(
                only_due=True,
                kind=RunKind.SCHEDULED,
                second_look=SecondLook.DATED,
                on_progress=lambda look: self._sign_of_life(f"looked at {look.source_key}"),
            )
            _log_report(report)
            self._delivery_due.set()

    def _sign_of_life(self, status: str) -> None:
        self._pulse.beat()
        self._manager.alive(status)

    def _deliver_loop(self) -> None:
        while not self.stop.is_set():
            self._delivery_due.clear()
            with self._surviving("delivering"):
                self._deliver()
            self._delivery_due.wait(_WITHOUT_CLOCK * DELIVERY_TICK_SECONDS)

    def _deliver(self) -> None:
        self._require_database()
        with open_database(self.watchlist.settings.database) as db:
            while not self.stop.is_set():
                db.require_place()
                self._delivery_due.clear()
                count = deliver_due(db, self.watchlist, clock=self.clock, stop=self.stop)
                if count.total:
                    logger.info("%s", count, extra=facts("deliveries.attempted", **asdict(count)))
                self._heartbeat.ping_if_due(self.watchlist)
                self._delivery_due.wait(_WITHOUT_CLOCK * DELIVERY_TICK_SECONDS)

    @contextmanager
    def _surviving(self, what: str) -> Iterator[None]:
        """A job's boundary: what fails is said, and the next tick tries again."""
        try:
            yield
        except ClauseWatchError as error:
            if not self.stop.is_set():
                said = facts("daemon.failed", what=what, error=str(error))
                logger.error("%s failed: %s", what, error, extra=said)  # noqa: TRY400  says all
        except Exception:
            said = facts("daemon.failed", what=what)
            logger.exception("%s failed; the next tick tries again", what, extra=said)

    def _reread_watchlist(self) -> bool:
        """Take over an edited watchlist; one that is wrong is reported, the old one stays."""
        stamp = stamp_of(self.watchlist.path)
        if stamp == self._read_as:
            return False
        self._read_as = stamp
        try:
            fresh = load_watchlist(self.watchlist.path)
        except WatchlistError as error:
            said = "the watchlist was changed but is wrong; the old one stays: %s"
            logger.error(said, error, extra=facts("watchlist.refused"))  # noqa: TRY400  says all
            return False
        if fresh.settings.database != self.watchlist.settings.database:
            logger.error("the watchlist names another database now: restart to use it")
            return False
        self._use(fresh)
        logger.info("the watchlist was changed and read again", extra=facts("watchlist.reread"))
        return True

    def _use(self, watchlist: Watchlist) -> None:
        if watchlist is not self.watchlist:
            learn_secrets(watchlist)
            self.watchlist, self._read_as = watchlist, watchlist.read_as

    @contextmanager
    def _stopping_in_time(self) -> Iterator[None]:
        """A stop takes at most ``_STOP_SECONDS``, whatever is under way.

        A document of many megabytes is thought about for longer, and a receiver may be slow.
        Whatever is left there is in the database, and the next start goes on with it; crawling
        processes end by themselves when this one is gone.
        """
        ended = threading.Event()

        def guard() -> None:
            self.stop.wait()
            if not ended.wait(_STOP_SECONDS):
                threading.Timer(_LAST_WORDS_SECONDS, os._exit, (0,)).start()  # stderr may be stuck
                logger.warning("stopped in the middle of something; the next start goes on there")
                os._exit(0)

        threading.Thread(target=guard, name="stop-guard", daemon=True).start()
        try:
            yield
        finally:
            ended.set()
            self.stop.set()

    @contextmanager
    def _answering(self) -> Iterator[None]:
        settings = self.watchlist.settings
        if settings.metrics_address is None:
            yield
            return
        with serving(settings.metrics_address, settings.database, self._pulse) as port:
            logger.info("answering /healthz and /metrics on port %d", port)
            yield

    @contextmanager
    def _ticking(self) -> Iterator[None]:
        scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        scheduler.add_job(self._crawl_due.set, IntervalTrigger(seconds=CRAWL_TICK_SECONDS))
        scheduler.add_job(self._delivery_due.set, IntervalTrigger(seconds=DELIVERY_TICK_SECONDS))
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def on_signal(number: int, _: FrameType | None) -> None:
            name = signal.Signals(number).name
            logger.info("%s: stopping", name, extra=facts("daemon.stopping", signal=name))
            self.request_stop()

        previous = {
            number: signal.signal(number, on_signal) for number in (signal.SIGTERM, signal.SIGINT)
        }
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)


@contextmanager
def _only_daemon(database: Path) -> Iterator[None]:
    if not database.parent.is_dir():
        raise StorageError(f"cannot create {database}: its folder does not exist")
    with file_lock(database.with_name(f"{database.name}.daemon.lock"), wait=False) as held:
        if not held:
            raise OperationError(
                f"a daemon is already watching {database}; stop it first, "
                "or ask it with 'clausewatch status'"
            )
        yield


def _log_report(report: CheckReport) -> None:
    for look in [*report.looks, *report.confirmations]:
        level = logging.INFO if look.fetch.outcome.is_good else logging.WARNING
        reason = f" ({look.fetch.reason})" if look.fetch.reason else ""
        said = facts(
            "source.looked_at",
            source=look.source.key,
            outcome=look.fetch.outcome.value,
            reason=look.fetch.reason,
            http_status=look.fetch.http_status,
        )
        logger.log(level, "%s: %s%s", look.source.key, look.fetch.outcome, reason, extra=said)
    for problem in report.problems:
        logger.error("%s", problem, extra=facts("source.not_understood"))
    if report.looks:
        logger.info(
            "%d fetched, %d changes, %d alerts wait for a second look",
            len(report.looks),
            len(report.change_ids),
            report.waiting,
            extra=facts(
                "run.finished",
                fetched=len(report.looks),
                changes=len(report.change_ids),
                waiting=report.waiting,
            ),
        )
