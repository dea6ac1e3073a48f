"""Alerts as values: what people are told, what is sent, and how an attempt ended.

Instants are UTC text (see :mod:`storage.times`), dates ISO text cut to the stated precision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from storage.model import (
    AttemptOutcome,
    Category,
    ChangeClass,
    ClauseChangeKind,
    DateChange,
    DateStatus,
    EventType,
    FactChange,
    Material,
)

TEST_EVENT = "test"  # asked for by `alerts test`; not an event of any page


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSource:
    key: str
    service: str
    terms_type: str
    url: str
    language: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseContent:
    """One clause that changed. ``shortened``: the texts are excerpts around what changed."""

    kind: ClauseChangeKind
    categories: tuple[Category, ...]
    heading_path: tuple[str, ...]
    before: str | None
    after: str | None
    diff: tuple[tuple[str, str], ...]
    facts: tuple[FactChange, ...] = ()
    shortened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How many things were left out or shortened to keep a message small."""

    clause_changes: int = 0
    texts_shortened: int = 0
    parties: int = 0
    reasons: int = 0
    tags: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeContent:
    """A comparison, most important clause first (the keys of ``compare --json``)."""

    change_class: ChangeClass
    material: Material
    silent: bool
    severity: int
    reasons: tuple[str, ...]
    effective: DateChange
    updated: DateChange
    categories: tuple[Category, ...]
    clause_changes: tuple[ClauseContent, ...]
    parties_added: tuple[str, ...] = ()
    parties_removed: tuple[str, ...] = ()
    summary: str = ""
    left_out: LeftOut = field(default_factory=LeftOut)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAlert:
    """A policy changed. ``event`` is one of the ``policy.*`` events.

    ``chain_sha256`` is the digest of the version's entry in the evidence chain: it vouches for all
    entries before it, wherever the alert is kept.
    """

    event: EventType
    created_at: str
    source: AlertSource
    version: int
    previous_version: int | None
    captured_at: str
    change: ChangeContent
    chain_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthAlert:
    """``source.broken`` or ``source.recovered``.

    ``outcome`` and ``reason`` are those of the last fetch, ``bad_fetches`` how many in a row could
    not be read, ``last_verified_at`` when the document was last seen.
    """

    event: EventType
    created_at: str
    source: AlertSource
    captured_at: str
    severity: int
    outcome: str | None
    reason: str | None
    bad_fetches: int
    last_verified_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderAlert:
    """``policy.effective_soon``: the current version says that it applies from a day to come.

    ``effective_on`` is that day, ``days_left`` how far off it was when the alert was made,
    ``lead_days`` the lead of the watchlist that had come, ``first_stated_at`` when the day was
    first seen stated.
    """

    created_at: str
    source: AlertSource
    version: int
    captured_at: str
    severity: int
    effective_on: str
    days_left: int
    lead_days: int
    first_stated_at: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyAlert:
    """``run.anomalous``: so much changed in one run that its alerts are held back."""

    created_at: str
    captured_at: str
    severity: int
    run: int
    checked: int
    changed: int
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterAlert:
    """``delivery.dead``: an endpoint never took a message; this is for its fallback.

    ``alert`` is the id of what was to be told, ``told`` its event, ``summary`` its essence, where
    it has one; ``source`` is None where it is about no page. ``reason`` is why the last attempt
    failed.
    """

    created_at: str
    captured_at: str
    severity: int
    endpoint: str
    delivery: str
    alert: int
    told: EventType
    attempts: int
    reason: str
    source: AlertSource | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestAlert:
    """What ``alerts test`` sends, to see whether an endpoint takes it."""

    __test__ = False  # for pytest: this is no test

    created_at: str
    endpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestEntry:
    """One alert told together with others. ``version`` is None where it is about no version."""

    event: EventType
    source: AlertSource
    severity: int
    summary: str
    categories: tuple[Category, ...]
    silent: bool
    version: int | None
    captured_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestAlert:
    """What came up between two instants, in one message: a batch, a day or a week.

    ``entries`` stand most severe first; ``severity`` is the highest of them. ``left_out`` counts
    the entries that had no room where this was stored.
    """

    created_at: str
    captured_at: str
    severity: int
    period: str  # batch, daily, weekly
    since: str
    until: str
    entries: tuple[DigestEntry, ...]
    left_out: int = 0


AlertContent = (
    ChangeAlert
    | HealthAlert
    | ReminderAlert
    | AnomalyAlert
    | DigestAlert
    | DeadLetterAlert
    | TestAlert
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedRequest:
    """What is posted to an endpoint: these very bytes."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptResult:
    """How one attempt ended. ``error`` says why in words, without the endpoint's URL.

    ``retry_after_seconds``: so long the receiver asks to be left alone, after a success too.
    ``moved_to`` is the chat that this one became, where the receiver says so.
    """

    outcome: AttemptOutcome
    http_status: int | None = None
    retry_after_seconds: int | None = None
    error: str | None = None
    moved_to: str | None = None


def event_of(content: AlertContent) -> str:
    """The ``type`` on the wire."""
    match content:
        case ChangeAlert() | HealthAlert():
            return content.event.value
        case ReminderAlert():
            return EventType.EFFECTIVE_SOON.value
        case AnomalyAlert():
            return EventType.RUN_ANOMALOUS.value
        case DigestAlert():
            return EventType.DIGEST.value
        case DeadLetterAlert():
            return EventType.DELIVERY_DEAD.value
        case TestAlert():
            return TEST_EVENT


# --- reading what was stored -----------------------------------------------------------------


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
        created_at=created_at,
        captured_at=data["captured_at"],
        severity=data["severity"],
        **counts,
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
