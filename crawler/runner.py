"""The Scrapy-free front of crawling: start the crawling process, watch it, end it.

A crawl runs in a process of its own, so that it can be killed and so that nothing a page does
reaches the program that asked. The rows it wrote are its word, not its exit code.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, Protocol

from crawler.messages import (
    CrawlJob,
    Progress,
    Trouble,
    job_to_line,
    log_from_line,
    report_from_line,
)
from storage.errors import CrawlError

__all__ = ["CrawlJob", "CrawlRunner", "ProcessRunner", "Progress"]

logger = logging.getLogger(__name__)

_POLL_SECONDS = 0.1
_MAX_LAST_WORDS = 300

OnProgress = Callable[[Progress], None]


class CrawlRunner(Protocol):
    """Fetches every planned source of a run that has no fetch yet."""

    def run(self, job: CrawlJob, *, stop: threading.Event, on_progress: OnProgress) -> None:
        """Return when the run ended, was stopped or passed its deadline.

        Sources that were not reached have no fetch row then. Raises CrawlError when crawling could
        not be done at all; what happens to single pages never raises.
        """


class ProcessRunner:
    """Runs ``python -m crawler``.

    A process that was asked to stop finishes what it is writing; when that takes longer than
    ``grace_seconds`` it is killed (rows are whole all the same).
    """

    def __init__(self, *, grace_seconds: float = 10.0) -> None:
        self._grace_seconds = grace_seconds

    def run(self, job: CrawlJob, *, stop: threading.Event, on_progress: OnProgress) -> None:
        _Child(job, self._grace_seconds).attend(stop, on_progress)


class _Child:
    """One crawling process, from start to end."""

    def __init__(self, job: CrawlJob, grace_seconds: float) -> None:
        self._job = job
        self._grace_seconds = grace_seconds
        self._process = _start()
        self._ended = threading.Event()
        self._asked_to_stop = False
        self._trouble: str | None = None
        self._last_words = ""

    def attend(self, stop: threading.Event, on_progress: OnProgress) -> None:
        log_thread = threading.Thread(target=self._forward_log, name="crawl-log", daemon=True)
        guard = threading.Thread(target=self._guard, args=(stop,), name="crawl-guard", daemon=True)
        try:
            log_thread.start()
            self._send_job()
            guard.start()
            self._read_reports(on_progress)
            self._process.wait()
        except BaseException:
            self._process.kill()
            raise
        finally:
            self._process.wait()
            self._ended.set()
            for thread in (guard, log_thread):
                if thread.is_alive():
                    thread.join()
            self._close_pipes()
        self._judge_exit()

    def _send_job(self) -> None:
        try:
            self._stdin.write(job_to_line(self._job))
            self._stdin.flush()
        except BrokenPipeError:
            logger.debug("the crawling process ended before it took its job")

    def _read_reports(self, on_progress: OnProgress) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            try:
                report = report_from_line(line)
            except ValueError:
                logger.warning("the crawling process wrote a line that is no report")
                continue
            if isinstance(report, Trouble):
                self._trouble = report.error
            else:
                on_progress(report)

    def _guard(self, stop: threading.Event) -> None:
        """Wait for a stop or for the deadline, then end the process."""
        deadline = time.monotonic() + self._job.deadline_seconds
        while not stop.wait(_POLL_SECONDS):
            if self._ended.is_set():
                return
            if time.monotonic() > deadline:
                logger.warning(
                    "the crawl passed its deadline of %g s: stopping it; what is left is for "
                    "the next run",
                    self._job.deadline_seconds,
                )
                break
        self._asked_to_stop = True
        self._hang_up()
        try:
            self._process.wait(self._grace_seconds)
        except subprocess.TimeoutExpired:
            logger.warning("the crawling process did not stop in time: killing it")
            self._process.kill()

    def _forward_log(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            record = log_from_line(line)
            if record is not None:
                # Secrets are taken out where this process writes it.
                said = {"trace": record.trace}
                logging.getLogger(record.name).log(record.level, "%s", record.message, extra=said)
            elif line.strip():
                self._last_words = line.strip()[:_MAX_LAST_WORDS]
                logger.warning("crawling process: %s", line.rstrip())

    def _judge_exit(self) -> None:
        code = self._process.returncode
        if self._trouble is not None:
            raise CrawlError(self._trouble)
        if code == 0 or self._asked_to_stop:
            return
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        words = f" ({self._last_words})" if self._last_words else ""
        raise CrawlError(
            f"the crawling process {how}{words}; pages fetched until then are recorded. Check the "
            "memory of this machine and the installation, then run 'clausewatch check' again"
        )

    @property
    def _stdin(self) -> IO[str]:
        assert self._process.stdin is not None
        return self._process.stdin

    def _hang_up(self) -> None:
        """The end of its stdin tells the process to stop."""
        try:
            self._stdin.close()
        except BrokenPipeError:
            logger.debug("the crawling process was gone already")

    def _close_pipes(self) -> None:
        self._hang_up()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()


def _start() -> subprocess.Popen[str]:
    # -P: a folder called "crawler" where the command is run must not be taken for ours.
    # A session of its own: Ctrl-C reaches the parent alone, which then asks for a clean stop.
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "crawler"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        raise CrawlError(
            f"cannot start the crawling process: {error}; check the Python installation "
            f"at {sys.executable}"
        ) from error
