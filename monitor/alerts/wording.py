"""The words that chats use for alerts. English; what a page says stays in its own language."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.units import quantity_words
from storage.model import Category, ClauseChangeKind, DateChange, DateStatus, EventType, FactChange


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityBand:
    """From ``low`` up: a word, and a colour that says the same."""

    low: int
    word: str
    colour: str


_BANDS = (
    SeverityBand(low=70, word="High", colour="#c0392b"),
    SeverityBand(low=40, word="Medium", colour="#d68910"),
    SeverityBand(low=0, word="Low", colour="#2471a3"),
)

EVENT_WORDS = {
    EventType.POLICY_CHANGED: "Policy changed",
    EventType.DATE_CHANGED: "Date changed",
    EventType.SILENT_CHANGE: "Silent change",
    EventType.EFFECTIVE_SOON: "Takes effect soon",
    EventType.ROLLBACK: "Change taken back",
    EventType.SOURCE_BROKEN: "Page cannot be read",
    EventType.SOURCE_RECOVERED: "Page can be read again",
    EventType.RUN_ANOMALOUS: "Unusually many changes",
    EventType.DIGEST: "Digest",
    EventType.DELIVERY_DEAD: "Message not delivered",
}

KIND_WORDS = {
    ClauseChangeKind.ADDED: "added",
    ClauseChangeKind.REMOVED: "removed",
    ClauseChangeKind.MODIFIED: "changed",
    ClauseChangeKind.MOVED: "moved",
    ClauseChangeKind.RENAMED: "renamed",
}

_CATEGORY_WORDS = {
    Category.LEGAL_BASIS: "Legal basis",
    Category.POLICY_CHANGES: "Changes to the policy",
    Category.SUBPROCESSORS: "Sub-processors",
    Category.GOV_DISCLOSURE: "Disclosure to authorities",
}


def severity_band(severity: int) -> SeverityBand:
    return next(band for band in _BANDS if severity >= band.low)


def category_words(categories: tuple[Category, ...]) -> str:
    """``Sharing, Retention``; "" for none."""
    return ", ".join(
        _CATEGORY_WORDS.get(category) or category.value.replace("_", " ").capitalize()
        for category in categories
    )


def date_words(date: DateChange) -> str:
    """``2026-01-01 → 2026-03-05``, ``none stated``."""
    match date.status:
        case DateStatus.NONE:
            return "none stated"
        case DateStatus.UNCHANGED:
            return f"{date.new or date.old}, unchanged"
        case DateStatus.CHANGED:
            return f"{date.old} → {date.new}"
        case DateStatus.APPEARED:
            return f"{date.new}, new"
        case DateStatus.DISAPPEARED:
            return f"{date.old}, no longer stated"


def fact_words(fact: FactChange) -> str:
    """``retention: 30 days → 24 months (longer)``."""
    sides = f"{quantity_words(fact.before or 'none')} → {quantity_words(fact.after or 'none')}"
    return f"{fact.fact}: {sides} ({fact.direction})"
