"""Instants for people: the day, with a time only where the source has another of that day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

_DAY, _MINUTE, _SECOND = 10, 16, 19  # characters of 2026-03-05T14:07:09


def told_apart(instants: Iterable[tuple[str, str]]) -> list[str]:
    """Each of (source, UTC text) as ``2026-03-05``; with its time where that source has another.

    ``2026-03-05 14:07``, and ``2026-03-05 14:07:09`` where even that minute has two.
    """
    known = list(instants)
    days = Counter((source, at[:_DAY]) for source, at in set(known))
    minutes = Counter((source, at[:_MINUTE]) for source, at in set(known))
    return [
        at[: _needed(days[source, at[:_DAY]], minutes[source, at[:_MINUTE]])].replace("T", " ")
        for source, at in known
    ]


def clock_of(told: str) -> str:
    """``at 14:07``, of what `told_apart` gave; "" where a day was enough."""
    return f"at {told[_DAY + 1 :]}" if told[_DAY:] else ""


def _needed(same_day: int, same_minute: int) -> int:
    if same_day == 1:
        return _DAY
    return _MINUTE if same_minute == 1 else _SECOND
