"""An alert: the row that `alerts list --json` fixes, and the same for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from monitor.cli.change_view import ALARMING, change_lines
from monitor.cli.moments import seconds
from monitor.cli.output import paint
from monitor.cli.table import Row, indented
from monitor.cli.terminal import shown
from storage.alerts import Alert
from storage.database import Database
from storage.deliveries import deliveries_of
from storage.sources import Source
from storage.versions import get_version

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


def alert_row(shape: dict[str, Any]) -> Row:
    cells = (
        str(shape["alert"]),
        shape["captured_at"][:10],
        shape["source"] or "-",
        shape["event"],
        str(shape["severity"]),
        shape["state"],
    )
    return Row(cells=cells, detail=delivery_words(shape), style=_STYLES.get(shape["state"], ""))


def delivery_words(shape: dict[str, Any]) -> str:
    """Why it waits or was dropped, and how each delivery stands."""
    deliveries = "; ".join(
        f"{one['endpoint']}: {one['state']}"
        + (f" after {one['attempts']} attempts" if one["attempts"] > 1 else "")
        for one in shape["deliveries"]
    )
    return "; ".join(part for part in (shape["reason"], deliveries) if part)


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


def _attempt_words(attempt: dict[str, Any]) -> str:
    status = f" (HTTP {attempt['http_status']})" if attempt["http_status"] else ""
    error = f": {attempt['error']}" if attempt["error"] else ""
    return (
        f"{attempt['started_at']} {attempt['endpoint']} attempt {attempt['number']}: "
        f"{attempt['outcome']}{status}{error}"
    )
