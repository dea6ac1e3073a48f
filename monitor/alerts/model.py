"""Alerts as values: what people are told, what is sent, and how an attempt ended.

Instants are UTC text (see :mod:`storage.times`), dates ISO text cut to the stated precision.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.model import (
    AttemptOutcome,
    Category,
    ChangeClass,
    ClauseChangeKind,
    DateChange,
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
