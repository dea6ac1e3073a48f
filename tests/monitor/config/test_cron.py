"""When a cron line fires next."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.config import next_fire_at

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "after", "expected"),
    [
        ("0 6 * * mon", datetime(2026, 3, 1, 12, 0, tzinfo=UTC), MONDAY),
        ("0 6 * * MON", MONDAY, datetime(2026, 3, 9, 6, 0, tzinfo=UTC)),
        ("0 6 * * mon-fri", MONDAY, datetime(2026, 3, 3, 6, 0, tzinfo=UTC)),
        ("*/20 * * * *", MONDAY, datetime(2026, 3, 2, 6, 20, tzinfo=UTC)),
        ("0 6 * * mon Asia/Riyadh", MONDAY, datetime(2026, 3, 9, 3, 0, tzinfo=UTC)),
        ("0 6 * * sun,tue", MONDAY, datetime(2026, 3, 3, 6, 0, tzinfo=UTC)),
    ],
    ids=["next", "strictly-after", "range", "step", "zone", "list"],
)
def test_next_fire(line: str, after: datetime, expected: datetime) -> None:
    assert next_fire_at(line, after) == expected


def test_a_night_without_the_hour_is_no_dead_end() -> None:
    before = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    fired = next_fire_at("30 2 * * * Europe/Berlin", before)
    assert fired is not None
    assert fired > before
