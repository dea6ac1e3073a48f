"""Deliveries: one alert to one endpoint, claimed by lease, attempted until it ends.

The id of a delivery is what receivers see as ``webhook-id``: it never changes over retries, so a
receiver can drop what it has already seen.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Sequence
from datetime import timedelta

from storage.database import Database
from storage.errors import StorageError
from storage.model import AlertState, AttemptOutcome, DeliveryMode, DeliveryState
from storage.times import from_text, to_text
from storage.values import field_names, value

_QUIET_AT_MOST = timedelta(days=8)  # a week, and a day for zones; none is quiet all week
_WAIT_AT_MOST = timedelta(days=90)  # more than a digest is put off for the sake of quiet times


@value
class Delivery:
    """``attempts`` counts those that ended; ``endpoint`` is its name in the watchlist.

    ``quiet`` is as :func:`monitor.alerts.windows.quiet_to_text` writes it, ``gathered_in`` the id
    of the delivery that tells this one together with others: its state is this one's.
    """

    id: str
    alert_id: int
    endpoint: str
    state: DeliveryState
    mode: DeliveryMode
    language: str
    quiet: str | None
    gathered_in: str | None
    attempts: int
    created_at: str
    next_attempt_at: str | None
    leased_until: str | None
    finished_at: str | None


@value
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


def insert_delivery(
    db: Database,
    alert_id: int,
    endpoint: str,
    *,
    now: str,
    planned_at: str | None = None,
    mode: DeliveryMode = DeliveryMode.NOW,
    language: str = "en",
    quiet: str | None = None,
) -> str:
    """Plan a delivery; returns its id. Inside the transaction of its alert.

    Due at ``planned_at``, without it at once. ``language`` is that of the words around the page's.
    """
    delivery_id = f"msg_{uuid.uuid4().hex}"
    inserted = db.execute(
        "INSERT INTO deliveries (id, alert_id, endpoint_id, state, created_at, next_attempt_at, "
        "mode, language, quiet) "
        "SELECT ?, ?, id, 'pending', ?, ?, ?, ?, ? FROM endpoints WHERE name = ?",
        (delivery_id, alert_id, now, planned_at or now, mode, language, quiet, endpoint),
    )
    if inserted != 1:
        raise StorageError(f"the endpoint {endpoint!r} was never recorded; please report this")
    return delivery_id


def claim_due(db: Database, *, now: str, lease_until: str, limit: int) -> list[Delivery]:
    """Lease the deliveries that are due; nobody else gets them until the lease ends.

    What a paused endpoint is owed stays due and is nobody's turn.
    One transaction of its own. A claimer that is killed leaves a lease that runs out.
    """
    with db.transaction():
        rows = db.rows(
            f"{_SELECT} WHERE deliveries.state = 'pending' AND deliveries.next_attempt_at <= :now "
            "AND deliveries.gathered_in IS NULL AND endpoints.paused_at IS NULL "
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
    """Make due what was planned for after ``latest``: the clock was ahead when it was planned.

    A first attempt may be planned for as late as its window wants, if the clock was right then;
    one that waits for quiet times alone never waits for more than a week, a digest for some.
    """
    furthest, beyond = (to_text(from_text(now) + most) for most in (_QUIET_AT_MOST, _WAIT_AT_MOST))
    with db.transaction():
        db.execute(
            "UPDATE deliveries SET next_attempt_at = :now WHERE state = 'pending' "
            "AND next_attempt_at > :latest AND (attempts > 0 OR created_at > :latest "
            "OR (mode = 'now' AND next_attempt_at > :furthest) OR next_attempt_at > :beyond)",
            {"now": now, "latest": latest, "furthest": furthest, "beyond": beyond},
        )


def record_attempt(
    db: Database, attempt: Attempt, *, state: DeliveryState, next_attempt_at: str | None
) -> None:
    """Write an attempt and what follows from it; inside a transaction.

    What once arrived stays delivered, whatever a second sender saw. What was gathered in this
    delivery ends with it.
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
    db.execute(
        "UPDATE deliveries SET state = ?, attempts = ?, finished_at = ? "
        "WHERE gathered_in = ? AND state <> 'delivered'",
        (
            state,
            attempt.number,
            attempt.finished_at if ended else None,
            attempt.delivery_id,
        ),
    )
    if ended:
        _settle_alerts(db, attempt.delivery_id)


def next_attempt_number(db: Database, delivery_id: str) -> int:
    row = db.row("SELECT max(number) FROM attempts WHERE delivery_id = ?", (delivery_id,))
    return (row[0] or 0) + 1 if row else 1


def requeue(db: Database, delivery_id: str, *, now: str) -> None:
    """Try a dead or waiting delivery again now, under its old id; inside a transaction.

    What was gathered with others is told with them again. Who asks for it believes the receiver to
    be back, and does not want to wait for a window: a disabled endpoint is enabled again.
    """
    row = db.row("SELECT coalesce(gathered_in, id) FROM deliveries WHERE id = ?", (delivery_id,))
    told_by = row[0] if row else delivery_id
    db.execute(
        "UPDATE endpoints SET disabled_at = NULL, reason = NULL "
        "WHERE id = (SELECT endpoint_id FROM deliveries WHERE id = ?)",
        (told_by,),
    )
    db.execute(
        "UPDATE deliveries SET state = 'pending', next_attempt_at = ?, finished_at = NULL, "
        "mode = 'now', quiet = NULL WHERE id = ? AND state <> 'delivered'",
        (now, told_by),
    )
    db.execute(
        "UPDATE deliveries SET state = 'pending', finished_at = NULL "
        "WHERE gathered_in = ? AND state <> 'delivered'",
        (told_by,),
    )
    db.execute(
        "UPDATE alerts SET state = 'pending', reason = NULL WHERE state = 'dead' "
        "AND id IN (SELECT alert_id FROM deliveries WHERE id = :id OR gathered_in = :id)",
        {"id": told_by},
    )


def find_delivery(db: Database, delivery_id: str) -> Delivery | None:
    row = db.row(f"{_SELECT} WHERE deliveries.id = ?", (delivery_id,))
    return _delivery(row) if row else None


def deliveries_of(db: Database, alert_id: int) -> list[Delivery]:
    rows = db.rows(f"{_SELECT} WHERE deliveries.alert_id = ? ORDER BY endpoint", (alert_id,))
    return [_delivery(row) for row in rows]


def dead_deliveries(db: Database) -> list[Delivery]:
    """Without those that were gathered in another: that one stands for them."""
    rows = db.rows(
        f"{_SELECT} WHERE deliveries.state = 'dead' AND deliveries.gathered_in IS NULL "
        "ORDER BY deliveries.created_at"
    )
    return [_delivery(row) for row in rows]


def pending_count(db: Database) -> int:
    row = db.row("SELECT count(*) FROM deliveries WHERE state = 'pending' AND gathered_in IS NULL")
    return int(row[0]) if row else 0


def dead_count(db: Database) -> int:
    """Given up, also of alerts that others took; of what was gathered the digest alone counts."""
    row = db.row("SELECT count(*) FROM deliveries WHERE state = 'dead' AND gathered_in IS NULL")
    return int(row[0]) if row else 0


def open_window_until(
    db: Database, endpoint: str, *, language: str, quiet: str | None, now: str
) -> str | None:
    """When the batch ends that is open for such deliveries to an endpoint; None: none is."""
    row = db.row(
        "SELECT next_attempt_at FROM deliveries JOIN endpoints ON endpoints.id = endpoint_id "
        "WHERE name = ? AND state = 'pending' AND mode = 'batch' AND language = ? AND quiet IS ? "
        "AND gathered_in IS NULL AND attempts = 0 AND next_attempt_at > ? "
        "ORDER BY next_attempt_at LIMIT 1",
        (endpoint, language, quiet, now),
    )
    return row[0] if row else None


def next_attempt_at(db: Database) -> str | None:
    """When the next delivery is due to an endpoint that is not paused."""
    row = db.row(
        "SELECT min(next_attempt_at) FROM deliveries JOIN endpoints ON endpoints.id = endpoint_id "
        "WHERE state = 'pending' AND paused_at IS NULL"
    )
    return row[0] if row else None


def attempts_of(db: Database, delivery_id: str) -> list[Attempt]:
    """Of what was gathered in another delivery: the attempts of that one."""
    rows = db.rows(
        "SELECT attempts.* FROM attempts JOIN deliveries "
        "ON attempts.delivery_id = coalesce(deliveries.gathered_in, deliveries.id) "
        "WHERE deliveries.id = ? ORDER BY number",
        (delivery_id,),
    )
    return [_attempt(row) for row in rows]


def _settle_alerts(db: Database, delivery_id: str) -> None:
    """Once no delivery of an alert is pending: delivered if any arrived, else dead."""
    db.execute(
        "UPDATE alerts SET state = CASE WHEN EXISTS (SELECT 1 FROM deliveries d "
        "WHERE d.alert_id = alerts.id AND d.state = 'delivered') THEN 'delivered' ELSE 'dead' END "
        "WHERE id IN (SELECT alert_id FROM deliveries WHERE id = :id OR gathered_in = :id) "
        "AND state = :pending AND NOT EXISTS (SELECT 1 FROM deliveries d "
        "WHERE d.alert_id = alerts.id AND d.state = 'pending')",
        {"id": delivery_id, "pending": AlertState.PENDING},
    )


def _delivery(row: sqlite3.Row) -> Delivery:
    values = {name: row[name] for name in field_names(Delivery) if name not in ("state", "mode")}
    return Delivery(**values, state=DeliveryState(row["state"]), mode=DeliveryMode(row["mode"]))


def _attempt(row: sqlite3.Row) -> Attempt:
    values = {name: row[name] for name in field_names(Attempt) if name != "outcome"}
    return Attempt(**values, outcome=AttemptOutcome(row["outcome"]))
