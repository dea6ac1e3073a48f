"""What became of alerts, in our words of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.alerts.composing import composer
from monitor.alerts.message import FITS
from monitor.alerts.runs import Line
from monitor.alerts.stored import alert_from_data
from monitor.alerts.untold import untold_words
from monitor.cli.delivery_fate import fate_of, fate_words
from monitor.report.recorded import told_summary
from monitor.report.words import Frame, minute, severity_of
from storage.alerts import Alert
from storage.changes import find_change
from storage.database import Database
from storage.deliveries import Attempt, Delivery, attempts_of
from storage.model import AlertState


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAlert:
    id: int
    words: str


def state_words(state: AlertState, frame: Frame) -> str:
    return frame.of("alert_states", state.value)


def event_words(event: str, frame: Frame) -> str:
    return frame.words.find("events", event) or event


def why(alert: Alert, frame: Frame) -> str:
    """What became of it, in a sentence or two."""
    words = frame.of("alerts", alert.state.value)
    if not alert.reason:
        return words
    reason = untold_words(alert.reason, frame.words)
    return f"{words} {reason[0].upper()}{reason[1:]}."


def told_alerts(alerts: Iterable[Alert], frame: Frame) -> list[ToldAlert]:
    """In a word or two, for the page of their change."""
    return [ToldAlert(id=one.id, words=_briefly(one, frame)) for one in alerts]


def _briefly(alert: Alert, frame: Frame) -> str:
    words = state_words(alert.state, frame)
    return f"{words} ({untold_words(alert.reason, frame.words)})" if alert.reason else words


def delivery_words(delivery: Delivery, frame: Frame) -> str:
    return frame.words.say("deliveries", delivery.state.value)


def fates(
    db: Database, deliveries: Iterable[Delivery], frame: Frame, now: datetime
) -> list[tuple[str, list[tuple[Attempt, str]]]]:
    """Each delivery with its attempts and how they ended, which have the errors."""
    return [
        (
            fate_words(fate_of(db, one, now=now) | {"last_error": None}, frame.words, minute),
            [(made, frame.of("attempts", made.outcome.value)) for made in attempts_of(db, one.id)],
        )
        for one in deliveries
    ]


def told_lines(alert: Alert, frame: Frame) -> tuple[Line, ...]:
    """What an alert tells that is about no change; none for what another program stored."""
    try:
        content = alert_from_data(alert.event.value, alert.created_at, alert.body)
        return composer(content, frame.language)(FITS[0]).lines
    except (KeyError, TypeError, ValueError):
        return ()


def told_together(db: Database, alert: Alert, frame: Frame) -> list[dict[str, Any]]:
    """Of a digest, what it tells, the most severe first; none for every other alert."""
    body: dict[str, Any] = alert.body
    return [
        {
            "event": event_words(entry["event"], frame),
            "severity": severity_of(entry["severity"], frame),
            "silent": entry["silent"],
            "summary": _entry_summary(db, entry, frame),
            "captured_at": entry["captured_at"],
            "version": entry["version"],
            "key": entry["source"]["key"],
            "service": entry["source"]["service"],
            "terms_type": entry["source"]["type"],
        }
        for entry in body.get("entries", ())
    ]


def _entry_summary(db: Database, entry: dict[str, Any], frame: Frame) -> str:
    """As the digest told it, in its own language; made anew where the reader has another."""
    row = db.row(
        "SELECT versions.id FROM versions JOIN sources ON sources.id = versions.source_id "
        "WHERE sources.key = ? AND versions.number = ?",
        (entry["source"]["key"], entry["version"]),
    )
    change = find_change(db, row["id"]) if row else None
    return told_summary(db, change.id if change else None, entry["summary"], frame)
