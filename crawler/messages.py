"""What the crawling process and its parent say to each other: one JSON object a line.

Parent to child, on stdin: the job, as the first line. Nothing follows; the end of the stream means
"stop". Child to parent, on stdout: a progress line per source once its rows are on disk, and at
most one line with the error that ended the run. On stderr: log records.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from storage.model import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlJob:
    """One run to fetch. Times in seconds, ``max_body_bytes`` before and after decompression.

    ``allow_private`` are networks that may be reached though they are not public. ``chromium`` is
    the browser to render pages in; None takes an installed one. ``host_budget`` is how many
    requests a host gets at most.
    """

    database: Path
    run_id: int
    user_agent: str
    timeout_seconds: float
    delay_seconds: float
    max_body_bytes: int
    allow_private: tuple[str, ...]
    deadline_seconds: float
    chromium: str | None = None
    host_budget: int = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A source has ended: its rows are on disk."""

    source_id: int
    source_key: str
    outcome: Outcome
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why the process could not do its work, for a person to read."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    level: int
    name: str
    message: str
    trace: str = ""  # of an error of ours


def job_to_line(job: CrawlJob) -> str:
    return json.dumps(asdict(job) | {"database": str(job.database.absolute())}) + "\n"


def job_from_line(line: str | bytes) -> CrawlJob:
    """Inverse of :func:`job_to_line`; raises ValueError for anything else."""
    try:
        values = json.loads(line)
        values["database"] = Path(values["database"])
        values["allow_private"] = tuple(values["allow_private"])
        return CrawlJob(**values)
    except (TypeError, KeyError) as error:
        raise ValueError(f"not a crawl job: {error}") from error


def report_to_line(report: Progress | Trouble) -> str:
    return json.dumps(asdict(report), ensure_ascii=False) + "\n"


def report_from_line(line: str) -> Progress | Trouble:
    """Inverse of :func:`report_to_line`; raises ValueError for anything else."""
    try:
        values = json.loads(line)
        if "error" in values:
            return Trouble(**values)
        return Progress(**(values | {"outcome": Outcome(values["outcome"])}))
    except (TypeError, KeyError) as error:
        raise ValueError(f"not a report of the crawling process: {error}") from error


def log_to_line(line: LogLine) -> str:
    return json.dumps(asdict(line), ensure_ascii=False) + "\n"


def log_from_line(line: str) -> LogLine | None:
    """None for what is no log record: the last words of an interpreter, for example."""
    try:
        return LogLine(**json.loads(line))
    except (TypeError, ValueError):
        return None
