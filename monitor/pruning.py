"""What need not be kept any more is removed: now and then by the daemon, or when a person asks."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import asdict

from monitor.alerts.untold import CONFIRMATION
from monitor.config import Watchlist
from monitor.logs.facts import facts
from storage.database import file_lock
from storage.retention import Removed, Retention, prune
from storage.times import Clock, to_text, utc_now

logger = logging.getLogger(__name__)

_FIRST_SECONDS = 600.0  # after the start, when there is other work
_EVERY_SECONDS = 86_400.0
_AGAIN_SECONDS = 60.0  # where the time was over, or a check was under way
_AT_ONCE_SECONDS = 5.0  # no page waits for longer


def prune_database(
    watchlist: Watchlist,
    *,
    wait: bool,
    dry_run: bool = False,
    go_on: Callable[[], bool] = lambda: True,
    clock: Clock = utc_now,
) -> Removed | None:
    """See :func:`storage.retention.prune`. None when a check is under way that is not waited for.

    Raises StorageError when there is no database.
    """
    settings = watchlist.settings
    path = settings.database
    retention = Retention(waiting=CONFIRMATION, log_seconds=settings.keep_log_seconds)
    if dry_run:
        return prune(path, retention, now=to_text(clock()), dry_run=True)
    with file_lock(path.with_name(f"{path.name}.crawl.lock"), wait=wait) as held:
        if not held:
            return None
        return prune(path, retention, now=to_text(clock()), go_on=go_on)


class Pruner:
    """The daemon's: once a day, a few seconds at a time, between looks at pages.

    ``monotonic`` counts seconds, whatever is done to the clock.
    """

    def __init__(
        self, stop: threading.Event, clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._stop = stop
        self._clock = clock
        self._monotonic = monotonic
        self._due_at = monotonic() + _FIRST_SECONDS

    def prune_if_due(self, watchlist: Watchlist) -> Removed | None:
        """None when it is not time, or a check that somebody started is under way."""
        began = self._monotonic()
        if began < self._due_at:
            return None
        removed = prune_database(
            watchlist,
            wait=False,
            go_on=lambda: not self._stop.is_set() and self._monotonic() - began < _AT_ONCE_SECONDS,
            clock=self._clock,
        )
        done = removed is not None and removed.is_complete
        self._due_at = began + (_EVERY_SECONDS if done else _AGAIN_SECONDS)
        if removed is not None and removed.total:
            said = facts("database.pruned", **asdict(removed))
            logger.info("removed what need not be kept: %s", removed, extra=said)
        return removed
