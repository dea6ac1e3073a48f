"""What became of stated dates: from versions with their dates to a timeline."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.timeline import EntryKind, TimelineEntry, days_until, is_to_come, make_timeline
from storage.model import ChangeClass, VersionKind
from storage.stated_dates import StatedOn, StatedVersion

TODAY = date(2026, 3, 10)


def version(
    number: int,
    day: str,
    *,
    effective: str | None = None,
    updated: str | None = None,
    ambiguous: bool = False,
    **known: Any,
) -> StatedVersion:
    """A version captured on ``day``; dates are written as their own words."""
    values: dict[str, Any] = {
        "source": "acme/terms",
        "service": "Acme",
        "terms_type": "Terms",
        "watched": True,
        "version": number,
        "kind": VersionKind.UPDATE if number > 1 else VersionKind.FIRST,
        "captured_at": f"{day}T10:00:00.000000Z",
        "last_seen_at": f"{day}T22:00:00.000000Z",
        "effective": StatedOn(on=effective, text=effective, ambiguous=ambiguous)
        if effective
        else None,
        "updated": StatedOn(on=updated, text=updated) if updated else None,
        "change_class": ChangeClass.SUBSTANTIVE if number > 1 else None,
        "silent": False,
        "summary": "clauses changed" if number > 1 else None,
    }
    return StatedVersion(**(values | known))


def of_kind(kind: EntryKind, *versions: StatedVersion, as_of: date = TODAY) -> list[TimelineEntry]:
    return [entry for entry in make_timeline(versions, as_of=as_of) if entry.kind is kind]


def test_a_date_is_told_once_with_the_first_and_last_version_that_state_it() -> None:
    (old, new) = of_kind(
        EntryKind.UPDATED,
        version(1, "2026-01-01", updated="2025-12-01"),
        version(2, "2026-02-01", updated="2025-12-01"),
        version(3, "2026-03-01", updated="2026-02-28"),
    )
    assert (old.on, old.version, old.last_version, old.current) == ("2025-12-01", 1, 2, False)
    assert old.captured_at == "2026-01-01T10:00:00.000000Z"
    assert old.last_seen_at == "2026-02-01T22:00:00.000000Z"
    assert (new.on, new.version, new.last_version, new.current) == ("2026-02-28", 3, 3, True)


def test_no_dates_no_entries() -> None:
    assert make_timeline((version(1, "2026-01-01"), version(2, "2026-02-01")), as_of=TODAY) == ()
    assert make_timeline((), as_of=TODAY) == ()


@pytest.mark.parametrize(
    ("on", "days_left"),
    [
        pytest.param("2026-03-11", 1, id="tomorrow"),
        pytest.param("2026-05-01", 52, id="in weeks"),
        pytest.param("2026-04", None, id="a month without a day"),
        pytest.param("2027", None, id="a year"),
    ],
)
def test_an_announced_date_is_upcoming(on: str, days_left: int | None) -> None:
    (entry,) = of_kind(EntryKind.UPCOMING, version(1, "2026-03-01", effective=on))
    assert (entry.on, entry.days_left, entry.version) == (on, days_left, 1)


@pytest.mark.parametrize("on", ["2026-03-10", "2026-03-09", "2026-03", "2026", "2025-12-01"])
def test_a_date_that_has_come_or_may_have_is_not_upcoming(on: str) -> None:
    assert of_kind(EntryKind.UPCOMING, version(1, "2026-01-01", effective=on)) == []


def test_only_the_current_version_announces() -> None:
    versions = (
        version(1, "2026-03-01", effective="2026-05-01"),
        version(2, "2026-03-05", effective="2026-06-01"),
    )
    assert [entry.on for entry in of_kind(EntryKind.UPCOMING, *versions)] == ["2026-06-01"]


def test_an_upcoming_date_of_update_announces_nothing() -> None:
    assert of_kind(EntryKind.UPCOMING, version(1, "2026-03-01", updated="2026-05-01")) == []


def test_what_is_to_come_stands_last() -> None:
    entries = make_timeline(
        (
            version(1, "2026-03-01", effective="2026-05-01"),
            version(2, "2026-03-05", effective="2026-05-01", silent=True, summary="Sale added"),
        ),
        as_of=TODAY,
    )
    assert [entry.kind for entry in entries] == [
        EntryKind.EFFECTIVE,
        EntryKind.SILENT_CHANGE,
        EntryKind.UPCOMING,
    ]


@pytest.mark.parametrize(
    "instead",
    [
        pytest.param(None, id="no date instead"),
        pytest.param("2026-07-01", id="put off"),
        pytest.param("2026-01-01", id="the old one again"),
    ],
)
def test_a_date_that_is_gone_before_it_came_never_applied(instead: str | None) -> None:
    (entry,) = of_kind(
        EntryKind.NEVER_APPLIED,
        version(1, "2026-01-01", effective="2026-01-01"),
        version(2, "2026-02-01", effective="2026-05-01"),
        version(3, "2026-02-20", effective=instead),
    )
    assert (entry.on, entry.instead) == ("2026-05-01", instead)
    assert (entry.version, entry.last_version) == (2, 2)


@pytest.mark.parametrize(
    ("announced", "then"),
    [
        pytest.param("2026-02-10", "2026-03-01", id="it had come"),
        pytest.param("2026-02-20", "2026-03-01", id="it came that day"),
        pytest.param("2026-02", "2026-03-01", id="its month had begun"),
        pytest.param("2026-05", "2026-05-15", id="a month that got its day"),
        pytest.param("2026-05-15", "2026-05", id="a day that became its month"),
    ],
)
def test_a_date_that_came_or_was_only_said_otherwise_did_apply(announced: str, then: str) -> None:
    versions = (
        version(1, "2026-02-01", effective=announced),
        version(2, "2026-02-20", effective=then),
    )
    assert of_kind(EntryKind.NEVER_APPLIED, *versions) == []


def test_a_date_that_returned_still_stands() -> None:
    versions = (
        version(1, "2026-02-01", effective="2026-05-01"),
        version(2, "2026-02-02"),
        version(3, "2026-02-03", effective="2026-05-01"),
    )
    assert of_kind(EntryKind.NEVER_APPLIED, *versions) == []
    (entry,) = of_kind(EntryKind.EFFECTIVE, *versions)
    assert (entry.version, entry.last_version, entry.current) == (1, 3, True)


def test_a_date_that_moved_back_is_told_with_the_one_before() -> None:
    (entry,) = of_kind(
        EntryKind.MOVED_BACK,
        version(1, "2026-01-01", updated="2025-12-01"),
        version(2, "2026-02-01", updated="2025-11-30"),
    )
    assert (entry.date, entry.on, entry.before) == ("updated", "2025-11-30", "2025-12-01")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("2026-01-01", "2026-01-02", id="forward"),
        pytest.param("2026-01-15", "2026-01", id="less precise"),
        pytest.param("2026-01", "2026-01-15", id="more precise"),
        pytest.param("2026", "2026-01-15", id="a year that got its day"),
    ],
)
def test_dates_that_did_not_move_back(old: str, new: str) -> None:
    versions = (version(1, "2026-01-01", updated=old), version(2, "2026-02-01", updated=new))
    assert of_kind(EntryKind.MOVED_BACK, *versions) == []


def test_what_only_our_reading_changed_moved_no_date() -> None:
    entries = make_timeline(
        (
            version(1, "2026-02-01", effective="2026-05-01", updated="2026-01-20"),
            version(
                2,
                "2026-02-01",
                updated="2026-01-02",
                kind=VersionKind.TECHNICAL,
                change_class=ChangeClass.TECHNICAL,
                silent=True,
            ),
        ),
        as_of=TODAY,
    )
    assert {entry.kind for entry in entries} == {EntryKind.EFFECTIVE, EntryKind.UPDATED}


def test_a_date_that_can_be_read_two_ways_proves_nothing() -> None:
    entries = make_timeline(
        (
            version(1, "2026-02-01", effective="2026-05-04", ambiguous=True),
            version(2, "2026-02-20", effective="2026-04-05", ambiguous=True),
        ),
        as_of=TODAY,
    )
    assert [entry.kind for entry in entries if entry.kind is not EntryKind.EFFECTIVE] == [
        EntryKind.UPCOMING
    ]
    assert all(entry.ambiguous for entry in entries)


def test_a_silent_change_is_told_with_the_date_that_did_not_move() -> None:
    (entry,) = of_kind(
        EntryKind.SILENT_CHANGE,
        version(1, "2026-01-01", updated="2025-12-01"),
        version(2, "2026-02-01", updated="2025-12-01", silent=True, summary="Sale: added"),
    )
    assert (entry.on, entry.date, entry.text) == ("2025-12-01", "updated", "Sale: added")
    assert entry.last_version is None


def test_a_silent_change_of_a_text_without_dates_has_none() -> None:
    versions = (version(1, "2026-01-01"), version(2, "2026-02-01", silent=True))
    (entry,) = of_kind(EntryKind.SILENT_CHANGE, *versions)
    assert (entry.on, entry.date) == (None, None)


def test_a_return_to_an_earlier_text_is_no_silent_change() -> None:
    flap = version(2, "2026-02-01", silent=True, change_class=ChangeClass.FLAP)
    assert of_kind(EntryKind.SILENT_CHANGE, version(1, "2026-01-01"), flap) == []


def test_a_date_that_changed_alone_is_told_with_the_one_before() -> None:
    (entry,) = of_kind(
        EntryKind.DATE_ONLY,
        version(1, "2026-01-01", updated="2025-12-01", effective="2025-12-01"),
        version(
            2,
            "2026-02-01",
            updated="2026-01-31",
            effective="2025-12-01",
            change_class=ChangeClass.DATE_ONLY,
        ),
    )
    assert (entry.date, entry.before, entry.on) == ("updated", "2025-12-01", "2026-01-31")


dates = st.dates(date(2025, 1, 1), date(2027, 12, 31))
stated = st.none() | st.tuples(dates, st.sampled_from([4, 7, 10])).map(
    lambda found: found[0].isoformat()[: found[1]]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(stated, stated), max_size=6), dates)
def test_every_stated_date_is_there_once_and_nothing_that_was_not_stated(
    said: list[tuple[str | None, str | None]], as_of: date
) -> None:
    versions = [
        version(
            number,
            (date(2026, 1, 1) + timedelta(days=20 * number)).isoformat(),
            effective=effective,
            updated=updated,
        )
        for number, (effective, updated) in enumerate(said, 1)
    ]
    entries = make_timeline(versions, as_of=as_of)
    for kind, wanted in (
        (EntryKind.EFFECTIVE, {one for one, _ in said if one}),
        (EntryKind.UPDATED, {one for _, one in said if one}),
    ):
        found = [entry.on for entry in entries if entry.kind is kind]
        assert sorted(filter(None, found)) == sorted(wanted)
    for entry in entries:
        if entry.kind is EntryKind.UPCOMING:
            assert entry.current
            assert is_to_come(entry.on or "", as_of)


@settings(deadline=None, max_examples=60)
@given(dates, dates)
def test_days_left_agree_with_what_is_to_come(day: date, today: date) -> None:
    left = days_until(day.isoformat(), today)
    assert left is not None
    assert (left > 0) == is_to_come(day.isoformat(), today)
    assert today + timedelta(days=left) == day
