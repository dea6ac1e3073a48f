"""Instants as UTC text of fixed width, so that text order is time order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]  # returns an aware datetime; tests pass their own

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


def utc_now() -> datetime:
    return datetime.now(UTC)


def to_text(instant: datetime) -> str:
    """``2026-03-05T14:07:09.123456Z``; raises ValueError for a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC).strftime(_FORMAT)


def from_text(text: str) -> datetime:
    """Inverse of :func:`to_text`; also takes ISO instants with offset or without fraction."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
