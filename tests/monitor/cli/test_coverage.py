"""`clausewatch coverage`, on a recorded history."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.cli import answer, run
from support.history import History

from monitor.patience import Patience
from storage.fetches import Fetch, insert_fetch
from storage.model import Outcome, RunKind
from storage.runs import finish_run, start_run
from storage.sources import get_source
from storage.times import to_text

DAY = timedelta(days=1)
PERIOD = ("--since", "2026-03-01", "--until", "2026-03-10T23:59:59Z")


def look(history: History, source_id: int, day: int, outcome: Outcome) -> None:
    now = to_text(datetime(2026, 3, day, 0, 30, tzinfo=UTC))
    with history.db.transaction():
        run_id = start_run(history.db, RunKind.SCHEDULED, [source_id], now=now)
        bad = None if outcome.is_good else "404\x1b[2J"
        insert_fetch(
            history.db,
            Fetch(
                run_id=run_id,
                source_id=source_id,
                started_at=now,
                finished_at=now,
                outcome=outcome,
                reason=bad,
            ),
        )
        finish_run(history.db, run_id, now=now)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with History(tmp_path) as history:
        acme = history.source("acme/privacy-policy", every_seconds=86_400)
        other = history.source("other/terms", every_seconds=86_400)
        history.db.execute("UPDATE sources SET created_at = '2026-01-01T00:00:00.000000Z'")
        for day in range(1, 11):
            look(history, acme, day, Outcome.UNCHANGED)
            look(history, other, day, Outcome.UNCHANGED if day < 6 else Outcome.HTTP_ERROR)
    return tmp_path


def test_the_least_verified_come_first(folder: Path) -> None:
    other, acme = answer(run(folder, "coverage", *PERIOD, "--json"))
    assert (other["source"], acme["source"]) == ("other/terms", "acme/privacy-policy")
    assert acme["share"] == pytest.approx(0.997917, abs=1e-5), "until the first look of the time"
    assert other["share"] == pytest.approx(0.5, abs=1e-3)
    (_, gap) = other["gaps"]
    assert gap["since"] == "2026-03-06T00:30:00Z", "the first look that found it gone"
    assert gap["looks"] == [{"outcome": "http_error", "reason": "404\x1b[2J", "looks": 5}]
    assert other["longest_unseen_since"] == "2026-03-05T00:30:00Z"


def test_people_read_a_table(folder: Path) -> None:
    said = " ".join(run(folder, "coverage", "other", *PERIOD).output.split())
    assert "http_error (404␛[2J), 5 times" in said
    assert "5 of 10" in said
    assert "5 d 23 h" in said
    assert "1 source, verified for" in said
    assert "\x1b" not in said


def test_only_those_below(folder: Path) -> None:
    found = answer(run(folder, "coverage", *PERIOD, "--below", "90", "--json"))
    assert [one["source"] for one in found] == ["other/terms"]
    assert answer(run(folder, "coverage", *PERIOD, "--below", "10", "--json")) == []


def test_as_csv(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(folder, "coverage", *PERIOD, "--csv").stdout)))
    assert [row["source"] for row in rows] == ["other/terms", "acme/privacy-policy"]


def test_a_period_before_anything_was_watched(folder: Path) -> None:
    found = answer(run(folder, "coverage", "--until", "2025-01-01", "--json"))
    assert {one["share"] for one in found} == {None}
    assert "verified for - of the time" in run(folder, "coverage", "--until", "2025-01-01").output


def test_cron_lines_have_patience_too(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        source_id = history.source("a/b", every_seconds=None, cron="0 6 * * mon")
        source = get_source(history.db, source_id)
    begin = datetime(2026, 3, 1, tzinfo=UTC)  # a Sunday
    good_until = Patience(since=begin, until=begin + 30 * DAY).of(source)
    monday = datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert good_until(monday) == monday + 7 * DAY + 7 * DAY / 10
    assert good_until(monday - timedelta(minutes=10)) == monday + timedelta(minutes=15)


def test_two_thousand_sources_are_measured_at_once(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        first = history.source("s0/terms", every_seconds=86_400)
        db = history.db
        with db.transaction():
            columns = [row["name"] for row in db.rows("PRAGMA table_info(sources)")][2:]
            names = ", ".join(columns)
            for number in range(1, 2_000):
                db.execute(
                    f"INSERT INTO sources (key, {names}) SELECT ?, {names} FROM sources "
                    "WHERE id = ?",
                    (f"s{number}/terms", first),
                )
            db.execute("UPDATE sources SET created_at = '2026-01-01T00:00:00.000000Z'")
            for day in range(1, 31):
                now = f"2026-03-{day:02}T10:00:00.000000Z"
                run_id = start_run(db, RunKind.SCHEDULED, [], now=now)
                db.execute(
                    "INSERT INTO fetches (run_id, source_id, started_at, finished_at, outcome) "
                    "SELECT ?, id, ?, ?, 'not_modified' FROM sources",
                    (run_id, now, now),
                )
                finish_run(db, run_id, now=now)
    began = time.process_time()
    found = answer(
        run(tmp_path, "coverage", "--since", "2026-03-01", "--until", "2026-03-30", "--json")
    )
    assert len(found) == 2_000
    assert time.process_time() - began < 5.0


def test_a_single_failed_look_happened_once(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        acme = history.source("acme/privacy-policy", every_seconds=86_400)
        history.db.execute("UPDATE sources SET created_at = '2026-01-01T00:00:00.000000Z'")
        look(history, acme, 1, Outcome.HTTP_ERROR)
    said = " ".join(run(tmp_path, "coverage", "acme", *PERIOD).output.split())
    assert "http_error (404␛[2J), once" in said
