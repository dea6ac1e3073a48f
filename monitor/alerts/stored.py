"""Alerts as values again, from the bodies that :mod:`monitor.alerts.payload` wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from monitor.alerts.model import (
    TEST_EVENT,
    AlertContent,
    AlertSource,
    AnomalyAlert,
    ChangeAlert,
    ChangeContent,
    ClauseContent,
    DeadLetterAlert,
    DigestAlert,
    DigestEntry,
    HealthAlert,
    LeftOut,
    ReminderAlert,
    TestAlert,
)
from storage.model import (
    Category,
    ChangeClass,
    ClauseChangeKind,
    DateChange,
    DateStatus,
    EventType,
    FactChange,
    Material,
)


def alert_from_data(event: str, created_at: str, data: Mapping[str, Any]) -> AlertContent:
    """The alert whose ``data`` was stored: the inverse of :func:`monitor.alerts.payload.alert_data`
    up to what that shortened. Raises KeyError or ValueError for data of another shape.
    """
    if event == TEST_EVENT:
        return TestAlert(created_at=created_at, endpoint=data["endpoint"])
    kind = EventType(event)
    if kind in _WITHOUT_SOURCE:
        return _WITHOUT_SOURCE[kind](created_at, data)
    source = source_from_json(data["source"])
    if kind is EventType.EFFECTIVE_SOON:
        return _reminder(created_at, source, data)
    if kind in (EventType.SOURCE_BROKEN, EventType.SOURCE_RECOVERED):
        return HealthAlert(
            event=kind,
            created_at=created_at,
            source=source,
            captured_at=data["captured_at"],
            severity=data["severity"],
            outcome=data["outcome"],
            reason=data["reason"],
            bad_fetches=data["bad_fetches"],
            last_verified_at=data["last_verified_at"],
        )
    change = change_from_json(data)
    if kind is EventType.ROLLBACK:  # stored as a flap, before it was seen to stay
        change = replace(change, change_class=ChangeClass.ROLLBACK)
    return ChangeAlert(
        event=kind,
        created_at=created_at,
        source=source,
        version=data["version"],
        previous_version=data["previous_version"],
        captured_at=data["captured_at"],
        change=change,
        chain_sha256=data.get("chain_sha256"),
    )


def _reminder(created_at: str, source: AlertSource, data: Mapping[str, Any]) -> ReminderAlert:
    return ReminderAlert(
        created_at=created_at,
        source=source,
        version=data["version"],
        captured_at=data["captured_at"],
        severity=data["severity"],
        effective_on=data["effective_on"],
        days_left=data["days_left"],
        lead_days=data["lead_days"],
        first_stated_at=data["first_stated_at"],
        summary=data["summary"],
    )


def _anomaly(created_at: str, data: Mapping[str, Any]) -> AnomalyAlert:
    counts = {name: int(data[name]) for name in ("run", "checked", "changed", "held")}
    return AnomalyAlert(
        created_at=created_at, captured_at=data["captured_at"], severity=data["severity"], **counts
    )


def _digest(created_at: str, data: Mapping[str, Any]) -> DigestAlert:
    return DigestAlert(
        created_at=created_at,
        captured_at=data["captured_at"],
        severity=data["severity"],
        period=data["period"],
        since=data["since"],
        until=data["until"],
        entries=tuple(_entry(entry) for entry in data["entries"]),
        left_out=data["left_out"]["entries"],
    )


def _dead_letter(created_at: str, data: Mapping[str, Any]) -> DeadLetterAlert:
    return DeadLetterAlert(
        created_at=created_at,
        captured_at=data["captured_at"],
        severity=data["severity"],
        endpoint=data["endpoint"],
        delivery=data["delivery"],
        alert=data["alert"],
        told=EventType(data["event"]),
        attempts=data["attempts"],
        reason=data["reason"],
        source=source_from_json(data["source"]) if data["source"] else None,
        summary=data["summary"],
    )


_WITHOUT_SOURCE: Mapping[EventType, Callable[[str, Mapping[str, Any]], AlertContent]] = {
    EventType.RUN_ANOMALOUS: _anomaly,
    EventType.DIGEST: _digest,
    EventType.DELIVERY_DEAD: _dead_letter,
}


def _entry(entry: Mapping[str, Any]) -> DigestEntry:
    return DigestEntry(
        event=EventType(entry["event"]),
        source=source_from_json(entry["source"]),
        severity=entry["severity"],
        summary=entry["summary"],
        categories=_categories(entry["categories"]),
        silent=entry["silent"],
        version=entry["version"],
        captured_at=entry["captured_at"],
    )


def source_from_json(source: Mapping[str, Any]) -> AlertSource:
    return AlertSource(
        key=source["key"],
        service=source["service"],
        terms_type=source["type"],
        url=source["url"],
        language=source.get("language"),
        tags=tuple(source.get("tags", ())),
    )


def change_from_json(comparison: Mapping[str, Any]) -> ChangeContent:
    """From the JSON of ``compare``, clause changes in order of importance.

    ``summary`` and ``left_out`` may be missing: then they are empty.
    """
    return ChangeContent(
        change_class=ChangeClass(comparison["class"]),
        material=Material(comparison["material"]),
        silent=comparison["silent"],
        severity=comparison["severity"],
        reasons=tuple(comparison["reasons"]),
        effective=_date(comparison["effective"]),
        updated=_date(comparison["updated"]),
        categories=_categories(comparison["categories"]),
        clause_changes=tuple(_clause(change) for change in comparison["clause_changes"]),
        parties_added=tuple(comparison["parties"]["added"]),
        parties_removed=tuple(comparison["parties"]["removed"]),
        summary=comparison.get("summary") or "",
        left_out=LeftOut(**comparison.get("left_out", {})),
    )


def _clause(change: Mapping[str, Any]) -> ClauseContent:
    return ClauseContent(
        kind=ClauseChangeKind(change["kind"]),
        categories=_categories(change["categories"]),
        heading_path=tuple(change["heading_path"]),
        before=change["before"],
        after=change["after"],
        diff=tuple((op, text) for op, text in change["diff"]),
        facts=tuple(
            FactChange(
                fact=fact["fact"],
                before=fact["before"],
                after=fact["after"],
                direction=fact["direction"],
            )
            for fact in change["facts"]
        ),
        shortened=change.get("shortened", False),
    )


def _date(date: Mapping[str, Any]) -> DateChange:
    return DateChange(status=DateStatus(date["status"]), old=date["old"], new=date["new"])


def _categories(names: Sequence[str]) -> tuple[Category, ...]:
    return tuple(Category(name) for name in names)
