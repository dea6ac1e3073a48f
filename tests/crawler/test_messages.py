"""The lines between the crawling process and its parent."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from crawler.messages import (
    CrawlJob,
    LogLine,
    Progress,
    Trouble,
    job_from_line,
    job_to_line,
    log_from_line,
    log_to_line,
    report_from_line,
    report_to_line,
)
from storage.model import Outcome


def test_a_job_arrives_as_it_was_sent_with_an_absolute_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    job = CrawlJob(
        database=Path("watch.db"),
        run_id=7,
        user_agent="clausewatch/0.1 (+كاتب@example.org)",
        timeout_seconds=30.0,
        delay_seconds=2.0,
        max_body_bytes=10,
        allow_private=("127.0.0.0/8",),
        deadline_seconds=60.0,
    )
    arrived = job_from_line(job_to_line(job))
    assert arrived.database == tmp_path / "watch.db"
    assert (arrived.user_agent, arrived.allow_private) == (job.user_agent, job.allow_private)


@pytest.mark.parametrize(
    "report",
    [
        Progress(source_id=1, source_key="נסיון/privacy", outcome=Outcome.EMPTY, reason="a\nb"),
        Progress(source_id=1, source_key="a/b", outcome=Outcome.NEW_VERSION, reason=None),
        Trouble(error="the disk is full"),
    ],
    ids=["words", "no reason", "trouble"],
)
def test_a_report_is_one_line(report: Progress | Trouble) -> None:
    line = report_to_line(report)
    assert line.count("\n") == 1
    assert report_from_line(line) == report


@pytest.mark.parametrize("line", ["", "hello", "[]", "{}", '{"outcome": "odd"}', "1", "null"])
def test_other_lines_are_no_reports_and_no_jobs(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        report_from_line(line)
    with pytest.raises(ValueError, match=r"."):
        job_from_line(line)
    assert log_from_line(line) is None


def test_a_log_record_is_one_line() -> None:
    record = LogLine(level=logging.ERROR, name="crawler", message="Traceback:\n  …")
    assert log_from_line(log_to_line(record)) == record
