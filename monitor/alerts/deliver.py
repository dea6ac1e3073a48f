"""Delivering: claim, render, sign, send, record the attempt, plan the next.

One process delivers at a time (a lock that the kernel frees when its holder dies), so what a
killed one had claimed is free again at once. Each attempt is one row, written as soon as it ends,
in the transaction that decides what follows. A process that is killed between sending and
recording sends that one delivery again, under its old id, so a receiver can tell.

Endpoints are served side by side, each in the order of its alerts: a slow receiver keeps back
only what is meant for it. So do a ``rate`` that is used up and a receiver that asks to be left
alone: what it is owed then waits, and no attempt is counted. A paused endpoint is not served.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.alerts.dead_letters import report_dead_letter
from monitor.alerts.gathering import gather_due
from monitor.alerts.model import AlertContent, AttemptResult, alert_from_data
from monitor.alerts.rates import Gate
from monitor.alerts.retry import SCHEDULE_SECONDS, next_attempt, throttled_until
from monitor.alerts.sending import Sender
from monitor.config import Endpoint, Watchlist
from storage.alerts import find_alert
from storage.database import Database, file_lock
from storage.deliveries import (
    Attempt,
    Delivery,
    claim_due,
    disable_endpoint,
    disabled_endpoints,
    drop_leases,
    next_attempt_number,
    not_later_than,
    record_attempt,
)
from storage.endpoints import attempt_outcomes, postpone, sent_since
from storage.endpoints import throttled_until as asked_to_wait
from storage.model import AttemptOutcome, DeliveryState
from storage.times import Clock, from_text, to_text

logger = logging.getLogger(__name__)

_CLAIM = 200  # deliveries of one round
_LEASE = timedelta(hours=1)
_FURTHEST = timedelta(days=2)  # no retry is planned for later
_MAX_ENDPOINTS_AT_ONCE = 8
_SLOW_SECONDS = 8.0  # a failure that took so long: the rest for this receiver waits a tick
_PATIENCE_SECONDS = 5.0
_LOCK_POLL_SECONDS = 0.1


@dataclass(slots=True, kw_only=True)
class DeliveryCount:
    """Attempts of one pass by what came of them."""

    delivered: int = 0
    retried: int = 0
    dead: int = 0

    @property
    def total(self) -> int:
        return self.delivered + self.retried + self.dead

    def __str__(self) -> str:
        return f"{self.delivered} delivered, {self.retried} to be retried, {self.dead} dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parcel:
    """``failures`` and ``throttles`` count the attempts that ended so, before this one."""

    delivery: Delivery
    content: AlertContent
    failures: int
    throttles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    parcel: _Parcel
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
class _Closed:
    """An endpoint gets nothing more before ``until``."""

    endpoint: str
    until: datetime


def deliver_due(
    db: Database,
    watchlist: Watchlist,
    *,
    clock: Clock,
    stop: threading.Event,
    wait_seconds: float = 0.0,
    patience_seconds: float = _PATIENCE_SECONDS,
) -> DeliveryCount:
    """Attempt every delivery that is due now, each once; what fails is planned again.

    While another process delivers, waits up to ``wait_seconds`` for it, then leaves it to that.
    For a rate, or a receiver that asks for a moment, each endpoint is waited for as long as
    ``patience_seconds``; what comes later is for the next pass.
    """
    count = DeliveryCount()
    lock = db.path.with_name(f"{db.path.name}.deliver.lock")
    deadline = time.monotonic() + wait_seconds
    while not stop.is_set():
        with file_lock(lock, wait=False) as held:
            if held:
                _deliver_all(db, watchlist, _Pace(clock, stop, patience_seconds), count)
                break
        if time.monotonic() >= deadline:
            break
        stop.wait(_LOCK_POLL_SECONDS)
    return count


@dataclass(frozen=True, slots=True)
class _Pace:
    """Time, the wish to stop, and how long one endpoint is waited for."""

    clock: Clock
    stop: threading.Event
    patience_seconds: float


def _deliver_all(db: Database, watchlist: Watchlist, pace: _Pace, count: DeliveryCount) -> None:
    """Rounds over what was due when the pass began, until nothing of it is left."""
    now = pace.clock()
    drop_leases(db)
    not_later_than(db, to_text(now + _FURTHEST), now=to_text(now))
    gather_due(db, now)
    skipped: list[str] = []
    while not pace.stop.is_set():
        claimed = claim_due(db, now=to_text(now), lease_until=to_text(now + _LEASE), limit=_CLAIM)
        if not claimed:
            break
        unsent = {delivery.id for delivery in claimed}
        for ended in _send_all(db, watchlist, claimed, pace):
            if isinstance(ended, _Closed):
                postpone(db, ended.endpoint, until=to_text(ended.until))
                continue
            unsent.discard(ended.parcel.delivery.id)
            _record(db, watchlist, ended, count)
        skipped.extend(unsent)
    drop_leases(db, skipped)


def _send_all(
    db: Database,
    watchlist: Watchlist,
    deliveries: list[Delivery],
    pace: _Pace,
) -> Iterator[_Sent | _Closed]:
    """Send each, endpoints side by side; yields each as it ends."""
    disabled = disabled_endpoints(db)
    owed: dict[str, list[_Parcel]] = {}
    for delivery in deliveries:
        owed.setdefault(delivery.endpoint, []).append(_parcel(db, delivery))
    ended: queue.SimpleQueue[_Sent | _Closed | None] = queue.SimpleQueue()
    gates = _gates(db, watchlist, owed, pace.clock())
    with ThreadPoolExecutor(_MAX_ENDPOINTS_AT_ONCE, "deliver") as pool:
        for name, parcels in owed.items():
            receiver = _Receiver(
                name=name,
                watchlist=watchlist,
                endpoint=watchlist.endpoint(name),
                clock=pace.clock,
                disabled=disabled.get(name),
                gate=gates[name],
            )
            pool.submit(_serve, receiver, parcels, pace, ended)
        for _ in owed:
            while (one := ended.get()) is not None:
                yield one


def _parcel(db: Database, delivery: Delivery) -> _Parcel:
    alert = find_alert(db, delivery.alert_id)
    assert alert is not None, "a foreign key holds"
    before = attempt_outcomes(db, delivery.id) if delivery.attempts else {}
    return _Parcel(
        delivery=delivery,
        content=alert_from_data(alert.event, alert.created_at, alert.body),
        failures=before.get(AttemptOutcome.RETRY, 0),
        throttles=before.get(AttemptOutcome.THROTTLED, 0),
    )


def _gates(
    db: Database, watchlist: Watchlist, names: Iterable[str], now: datetime
) -> dict[str, Gate]:
    """What rates and receivers leave open, from what was recorded: it survives a restart."""
    closed = asked_to_wait(db)
    gates = {}
    for name in names:
        endpoint = watchlist.endpoint(name)
        rate = endpoint.rate if endpoint else None
        sent: list[datetime] = []
        if rate:
            since = to_text(now - timedelta(seconds=rate.window_seconds))
            sent = [from_text(one) for one in sent_since(db, name, since)]
        until = from_text(closed[name]) if name in closed else None
        gates[name] = Gate(rate, sent=sent, closed_until=until)
    return gates


@dataclass(slots=True, kw_only=True)
class _Receiver:
    """An endpoint as one round sees it; ``endpoint`` None: the watchlist does not name it."""

    name: str
    watchlist: Watchlist
    endpoint: Endpoint | None
    clock: Clock
    disabled: str | None
    gate: Gate

    def send(self, sender: Sender | None, parcel: _Parcel) -> _Sent:
        started_at = self.clock()
        if self.disabled is None:
            self.gate.note(started_at)
        result = self._result(sender, parcel, started_at)
        if result.outcome is AttemptOutcome.DISABLED:
            self.disabled = result.error or "the receiver is gone"
        sent = _Sent(parcel=parcel, result=result, started_at=started_at, finished_at=self.clock())
        self._heed(sent)
        return sent

    def _heed(self, sent: _Sent) -> None:
        """A receiver that asks to be left alone is, whatever it did with this message."""
        if sent.result.outcome is AttemptOutcome.THROTTLED and sent.next_attempt_at:
            self.gate.close(sent.next_attempt_at)
        elif sent.result.outcome is AttemptOutcome.DELIVERED and sent.result.retry_after_seconds:
            pause = timedelta(seconds=sent.result.retry_after_seconds)
            self.gate.close(sent.finished_at + pause)

    def _result(self, sender: Sender | None, parcel: _Parcel, now: datetime) -> AttemptResult:
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


def _serve(
    receiver: _Receiver,
    parcels: Iterable[_Parcel],
    pace: _Pace,
    ended: queue.SimpleQueue[_Sent | _Closed | None],
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
    receiver: _Receiver,
    parcels: Iterable[_Parcel],
    pace: _Pace,
    ended: queue.SimpleQueue[_Sent | _Closed | None],
) -> None:
    patience = pace.patience_seconds
    for parcel in parcels:
        now = receiver.clock()
        opens_at = receiver.gate.opens_at(now) if receiver.disabled is None else now
        wait = (opens_at - now).total_seconds()
        if wait > patience:
            ended.put(_Closed(endpoint=receiver.name, until=opens_at))
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


def _record(db: Database, watchlist: Watchlist, sent: _Sent, count: DeliveryCount) -> None:
    result, delivery = sent.result, sent.parcel.delivery
    following = sent.next_attempt_at
    state = DeliveryState.PENDING if following else DeliveryState.DEAD
    if result.outcome is AttemptOutcome.DELIVERED:
        state = DeliveryState.DELIVERED
    count.delivered += state is DeliveryState.DELIVERED
    count.retried += state is DeliveryState.PENDING
    count.dead += state is DeliveryState.DEAD
    if state is not DeliveryState.DELIVERED:
        logger.warning(
            "delivery %s to %s: %s (%s)", delivery.id, delivery.endpoint, state, result.error
        )
    finished_at = to_text(sent.finished_at)
    with db.transaction():
        number = next_attempt_number(db, delivery.id)
        record_attempt(
            db,
            Attempt(
                delivery_id=delivery.id,
                number=number,
                started_at=to_text(sent.started_at),
                finished_at=finished_at,
                outcome=result.outcome,
                http_status=result.http_status,
                error=result.error,
            ),
            state=state,
            next_attempt_at=to_text(following) if following else None,
        )
        reason = result.error or "the receiver is gone"
        if result.outcome is AttemptOutcome.DISABLED:
            disable_endpoint(db, delivery.endpoint, now=finished_at, reason=reason)
        if state is DeliveryState.DEAD:
            report_dead_letter(
                db, watchlist, delivery, attempts=number, reason=reason, now=finished_at
            )
