"""Deliveries: one alert to one endpoint, claimed by lease, attempted until it ends.

The id of a delivery is what receivers see as ``webhook-id``: it never changes over retries, so a
receiver can drop what it has already seen.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Database
from storage.errors import StorageError
from storage.model import AlertState, AttemptOutcome, DeliveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """``attempts`` counts those that ended; ``endpoint`` is its name in the watchlist."""

    id: str
    alert_id: int
    endpoint: str
    state: DeliveryState
    attempts: int
    created_at: str
    next_attempt_at: str | None
    leased_until: str | None
    finished_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    delivery_id: str
    number: int
    started_at: str
    finished_at: str
    outcome: AttemptOutcome
    http_status: int | None
    error: str | None


_SELECT = """
SELECT deliveries.*, endpoints.name AS endpoint
FROM deliveries JOIN endpoints ON endpoints.id = deliveries.endpoint_id
"""


def sync_endpoints(db: Database, endpoints: list[tuple[str, str]]) -> None:
    """Record endpoints as (name, kind); inside a transaction."""
    for name, kind in endpoints:
        db.execute(
            "INSERT INTO endpoints (name, kind) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET kind = excluded.kind WHERE kind <> excluded.kind",
            (name, kind),
        )


def disable_endpoint(db: Database, name: str, *, now: str, reason: str) -> None:
    """The receiver said that it is gone for good."""
    db.execute(
        "UPDATE endpoints SET disabled_at = ?, reason = ? WHERE name = ?", (now, reason, name)
    )


def enable_endpoint(db: Database, name: str) -> None:
    db.execute("UPDATE endpoints SET disabled_at = NULL, reason = NULL WHERE name = ?", (name,))


def disabled_endpoints(db: Database) -> dict[str, str]:
    """Name -> reason."""
    rows = db.rows("SELECT name, reason FROM endpoints WHERE disabled_at IS NOT NULL")
    return {row["name"]: row["reason"] or "" for row in rows}


def insert_delivery(db: Database, alert_id: int, endpoint: str, *, now: str) -> str:
    """Plan a delivery, due at once; returns its id. Inside the transaction of its alert."""
    delivery_id = f"msg_{uuid.uuid4().hex}"
    inserted = db.execute(
        "INSERT INTO deliveries (id, alert_id, endpoint_id, state, created_at, next_attempt_at) "
        "SELECT ?, ?, id, 'pending', ?, ? FROM endpoints WHERE name = ?",
        (delivery_id, alert_id, now, now, endpoint),
    )
    if inserted != 1:
        raise StorageError(f"the endpoint {endpoint!r} was never recorded; please report this")
    return delivery_id


def claim_due(db: Database, *, now: str, lease_until: str, limit: int) -> list[Delivery]:
    """Lease the deliveries that are due; nobody else gets them until the lease ends.

    One transaction of its own. A claimer that is killed leaves a lease that runs out.
    """
    with db.transaction():
        rows = db.rows(
            f"{_SELECT} WHERE deliveries.state = 'pending' AND deliveries.next_attempt_at <= :now "
            "AND (deliveries.leased_until IS NULL OR deliveries.leased_until <= :now) "
            "ORDER BY deliveries.next_attempt_at, deliveries.alert_id LIMIT :limit",
            {"now": now, "limit": limit},
        )
        for row in rows:
            db.execute(
                "UPDATE deliveries SET leased_until = ? WHERE id = ?", (lease_until, row["id"])
            )
    return [_delivery(row) for row in rows]


def drop_leases(db: Database, delivery_ids: Sequence[str] | None = None) -> None:
    """Give back what was claimed and not attempted; without ids, everybody's.

    Only who holds the delivery lock may drop the leases of all: their holders are dead.
    """
    with db.transaction():
        if delivery_ids is None:
            db.execute("UPDATE deliveries SET leased_until = NULL WHERE leased_until IS NOT NULL")
        for delivery_id in delivery_ids or ():
            db.execute("UPDATE deliveries SET leased_until = NULL WHERE id = ?", (delivery_id,))


def not_later_than(db: Database, latest: str, *, now: str) -> None:
    """Make due what was planned for after ``latest``: the clock was ahead when it was planned."""
    with db.transaction():
        db.execute(
            "UPDATE deliveries SET next_attempt_at = ? "
            "WHERE state = 'pending' AND next_attempt_at > ?",
            (now, latest),
        )


def record_attempt(
    db: Database, attempt: Attempt, *, state: DeliveryState, next_attempt_at: str | None
) -> None:
    """Write an attempt and what follows from it; inside a transaction.

    What once arrived stays delivered, whatever a second sender saw.
    """
    db.insert(
        "attempts",
        {
            "delivery_id": attempt.delivery_id,
            "number": attempt.number,
            "started_at": attempt.started_at,
            "finished_at": attempt.finished_at,
            "outcome": attempt.outcome,
            "http_status": attempt.http_status,
            "error": attempt.error,
        },
    )
    ended = state is not DeliveryState.PENDING
    db.execute(
        "UPDATE deliveries SET state = ?, attempts = ?, next_attempt_at = ?, leased_until = NULL, "
        "finished_at = ? WHERE id = ? AND state <> 'delivered'",
        (
            state,
            attempt.number,
            next_attempt_at,
            attempt.finished_at if ended else None,
            attempt.delivery_id,
        ),
    )
    if ended:
        _settle_alert(db, attempt.delivery_id)


def next_attempt_number(db: Database, delivery_id: str) -> int:
    row = db.row("SELECT max(number) FROM attempts WHERE delivery_id = ?", (delivery_id,))
    return (row[0] or 0) + 1 if row else 1


def requeue(db: Database, delivery_id: str, *, now: str) -> None:
    """Try a dead or waiting delivery again now, under its old id; inside a transaction.

    Who asks for it believes the receiver to be back: a disabled endpoint is enabled again.
    """
    db.execute(
        "UPDATE endpoints SET disabled_at = NULL, reason = NULL "
        "WHERE id = (SELECT endpoint_id FROM deliveries WHERE id = ?)",
        (delivery_id,),
    )
    db.execute(
        "UPDATE deliveries SET state = 'pending', next_attempt_at = ?, finished_at = NULL "
        "WHERE id = ? AND state <> 'delivered'",
        (now, delivery_id),
    )
    db.execute(
        "UPDATE alerts SET state = 'pending', reason = NULL WHERE state = 'dead' "
        "AND id = (SELECT alert_id FROM deliveries WHERE id = ?)",
        (delivery_id,),
    )


def find_delivery(db: Database, delivery_id: str) -> Delivery | None:
    row = db.row(f"{_SELECT} WHERE deliveries.id = ?", (delivery_id,))
    return _delivery(row) if row else None


def deliveries_of(db: Database, alert_id: int) -> list[Delivery]:
    rows = db.rows(f"{_SELECT} WHERE deliveries.alert_id = ? ORDER BY endpoint", (alert_id,))
    return [_delivery(row) for row in rows]


def dead_deliveries(db: Database) -> list[Delivery]:
    rows = db.rows(f"{_SELECT} WHERE deliveries.state = 'dead' ORDER BY deliveries.created_at")
    return [_delivery(row) for row in rows]


def pending_count(db: Database) -> int:
    row = db.row("SELECT count(*) FROM deliveries WHERE state = 'pending'")
    return int(row[0]) if row else 0


def next_attempt_at(db: Database) -> str | None:
    row = db.row("SELECT min(next_attempt_at) FROM deliveries WHERE state = 'pending'")
    return row[0] if row else None


def attempts_of(db: Database, delivery_id: str) -> list[Attempt]:
    rows = db.rows("SELECT * FROM attempts WHERE delivery_id = ? ORDER BY number", (delivery_id,))
    return [_attempt(row) for row in rows]


def _settle_alert(db: Database, delivery_id: str) -> None:
    """Once no delivery of an alert is pending: delivered if any arrived, else dead."""
    db.execute(
        "UPDATE alerts SET state = CASE WHEN EXISTS (SELECT 1 FROM deliveries d "
        "WHERE d.alert_id = alerts.id AND d.state = 'delivered') THEN 'delivered' ELSE 'dead' END "
        "WHERE id = (SELECT alert_id FROM deliveries WHERE id = ?) AND state = ? "
        "AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.alert_id = alerts.id "
        "AND d.state = 'pending')",
        (delivery_id, AlertState.PENDING),
    )


def _delivery(row: sqlite3.Row) -> Delivery:
    values = {name: row[name] for name in Delivery.__slots__ if name != "state"}
    return Delivery(**values, state=DeliveryState(row["state"]))


def _attempt(row: sqlite3.Row) -> Attempt:
    values = {name: row[name] for name in Attempt.__slots__ if name != "outcome"}
    return Attempt(**values, outcome=AttemptOutcome(row["outcome"]))
