"""Delivering: claim, render, sign, send, record the attempt, plan the next.

One process delivers at a time (a lock that the kernel frees when its holder dies), so what a
killed one had claimed is free again at once. Each attempt is one row, written as soon as it ends,
in the transaction that decides what follows. A process that is killed between sending and
recording sends that one delivery again, under its old id, so a receiver can tell.

Endpoints are served side by side, each in the order of its alerts: a slow receiver keeps back
only what is meant for it.
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

from monitor.alerts.client import WebhookClient
from monitor.alerts.model import AlertContent, AttemptResult, TestAlert, alert_from_data
from monitor.alerts.rendering import render
from monitor.alerts.retry import next_attempt
from monitor.config import Endpoint, Watchlist, resolve_secret
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
from storage.errors import ClauseWatchError
from storage.model import AttemptOutcome, DeliveryState
from storage.times import Clock, to_text

logger = logging.getLogger(__name__)

_CLAIM = 200  # deliveries of one round
_LEASE = timedelta(hours=1)
_FURTHEST = timedelta(days=2)  # no retry is planned for later
_MAX_ENDPOINTS_AT_ONCE = 8
_SLOW_SECONDS = 8.0  # a failure that took so long: the rest for this receiver waits a tick
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
    delivery: Delivery
    content: AlertContent


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    delivery: Delivery
    result: AttemptResult
    started_at: datetime
    finished_at: datetime


def deliver_due(
    db: Database,
    watchlist: Watchlist,
    *,
    clock: Clock,
    stop: threading.Event,
    wait_seconds: float = 0.0,
) -> DeliveryCount:
    """Attempt every delivery that is due now, each once; what fails is planned again.

    While another process delivers, waits up to ``wait_seconds`` for it, then leaves it to that.
    """
    count = DeliveryCount()
    lock = db.path.with_name(f"{db.path.name}.deliver.lock")
    deadline = time.monotonic() + wait_seconds
    while not stop.is_set():
        with file_lock(lock, wait=False) as held:
            if held:
                _deliver_all(db, watchlist, clock, stop, count)
                break
        if time.monotonic() >= deadline:
            break
        stop.wait(_LOCK_POLL_SECONDS)
    return count


def _deliver_all(
    db: Database, watchlist: Watchlist, clock: Clock, stop: threading.Event, count: DeliveryCount
) -> None:
    """Rounds over what was due when the pass began, until nothing of it is left."""
    now = clock()
    drop_leases(db)
    not_later_than(db, to_text(now + _FURTHEST), now=to_text(now))
    skipped: list[str] = []
    while not stop.is_set():
        claimed = claim_due(db, now=to_text(now), lease_until=to_text(now + _LEASE), limit=_CLAIM)
        if not claimed:
            break
        unsent = {delivery.id for delivery in claimed}
        for sent in _send_all(db, watchlist, claimed, clock, stop):
            unsent.discard(sent.delivery.id)
            _record(db, sent, count)
        skipped.extend(unsent)
    drop_leases(db, skipped)


def send_test(watchlist: Watchlist, endpoint: Endpoint, *, clock: Clock) -> AttemptResult:
    """Send a test message to an endpoint now; nothing is recorded."""
    now = clock()
    content = TestAlert(created_at=to_text(now), endpoint=endpoint.name)
    return _attempt(watchlist, endpoint, content, f"msg_test_{int(now.timestamp())}", now)


def _send_all(
    db: Database,
    watchlist: Watchlist,
    deliveries: list[Delivery],
    clock: Clock,
    stop: threading.Event,
) -> Iterator[_Sent]:
    """Send each, endpoints side by side; yields each as it ends."""
    disabled = disabled_endpoints(db)
    owed: dict[str, list[_Parcel]] = {}
    for delivery in deliveries:
        alert = find_alert(db, delivery.alert_id)
        assert alert is not None, "a foreign key holds"
        content = alert_from_data(alert.event, alert.created_at, alert.body)
        owed.setdefault(delivery.endpoint, []).append(_Parcel(delivery=delivery, content=content))
    ended: queue.SimpleQueue[_Sent | None] = queue.SimpleQueue()
    with ThreadPoolExecutor(_MAX_ENDPOINTS_AT_ONCE, "deliver") as pool:
        for name, parcels in owed.items():
            receiver = _Receiver(
                watchlist=watchlist,
                endpoint=watchlist.endpoint(name),
                clock=clock,
                disabled=disabled.get(name),
            )
            pool.submit(_serve, receiver, parcels, stop, ended)
        for _ in owed:
            while (sent := ended.get()) is not None:
                yield sent


@dataclass(slots=True, kw_only=True)
class _Receiver:
    """An endpoint as one pass sees it; ``endpoint`` None: the watchlist does not name it."""

    watchlist: Watchlist
    endpoint: Endpoint | None
    clock: Clock
    disabled: str | None

    def send(self, parcel: _Parcel) -> _Sent:
        started_at = self.clock()
        result = self._result(parcel, started_at)
        if result.outcome is AttemptOutcome.DISABLED:
            self.disabled = result.error or "the receiver is gone"
        return _Sent(
            delivery=parcel.delivery,
            result=result,
            started_at=started_at,
            finished_at=self.clock(),
        )

    def _result(self, parcel: _Parcel, now: datetime) -> AttemptResult:
        if self.endpoint is None:  # the watchlist may be about to be read again
            reason = "the watchlist names no such endpoint any more"
            return AttemptResult(outcome=AttemptOutcome.RETRY, error=reason)
        if self.disabled is not None:
            reason = f"the endpoint is disabled: {self.disabled}"
            return AttemptResult(outcome=AttemptOutcome.REFUSED, error=reason)
        try:
            return _attempt(self.watchlist, self.endpoint, parcel.content, parcel.delivery.id, now)
        except Exception as error:
            logger.exception("delivery %s failed on our side", parcel.delivery.id)
            reason = f"clausewatch failed ({type(error).__name__}): please report it"
            return AttemptResult(outcome=AttemptOutcome.RETRY, error=reason)


def _serve(
    receiver: _Receiver,
    parcels: Iterable[_Parcel],
    stop: threading.Event,
    ended: queue.SimpleQueue[_Sent | None],
) -> None:
    """What one endpoint is owed, in order, then None. The rest waits after a stop or a stall."""
    try:
        for parcel in parcels:
            if stop.is_set():
                break
            started = time.monotonic()
            sent = receiver.send(parcel)
            ended.put(sent)
            failed = sent.result.outcome is AttemptOutcome.RETRY
            if failed and time.monotonic() - started > _SLOW_SECONDS:
                break
    finally:
        ended.put(None)


def _attempt(
    watchlist: Watchlist,
    endpoint: Endpoint,
    content: AlertContent,
    delivery_id: str,
    now: datetime,
) -> AttemptResult:
    """One attempt; what is wrong on our side (a secret that is not there) is worth a retry."""
    try:
        url = resolve_secret(endpoint.url_reference, watchlist.base_dir)
        secrets = [
            resolve_secret(reference, watchlist.base_dir)
            for reference in endpoint.secret_references
        ]
        request = render(
            endpoint.kind, content, delivery_id=delivery_id, sent_at=now, secrets=secrets
        )
    except ClauseWatchError as error:
        return AttemptResult(outcome=AttemptOutcome.RETRY, error=str(error))
    settings = watchlist.settings
    with WebhookClient(settings.address_policy, user_agent=settings.user_agent) as client:
        return client.send(endpoint.kind, url, request, now=now)


def _record(db: Database, sent: _Sent, count: DeliveryCount) -> None:
    result, delivery = sent.result, sent.delivery
    following: datetime | None = None
    if result.outcome is AttemptOutcome.DELIVERED:
        state = DeliveryState.DELIVERED
        count.delivered += 1
    else:
        if result.outcome is AttemptOutcome.RETRY:
            following = next_attempt(
                delivery.id,
                delivery.attempts + 1,
                failed_at=sent.finished_at,
                retry_after_seconds=result.retry_after_seconds,
            )
        state = DeliveryState.PENDING if following else DeliveryState.DEAD
        count.retried += state is DeliveryState.PENDING
        count.dead += state is DeliveryState.DEAD
        logger.warning(
            "delivery %s to %s: %s (%s)", delivery.id, delivery.endpoint, state, result.error
        )
    with db.transaction():
        record_attempt(
            db,
            Attempt(
                delivery_id=delivery.id,
                number=next_attempt_number(db, delivery.id),
                started_at=to_text(sent.started_at),
                finished_at=to_text(sent.finished_at),
                outcome=result.outcome,
                http_status=result.http_status,
                error=result.error,
            ),
            state=state,
            next_attempt_at=to_text(following) if following else None,
        )
        if result.outcome is AttemptOutcome.DISABLED:
            disable_endpoint(
                db,
                delivery.endpoint,
                now=to_text(sent.finished_at),
                reason=result.error or "the receiver is gone",
            )
