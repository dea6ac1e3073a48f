"""When to try again: the schedule of Standard Webhooks, with jitter, and what a receiver asks."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

# Seconds to wait before each attempt; after the last one a delivery is dead.
SCHEDULE_SECONDS = (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)

_JITTER = 0.1  # up to this share is added, so that what failed together is not retried together
_MAX_RETRY_AFTER_SECONDS = 86_400  # a receiver cannot park a delivery for longer
_LONGEST_THROTTLE_SECONDS = 3_600  # where a receiver does not say how long
MOST_THROTTLES = 50  # in all about two days, when it never says how long


def next_attempt(
    delivery_id: str,
    attempts: int,
    *,
    failed_at: datetime,
    retry_after_seconds: int | None = None,
) -> datetime | None:
    """The instant of the next attempt after ``attempts`` that failed; None: there is none.

    The jitter comes from the delivery's id, so the same question has the same answer.
    """
    if attempts >= len(SCHEDULE_SECONDS):
        return None
    delay = SCHEDULE_SECONDS[attempts] * (1 + _JITTER * _share(delivery_id, attempts))
    asked = min(retry_after_seconds or 0, _MAX_RETRY_AFTER_SECONDS)
    return failed_at + timedelta(seconds=max(delay, asked))


def _share(delivery_id: str, attempts: int) -> float:
    """A number in [0, 1) that looks random and is not."""
    digest = hashlib.sha256(f"{delivery_id}:{attempts}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def throttled_until(
    throttles: int, *, throttled_at: datetime, retry_after_seconds: int | None = None
) -> datetime | None:
    """When to ask a receiver again that has said ``throttles`` times that it is too much at once.

    None: that was once too often. It waits as long as it was asked to, and the longer the more
    often it was told so, for some always say one second.
    """
    if throttles >= MOST_THROTTLES:
        return None
    least = min(2 ** (throttles - 1), _LONGEST_THROTTLE_SECONDS)
    asked = min(retry_after_seconds or 0, _MAX_RETRY_AFTER_SECONDS)
    return throttled_at + timedelta(seconds=max(least, asked))
