from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.times import from_text, to_text

_instants = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))


@given(_instants, _instants)
def test_text_order_is_time_order(a: datetime, b: datetime) -> None:
    assert (to_text(a) < to_text(b)) == (a < b)
    assert from_text(to_text(a)) == a


def test_other_zones_become_utc() -> None:
    local = datetime(2026, 3, 5, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert to_text(local) == "2026-03-04T23:30:00.000000Z"


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_text(datetime(2026, 3, 5))
