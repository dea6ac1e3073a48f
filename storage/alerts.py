"""Alerts: what people are told, or why they were not."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import fields

from storage.database import Database
from storage.model import AlertState, EventType, RunKind
from storage.values import value


@value
class NewAlert:
    """``body`` is the JSON object that receivers get as ``data``."""

    event: EventType
    source_id: int | None
    change_id: int | None
    version_id: int | None
    captured_at: str
    created_at: str
    severity: int
    state: AlertState
    reason: str | None
    body: dict[str, object]


@value
class Alert(NewAlert):
    """An alert as recorded."""

    id: int


@value
class AlertFilter:
    """Instants are UTC text; all parts must hold. ``offset`` skips so many of the latest.

    ``state`` is that of the alert, or of one of its deliveries that did not arrive: of an alert
    that only some endpoints took, what was given up is dead all the same.
    """

    state: str | None = None
    source_id: int | None = None
    since: str | None = None
    limit: int | None = None
    offset: int = 0

    def conditions(self) -> tuple[str, list[object]]:
        """The SQL condition on ``alerts`` and its values."""
        given = {
            "(alerts.state = ? OR alerts.id IN (SELECT alert_id FROM deliveries "
            "WHERE state = ? AND state <> 'delivered'))": (self.state, self.state),
            "alerts.source_id = ?": (self.source_id,),
            "alerts.captured_at >= ?": (self.since,),
        }
        chosen = {sql: values for sql, values in given.items() if None not in values}
        return " AND ".join(["1 = 1", *chosen]), [one for many in chosen.values() for one in many]


def insert_alert(db: Database, new: NewAlert) -> int:
    """At most one alert per event and change (a second one is an IntegrityError)."""
    return db.insert(
        "alerts",
        {
            "event": new.event,
            "source_id": new.source_id,
            "change_id": new.change_id,
            "version_id": new.version_id,
            "captured_at": new.captured_at,
            "created_at": new.created_at,
            "severity": new.severity,
            "state": new.state,
            "reason": new.reason,
            "body": json.dumps(new.body, ensure_ascii=False),
        },
    )


def delete_unsent_alert(db: Database, alert_id: int) -> None:
    """Take back an alert that nobody got, to record it anew; inside a transaction."""
    db.execute("DELETE FROM alerts WHERE id = ? AND state IN ('held', 'dropped')", (alert_id,))


def unsent_change_alerts(db: Database, source_id: int) -> list[Alert]:
    """Alerts about changes of a source that nobody got, in the order of their versions."""
    rows = db.rows(
        "SELECT alerts.* FROM alerts JOIN versions ON versions.id = alerts.version_id "
        "WHERE alerts.source_id = ? AND alerts.change_id IS NOT NULL "
        "AND alerts.state IN ('held', 'dropped') ORDER BY versions.number",
        (source_id,),
    )
    return [_alert(row) for row in rows]


def imported_alerts(db: Database, source_id: int, reason: str) -> list[tuple[int, str]]:
    """Held alerts about imported versions, in the order of these: id, and when it was fetched."""
    rows = db.rows(
        "SELECT alerts.id, versions.fetched_at FROM alerts "
        "JOIN versions ON versions.id = alerts.version_id "
        "JOIN snapshots ON snapshots.id = versions.snapshot_id "
        "JOIN fetches ON fetches.id = snapshots.fetch_id JOIN runs ON runs.id = fetches.run_id "
        "WHERE alerts.source_id = ? AND alerts.change_id IS NOT NULL "
        "AND alerts.state = 'held' AND alerts.reason = ? AND runs.kind = ? "
        "ORDER BY versions.number",
        (source_id, reason, RunKind.IMPORT),
    )
    return [(row["id"], row["fetched_at"]) for row in rows]


def set_alert_state(db: Database, alert_id: int, state: AlertState, reason: str | None) -> None:
    db.update("alerts", alert_id, {"state": state, "reason": reason})


def find_alert(db: Database, alert_id: int) -> Alert | None:
    row = db.row("SELECT * FROM alerts WHERE id = ?", (alert_id,))
    return _alert(row) if row else None


def alerts_of_change(db: Database, change_id: int) -> list[Alert]:
    rows = db.rows("SELECT * FROM alerts WHERE change_id = ? ORDER BY id", (change_id,))
    return [_alert(row) for row in rows]


def last_alert_about(
    db: Database,
    source_id: int,
    events: tuple[EventType, ...],
    *,
    unless: tuple[str, ...] = (),
) -> Alert | None:
    """The last alert of a source that is of one of these events, and has none of these reasons."""
    conditions = (
        f"event IN ({', '.join('?' * len(events))}) "
        f"AND coalesce(reason, '') NOT IN ({', '.join('?' * len(unless))})"
    )
    sql = f"SELECT * FROM alerts WHERE source_id = ? AND {conditions} ORDER BY id DESC LIMIT 1"  # noqa: S608
    row = db.row(sql, (source_id, *events, *unless))
    return _alert(row) if row else None


def held_alerts(db: Database, source_id: int, reason: str) -> list[Alert]:
    """Held alerts of a source for one reason, oldest first."""
    rows = db.rows(
        "SELECT * FROM alerts WHERE source_id = ? AND state = 'held' AND reason = ? ORDER BY id",
        (source_id, reason),
    )
    return [_alert(row) for row in rows]


def list_alerts(db: Database, wanted: AlertFilter) -> list[Alert]:
    """Latest capture first; for what is watched live that is the order of their ids."""
    conditions, values = wanted.conditions()
    sql = (
        f"SELECT * FROM alerts WHERE {conditions} "  # noqa: S608  the constants above
        "ORDER BY captured_at DESC, id DESC LIMIT ? OFFSET ?"
    )
    values += [-1 if wanted.limit is None else wanted.limit, wanted.offset]
    return [_alert(row) for row in db.rows(sql, values)]


def _alert(row: sqlite3.Row) -> Alert:
    values = {name: row[name] for name in _COLUMNS if name not in _CONVERTED}
    return Alert(
        **values,
        event=EventType(row["event"]),
        state=AlertState(row["state"]),
        body=json.loads(row["body"]),
    )


_COLUMNS = tuple(field.name for field in fields(Alert))
_CONVERTED = frozenset({"event", "state", "body"})
