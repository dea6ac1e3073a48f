"""The lines of a digest: one for each alert, or for what several pages changed alike. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace

from monitor.alerts.model import (
    AlertContent,
    ChangeAlert,
    DigestEntry,
    HealthAlert,
    ReminderAlert,
)
from storage.model import EventType

_NAMED = 5  # other pages that made the same change


def is_gatherable(content: AlertContent) -> bool:
    """Whether an alert can be told in a line; one that is about no page is told alone."""
    return _entry(content) is not None


def digest_entries(contents: Iterable[AlertContent]) -> tuple[DigestEntry, ...]:
    """The most severe first; what the same service changed alike on several pages stands once."""
    alike: dict[Hashable, dict[str, DigestEntry]] = {}
    for place, content in enumerate(contents):
        entry = _entry(content)
        if entry is None:
            continue
        group = alike.setdefault(_what_changed(content) or place, {})
        if entry.source.key in group:  # once more on one page: that is news
            group = alike.setdefault(place, {})
        group[entry.source.key] = entry
    entries = (_told_once(group.values()) for group in alike.values())
    return tuple(sorted(entries, key=lambda entry: (-entry.severity, entry.captured_at)))


def _what_changed(content: AlertContent) -> Hashable:
    """Equal for the same change of the same service, None where none is sure to be the same."""
    if not isinstance(content, ChangeAlert) or content.change.left_out.clause_changes:
        return None
    clauses = tuple(
        (clause.kind, clause.before, clause.after) for clause in content.change.clause_changes
    )
    dates = (content.change.effective, content.change.updated)
    return (content.event, content.source.service, dates, clauses) if clauses else None


def _told_once(entries: Iterable[DigestEntry]) -> DigestEntry:
    first, *others = sorted(entries, key=lambda entry: (-entry.severity, entry.source.key))
    if not others:
        return first
    named = ", ".join(entry.source.key for entry in others[:_NAMED])
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    return replace(first, summary=f"{first.summary}; the same in {named}{more}")


def _entry(content: AlertContent) -> DigestEntry | None:
    match content:
        case ChangeAlert():
            return DigestEntry(
                event=content.event,
                source=content.source,
                severity=content.change.severity,
                summary=content.change.summary,
                categories=content.change.categories,
                silent=content.change.silent,
                version=content.version,
                captured_at=content.captured_at,
            )
        case ReminderAlert():
            return DigestEntry(
                event=EventType.EFFECTIVE_SOON,
                source=content.source,
                severity=content.severity,
                summary=content.summary,
                categories=(),
                silent=False,
                version=content.version,
                captured_at=content.captured_at,
            )
        case HealthAlert():
            return DigestEntry(
                event=content.event,
                source=content.source,
                severity=content.severity,
                summary=_health_words(content),
                categories=(),
                silent=False,
                version=None,
                captured_at=content.captured_at,
            )
        case _:
            return None


def _health_words(alert: HealthAlert) -> str:
    if alert.event is EventType.SOURCE_RECOVERED:
        return ""
    return " ".join(part for part in (alert.outcome, alert.reason and f"({alert.reason})") if part)
