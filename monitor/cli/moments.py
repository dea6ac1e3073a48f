"""Moments as people write them: ``2026-03-05``, ``2026-03``, ``2026``, an ISO instant, ``7d``."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import click

from storage.errors import UsageError
from storage.times import from_text, to_text, utc_now

_AGO = re.compile(r"(\d{1,6})\s?(mo|[mhdwy])")
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "mo": timedelta(days=30),
    "y": timedelta(days=365),
}
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TICK = timedelta(microseconds=1)


def parse_start(text: str, *, now: datetime) -> str:
    """The first instant that ``text`` names, as UTC text; raises UsageError."""
    return _span(text, now)[0]


def parse_end(text: str, *, now: datetime) -> str:
    """The last instant that ``text`` names: of a day its end, of a second its last microsecond."""
    return _span(text, now)[1]


def looks_like_moment(text: str) -> bool:
    return bool(_AGO.fullmatch(text) or _DAY.match(text))


def seconds(instant: str) -> str:
    """An instant of the database, shown to the second: ``2026-03-05T14:07:09Z``."""
    return f"{instant[:19]}Z"


def _span(text: str, now: datetime) -> tuple[str, str]:
    try:
        start, end = _read(text.strip(), now)
        return to_text(start), to_text(end)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is no date: "
            "write 2026-03-05, 2026-03, 2026, 2026-03-05T14:00Z, 7d, 12h or 2w"
        ) from None


def _read(text: str, now: datetime) -> tuple[datetime, datetime]:
    if ago := _AGO.fullmatch(text):
        instant = now - int(ago[1]) * _UNITS[ago[2]]
        return instant, instant
    if day := _DAY.fullmatch(text):
        return _calendar_span(int(day[1]), int(day[2]), day[3])
    if _YEAR.fullmatch(text):
        return _calendar_span(int(text), 1, None)[0], _calendar_span(int(text), 12, None)[1]
    instant = from_text(text)
    if instant.microsecond:
        return instant, instant
    return instant, instant + timedelta(seconds=1) - _TICK


def _calendar_span(year: int, month: int, day: str | None) -> tuple[datetime, datetime]:
    if day is not None:
        start = datetime(year, month, int(day), tzinfo=UTC)
        return start, start + timedelta(days=1) - _TICK
    start = datetime(year, month, 1, tzinfo=UTC)
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    return start, following - _TICK


def start_option(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Callback of an option that takes a date: its first instant, as UTC text."""
    return None if value is None else parse_start(value, now=utc_now())


def end_option(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Callback of an option that takes a date: its last instant, as UTC text."""
    return None if value is None else parse_end(value, now=utc_now())
