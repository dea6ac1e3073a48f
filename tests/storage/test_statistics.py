"""Counts over a history, against the same counted by hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.history import History, clause_change

from storage.database import Database
from storage.statistics import Group, count_by
from storage.times import from_text, to_text

START = datetime(2026, 1, 1, 6, tzinfo=UTC)
SOURCES = ("acme/terms", "acme/cookies", "orech/terms")
steps = st.lists(
    st.tuples(
        st.sampled_from(SOURCES),
        st.integers(1, 40),  # days since the version before
        st.sampled_from(["update", "update", "technical"]),
        st.booleans(),  # whether a change was recorded
    ),
    min_size=1,
    max_size=12,
)


def fill(folder: Path, history: History, made: list[tuple[str, int, str, bool]]) -> None:
    sources = {key: history.source(key) for key in SOURCES}
    at = dict.fromkeys(SOURCES, START)
    for place, (key, days, kind, changed) in enumerate(made):
        at[key] += timedelta(days=days)
        version = history.version(sources[key], f"Text {place}.", at=to_text(at[key]))
        history.db.update("versions", version.id, {"kind": kind})
        if changed and version.previous_version_id is not None:
            history.change(version, clause_change("a", "b", categories=("sharing",)))
    assert folder.is_dir()


def by_hand(db: Database, since: str | None) -> dict[str, tuple[int, int, float | None]]:
    """By source: versions, changes, and how long a text stood in the mean."""
    found: dict[str, tuple[int, int, float | None]] = {}
    pages = defaultdict(list)
    for row in db.rows(
        "SELECT sources.key, fetched_at, changes.class FROM versions "
        "JOIN sources ON sources.id = source_id "
        "LEFT JOIN changes ON changes.version_id = versions.id "
        "WHERE versions.kind <> 'technical' ORDER BY versions.number"
    ):
        pages[row["key"]].append((row["fetched_at"], row["class"]))
    for key, rows in pages.items():
        counted = [place for place, (at, _) in enumerate(rows) if since is None or at >= since]
        changed = [place for place in counted if rows[place][1] not in (None, "none", "technical")]
        days = [_days(rows[place - 1][0], rows[place][0]) for place in changed if place]
        if counted:
            mean = sum(days) / len(days) if days else None
            found[key] = (len(counted), len(changed), mean)
    return found


def _days(before: str, after: str) -> float:
    return (from_text(after) - from_text(before)) / timedelta(days=1)


@given(made=steps, since=st.sampled_from([None, "2026-01-20T00:00:00.000000Z"]))
@settings(deadline=None, max_examples=15)
def test_counts_are_those_counted_by_hand(
    made: list[tuple[str, int, str, bool]], since: str | None
) -> None:
    with TemporaryDirectory() as folder, History(Path(folder)) as history:
        fill(Path(folder), history, made)
        expected = by_hand(history.db, since)
        counts = count_by(history.db, Group.SOURCE, source_id=None, since=since, until=None)
        assert {one.name: (one.versions, one.changes) for one in counts} == {
            key: told[:2] for key, told in expected.items()
        }
        for one in counts:
            mean = expected[one.name][2]
            assert one.mean_days == (mean if mean is None else pytest.approx(mean))
        months = count_by(history.db, Group.MONTH, source_id=None, since=since, until=None)
        assert sum(one.versions for one in months) == sum(one.versions for one in counts)
        services = count_by(history.db, Group.SERVICE, source_id=None, since=since, until=None)
        assert sum(one.sources for one in services) == len(counts)


def test_a_text_that_came_back_for_a_while_is_no_material_change(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        source = history.source("acme/terms")
        history.version(source, "One.", at=to_text(START))
        for text, change_class in (("Two.", "substantive"), ("One.", "flap"), ("Two.", "flap")):
            version = history.version(source, text, at=to_text(START + timedelta(days=1)))
            history.change(version, clause_change("a", "b", categories=("sharing",)))
            values = {"class": change_class, "material": "material", "silent": 1}
            history.db.update("changes", version.id - 1, values)
        (count,) = count_by(history.db, Group.SOURCE, source_id=None, since=None, until=None)
    assert (count.changes, count.material, count.silent) == (3, 1, 1)
