"""Instants of a list for people: as short as tells those of one source apart."""

from __future__ import annotations

from monitor.told_apart import clock_of, told_apart

_ACME, _SALAM = "acme/terms", "salam/terms"


def test_a_day_is_enough_where_it_is_the_only_one() -> None:
    told = told_apart(
        [
            (_ACME, "2026-03-05T14:07:09.000000Z"),
            (_SALAM, "2026-03-05T14:07:09.000000Z"),
            (_ACME, "2026-03-06T14:07:09.000000Z"),
        ]
    )
    assert told == ["2026-03-05", "2026-03-05", "2026-03-06"]
    assert clock_of(told[0]) == ""


def test_two_of_a_day_have_their_times() -> None:
    told = told_apart(
        [
            (_ACME, "2026-03-05T18:00:59.000000Z"),
            (_ACME, "2026-03-05T18:00:01.000000Z"),
            (_ACME, "2026-03-05T08:00:00.000000Z"),
            (_SALAM, "2026-03-05T08:00:00.000000Z"),
        ]
    )
    assert told == ["2026-03-05 18:00:59", "2026-03-05 18:00:01", "2026-03-05 08:00", "2026-03-05"]
    assert [clock_of(one) for one in told] == ["at 18:00:59", "at 18:00:01", "at 08:00", ""]


def test_one_instant_named_twice_is_one() -> None:
    assert told_apart([(_ACME, "2026-03-05T18:00:59.000000Z")] * 2) == ["2026-03-05"] * 2
