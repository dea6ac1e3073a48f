"""The crawling process: begun here, and ended here. What crawls is :mod:`crawler.scraping`.

It ends when every visit has ended, or early: its stdin ended (the parent wants a stop, or is gone),
the deadline passed, or the database failed. An early end finishes what is being written and exits
at once, whatever the network is doing; the parent closes the run. Where no Python runs any more,
:mod:`crawler.dead_man` ends it.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
from typing import BinaryIO, TextIO

from crawler.admission import admitted
from crawler.dead_man import end_when_stuck
from crawler.hosts import Hosts, asked_hosts, resting_hosts
from crawler.messages import (
    CrawlJob,
    LogLine,
    Progress,
    Trouble,
    job_from_line,
    log_to_line,
    report_to_line,
)
from crawler.planning import plan_visits
from crawler.recorder import Recorder
from storage.database import open_readonly
from storage.errors import ClauseWatchError
from storage.times import utc_now

_FRAMEWORK_LEVEL = logging.ERROR  # below that they repeat outcomes, with URLs in full
_OBJECTS_BETWEEN_COLLECTIONS = 20_000  # 700 is Python's
_LONGEST_CRAWL_DELAY = 60.0  # seconds
_FRAMEWORKS = ("scrapy", "twisted", "py.warnings", "asyncio", "scrapy-playwright")


_FORMATTER = logging.Formatter()


class _JsonLines(logging.Handler):
    """Log records as lines for the parent, on stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = LogLine(
                level=record.levelno,
                name=record.name,
                message=record.getMessage(),
                trace=_FORMATTER.formatException(record.exc_info) if record.exc_info else "",
            )
            sys.stderr.write(log_to_line(line))
            sys.stderr.flush()
        except OSError:  # the parent is gone; the end of stdin says so too
            return


class Reports:
    """Lines on stdout; whole ones, from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, report: Progress | Trouble) -> None:
        with self._lock:
            try:
                self._stream.write(report_to_line(report))
                self._stream.flush()
            except OSError:  # the parent is gone; rows count, not lines
                return


class Ending:
    """Ends the process early, from a thread of its own, when asked to or at the deadline."""

    def __init__(self, recorder: Recorder, deadline_seconds: float) -> None:
        self._recorder = recorder
        self._deadline_seconds = deadline_seconds
        self._asked = threading.Event()
        self._code = 0

    def ask(self, code: int = 0) -> None:
        self._code = self._code or code
        self._asked.set()

    def start(self, stdin: BinaryIO) -> None:
        for work in (self._wait, lambda: self._watch(stdin)):
            threading.Thread(target=work, daemon=True).start()
        signal.signal(signal.SIGTERM, lambda _number, _frame: self.ask())

    def _watch(self, stdin: BinaryIO) -> None:
        while stdin.read(4096):
            continue
        self.ask()

    def _wait(self) -> None:
        self._asked.wait(self._deadline_seconds)
        self._recorder.close()
        leave(self._code)


def main() -> int:
    """Run the job on stdin. Exit code 0 also when pages failed or the run was stopped."""
    end_when_stuck()
    reports = Reports(_claim_stdout())
    stdin = sys.stdin.buffer
    try:
        job = job_from_line(stdin.readline())
    except ValueError:
        reports.send(
            Trouble(
                error="'python -m crawler' is run by clausewatch itself and reads its job from "
                "stdin; use 'clausewatch check'"
            )
        )
        return 2
    try:
        return _crawl(job, reports, stdin)
    except ClauseWatchError as error:
        reports.send(Trouble(error=str(error)))
        return 1


def leave(code: int) -> None:
    """Exit at once: threads may hang in look-ups of names, and nothing is left to lose."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            continue
    os._exit(code)


def _crawl(job: CrawlJob, reports: Reports, stdin: BinaryIO) -> int:
    now = utc_now()
    visits = plan_visits(job.database, job.run_id, seconds_each=job.timeout_seconds, now=now)
    if not visits:
        return 0
    with open_readonly(job.database) as db:
        resting = resting_hosts(db, job.run_id, now=now)
        within = max(job.delay_seconds, _LONGEST_CRAWL_DELAY)
        asked_ago = asked_hosts(db, job.run_id, now=now, within=within)
    troubles: list[ClauseWatchError] = []

    def give_up(error: ClauseWatchError) -> None:
        troubles.append(error)
        if len(troubles) == 1:
            reports.send(Trouble(error=str(error)))
        ending.ask(1)

    recorder = Recorder(job, report=reports.send, give_up=give_up)
    ending = Ending(recorder, job.deadline_seconds)
    ending.start(stdin)
    hosts = Hosts(budget=job.host_budget, resting=resting, asked_ago=asked_ago)
    if visits := list(admitted(job, visits, recorder)):
        from crawler.scraping import scrape  # noqa: PLC0415  half a second: errors need none

        _spare_collector()
        scrape(job, visits, recorder, hosts=hosts, configure_logging=_configure_logging)
    recorder.close()
    return 1 if troubles else 0


def _spare_collector() -> None:
    """Pages are made of many small objects and of no cycles; the frameworks stay anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)


def _configure_logging() -> None:
    """Call after Scrapy set its own levels."""
    logging.root.addHandler(_JsonLines())
    logging.root.setLevel(logging.INFO)
    for name in _FRAMEWORKS:
        logging.getLogger(name).setLevel(_FRAMEWORK_LEVEL)


def _claim_stdout() -> TextIO:
    """Stdout for reports alone: whatever else prints goes to stderr."""
    own = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(own, "w", encoding="utf-8")
