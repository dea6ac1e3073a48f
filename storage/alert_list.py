"""Many alerts with their deliveries, in a fixed number of queries however many there are."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict

from storage.alerts import AlertFilter
from storage.database import Database
from storage.values import value


@value
class ListedDelivery:
    """``attempts`` counts those that ended; ``http_status`` and ``error`` are of the last one."""

    id: str
    endpoint: str
    state: str
    attempts: int
    next_attempt_at: str | None
    http_status: int | None
    error: str | None


@value
class ListedAlert:
    """An alert without its body. Source, service and version are None for one about a run."""

    id: int
    event: str
    source: str | None
    service: str | None
    version: int | None
    captured_at: str
    severity: int
    state: str
    reason: str | None
    deliveries: tuple[ListedDelivery, ...]


_COLUMNS = """
alerts.id, alerts.event, sources.key AS source, services.name AS service,
versions.number AS version, alerts.captured_at, alerts.severity, alerts.state, alerts.reason
"""


def list_with_deliveries(db: Database, wanted: AlertFilter) -> list[ListedAlert]:
    """In the order of `list_alerts`; deliveries by endpoint."""
    conditions, values = wanted.conditions()
    rows = db.rows(
        f"""
        SELECT {_COLUMNS} FROM alerts
        LEFT JOIN sources ON sources.id = alerts.source_id
        LEFT JOIN services ON services.id = sources.service_id
        LEFT JOIN versions ON versions.id = alerts.version_id
        WHERE {conditions}
        ORDER BY alerts.captured_at DESC, alerts.id DESC LIMIT ? OFFSET ?
        """,  # noqa: S608  the constants above
        [*values, -1 if wanted.limit is None else wanted.limit, wanted.offset],
    )
    deliveries = _deliveries(db, [row["id"] for row in rows])
    return [_alert(row, deliveries) for row in rows]


def _alert(row: sqlite3.Row, deliveries: dict[int, list[ListedDelivery]]) -> ListedAlert:
    return ListedAlert(**dict(row), deliveries=tuple(deliveries.get(row["id"], ())))


def _deliveries(db: Database, alert_ids: list[int]) -> dict[int, list[ListedDelivery]]:
    rows = db.rows(
        """
        SELECT deliveries.alert_id, deliveries.id, endpoints.name AS endpoint, deliveries.state,
          deliveries.attempts, deliveries.next_attempt_at, attempts.http_status, attempts.error
        FROM deliveries JOIN endpoints ON endpoints.id = deliveries.endpoint_id
        LEFT JOIN attempts ON attempts.delivery_id = deliveries.id
          AND attempts.number = deliveries.attempts
        WHERE deliveries.alert_id IN (SELECT value FROM json_each(?))
        ORDER BY deliveries.alert_id, endpoint
        """,
        (json.dumps(alert_ids),),
    )
    found: dict[int, list[ListedDelivery]] = defaultdict(list)
    for row in rows:
        values = dict(row)
        found[values.pop("alert_id")].append(ListedDelivery(**values))
    return found
