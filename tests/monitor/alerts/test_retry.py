"""The retry schedule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.retry import (
    MOST_THROTTLES,
    SCHEDULE_SECONDS,
    next_attempt,
    throttled_until,
)

FAILED = datetime(2026, 3, 5, 14, 7, tzinfo=UTC)


def waits(delivery_id: str, **asked: int) -> list[float]:
    found = []
    for attempts in range(1, len(SCHEDULE_SECONDS)):
        at = next_attempt(delivery_id, attempts, failed_at=FAILED, **asked)
        assert at is not None
        found.append((at - FAILED).total_seconds())
    return found


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=100)
def test_waits_follow_the_schedule_with_a_little_more(delivery_id: str) -> None:
    for waited, planned in zip(waits(delivery_id), SCHEDULE_SECONDS[1:], strict=True):
        assert planned <= waited <= planned * 1.1


def test_jitter_differs_between_deliveries_and_not_between_askings() -> None:
    assert waits("msg_1") == waits("msg_1")
    assert waits("msg_1") != waits("msg_2")


@pytest.mark.parametrize("attempts", [10, 11, 99])
def test_after_the_last_attempt_there_is_none(attempts: int) -> None:
    assert next_attempt("msg_1", attempts, failed_at=FAILED, retry_after_seconds=5) is None


def test_what_the_receiver_asks_for_is_honoured() -> None:
    at = next_attempt("msg_1", 1, failed_at=FAILED, retry_after_seconds=3_600)
    assert at == FAILED + timedelta(hours=1)


def test_a_receiver_can_neither_hurry_nor_park_a_delivery() -> None:
    assert waits("msg_1", retry_after_seconds=0) == waits("msg_1")
    at = next_attempt("msg_1", 1, failed_at=FAILED, retry_after_seconds=10**9)
    assert at == FAILED + timedelta(days=1)


def throttle_waits(**asked: int) -> list[float]:
    found = [throttled_until(n, throttled_at=FAILED, **asked) for n in range(1, MOST_THROTTLES)]
    return [(at - FAILED).total_seconds() for at in found if at is not None]


def test_a_throttle_lasts_as_long_as_it_was_asked_for() -> None:
    assert throttle_waits(retry_after_seconds=7)[:4] == [7, 7, 7, 8]
    assert set(throttle_waits(retry_after_seconds=10**9)) == {86_400}


def test_a_throttle_without_a_word_of_how_long_grows_to_an_hour() -> None:
    waits_ = throttle_waits()
    assert waits_[:4] == [1, 2, 4, 8]
    assert waits_ == sorted(waits_)
    assert waits_[-1] == 3_600
    assert throttled_until(MOST_THROTTLES, throttled_at=FAILED) is None
