"""Delivering: claim by lease, render, sign, send, record the attempt, plan the next.

Each attempt is one row, written in the transaction that decides what follows. A process that is
killed between sending and recording leaves a lease that runs out: the delivery is sent again
under its old id, so a receiver can tell.

Endpoints are served side by side, each in the order of its alerts: a dead receiver keeps back
only what is meant for it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.alerts.client import WebhookClient
from monitor.alerts.model import AlertContent, AttemptResult, TestAlert, alert_from_data
from monitor.alerts.rendering import render
from monitor.alerts.retry import next_attempt
from monitor.config import Endpoint, Watchlist, resolve_secret
from storage.alerts import find_alert
from storage.database import Database
from storage.deliveries import (
    Attempt,
    Delivery,
    claim_due,
    disable_endpoint,
    disabled_endpoints,
    record_attempt,
)
from storage.errors import ClauseWatchError
from storage.model import AttemptOutcome, DeliveryState
from storage.times import Clock, to_text

logger = logging.getLogger(__name__)

_CLAIM = 20  # deliveries of one round: even if all time out, their lease is not outlived
_LEASE = timedelta(minutes=10)
_MAX_ENDPOINTS_AT_ONCE = 8


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
    db: Database, watchlist: Watchlist, *, clock: Clock, stop: threading.Event
) -> DeliveryCount:
    """Attempt every delivery that is due, each once; what fails is planned again."""
    count = DeliveryCount()
    attempted: set[str] = set()
    while not stop.is_set():
        now = clock()
        claimed = claim_due(db, now=to_text(now), lease_until=to_text(now + _LEASE), limit=_CLAIM)
        fresh = [delivery for delivery in claimed if delivery.id not in attempted]
        if not fresh:
            break
        attempted.update(delivery.id for delivery in fresh)
        for sent in _send_all(db, watchlist, fresh, clock, stop):
            _record(db, sent, count)
    return count


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
    """Send each, endpoints side by side; yields as they end."""
    disabled = disabled_endpoints(db)
    queues: dict[str, list[_Parcel]] = {}
    for delivery in deliveries:
        alert = find_alert(db, delivery.alert_id)
        assert alert is not None, "a foreign key holds"
        content = alert_from_data(alert.event, alert.created_at, alert.body)
        queues.setdefault(delivery.endpoint, []).append(_Parcel(delivery=delivery, content=content))
    with ThreadPoolExecutor(_MAX_ENDPOINTS_AT_ONCE, "deliver") as pool:
        futures = [
            pool.submit(_serve, watchlist, name, parcels, disabled.get(name), clock, stop)
            for name, parcels in queues.items()
        ]
        for future in as_completed(futures):
            yield from future.result()


def _serve(
    watchlist: Watchlist,
    name: str,
    parcels: Iterable[_Parcel],
    disabled: str | None,
    clock: Clock,
    stop: threading.Event,
) -> list[_Sent]:
    """What one endpoint is owed, in order. After a stop the rest keeps its lease and waits."""
    sent: list[_Sent] = []
    endpoint = watchlist.endpoint(name)
    for parcel in parcels:
        if stop.is_set():
            break
        started_at = clock()
        if endpoint is None:
            result = _impossible("the watchlist names no such endpoint any more")
        elif disabled is not None:
            result = _impossible(f"the endpoint is disabled: {disabled}")
        else:
            result = _attempt(watchlist, endpoint, parcel.content, parcel.delivery.id, started_at)
            if result.outcome is AttemptOutcome.DISABLED:
                disabled = result.error or "the receiver is gone"
        sent.append(
            _Sent(
                delivery=parcel.delivery,
                result=result,
                started_at=started_at,
                finished_at=clock(),
            )
        )
    return sent


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
        return client.post(endpoint.kind, url, request, now=now)


def _impossible(reason: str) -> AttemptResult:
    return AttemptResult(outcome=AttemptOutcome.REFUSED, error=reason)


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
                number=delivery.attempts + 1,
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
