"""When an alert may be told: windows, digest times and quiet times. Pure arithmetic.

Quiet times are what clocks on the wall of a zone show. A night in which those jump is read so that
nobody is disturbed by it: an end that the clock shows twice is the second of the two, a start the
first, and a time that the clock leaves out is the instant at which it jumps.

Laws: an answer is never before the question, never inside a quiet time, and never earlier than the
answer to an earlier question.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

from storage.model import DeliveryMode

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MINUTES = 1_440
_WEEK_MINUTES = 7 * _DAY_MINUTES
_DIGEST_DAYS = 70  # how far a digest that falls into quiet times is looked for
_MOST_SPANS = 1_000  # that follow each other without a gap
_HOW = 'write quiet times as "22:00-07:00", "sat" or "mon-fri 18:00-08:00"'
_DAY = "|".join(DAYS)
_SPAN = re.compile(
    rf"(?:({_DAY})(?:\s?-\s?({_DAY}))?)?\s*(?:(\d{{1,2}}:\d\d)\s?-\s?(\d{{1,2}}:\d\d))?", re.ASCII
)
_TIME = re.compile(r"(\d{1,2}):(\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Times of a zone in which nothing is told, as people write them (:func:`parse_span`)."""

    zone: str = "UTC"
    times: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When the alerts of a route are told. ``on`` is a weekday, 0 for Monday.

    ``within_seconds`` is of a batch, ``at`` of a daily or weekly digest, ``on`` of a weekly one;
    all are in the zone of ``quiet``.
    """

    mode: DeliveryMode = DeliveryMode.NOW
    within_seconds: float = 600
    at: time = time(8)
    on: int = 0
    quiet: Quiet = field(default_factory=Quiet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Quiet from ``start`` on each of ``days`` up to ``end``, minutes of the day.

    An ``end`` that is not after ``start`` is on the next day.
    """

    days: frozenset[int]
    start: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.start + (0 if self.end > self.start else _DAY_MINUTES)


def parse_span(text: str) -> Span:
    """``22:00-07:00`` (every day), ``sat``, ``sat-sun``, ``mon-fri 20:00-08:00``.

    Over midnight, a day is the one on which it starts. Raises ValueError saying what to write.
    """
    found = _SPAN.fullmatch(text.strip().lower())
    if not found or not text.strip():
        raise ValueError(_HOW)
    first, last, start, end = found.groups()
    days = frozenset(range(7)) if first is None else _days(first, last or first)
    if start is None:
        return Span(days=days, start=0, end=_DAY_MINUTES)
    begins, ends = _minute(start), _minute(end)
    if begins is None or ends is None or begins == _DAY_MINUTES:
        raise ValueError(f"{_HOW}; times go from 00:00 to 24:00")
    if begins == ends:
        raise ValueError("it starts and ends at one time: write the day alone for all of it")
    return Span(days=days, start=begins, end=ends)


def parse_time(text: str) -> time:
    """``08:00``; raises ValueError saying what to write."""
    minute = _minute(text)
    if minute is None or minute == _DAY_MINUTES:
        raise ValueError('write a time of day such as "08:00"')
    return time(minute // 60, minute % 60)


def quiet_problem(window: Window) -> str | None:
    """``key: what to write`` where quiet times leave no time to tell; None where they do."""
    quiet = _quiet_minutes(window.quiet.times)
    if all(quiet):
        return "quiet: this is all week: nothing would ever be told"
    at = window.at.hour * 60 + window.at.minute
    days = range(7) if window.mode is DeliveryMode.DAILY else (window.on,)
    is_digest = window.mode in (DeliveryMode.DAILY, DeliveryMode.WEEKLY)
    if is_digest and all(quiet[day * _DAY_MINUTES + at] for day in days):
        return f"at: {window.at:%H:%M} is always in the quiet times: write a time outside them"
    return None


def due_at(window: Window, now: datetime) -> datetime:
    """When an alert that comes up ``now`` (aware) is told, in UTC.

    In a batch: when the window ends that it opens. A digest whose time is quiet is left out, for
    the next one.
    """
    match window.mode:
        case DeliveryMode.NOW:
            return end_of_quiet(window.quiet, now)
        case DeliveryMode.BATCH:
            return end_of_quiet(window.quiet, now + timedelta(seconds=window.within_seconds))
        case DeliveryMode.DAILY | DeliveryMode.WEEKLY:
            times = _digest_times(window, now)
            first = next(times)
            for instant in chain((first,), times):
                if end_of_quiet(window.quiet, instant) == instant:
                    return instant
            return end_of_quiet(window.quiet, first)


def end_of_quiet(quiet: Quiet, instant: datetime) -> datetime:
    """The first instant from ``instant`` (aware) on that is not in a quiet time, in UTC."""
    at = instant.astimezone(UTC)
    if not quiet.times:
        return at
    zone, spans = ZoneInfo(quiet.zone), _spans(quiet.times)
    for _ in range(_MOST_SPANS):
        end = _end_of_span(spans, zone, at)
        if end is None:
            break
        at = end
    return at


def quiet_to_text(quiet: Quiet) -> str | None:
    """As a delivery keeps it; None for none."""
    if not quiet.times:
        return None
    return json.dumps({"zone": quiet.zone, "times": quiet.times}, ensure_ascii=False)


def quiet_from_text(text: str | None) -> Quiet:
    if text is None:
        return Quiet()
    stored = json.loads(text)
    return Quiet(zone=stored["zone"], times=tuple(stored["times"]))


def _days(first: str, last: str) -> frozenset[int]:
    """Of a range of days, which may go over the week's end."""
    start = DAYS.index(first)
    return frozenset((start + more) % 7 for more in range((DAYS.index(last) - start) % 7 + 1))


def _minute(text: str) -> int | None:
    """Of the day, 1,440 for 24:00; None for no time of day."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        return None
    minute = int(found[1]) * 60 + int(found[2])
    return minute if int(found[2]) < 60 and minute <= _DAY_MINUTES else None  # noqa: PLR2004


@lru_cache(maxsize=256)
def _spans(times: tuple[str, ...]) -> tuple[Span, ...]:
    return tuple(map(parse_span, times))


def _quiet_minutes(times: tuple[str, ...]) -> bytearray:
    """Of a week without a change of clocks, from Monday on: 1 where it is quiet."""
    week = bytearray(_WEEK_MINUTES)
    for span in _spans(times):
        for day in span.days:
            start = day * _DAY_MINUTES + span.start
            for minute in range(start, start + span.minutes):
                week[minute % _WEEK_MINUTES] = 1
    return week


def _end_of_span(spans: tuple[Span, ...], zone: ZoneInfo, instant: datetime) -> datetime | None:
    """The end of a span that ``instant`` is in; None when it is in none.

    A day to either side: clocks that go back over midnight show one date twice.
    """
    today = instant.astimezone(zone).date()
    for shift in (-2, -1, 0, 1):
        day = today + timedelta(days=shift)
        for span in spans:
            if day.weekday() not in span.days:
                continue
            end = _shown(day, span.start + span.minutes, zone, last=True)
            if instant < end and _shown(day, span.start, zone) <= instant:
                return end
    return None


def _digest_times(window: Window, now: datetime) -> Iterator[datetime]:
    """The times of a digest after ``now``, some weeks of them."""
    zone = ZoneInfo(window.quiet.zone)
    today = now.astimezone(zone).date()
    minute = window.at.hour * 60 + window.at.minute
    for shift in range(-1, _DIGEST_DAYS):
        day = today + timedelta(days=shift)
        if window.mode is DeliveryMode.WEEKLY and day.weekday() != window.on:
            continue
        instant = _shown(day, minute, zone)
        if instant > now:
            yield instant


def _shown(day: date, minute: int, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """The instant at which clocks show ``minute`` of ``day``, in UTC; ``last`` of two, else first.

    A time that is left out is the instant of the jump.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    instant = wall.replace(tzinfo=zone, fold=int(last)).astimezone(UTC)
    if _wall(instant, zone) == wall:
        return instant
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    late = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    while late - early > timedelta(seconds=1):
        middle = (early + (late - early) / 2).replace(microsecond=0)
        if _wall(middle, zone) < wall:
            early = middle
        else:
            late = middle
    return late


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)
