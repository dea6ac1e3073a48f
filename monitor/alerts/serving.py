"""Serving one endpoint: what it is owed, one after the other, as fast as it wants it.

Knows no database: what was sent and when an endpoint closed is put into a queue, for the thread
that owns the connection to record.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.alerts.model import AlertContent, AttemptResult
from monitor.alerts.rates import Gate
from monitor.alerts.retry import SCHEDULE_SECONDS, next_attempt, throttled_until
from monitor.alerts.sending import Sender
from monitor.config import Endpoint, Watchlist
from storage.deliveries import Delivery
from storage.model import AttemptOutcome
from storage.times import Clock

logger = logging.getLogger(__name__)

_SLOW_SECONDS = 8.0  # a failure that took so long: the rest for this receiver waits a tick


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """``failures`` and ``throttles`` count the attempts that ended so, before this one."""

    delivery: Delivery
    content: AlertContent
    failures: int
    throttles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    parcel: Parcel
    result: AttemptResult
    started_at: datetime
    finished_at: datetime

    @property
    def next_attempt_at(self) -> datetime | None:
        """None: there is none. A delivery that a person queued again begins the schedule anew."""
        match self.result.outcome:
            case AttemptOutcome.RETRY:
                return next_attempt(
                    self.parcel.delivery.id,
                    self.parcel.failures % len(SCHEDULE_SECONDS) + 1,
                    failed_at=self.finished_at,
                    retry_after_seconds=self.result.retry_after_seconds,
                )
            case AttemptOutcome.THROTTLED:
                return throttled_until(
                    self.parcel.throttles + 1,
                    throttled_at=self.finished_at,
                    retry_after_seconds=self.result.retry_after_seconds,
                )
            case _:
                return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """An endpoint gets nothing more before ``until``."""

    endpoint: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Pace:
    """Time, the wish to stop, and how long one endpoint is waited for."""

    clock: Clock
    stop: threading.Event
    patience_seconds: float


@dataclass(slots=True, kw_only=True)
class Receiver:
    """An endpoint as one round sees it; ``endpoint`` None: the watchlist does not name it."""

    name: str
    watchlist: Watchlist
    endpoint: Endpoint | None
    clock: Clock
    disabled: str | None
    gate: Gate

    def send(self, sender: Sender | None, parcel: Parcel) -> Sent:
        started_at = self.clock()
        if self.disabled is None:
            self.gate.note(started_at)
        result = self._result(sender, parcel, started_at)
        if result.outcome is AttemptOutcome.DISABLED:
            self.disabled = result.error or "the receiver is gone"
        sent = Sent(parcel=parcel, result=result, started_at=started_at, finished_at=self.clock())
        self._heed(sent)
        return sent

    def _heed(self, sent: Sent) -> None:
        """A receiver that asks to be left alone is, whatever it did with this message."""
        if sent.result.outcome is AttemptOutcome.THROTTLED and sent.next_attempt_at:
            self.gate.close(sent.next_attempt_at)
        elif sent.result.outcome is AttemptOutcome.DELIVERED and sent.result.retry_after_seconds:
            pause = timedelta(seconds=sent.result.retry_after_seconds)
            self.gate.close(sent.finished_at + pause)

    def _result(self, sender: Sender | None, parcel: Parcel, now: datetime) -> AttemptResult:
        if sender is None:  # the watchlist may be about to be read again
            reason = "the watchlist names no such endpoint any more"
            return AttemptResult(outcome=AttemptOutcome.RETRY, error=reason)
        if self.disabled is not None:
            reason = f"the endpoint is disabled: {self.disabled}"
            return AttemptResult(outcome=AttemptOutcome.REFUSED, error=reason)
        delivery = parcel.delivery
        try:
            return sender.send(
                parcel.content, delivery_id=delivery.id, now=now, language=delivery.language
            )
        except Exception as error:
            logger.exception("delivery %s failed on our side", delivery.id)
            reason = f"clausewatch failed ({type(error).__name__}): please report it"
            return AttemptResult(outcome=AttemptOutcome.RETRY, error=reason)


def serve(
    receiver: Receiver,
    parcels: Iterable[Parcel],
    pace: Pace,
    ended: queue.SimpleQueue[Sent | Closed | None],
) -> None:
    """What one endpoint is owed, in order, then None. The rest waits after a stop or a stall."""
    try:
        if receiver.endpoint is None:
            for parcel in parcels:
                ended.put(receiver.send(None, parcel))
            return
        with Sender(receiver.watchlist, receiver.endpoint) as sender:
            _serve_by(sender, receiver, parcels, pace, ended)
    finally:
        ended.put(None)


def _serve_by(
    sender: Sender,
    receiver: Receiver,
    parcels: Iterable[Parcel],
    pace: Pace,
    ended: queue.SimpleQueue[Sent | Closed | None],
) -> None:
    patience = pace.patience_seconds
    for parcel in parcels:
        now = receiver.clock()
        opens_at = receiver.gate.opens_at(now) if receiver.disabled is None else now
        wait = (opens_at - now).total_seconds()
        if wait > patience:
            ended.put(Closed(endpoint=receiver.name, until=opens_at))
            return
        patience -= wait
        if (wait and pace.stop.wait(wait)) or pace.stop.is_set():
            return
        started = time.monotonic()
        sent = receiver.send(sender, parcel)
        ended.put(sent)
        failed = sent.result.outcome is AttemptOutcome.RETRY
        if failed and time.monotonic() - started > _SLOW_SECONDS:
            return
