"""When an endpoint may be written to next: its ``rate``, and what it asked for itself. Pure.

The rate counts the messages in a window that slides, not in one that begins anew: receivers that
allow 20 a minute count any minute. What counts are the attempts that were recorded, so the count
survives a restart.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.config import Rate


class Gate:
    """Of one endpoint. ``sent`` are the starts of recent attempts, the oldest first."""

    def __init__(
        self,
        rate: Rate | None = None,
        *,
        sent: Iterable[datetime] = (),
        closed_until: datetime | None = None,
    ) -> None:
        self._rate = rate
        self._sent = deque(sent, maxlen=rate.messages if rate else 0)
        self._closed_until = closed_until

    def opens_at(self, now: datetime) -> datetime:
        """The first instant from ``now`` on at which a message may be sent."""
        instants = [now]
        if self._closed_until is not None:
            instants.append(self._closed_until)
        if self._rate and len(self._sent) == self._rate.messages:
            instants.append(self._sent[0] + timedelta(seconds=self._rate.window_seconds))
        return max(instants)

    def note(self, sent_at: datetime) -> None:
        """A message was sent."""
        if self._rate:
            self._sent.append(sent_at)

    def close(self, until: datetime) -> None:
        """The receiver asked to be left alone."""
        self._closed_until = max(until, self._closed_until or until)
