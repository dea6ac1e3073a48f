"""The lines of a digest: one for each alert, or for what several pages changed alike. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace

from monitor.alerts.composing import same_elsewhere, summary_of
from monitor.alerts.model import (
    AlertContent,
    ChangeAlert,
    DigestEntry,
    HealthAlert,
    ReminderAlert,
    event_of,
)
from storage.model import EventType

_Gatherable = ChangeAlert | HealthAlert | ReminderAlert
_NAMED = 5  # other pages that made the same change


def is_gatherable(content: AlertContent) -> bool:
    """Whether an alert can be told in a line; one that is about no page is told alone."""
    return isinstance(content, _Gatherable)


def digest_entries(contents: Iterable[AlertContent], language: str) -> tuple[DigestEntry, ...]:
    """The most severe first; what the same service changed alike on several pages stands once.

    Summaries are in the words of ``language``, the one in which their route writes.
    """
    alike: dict[Hashable, dict[str, DigestEntry]] = {}
    for place, content in enumerate(contents):
        if not isinstance(content, _Gatherable):
            continue
        entry = _entry(content, language)
        group = alike.setdefault(_what_changed(content) or place, {})
        if entry.source.key in group:  # once more on one page: that is news
            group = alike.setdefault(place, {})
        group[entry.source.key] = entry
    entries = (_told_once(group.values(), language) for group in alike.values())
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


def _told_once(entries: Iterable[DigestEntry], language: str) -> DigestEntry:
    first, *others = sorted(entries, key=lambda entry: (-entry.severity, entry.source.key))
    if not others:
        return first
    named = [entry.source.key for entry in others[:_NAMED]]
    elsewhere = same_elsewhere(named, len(others) - len(named), language)
    return replace(first, summary=f"{first.summary}; {elsewhere}")


def _entry(content: _Gatherable, language: str) -> DigestEntry:
    change = content.change if isinstance(content, ChangeAlert) else None
    return DigestEntry(
        event=EventType(event_of(content)),
        source=content.source,
        severity=_severity(content),
        summary=summary_of(content, language),
        categories=change.categories if change else (),
        silent=change.silent if change else False,
        version=None if isinstance(content, HealthAlert) else content.version,
        captured_at=content.captured_at,
    )


def _severity(content: _Gatherable) -> int:
    return content.change.severity if isinstance(content, ChangeAlert) else content.severity
