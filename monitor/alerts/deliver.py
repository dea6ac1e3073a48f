"""Delivering: claim, render, sign, send, record the attempt, plan the next.

One process delivers at a time (a lock that the kernel frees when its holder dies), so what a
killed one had claimed is free again at once. Each attempt is one row, written as soon as it ends,
in the transaction that decides what follows. A process that is killed between sending and
recording sends that one delivery again, under its old id, so a receiver can tell.

Endpoints are served side by side, each in the order of its alerts: a slow receiver keeps back
only what is meant for it. What waits for its next attempt keeps nothing back, and is due again
with the first message that arrives there: whatever ailed the receiver is over. A ``rate`` that is
used up and a receiver that asks to be left alone make what it is owed wait, and no attempt is
counted. A paused endpoint is not served.
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
from monitor.alerts.rates import Gate
from monitor.alerts.serving import Closed, Pace, Parcel, Receiver, Sent, serve
from monitor.alerts.stored import alert_from_data
from monitor.config import Watchlist
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
from storage.endpoints import attempt_outcomes, hasten, postpone, sent_since, throttled_until
from storage.model import AttemptOutcome, DeliveryState
from storage.times import Clock, from_text, to_text

logger = logging.getLogger(__name__)

_CLAIM = 200  # deliveries of one round
_LEASE = timedelta(hours=1)
_FURTHEST = timedelta(days=2)  # no retry is planned for later
_MAX_ENDPOINTS_AT_ONCE = 8
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
                _deliver_all(db, watchlist, Pace(clock, stop, patience_seconds), count)
                break
        if time.monotonic() >= deadline:
            break
        stop.wait(_LOCK_POLL_SECONDS)
    return count


def _deliver_all(db: Database, watchlist: Watchlist, pace: Pace, count: DeliveryCount) -> None:
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
            if isinstance(ended, Closed):
                postpone(db, ended.endpoint, until=to_text(ended.until))
                continue
            unsent.discard(ended.parcel.delivery.id)
            _record(db, watchlist, ended, count, due=to_text(now))
        skipped.extend(unsent)
    drop_leases(db, skipped)


def _send_all(
    db: Database, watchlist: Watchlist, deliveries: list[Delivery], pace: Pace
) -> Iterator[Sent | Closed]:
    """Send each, endpoints side by side; yields each as it ends."""
    disabled = disabled_endpoints(db)
    owed: dict[str, list[Parcel]] = {}
    for delivery in deliveries:
        owed.setdefault(delivery.endpoint, []).append(_parcel(db, delivery))
    ended: queue.SimpleQueue[Sent | Closed | None] = queue.SimpleQueue()
    gates = _gates(db, watchlist, owed, pace.clock())
    with ThreadPoolExecutor(_MAX_ENDPOINTS_AT_ONCE, "deliver") as pool:
        for name, parcels in owed.items():
            receiver = Receiver(
                name=name,
                watchlist=watchlist,
                endpoint=watchlist.endpoint(name),
                clock=pace.clock,
                disabled=disabled.get(name),
                gate=gates[name],
            )
            pool.submit(serve, receiver, parcels, pace, ended)
        for _ in owed:
            while (one := ended.get()) is not None:
                yield one


def _parcel(db: Database, delivery: Delivery) -> Parcel:
    alert = find_alert(db, delivery.alert_id)
    assert alert is not None, "a foreign key holds"
    before = attempt_outcomes(db, delivery.id) if delivery.attempts else {}
    return Parcel(
        delivery=delivery,
        content=alert_from_data(alert.event, alert.created_at, alert.body),
        failures=before.get(AttemptOutcome.RETRY, 0),
        throttles=before.get(AttemptOutcome.THROTTLED, 0),
    )


def _gates(
    db: Database, watchlist: Watchlist, names: Iterable[str], now: datetime
) -> dict[str, Gate]:
    """What rates and receivers leave open, from what was recorded: it survives a restart."""
    closed = throttled_until(db)
    gates = {}
    for name in names:
        endpoint = watchlist.endpoint(name)
        rate = endpoint.rate if endpoint else None
        sent: list[datetime] = []
        if rate:
            since = to_text(now - timedelta(seconds=rate.window_seconds))
            started = map(from_text, sent_since(db, name, since))
            sent = [one for one in started if one <= now]  # else the clock was ahead
        until = from_text(closed[name]) if name in closed else None
        gates[name] = Gate(rate, sent=sent, closed_until=until)
    return gates


def _record(
    db: Database, watchlist: Watchlist, sent: Sent, count: DeliveryCount, *, due: str
) -> None:
    """Write down how an attempt ended; a dead letter is ``due`` in the same pass."""
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
        if state is DeliveryState.DELIVERED:
            hasten(db, delivery.id, due=due)
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
                db, watchlist, delivery, attempts=number, reason=reason, now=finished_at, due=due
            )
