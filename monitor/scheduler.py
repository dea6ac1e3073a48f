"""When a source is looked at next: pure arithmetic over its schedule, its health and a spread.

"Due" is a query on ``sources.next_check_at``; nothing else remembers a schedule.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.fetches import Fetch
from storage.model import Outcome
from storage.sources import Source
from storage.times import to_text

SPREAD = 0.05  # of the interval: sources added together do not stay together
_MAX_BACKOFF = timedelta(days=7)
_MAX_DOUBLINGS = 5
_AFTER_INTERRUPTION = timedelta(minutes=15)  # it was not looked at; not at once: it may be why


def next_check_at(source: Source, fetch: Fetch | None, *, now: datetime) -> str:
    """The instant of the next look, as UTC text.

    A failing source is asked less and less often (its interval doubles, up to 32 times or a week);
    Retry-After is a lower bound whatever the schedule says.
    """
    if source.cron is not None:
        from monitor.config.cron import next_fire_at  # noqa: PLC0415  APScheduler

        following = next_fire_at(source.cron, now) or now + _MAX_BACKOFF
    else:
        following = now + _interval(source)
    if fetch is not None and fetch.outcome is Outcome.INTERRUPTED:
        following = min(following, now + _AFTER_INTERRUPTION)
    if fetch is not None and fetch.retry_after_seconds:
        following = max(following, now + timedelta(seconds=fetch.retry_after_seconds))
    return to_text(following)


def _interval(source: Source) -> timedelta:
    assert source.every_seconds is not None
    every = timedelta(seconds=source.every_seconds)
    doublings = min(max(source.bad_fetches - 1, 0), _MAX_DOUBLINGS)
    backed_off = min(every * (1 << doublings), max(every, _MAX_BACKOFF))
    return backed_off * (1 + SPREAD * _spread_of(source))


def _spread_of(source: Source) -> float:
    """Between -1 and 1, the same for a source each time."""
    import hashlib  # noqa: PLC0415  who asks what is overdue need not wait for it

    digest = hashlib.sha256(source.key.encode()).digest()
    return int.from_bytes(digest[:4]) / 2**31 - 1
