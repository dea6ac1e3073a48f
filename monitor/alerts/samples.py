"""Invented alerts of every event, to try an endpoint with what it will be sent."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

from monitor.alerts.model import (
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
    ReminderAlert,
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
from storage.times import to_text

_SEVERITY = 78
_RETENTION = (Category.RETENTION,)
_SHARING = (Category.SHARING,)
_CHANGE_CLASSES = {
    EventType.POLICY_CHANGED: ChangeClass.SUBSTANTIVE,
    EventType.SILENT_CHANGE: ChangeClass.SUBSTANTIVE,
    EventType.DATE_CHANGED: ChangeClass.DATE_ONLY,
    EventType.ROLLBACK: ChangeClass.ROLLBACK,
}


@lru_cache(maxsize=1)
def _pages() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("monitor.alerts").joinpath("samples.toml").read_text("utf-8"))


def sample_languages() -> tuple[str, ...]:
    return tuple(_pages())


def sample(event: EventType, language: str, *, now: datetime) -> AlertContent:
    """An alert about an invented page in ``language`` (another than those known: English)."""
    page = _pages().get(language) or _pages()["en"]
    code = language if language in _pages() else "en"
    at = to_text(now)
    source = AlertSource(
        key="sample-inc/privacy-policy",
        service=page["service"],
        terms_type=page["type"],
        url="https://sample.example/privacy",
        language=code,
        tags=("sample",),
    )
    if event in _CHANGE_CLASSES:
        return _change(event, source, page, at, now)
    if event is EventType.EFFECTIVE_SOON:
        return _reminder(source, at, now)
    if event in (EventType.SOURCE_BROKEN, EventType.SOURCE_RECOVERED):
        return _health(event, source, at, now)
    return _about_many(event, source, page, at, now)


def _change(
    event: EventType, source: AlertSource, page: Mapping[str, Any], at: str, now: datetime
) -> ChangeAlert:
    old, new = _day(now - timedelta(days=400)), _day(now)
    moved = DateChange(status=DateStatus.CHANGED, old=old, new=new)
    stands = DateChange(status=DateStatus.UNCHANGED, old=old, new=old)
    is_date_only = event is EventType.DATE_CHANGED
    is_silent = event is EventType.SILENT_CHANGE
    change = ChangeContent(
        change_class=_CHANGE_CLASSES[event],
        material=Material.NONE if is_date_only else Material.MATERIAL,
        silent=is_silent,
        severity=10 if is_date_only else _SEVERITY,
        reasons=() if is_date_only else (page["reason"],),
        effective=DateChange(status=DateStatus.NONE, old=None, new=None),
        updated=stands if is_silent else moved,
        categories=() if is_date_only else (Category.RETENTION, Category.SHARING),
        clause_changes=() if is_date_only else _clauses(page),
        parties_added=() if is_date_only else (page["party"],),
        summary="" if is_date_only else page["summary"],
    )
    return ChangeAlert(
        event=event,
        created_at=at,
        source=source,
        version=2,
        previous_version=1,
        captured_at=at,
        change=change,
    )


def _clauses(page: Mapping[str, Any]) -> tuple[ClauseContent, ...]:
    diff = tuple((op, text) for op, text in page["diff"])
    fact = FactChange(
        fact="retention", before=page["before"], after=page["after"], direction="longer"
    )
    changed = ClauseContent(
        kind=ClauseChangeKind.MODIFIED,
        categories=_RETENTION,
        heading_path=tuple(page["heading"]),
        before="".join(text for op, text in diff if op != "+"),
        after="".join(text for op, text in diff if op != "-"),
        diff=diff,
        facts=(fact,),
    )
    added = ClauseContent(
        kind=ClauseChangeKind.ADDED,
        categories=_SHARING,
        heading_path=tuple(page["heading"][:1]),
        before=None,
        after=page["added"],
        diff=(("+", page["added"]),),
    )
    return changed, added


def _reminder(source: AlertSource, at: str, now: datetime) -> ReminderAlert:
    day = _day(now + timedelta(days=7))
    return ReminderAlert(
        created_at=at,
        source=source,
        version=2,
        captured_at=at,
        severity=40,
        effective_on=day,
        days_left=7,
        lead_days=7,
        first_stated_at=to_text(now - timedelta(days=14)),
        summary=f"applies from {day}, in 7 days",
    )


def _health(event: EventType, source: AlertSource, at: str, now: datetime) -> HealthAlert:
    is_broken = event is EventType.SOURCE_BROKEN
    return HealthAlert(
        event=event,
        created_at=at,
        source=source,
        captured_at=at,
        severity=50 if is_broken else 0,
        outcome="suspect" if is_broken else "unchanged",
        reason="consent_wall" if is_broken else None,
        bad_fetches=3 if is_broken else 0,
        last_verified_at=to_text(now - timedelta(days=2)) if is_broken else at,
    )


def _about_many(
    event: EventType, source: AlertSource, page: Mapping[str, Any], at: str, now: datetime
) -> AlertContent:
    if event is EventType.RUN_ANOMALOUS:
        return AnomalyAlert(
            created_at=at, captured_at=at, severity=60, run=17, checked=80, changed=41, held=41
        )
    if event is EventType.DELIVERY_DEAD:
        return DeadLetterAlert(
            created_at=at,
            captured_at=at,
            severity=_SEVERITY,
            endpoint="sample-endpoint",
            delivery="msg_sample",
            alert=1,
            told=EventType.POLICY_CHANGED,
            attempts=10,
            reason="the receiver did not answer in time",
            source=source,
            summary=page["summary"],
        )
    entries = [
        DigestEntry(
            event=one,
            source=source,
            severity=severity,
            summary=summary,
            categories=categories,
            silent=one is EventType.SILENT_CHANGE,
            version=2,
            captured_at=at,
        )
        for one, severity, summary, categories in (
            (EventType.SILENT_CHANGE, _SEVERITY, page["summary"], _RETENTION + _SHARING),
            (EventType.DATE_CHANGED, 10, "", ()),
        )
    ]
    return DigestAlert(
        created_at=at,
        captured_at=at,
        severity=_SEVERITY,
        period="daily",
        since=to_text(now - timedelta(days=1)),
        until=at,
        entries=tuple(entries),
    )


def _day(instant: datetime) -> str:
    return instant.date().isoformat()
