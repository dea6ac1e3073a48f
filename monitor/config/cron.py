"""Cron lines: five fields, weekdays by name, and an optional time zone as a sixth.

Weekday numbers are refused because readers differ: 0 is Sunday in crontab(5) and Monday in
APScheduler, which does the reckoning here. Without a zone a line is in UTC.

Reckoned is in the time that clocks on the wall show, without their zone: given a zone with summer
time, APScheduler 3 leaves out a day in spring, and in autumn names an instant that has passed. What
falls into the hour that spring leaves out fires an hour later, what falls into the doubled hour of
autumn fires in the first of the two.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.triggers.cron import CronTrigger

_FIELDS = 5
_INSTANT = timedelta(microseconds=1)
_WEEKDAY = "(?:mon|tue|wed|thu|fri|sat|sun)"
_WEEKDAYS = re.compile(
    rf"\*|{_WEEKDAY}(?:-{_WEEKDAY})?(?:,{_WEEKDAY}(?:-{_WEEKDAY})?)*", re.IGNORECASE
)


def check_cron(line: str) -> str:
    """The line with single spaces; raises ValueError saying what to write instead."""
    fields = line.split()
    if len(fields) not in (_FIELDS, _FIELDS + 1):
        raise ValueError(
            'write five fields: minute hour day month weekday, such as "0 6 * * mon" '
            '(a time zone may follow: "0 6 * * mon Europe/Berlin")'
        )
    if not _WEEKDAYS.fullmatch(fields[_FIELDS - 1]):
        raise ValueError(
            "write weekdays by name (mon tue wed thu fri sat sun, such as mon-fri): by number, "
            "0 means Sunday to some programs and Monday to others"
        )
    normal = " ".join(fields)
    if next_fire_at(normal, datetime(2024, 1, 1, tzinfo=UTC)) is None:
        raise ValueError("this day never comes")
    return normal


def next_fire_at(line: str, after: datetime) -> datetime | None:
    """The first instant of the line after ``after`` (aware), in UTC; None when there is none.

    Raises ValueError for a malformed line.
    """
    fields = line.split()
    zone = _zone(fields[_FIELDS]) if len(fields) > _FIELDS else UTC
    trigger = _trigger(" ".join(fields[:_FIELDS]))
    shown = after.astimezone(zone).replace(tzinfo=UTC, fold=0)
    while True:
        shown += _INSTANT
        fire: datetime | None = trigger.get_next_fire_time(None, shown)
        if fire is None:
            return None
        instant = fire.replace(tzinfo=zone).astimezone(UTC)
        if instant > after:  # else it was in the first of two hours with one name
            return instant
        shown = fire


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone is called {name!r}: write one as Europe/Berlin") from None


def _trigger(fields: str) -> CronTrigger:
    try:
        return CronTrigger.from_crontab(fields.lower(), timezone=UTC)
    except ValueError as error:
        raise ValueError(f"not a cron line: {error}") from None
