"""What an endpoint never took is told to its fallback: once, and to nobody further."""

from __future__ import annotations

from monitor.alerts.model import DeadLetterAlert
from monitor.alerts.payload import alert_data
from monitor.alerts.stored import source_from_json
from monitor.config import Watchlist
from storage.alerts import Alert, NewAlert, find_alert, insert_alert
from storage.database import Database
from storage.deliveries import Delivery, insert_delivery, sync_endpoints
from storage.model import AlertState, EventType


def report_dead_letter(
    db: Database,
    watchlist: Watchlist,
    delivery: Delivery,
    *,
    attempts: int,
    reason: str,
    now: str,
    due: str,
) -> bool:
    """Plan the message about a delivery that was given up; inside the transaction that says so.

    It is due at ``due``, when the pass began that gave up: that pass sends it, not the next one.

    False where the endpoint has no fallback, where it was reported before (a person had queued the
    delivery again) or where the delivery was such a report itself.
    """
    endpoint = watchlist.endpoint(delivery.endpoint)
    fallback = watchlist.endpoint(endpoint.fallback) if endpoint and endpoint.fallback else None
    alert = find_alert(db, delivery.alert_id)
    if fallback is None or alert is None or alert.event is EventType.DELIVERY_DEAD:
        return False
    if _was_reported(db, delivery.id):
        return False
    sync_endpoints(db, [(fallback.name, fallback.kind)])
    report_id = insert_alert(db, _report(alert, delivery, attempts, reason, now))
    insert_delivery(db, report_id, fallback.name, now=now, planned_at=due)
    return True


def _report(alert: Alert, delivery: Delivery, attempts: int, reason: str, now: str) -> NewAlert:
    source = alert.body.get("source")
    summary = alert.body.get("summary")
    content = DeadLetterAlert(
        created_at=now,
        captured_at=now,
        severity=alert.severity,
        endpoint=delivery.endpoint,
        delivery=delivery.id,
        alert=alert.id,
        told=alert.event,
        attempts=attempts,
        reason=reason,
        source=source_from_json(source) if isinstance(source, dict) else None,
        summary=summary if isinstance(summary, str) else "",
    )
    return NewAlert(
        event=EventType.DELIVERY_DEAD,
        source_id=alert.source_id,
        change_id=None,
        version_id=alert.version_id,
        captured_at=now,
        created_at=now,
        severity=alert.severity,
        state=AlertState.PENDING,
        reason=None,
        body=alert_data(content),
    )


def _was_reported(db: Database, delivery_id: str) -> bool:
    row = db.row(
        "SELECT 1 FROM alerts WHERE event = ? AND json_extract(body, '$.delivery') = ?",
        (EventType.DELIVERY_DEAD, delivery_id),
    )
    return row is not None
