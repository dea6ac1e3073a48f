"""Deliveries that wait for a window, and what becomes of them when it has ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.alerts import Alert, find_alert
from storage.database import Database
from storage.model import DeliveryMode


@dataclass(frozen=True, slots=True, kw_only=True)
class DueGroup:
    """Deliveries that can be told in one message; ``delivery_ids`` in the order of their alerts.

    ``quiet`` is as :func:`monitor.alerts.windows.quiet_to_text` writes it.
    """

    endpoint: str
    mode: DeliveryMode
    language: str
    quiet: str | None
    delivery_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """So many deliveries to an endpoint that are not due before ``until``, the first of them.

    ``has_quiet``: their route has quiet times.
    """

    endpoint: str
    mode: DeliveryMode
    has_quiet: bool
    until: str
    deliveries: int


# What was never attempted: what was may have arrived, and is told again under its own id alone.
_UNTOLD = (
    "state = 'pending' AND gathered_in IS NULL AND attempts = 0 AND paused_at IS NULL "
    "AND (leased_until IS NULL OR leased_until <= :now)"
)
_FROM = "FROM deliveries JOIN endpoints ON endpoints.id = deliveries.endpoint_id"


def due_groups(db: Database, *, now: str) -> list[DueGroup]:
    """What waited for a window that has ended; not for endpoints that are paused."""
    rows = db.rows(
        f"SELECT deliveries.id, name, mode, language, quiet {_FROM} WHERE {_UNTOLD} "
        "AND mode <> 'now' AND next_attempt_at <= :now "
        "ORDER BY name, mode, language, quiet, deliveries.alert_id",
        {"now": now},
    )
    groups: dict[tuple[str, str, str, str | None], list[str]] = {}
    for row in rows:
        key = (row["name"], row["mode"], row["language"], row["quiet"])
        groups.setdefault(key, []).append(row["id"])
    return [
        DueGroup(
            endpoint=endpoint,
            mode=DeliveryMode(mode),
            language=language,
            quiet=quiet,
            delivery_ids=tuple(members),
        )
        for (endpoint, mode, language, quiet), members in groups.items()
    ]


def due_with_quiet(db: Database, *, now: str) -> list[tuple[str, str]]:
    """(id, quiet) of the deliveries that are due and must not be told in some hours."""
    rows = db.rows(
        "SELECT id, quiet FROM deliveries WHERE state = 'pending' AND next_attempt_at <= ? "
        "AND gathered_in IS NULL AND quiet IS NOT NULL",
        (now,),
    )
    return [(row["id"], row["quiet"]) for row in rows]


def put_off(db: Database, delivery_ids: Sequence[str], *, until: str) -> None:
    """Not to be attempted before ``until``; inside a transaction."""
    for delivery_id in delivery_ids:
        db.execute(
            "UPDATE deliveries SET next_attempt_at = ? WHERE id = ? AND state = 'pending'",
            (until, delivery_id),
        )


def tell_alone(db: Database, delivery_ids: Sequence[str]) -> None:
    """What is due is sent as the alert that it is, and gathered with nothing later."""
    for delivery_id in delivery_ids:
        db.execute("UPDATE deliveries SET mode = 'now' WHERE id = ?", (delivery_id,))


def tell_together(db: Database, delivery_ids: Sequence[str], digest_id: str) -> None:
    """From now on they have the fate of the delivery ``digest_id``; inside a transaction."""
    for delivery_id in delivery_ids:
        db.execute(
            "UPDATE deliveries SET gathered_in = ?, next_attempt_at = NULL, leased_until = NULL "
            "WHERE id = ?",
            (digest_id, delivery_id),
        )


def alerts_of(db: Database, delivery_ids: Sequence[str]) -> list[tuple[str, Alert]]:
    """(delivery, its alert), in the order of the ids."""
    found = []
    for delivery_id in delivery_ids:
        row = db.row("SELECT alert_id FROM deliveries WHERE id = ?", (delivery_id,))
        alert = find_alert(db, row["alert_id"]) if row else None
        if alert is not None:
            found.append((delivery_id, alert))
    return found


def gathered_alerts(db: Database, digest_alert_id: int) -> list[Alert]:
    """The alerts that a digest told, the oldest first."""
    rows = db.rows(
        "SELECT member.alert_id FROM deliveries AS member JOIN deliveries AS digest "
        "ON digest.id = member.gathered_in WHERE digest.alert_id = ? ORDER BY member.alert_id",
        (digest_alert_id,),
    )
    alerts = (find_alert(db, row["alert_id"]) for row in rows)
    return [alert for alert in alerts if alert is not None]


def waiting_deliveries(db: Database, *, now: str) -> list[Waiting]:
    """What waits for a window or for the end of quiet times, the soonest first."""
    rows = db.rows(
        "SELECT name, mode, quiet IS NOT NULL AS has_quiet, min(next_attempt_at) AS until, "
        "count(*) AS deliveries "
        f"{_FROM} WHERE {_UNTOLD} AND next_attempt_at > :now "
        "GROUP BY name, mode, has_quiet ORDER BY until, name, mode, has_quiet",
        {"now": now},
    )
    return [
        Waiting(
            endpoint=row["name"],
            mode=DeliveryMode(row["mode"]),
            has_quiet=bool(row["has_quiet"]),
            until=row["until"],
            deliveries=row["deliveries"],
        )
        for row in rows
    ]
