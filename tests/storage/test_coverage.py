"""What share of a time a page was known, and why not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.coverage import Coverage, Watching, uncovered
from storage.database import Database
from storage.fetches import Fetch, insert_fetch
from storage.model import Outcome, RunKind
from storage.runs import finish_run, start_run
from storage.sources import Source
from storage.times import to_text

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(hour: float) -> datetime:
    return BEGIN + hour * HOUR


def two_hours(look: datetime) -> datetime:
    return look + 2 * HOUR


def look(
    db: Database,
    source: Source,
    hour: float,
    outcome: Outcome = Outcome.UNCHANGED,
    reason: str | None = None,
    kind: RunKind = RunKind.SCHEDULED,
) -> None:
    now = to_text(at(hour))
    with db.transaction():
        run_id = start_run(db, kind, [source.id], now=now)
        insert_fetch(
            db,
            Fetch(
                run_id=run_id,
                source_id=source.id,
                started_at=now,
                finished_at=now,
                outcome=outcome,
                reason=reason,
            ),
        )
        finish_run(db, run_id, now=now)


def measure(db: Database, source: Source, *, since: float = 0, until: float = 10) -> Coverage:
    return Watching(db, since=at(since), until=at(until)).coverage_of(source, two_hours)


def spans(found: Coverage) -> list[tuple[float, float]]:
    return [((gap.since - BEGIN) / HOUR, (gap.until - BEGIN) / HOUR) for gap in found.gaps]


@pytest.fixture
def acme(recorder: Any) -> Source:
    source: Source = recorder.source()
    return source


@pytest.mark.parametrize(
    ("hours", "gaps", "share", "unseen"),
    [
        pytest.param([0, 2, 4, 6, 8], [], 1.0, 2, id="on time"),
        pytest.param([-1, 1, 3, 5, 7, 9], [], 1.0, 2, id="one before counts"),
        pytest.param([], [(0, 10)], 0.0, 10, id="never"),
        pytest.param([3], [(0, 3), (5, 10)], 0.2, 7, id="once"),
        pytest.param([0, 2, 7, 9], [(4, 7)], 0.7, 5, id="a gap"),
        pytest.param([0, 0.5, 1, 8.5], [(3, 8.5)], 0.45, 7.5, id="looks close together"),
        pytest.param([-3], [(0, 10)], 0.0, 10, id="one long before"),
    ],
)
def test_a_good_look_is_good_until_the_next_was_due(
    database: Database,
    acme: Source,
    hours: list[float],
    gaps: list[tuple[float, float]],
    share: float,
    unseen: float,
) -> None:
    for hour in hours:
        look(database, acme, hour)
    found = measure(database, acme)
    assert spans(found) == gaps
    assert found.share == pytest.approx(share)
    assert found.unseen_seconds == unseen * 3600


def test_a_gap_says_what_was_met(database: Database, acme: Source, recorder: Any) -> None:
    look(database, acme, 0)
    for hour in (1, 2, 3):
        look(database, acme, hour, Outcome.HTTP_ERROR, "404")
    look(database, acme, 4, Outcome.TIMED_OUT)
    look(database, acme, 5)
    other = recorder.source("other/terms")
    look(database, other, 8)
    failing, idle = measure(database, acme).gaps
    assert [(met.outcome, met.reason, met.looks) for met in failing.obstacles] == [
        ("http_error", "404", 3),
        ("timed_out", None, 1),
    ]
    assert (idle.obstacles, idle.others_ran) == ((), True)
    assert not measure(database, acme, since=8.5).gaps[0].others_ran
    assert measure(database, acme).looks == 6
    assert measure(database, acme).good_looks == 2


@pytest.mark.parametrize(
    ("looks", "gaps", "met"),
    [
        pytest.param(
            [(0, "unchanged"), (1, "suspect"), (1.5, "suspect")],
            [(1, 10)],
            [2],
            id="gone before the next was due",
        ),
        pytest.param(
            [(0, "unchanged"), (1, "timed_out"), (1.25, "unchanged"), (3, "not_modified")],
            [(1, 1.25), (5, 10)],
            [1, 0],
            id="back at the next look",
        ),
        pytest.param(
            [(0, "unchanged"), (1, "interrupted"), (1.5, "rate_limited"), (2, "unchanged")],
            [(4, 10)],
            [0],
            id="looks that did not happen end nothing",
        ),
        pytest.param(
            [(-1, "unchanged"), (-0.5, "http_error"), (0, "http_error"), (9, "unchanged")],
            [(0, 9)],
            [1],
            id="gone before the time asked about",
        ),
    ],
)
def test_a_look_that_did_not_show_the_document_ends_what_is_known(
    database: Database,
    acme: Source,
    looks: list[tuple[float, str]],
    gaps: list[tuple[float, float]],
    met: list[int],
) -> None:
    for hour, outcome in looks:
        look(database, acme, hour, Outcome(outcome))
    found = measure(database, acme)
    assert spans(found) == gaps
    assert [sum(one.looks for one in gap.obstacles) for gap in found.gaps] == met


def test_captures_that_were_imported_say_nothing_of_our_watching(
    database: Database, acme: Source
) -> None:
    for hour in (0, 2, 4, 6, 8):
        look(database, acme, hour, kind=RunKind.IMPORT)
    assert measure(database, acme).share == 0.0


def test_a_source_is_measured_from_when_it_was_added(database: Database, acme: Source) -> None:
    database.update("sources", acme.id, {"created_at": to_text(at(6))})
    look(database, acme, 6)
    from storage.sources import get_source

    found = measure(database, get_source(database, acme.id))
    assert (found.since, found.share) == (at(6), 0.5)
    before = Watching(database, since=at(0), until=at(5))
    assert before.coverage_of(get_source(database, acme.id), two_hours).share is None


@settings(deadline=None)
@given(
    hours=st.lists(st.floats(0, 100, allow_nan=False), max_size=30).map(sorted),
    before=st.none() | st.floats(-50, 0, allow_nan=False),
)
def test_gaps_and_looks_share_the_time_between_them(
    hours: list[float], before: float | None
) -> None:
    looks = [at(hour) for hour in hours]
    last = None if before is None else at(before)
    gaps = list(uncovered(last, looks, at(0), at(100), two_hours))
    known = [*looks] if last is None else [last, *looks]
    edge = at(0)
    for start, end in gaps:
        assert edge <= start < end <= at(100)
        assert not any(one < end and two_hours(one) > start for one in known)
        edge = end
