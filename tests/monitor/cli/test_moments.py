"""Moments as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.cli.moments import looks_like_moment, parse_end, parse_start, seconds
from storage.errors import UsageError

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        pytest.param(
            "2026-03-05", "2026-03-05T00:00:00.000000Z", "2026-03-05T23:59:59.999999Z", id="day"
        ),
        pytest.param(
            "2024-02", "2024-02-01T00:00:00.000000Z", "2024-02-29T23:59:59.999999Z", id="month"
        ),
        pytest.param(
            "2025-12", "2025-12-01T00:00:00.000000Z", "2025-12-31T23:59:59.999999Z", id="december"
        ),
        pytest.param(
            "2026-03-05T14:07:09Z",
            "2026-03-05T14:07:09.000000Z",
            "2026-03-05T14:07:09.999999Z",
            id="a second as the tables show it",
        ),
        pytest.param(
            "2026-03-05T14:07+02:00",
            "2026-03-05T12:07:00.000000Z",
            "2026-03-05T12:07:00.999999Z",
            id="offset",
        ),
        pytest.param(
            "7d", "2026-02-26T12:00:00.000000Z", "2026-02-26T12:00:00.000000Z", id="days ago"
        ),
        pytest.param(
            "٧d", "2026-02-26T12:00:00.000000Z", "2026-02-26T12:00:00.000000Z", id="Arabic digits"
        ),
        pytest.param(
            "12h", "2026-03-05T00:00:00.000000Z", "2026-03-05T00:00:00.000000Z", id="hours ago"
        ),
    ],
)
def test_a_moment_has_a_first_and_a_last_instant(text: str, start: str, end: str) -> None:
    assert parse_start(text, now=NOW) == start
    assert parse_end(text, now=NOW) == end
    assert looks_like_moment(text)


def test_a_year_is_all_of_it() -> None:
    """Not of a version, whose number it could be."""
    assert parse_start("2024", now=NOW) == "2024-01-01T00:00:00.000000Z"
    assert parse_end("2024", now=NOW) == "2024-12-31T23:59:59.999999Z"
    assert not looks_like_moment("2024")


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "2026-02-30", "", "7", "999999y"])
def test_what_is_no_moment_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="write 2026-03-05"):
        parse_start(text, now=NOW)


def test_instants_are_shown_to_the_second() -> None:
    assert seconds("2026-03-05T14:07:09.123456Z") == "2026-03-05T14:07:09Z"
