"""The words of the frame, in English; what a page says stays in its own language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.report.model import DateChangeView, FactView, Label, Severity
from monitor.units import amount_words, quantity_words
from storage.model import Category, ChangeClass, ClauseChangeKind, DateStatus, Health, Material

_HIGH, _MEDIUM = 70, 40

_CATEGORIES = {
    Category.LEGAL_BASIS: "Legal basis",
    Category.POLICY_CHANGES: "Changes to the policy",
    Category.SUBPROCESSORS: "Sub-processors",
    Category.GOV_DISCLOSURE: "Disclosure to authorities",
}
_CLASSES = {
    ChangeClass.NONE: "Equal texts",
    ChangeClass.SUBSTANTIVE: "Words changed",
    ChangeClass.DATE_ONLY: "Only a date changed",
    ChangeClass.LINKS_ONLY: "Only links changed",
    ChangeClass.FORMATTING: "Only the layout changed",
    ChangeClass.REORDERED: "Reordered",
    ChangeClass.FLAP: "Return to an earlier text",
    ChangeClass.ROLLBACK: "Rolled back",
    ChangeClass.TECHNICAL: "Read anew by us",
}
_KINDS = {
    ClauseChangeKind.ADDED: "Added",
    ClauseChangeKind.REMOVED: "Removed",
    ClauseChangeKind.MODIFIED: "Changed",
    ClauseChangeKind.MOVED: "Moved",
    ClauseChangeKind.RENAMED: "Renamed",
}
_HEALTH = {
    Health.UNKNOWN: "Not fetched yet",
    Health.OK: "Well",
    Health.SUSPECT: "Suspect: what was read is not the document",
    Health.FAILING: "Failing: it cannot be read",
    Health.BROKEN: "Broken: it could not be read for long",
}
_POLARITIES = {"denies": "denied", "may": "possible", "affirms": "stated"}


def category_label(name: str) -> Label:
    """Also of a category that a watchlist invented."""
    known = _CATEGORIES.get(Category(name)) if name else None
    return Label(name=name, words=known or name.replace("_", " ").capitalize())


def class_label(name: str, material: str | None) -> Label:
    """Of other words that mean the same it is said that there are only these."""
    is_wording = name == ChangeClass.SUBSTANTIVE and material == Material.NONE
    return Label(name=name, words="Only the wording" if is_wording else _CLASSES[ChangeClass(name)])


def kind_label(name: str) -> Label:
    return Label(name=name, words=_KINDS[ClauseChangeKind(name)])


def health_label(health: Health) -> Label:
    return Label(name=health.value, words=_HEALTH[health])


def material_words(name: str, material: str) -> str:
    """How much a change of this class means; "" where the class says it."""
    if material != Material.NONE:
        return material
    return "" if name in (ChangeClass.NONE, ChangeClass.DATE_ONLY) else "no meaning changed"


def severity_of(value: int) -> Severity:
    if value >= _HIGH:
        return Severity(value=value, level="high", words="High")
    if value >= _MEDIUM:
        return Severity(value=value, level="medium", words="Medium")
    return Severity(value=value, level="low", words="Low")


def date_change(name: str, change: Mapping[str, Any]) -> DateChangeView | None:
    """None where neither version states the date."""
    status, old, new = DateStatus(change["status"]), change["old"], change["new"]
    match status:
        case DateStatus.NONE:
            return None
        case DateStatus.UNCHANGED:
            words = f"{new or old}, unchanged"
        case DateStatus.CHANGED:
            words = f"{old} → {new}"
        case DateStatus.APPEARED:
            words = f"{new}, stated for the first time"
        case DateStatus.DISAPPEARED:
            words = f"{old}, no longer stated"
    return DateChangeView(name=name, words=words, moved=status is not DateStatus.UNCHANGED)


def fact_view(fact: Mapping[str, Any]) -> FactView:
    """A fact of the JSON of a clause change."""
    direction = fact["direction"]
    return FactView(
        words=str(fact["fact"]).replace("_", " ").capitalize(),
        before=_fact_side(fact["before"]),
        after=_fact_side(fact["after"]),
        direction="" if direction == "changed" else direction,
    )


def _fact_side(text: str | None) -> str | None:
    if not text:
        return None
    return _POLARITIES.get(text) or quantity_words(text)


def counted(count: int, noun: str) -> str:
    """``1 change``, ``2 changes``, ``3 parties``."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {noun[:-1]}ies" if noun.endswith("y") else f"{count:,} {noun}s"


def in_days(left: int | None) -> str:
    """How far off a day to come is."""
    if left is None:
        return "then; no day is stated"
    return "tomorrow" if left == 1 else f"in {amount_words(left, 'day')}"


def day(instant: str | None) -> str:
    """The day of an instant, UTC."""
    return instant[:10] if instant else "–"


def minute(instant: str | None) -> str:
    """``2026-03-05 14:07 UTC``."""
    return f"{instant[:10]} {instant[11:16]} UTC" if instant else "–"
