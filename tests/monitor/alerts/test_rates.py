"""The gate of an endpoint: never more than its rate in any window, whatever the moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.rates import Gate
from monitor.config import Rate

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
_GAPS = st.lists(st.integers(0, 40), min_size=1, max_size=60)


@given(st.integers(1, 7), st.integers(1, 90), _GAPS, st.integers(0, 59))
@settings(deadline=None, max_examples=200)
def test_no_window_holds_more_than_the_rate(
    messages: int, window: int, gaps: list[int], restart_at: int
) -> None:
    """Each message goes when it may; the process restarts once, with what it had recorded."""
    rate = Rate(messages=messages, window_seconds=window)
    gate = Gate(rate)
    now, sent = NOW, list[datetime]()
    for place, gap in enumerate(gaps):
        if place == restart_at:
            since = now - timedelta(seconds=window)
            gate = Gate(rate, sent=[one for one in sent if one > since])
        now = gate.opens_at(now + timedelta(seconds=gap))
        gate.note(now)
        sent.append(now)
    for last, first in zip(sent[messages:], sent, strict=False):
        assert (last - first).total_seconds() >= window


def test_without_a_rate_it_is_always_open() -> None:
    gate = Gate()
    for _ in range(3):
        assert gate.opens_at(NOW) == NOW
        gate.note(NOW)


def test_a_receiver_that_asks_for_a_pause_gets_the_longest_it_asked_for() -> None:
    gate = Gate(closed_until=NOW + timedelta(seconds=9))
    gate.close(NOW + timedelta(seconds=5))
    assert gate.opens_at(NOW) == NOW + timedelta(seconds=9)
    gate.close(NOW + timedelta(seconds=20))
    assert gate.opens_at(NOW) == NOW + timedelta(seconds=20)
    assert gate.opens_at(NOW + timedelta(hours=1)) == NOW + timedelta(hours=1)
