"""Alerts that are sent once more, to one endpoint."""

from __future__ import annotations

from storage.database import Database
from storage.deliveries import insert_delivery

_TOLD = "('delivered', 'dead')"


def replayable_ids(
    db: Database, *, dead: bool, since: str | None = None, until: str | None = None
) -> list[int]:
    """Alerts that were told or given up, the oldest first.

    ``dead``: those of which a delivery was given up, whatever became of the others. ``since`` and
    ``until`` bound the time of capture. What was told in a digest is replayed as that digest.
    """
    conditions = [f"state IN {_TOLD}"]
    if dead:
        conditions = [
            "id IN (SELECT alert_id FROM deliveries WHERE state = 'dead' AND gathered_in IS NULL)"
        ]
    else:
        conditions.append(
            "id NOT IN (SELECT alert_id FROM deliveries WHERE gathered_in IS NOT NULL)"
        )
    values: list[object] = []
    for condition, value in (("captured_at >= ?", since), ("captured_at <= ?", until)):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    sql = f"SELECT id FROM alerts WHERE {' AND '.join(conditions)} ORDER BY id"  # noqa: S608
    return [int(row[0]) for row in db.rows(sql, values)]


def replay(db: Database, alert_id: int, endpoint: str, *, now: str) -> str:
    """Plan one more delivery of an alert, due now; returns its id. Inside a transaction.

    An endpoint has one delivery of an alert: where there is one already, that one is sent again
    under its id, also when it had arrived.
    """
    known = db.row(
        "SELECT deliveries.id FROM deliveries JOIN endpoints ON endpoints.id = endpoint_id "
        "WHERE alert_id = ? AND endpoints.name = ?",
        (alert_id, endpoint),
    )
    if known is None:
        delivery_id = insert_delivery(
            db, alert_id, endpoint, now=now, language=_language(db, alert_id)
        )
    else:
        delivery_id = str(known[0])
        db.execute(
            "UPDATE deliveries SET state = 'pending', next_attempt_at = ?, finished_at = NULL, "
            "mode = 'now', quiet = NULL, gathered_in = NULL WHERE id = ?",
            (now, delivery_id),
        )
    db.execute("UPDATE alerts SET state = 'pending', reason = NULL WHERE id = ?", (alert_id,))
    return delivery_id


def _language(db: Database, alert_id: int) -> str:
    """The words in which it was told elsewhere."""
    row = db.row("SELECT language FROM deliveries WHERE alert_id = ? LIMIT 1", (alert_id,))
    return str(row[0]) if row else "en"
