"""How endpoints stand: paused, disabled, what they are owed, and how fast they were written to.

What an endpoint is owed while it is paused stays due and is nobody's turn; nothing of it is lost.
"""

from __future__ import annotations

from typing import Any

from storage.database import Database
from storage.model import AttemptOutcome
from storage.values import value


@value
class EndpointState:
    """One endpoint as recorded. ``reason`` says why it is disabled.

    ``owed`` counts its deliveries that are pending, ``dead`` those that were given up;
    ``next_attempt_at`` is when the next is due. ``last_error`` is of its last attempt, None where
    that went well.
    """

    name: str
    kind: str
    paused_at: str | None
    disabled_at: str | None
    reason: str | None
    owed: int
    dead: int
    next_attempt_at: str | None
    last_attempt_at: str | None
    last_outcome: AttemptOutcome | None
    last_error: str | None


def endpoint_states(db: Database) -> list[EndpointState]:
    """All endpoints that were ever recorded, by name."""
    rows = db.rows(
        "SELECT endpoints.*, coalesce(sum(state = 'pending' AND gathered_in IS NULL), 0) AS owed, "
        "coalesce(sum(state = 'dead' AND gathered_in IS NULL), 0) AS dead, "
        "min(CASE WHEN state = 'pending' THEN next_attempt_at END) AS next_attempt_at "
        "FROM endpoints LEFT JOIN deliveries ON deliveries.endpoint_id = endpoints.id "
        "GROUP BY endpoints.id ORDER BY endpoints.name"
    )
    return [_state(db, dict(row)) for row in rows]


def _state(db: Database, row: dict[str, Any]) -> EndpointState:
    last = db.row(
        "SELECT attempts.* FROM attempts JOIN deliveries ON deliveries.id = delivery_id "
        "WHERE endpoint_id = ? ORDER BY attempts.id DESC LIMIT 1",
        (row.pop("id"),),
    )
    return EndpointState(
        **row,
        last_attempt_at=last["finished_at"] if last else None,
        last_outcome=AttemptOutcome(last["outcome"]) if last else None,
        last_error=last["error"] if last else None,
    )


def paused_endpoints(db: Database) -> dict[str, str]:
    """Name -> since when."""
    rows = db.rows("SELECT name, paused_at FROM endpoints WHERE paused_at IS NOT NULL")
    return {row["name"]: row["paused_at"] for row in rows}


def pause_endpoint(db: Database, name: str, *, now: str) -> bool:
    """Send it nothing until it is resumed; False when it was paused already."""
    return bool(
        db.execute(
            "UPDATE endpoints SET paused_at = ? WHERE name = ? AND paused_at IS NULL", (now, name)
        )
    )


def resume_endpoint(db: Database, name: str) -> bool:
    """Send to it again, also where the receiver had said that it is gone; False: it was on."""
    return bool(
        db.execute(
            "UPDATE endpoints SET paused_at = NULL, disabled_at = NULL, reason = NULL "
            "WHERE name = ? AND (paused_at IS NOT NULL OR disabled_at IS NOT NULL)",
            (name,),
        )
    )


def sent_since(db: Database, name: str, since: str) -> list[str]:
    """When messages were sent to an endpoint after ``since``, the oldest first.

    What was given up without asking the receiver (it was disabled) is no message.
    """
    rows = db.rows(
        "SELECT attempts.started_at FROM attempts JOIN deliveries ON deliveries.id = delivery_id "
        "JOIN endpoints ON endpoints.id = deliveries.endpoint_id "
        "WHERE attempts.started_at > ? AND endpoints.name = ? "
        "AND NOT (attempts.outcome = 'refused' AND attempts.http_status IS NULL) "
        "ORDER BY attempts.started_at",
        (since, name),
    )
    return [row[0] for row in rows]


def throttled_until(db: Database) -> dict[str, str]:
    """Name -> until when an endpoint asked to be left alone, by its deliveries that wait for it."""
    rows = db.rows(
        "SELECT endpoints.name, max(deliveries.next_attempt_at) FROM deliveries "
        "JOIN endpoints ON endpoints.id = deliveries.endpoint_id "
        "JOIN attempts ON attempts.delivery_id = deliveries.id "
        "AND attempts.number = deliveries.attempts "
        "WHERE deliveries.state = 'pending' AND attempts.outcome = 'throttled' "
        "GROUP BY endpoints.name"
    )
    return dict(map(tuple, rows))


def hasten(db: Database, delivery_id: str, *, due: str) -> int:
    """What waits for its next attempt where this one arrived is due at ``due``; returns how many.

    Inside a transaction, before the success is recorded. Each is hastened once: one that fails
    while others arrive keeps its own schedule, else it would be given up after a few of them.
    """
    return db.execute(
        "UPDATE deliveries SET next_attempt_at = :due WHERE state = 'pending' "
        "AND gathered_in IS NULL AND next_attempt_at > :due "
        "AND endpoint_id = (SELECT endpoint_id FROM deliveries WHERE id = :id) "
        "AND (SELECT outcome FROM attempts WHERE delivery_id = deliveries.id "
        "ORDER BY number DESC LIMIT 1) = 'retry' "
        "AND NOT EXISTS (SELECT 1 FROM attempts AS arrived JOIN deliveries AS other "
        "ON other.id = arrived.delivery_id AND other.endpoint_id = deliveries.endpoint_id "
        "WHERE arrived.outcome = 'delivered' AND arrived.started_at > "
        "(SELECT started_at FROM attempts WHERE delivery_id = deliveries.id AND number = 1))",
        {"due": due, "id": delivery_id},
    )


def postpone(db: Database, name: str, *, until: str) -> int:
    """Nothing that an endpoint is owed is due before ``until``; returns how many had to wait."""
    with db.transaction():
        return db.execute(
            "UPDATE deliveries SET next_attempt_at = ?, leased_until = NULL "
            "WHERE state = 'pending' AND gathered_in IS NULL AND next_attempt_at < ? "
            "AND endpoint_id = (SELECT id FROM endpoints WHERE name = ?)",
            (until, until, name),
        )


def attempt_outcomes(db: Database, delivery_id: str) -> dict[AttemptOutcome, int]:
    """How many attempts of a delivery ended in which way."""
    rows = db.rows(
        "SELECT outcome, count(*) FROM attempts WHERE delivery_id = ? GROUP BY outcome",
        (delivery_id,),
    )
    return {AttemptOutcome(row[0]): int(row[1]) for row in rows}
