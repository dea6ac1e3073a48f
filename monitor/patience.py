"""For how long a good look at a page is good: until the next was due, and a little longer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.scheduler import SPREAD
from storage.coverage import GoodUntil
from storage.model import SourceState
from storage.sources import Source
from storage.times import from_text

_LEAST = timedelta(minutes=15)  # a crawl takes its time, and waits for another
_SHARE = 0.1  # of the interval
_FURTHEST = timedelta(days=31)  # who looks less often by a cron line is patient


def overdue_sources(sources: Iterable[Source], *, now: datetime) -> list[Source]:
    """Active ones whose document was not seen for longer than their schedule would have it."""
    patience = Patience(since=now - _FURTHEST, until=now)
    return [
        source
        for source in sources
        if source.state is SourceState.ACTIVE
        and patience.of(source)(from_text(source.last_verified_at or source.created_at)) < now
    ]


class Patience:
    """Knows schedules; firings of a cron line are reckoned once for all sources that have it.

    ``since`` and ``until`` bound the looks that are asked about.
    """

    def __init__(self, *, since: datetime, until: datetime) -> None:
        self._since, self._until = since, until
        self._firings: dict[str, list[datetime]] = {}

    def of(self, source: Source) -> GoodUntil:
        if source.cron is None:
            assert source.every_seconds is not None
            every = timedelta(seconds=source.every_seconds)
            whole = every * (1 + SPREAD) + max(_LEAST, every * _SHARE)
            return lambda look: look + whole
        firings = self._firings.get(source.cron)
        if firings is None:
            firings = self._firings[source.cron] = self._firings_of(source.cron)
        return lambda look: self._after(firings, look)

    def _after(self, firings: list[datetime], look: datetime) -> datetime:
        place = bisect_right(firings, look)
        if place >= len(firings):
            return self._until
        interval = firings[place] - look
        return firings[place] + max(_LEAST, interval * _SHARE)

    def _firings_of(self, line: str) -> list[datetime]:
        from monitor.config.cron import next_fire_at  # noqa: PLC0415  APScheduler

        found: list[datetime] = []
        instant = next_fire_at(line, self._since)
        while instant is not None and instant <= self._until:
            found.append(instant)
            instant = next_fire_at(line, instant)
        return found if instant is None else [*found, instant]
