"""An alert: the row that `alerts list --json` fixes, and the same for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from monitor.cli.change_view import ALARMING, change_lines
from monitor.cli.fact_words import count_words
from monitor.cli.moments import seconds
from monitor.cli.output import paint
from monitor.cli.table import Row, indented
from monitor.cli.terminal import shown
from storage.alert_list import ListedAlert, ListedDelivery
from storage.alerts import Alert, find_alert
from storage.database import Database
from storage.deliveries import deliveries_of
from storage.model import AlertState, DeliveryState
from storage.sources import Source
from storage.times import to_text, utc_now
from storage.versions import get_version

NOTHING: Mapping[str, str] = MappingProxyType({})
_STYLES = {"dead": "alarm", "pending": "careful", "held": "careful"}


def alert_shape(db: Database, alert: Alert, sources: Mapping[int, Source]) -> dict[str, Any]:
    """The row; ``source``, ``service`` and ``version`` are null for an alert about a run."""
    source = sources.get(alert.source_id) if alert.source_id is not None else None
    version = get_version(db, alert.version_id) if alert.version_id is not None else None
    return {
        "alert": alert.id,
        "event": alert.event.value,
        "source": source.key if source else None,
        "service": source.service if source else None,
        "version": version.number if version else None,
        "captured_at": seconds(alert.captured_at),
        "severity": alert.severity,
        "state": alert.state.value,
        "reason": alert.reason,
        "deliveries": [
            {
                "endpoint": delivery.endpoint,
                "state": delivery.state.value,
                "attempts": delivery.attempts,
                "delivery": delivery.id,
            }
            for delivery in deliveries_of(db, alert.id)
        ],
    }


LISTED_FIELDS = (
    *("alert", "event", "source", "service", "version", "captured_at"),
    *("severity", "state", "reason", "deliveries"),
)


def listed_shape(alert: ListedAlert) -> dict[str, Any]:
    """The row of :func:`alert_shape`, of an alert that was read with its deliveries."""
    return {
        "alert": alert.id,
        "event": alert.event,
        "source": alert.source,
        "service": alert.service,
        "version": alert.version,
        "captured_at": seconds(alert.captured_at),
        "severity": alert.severity,
        "state": alert.state,
        "reason": alert.reason,
        "deliveries": [
            {
                "endpoint": delivery.endpoint,
                "state": delivery.state,
                "attempts": delivery.attempts,
                "delivery": delivery.id,
            }
            for delivery in alert.deliveries
        ],
    }


def listed_row(alert: ListedAlert, clock: str) -> Row:
    """Of an alert that was read with its deliveries: with why each waits and until when."""
    now = to_text(utc_now())
    waiting = {
        delivery.id: _waiting(delivery, now)
        for delivery in alert.deliveries
        if delivery.state == DeliveryState.PENDING
    }
    return alert_row(listed_shape(alert), waiting, clock)


def _waiting(delivery: ListedDelivery, now: str) -> str:
    planned = delivery.next_attempt_at
    if not planned:
        return ""
    if not delivery.attempts:
        return f", waits until {seconds(planned)}" if planned > now else ""
    status = delivery.http_status
    failed = f"HTTP {status}" if status else delivery.error or "it failed"
    return f" ({failed}), next {seconds(planned)}"


def alerts_since(db: Database, instant: str) -> list[Alert]:
    """Alerts that were recorded or attempted since then, the oldest first."""
    rows = db.rows(
        "SELECT id FROM alerts WHERE created_at >= :since UNION SELECT alert_id FROM attempts "
        "JOIN deliveries ON deliveries.id = delivery_id WHERE started_at >= :since ORDER BY 1",
        {"since": instant},
    )
    found = (find_alert(db, row[0]) for row in rows)
    return [alert for alert in found if alert is not None]


def alert_row(shape: dict[str, Any], waiting: Mapping[str, str], clock: str) -> Row:
    dead = sum(one["state"] == DeliveryState.DEAD for one in shape["deliveries"])
    partly = f", {dead} dead" if dead and shape["state"] != AlertState.DEAD else ""
    cells = (
        str(shape["alert"]),
        shape["captured_at"][:10],
        shape["source"] or "-",
        str(shape["severity"]),
        f"{shape['state']}{partly}",
    )
    style = _STYLES.get("dead" if dead else shape["state"], "")
    words = (clock, shape["event"], delivery_words(shape, waiting))
    return Row(cells=cells, detail=" · ".join(filter(None, words)), style=style)


def delivery_words(shape: dict[str, Any], waiting: Mapping[str, str] = NOTHING) -> str:
    """Why it waits or was dropped, and how each delivery stands; ``waiting`` as in `listed_row`."""
    deliveries = "; ".join(
        _delivery_words(one, waiting.get(one["delivery"], "")) for one in shape["deliveries"]
    )
    return "; ".join(part for part in (shape["reason"], deliveries) if part)


def _delivery_words(delivery: dict[str, Any], waiting: str) -> str:
    attempts = delivery["attempts"]
    first = delivery["state"] == DeliveryState.DELIVERED and attempts == 1
    after = f" after {count_words(attempts, 'attempt')}" if attempts and not first else ""
    return f"{delivery['endpoint']}: {delivery['state']}{after}{waiting}"


def alert_lines(shape: dict[str, Any], *, width: int) -> Iterator[str]:
    """One alert for people: `shape` is that of the list with created_at, attempts and data."""
    title = f"alert {shape['alert']}  {shape['event']}  {shown(shape['source'] or '')}".rstrip()
    yield paint(title, "alarm" if shape["severity"] >= ALARMING else "strong")
    version = f"version {shape['version']}, " if shape["version"] is not None else ""
    yield f"{version}captured {shape['captured_at']}, recorded {shape['created_at']}"
    yield f"state: {paint(shape['state'], _STYLES.get(shape['state'], ''))}"
    yield from indented(delivery_words(shape), width=width, indent="  ")
    for attempt in shape["attempts"]:
        yield from indented(_attempt_words(attempt), width=width)
    yield ""
    if "clause_changes" in shape["data"]:
        yield from change_lines(shape["data"], width=width)
        return
    for name, value in shape["data"].items():
        if isinstance(value, str | int) and name != "captured_at":
            yield f"{name}: {shown(str(value))}"
    for entry in shape["data"].get("entries", ()):
        said = f"{entry['severity']} {entry['event']} {entry['source']['key']}"
        version = f"@{entry['version']}" if entry["version"] is not None else ""
        yield from indented(f"{said}{version}: {entry['summary']}", width=width, indent="  ")


def _attempt_words(attempt: dict[str, Any]) -> str:
    status = f" (HTTP {attempt['http_status']})" if attempt["http_status"] else ""
    error = f": {attempt['error']}" if attempt["error"] else ""
    return (
        f"{attempt['started_at']} {attempt['endpoint']} attempt {attempt['number']}: "
        f"{attempt['outcome']}{status}{error}"
    )
