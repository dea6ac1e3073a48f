"""A dead man's switch: a service elsewhere is asked at intervals, and alarms when that stops.

It is asked only while looks at the pages go well, so that a daemon that runs and does nothing is
noticed as well as one that died.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from monitor.alerts.client import WebhookClient
from monitor.config import Watchlist
from monitor.config.errors import SecretUnavailable
from monitor.config.secrets import resolve_secret
from monitor.logs.facts import facts
from storage.model import AttemptOutcome
from storage.times import Clock

logger = logging.getLogger(__name__)

INTERVAL = timedelta(minutes=5)
_AGAIN = timedelta(minutes=1)  # after a ping that did not arrive


class Heartbeat:
    """Pings the ``heartbeat`` of a watchlist. One thread says that all is well, another pings."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._is_well = threading.Event()
        self._due_at: datetime | None = None

    def all_is_well(self) -> None:
        """A look at what is due ended without a fault, whatever single pages did."""
        self._is_well.set()

    def ping_if_due(self, watchlist: Watchlist) -> bool:
        """Ping where somebody listens, all is well and the interval is over. Says if it did.

        What goes wrong is logged without the address, which is a secret, and tried again.
        """
        reference = watchlist.settings.heartbeat_reference
        now = self._clock()
        if reference is None or not self._is_well.is_set() or self._has_time(now):
            return False
        self._is_well.clear()
        failure = _ping(watchlist, reference, now)
        self._due_at = now + (INTERVAL if failure is None else _AGAIN)
        if failure is not None:
            said = facts("heartbeat.failed", error=failure)
            logger.warning("the heartbeat was not taken: %s", failure, extra=said)
        return failure is None

    def _has_time(self, now: datetime) -> bool:
        """A time further off than any interval was set before the clock was set back."""
        return self._due_at is not None and now < self._due_at <= now + INTERVAL


def _ping(watchlist: Watchlist, reference: str, now: datetime) -> str | None:
    """Why the ping was not taken; None when it was."""
    try:
        url = resolve_secret(reference, watchlist.base_dir)
    except SecretUnavailable as error:
        return str(error)
    settings = watchlist.settings
    with WebhookClient(settings.address_policy, user_agent=settings.user_agent) as client:
        result = client.ping(url, now=now)
    if result.outcome is AttemptOutcome.DELIVERED:
        return None
    return result.error or f"status {result.http_status}"
