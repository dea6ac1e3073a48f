"""The body of a generic webhook: ``{"type", "timestamp", "data"}``, never 20 kB or more.

What does not fit is left out by importance: long texts are cut to what stands round the change,
then the least important clauses go; ``left_out`` counts both. Texts of pages are cleaned.
The JSON Schema is in ``monitor/alerts/schemas/webhook.schema.json``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from monitor.alerts.bounded import (
    NAME_BYTES,
    SUMMARY_BYTES,
    TAGS,
    encode,
    json_bytes,
    short,
    short_list,
    short_or_none,
    source_data,
)
from monitor.alerts.digest_payload import digest_data
from monitor.alerts.model import (
    AlertContent,
    AnomalyAlert,
    ChangeAlert,
    ChangeContent,
    ClauseContent,
    DeadLetterAlert,
    DigestAlert,
    HealthAlert,
    ReminderAlert,
    TestAlert,
    event_of,
)
from monitor.alerts.safe_text import clean, focus_diff, shorten
from storage.model import DateChange, FactChange

MAX_BYTES = 19_999  # Standard Webhooks asks for payloads under 20 kB
_DATA_BYTES = MAX_BYTES - 600  # the rest of the envelope, of a CloudEvent too

# Bytes of the JSON form. Together well under _DATA_BYTES, so that clauses always have room.
_REASON_BYTES = 240
_PARTY_BYTES = 80
_HEADING_BYTES = 160
_FACT_BYTES = 120
_REASONS = 10
_PARTIES = 20
_HEADINGS = 4
_FACTS = 6
_MOST_CLAUSES = 180  # more do not fit, however short

# Bytes that the texts of a clause may take, by its rank; the last tier holds for all that follow.
_Tier = tuple[tuple[int, int], ...]
_TIERS: tuple[_Tier, ...] = (
    ((3, 3_000), (10, 1_200), (0, 500)),
    ((2, 2_000), (8, 700), (0, 300)),
    ((1, 1_800), (6, 500), (0, 240)),
)


def alert_body(content: AlertContent) -> bytes:
    """The exact bytes to sign and to send."""
    envelope = {
        "type": event_of(content),
        "timestamp": content.created_at,
        "data": alert_data(content),
    }
    return encode(envelope)


def alert_data(content: AlertContent) -> dict[str, Any]:
    """The ``data`` of the body, small enough already; the form in which alerts are stored."""
    match content:
        case ChangeAlert():
            return _change_data(content)
        case HealthAlert():
            return {
                "source": source_data(content.source),
                "captured_at": content.captured_at,
                "severity": content.severity,
                "outcome": short_or_none(content.outcome, _FACT_BYTES),
                "reason": short_or_none(content.reason, SUMMARY_BYTES),
                "bad_fetches": content.bad_fetches,
                "last_verified_at": content.last_verified_at,
            }
        case ReminderAlert():
            return _reminder_data(content)
        case AnomalyAlert():
            return {
                "captured_at": content.captured_at,
                "severity": content.severity,
                "run": content.run,
                "checked": content.checked,
                "changed": content.changed,
                "held": content.held,
            }
        case DigestAlert() | DeadLetterAlert():
            return _data_about_alerts(content)
        case TestAlert():
            return {"endpoint": short(content.endpoint, NAME_BYTES)}


def _reminder_data(alert: ReminderAlert) -> dict[str, Any]:
    return {
        "source": source_data(alert.source),
        "version": alert.version,
        "captured_at": alert.captured_at,
        "severity": alert.severity,
        "effective_on": alert.effective_on,
        "days_left": alert.days_left,
        "lead_days": alert.lead_days,
        "first_stated_at": alert.first_stated_at,
        "summary": short(alert.summary, SUMMARY_BYTES),
    }


def _data_about_alerts(alert: DigestAlert | DeadLetterAlert) -> dict[str, Any]:
    if isinstance(alert, DigestAlert):
        return digest_data(alert, _DATA_BYTES)
    return {
        "captured_at": alert.captured_at,
        "severity": alert.severity,
        "endpoint": short(alert.endpoint, NAME_BYTES),
        "delivery": alert.delivery,
        "alert": alert.alert,
        "event": alert.told.value,
        "source": source_data(alert.source) if alert.source else None,
        "summary": short(alert.summary, SUMMARY_BYTES),
        "attempts": alert.attempts,
        "reason": short(alert.reason, SUMMARY_BYTES),
    }


def _change_data(alert: ChangeAlert) -> dict[str, Any]:
    change = _bounded(alert.change, len(alert.source.tags))
    head = {
        "source": source_data(alert.source),
        "version": alert.version,
        "previous_version": alert.previous_version,
        "captured_at": alert.captured_at,
    }
    if alert.chain_sha256 is not None:
        head["chain_sha256"] = alert.chain_sha256
    cleaned = _Cleaned(change.clause_changes)
    for tier in (None, *_TIERS):
        clauses = _clauses_within(cleaned, tier)
        if clauses is not None:
            data = head | _change(change, clauses)
            if len(encode(data)) <= _DATA_BYTES:
                return data
    return head | _fill(head, change, cleaned)


def _fill(
    head: dict[str, Any], change: ChangeContent, clauses: Iterable[_Measured]
) -> dict[str, Any]:
    """As many clauses as fit, the most important first."""
    room = _DATA_BYTES - len(encode(head | _change(change, [])))
    kept: list[ClauseContent] = []
    for rank, whole in enumerate(clauses):
        clause = _in_tier(whole, rank, _TIERS[-1])
        room -= len(encode(_clause(clause))) + 1
        if room < 0:
            break
        kept.append(clause)
    return _change(change, kept)


def _bounded(change: ChangeContent, tags: int) -> ChangeContent:
    """With every list but the clauses, and every text outside them, cleaned and short.

    Clauses are cleaned when it is their turn: of a long change most have no room.
    """
    left_out = replace(
        change.left_out,
        clause_changes=change.left_out.clause_changes
        + max(0, len(change.clause_changes) - _MOST_CLAUSES),
        parties=change.left_out.parties
        + max(0, len(change.parties_added) - _PARTIES)
        + max(0, len(change.parties_removed) - _PARTIES),
        reasons=change.left_out.reasons + max(0, len(change.reasons) - _REASONS),
        tags=change.left_out.tags + max(0, tags - TAGS),
    )
    return replace(
        change,
        clause_changes=change.clause_changes[:_MOST_CLAUSES],
        reasons=short_list(change.reasons, _REASONS, _REASON_BYTES),
        parties_added=short_list(change.parties_added, _PARTIES, _PARTY_BYTES),
        parties_removed=short_list(change.parties_removed, _PARTIES, _PARTY_BYTES),
        summary=short(change.summary, SUMMARY_BYTES),
        left_out=left_out,
    )


_Measured = tuple[ClauseContent, int]  # and how many bytes of JSON its longest text takes


class _Cleaned:
    """Clauses, each cleaned when it is first looked at, however many tiers are tried."""

    def __init__(self, clauses: Sequence[ClauseContent]) -> None:
        self._clauses = clauses
        self._done: list[_Measured] = []

    def __iter__(self) -> Iterator[_Measured]:
        for place, clause in enumerate(self._clauses):
            if place == len(self._done):
                cleaned = _cleaned(clause)
                self._done.append((cleaned, _longest(cleaned)))
            yield self._done[place]


def _longest(clause: ClauseContent) -> int:
    return max(
        json_bytes(clause.before or ""),
        json_bytes(clause.after or ""),
        sum(json_bytes(text) for _, text in clause.diff),
    )


def _clauses_within(clauses: Iterable[_Measured], tier: _Tier | None) -> list[ClauseContent] | None:
    """All clauses as the tier allows; None as soon as it is sure that they will not fit."""
    room = _DATA_BYTES
    kept: list[ClauseContent] = []
    for rank, whole in enumerate(clauses):
        clause = _in_tier(whole, rank, tier)
        room -= json_bytes(clause.before or "") + json_bytes(clause.after or "")
        if room < 0:
            return None
        kept.append(clause)
    return kept


def _in_tier(measured: _Measured, rank: int, tier: _Tier | None) -> ClauseContent:
    clause, longest = measured
    if tier is None or longest <= (limit := _allowance(rank, tier)):
        return clause
    return _excerpted(clause, limit)


def _allowance(rank: int, tier: _Tier) -> int:
    return next((size for end, size in tier if rank < end), tier[-1][1])


def _cleaned(clause: ClauseContent) -> ClauseContent:
    return replace(
        clause,
        diff=tuple((op, clean(text)) for op, text in clause.diff),
        before=None if clause.before is None else clean(clause.before),
        after=None if clause.after is None else clean(clause.after),
        heading_path=tuple(
            short(text, _HEADING_BYTES) for text in clause.heading_path[-_HEADINGS:]
        ),
        facts=tuple(_fact(fact) for fact in clause.facts[:_FACTS]),
    )


def _excerpted(clause: ClauseContent, limit: int) -> ClauseContent:
    """Each of before, after and diff within ``limit`` bytes of JSON; one of them is longer."""
    diff = focus_diff(clause.diff, limit, json_bytes)
    return replace(
        clause,
        diff=diff,
        before=_excerpt(clause.before, diff, "-", limit),
        after=_excerpt(clause.after, diff, "+", limit),
        shortened=True,
    )


def _excerpt(text: str | None, diff: Sequence[tuple[str, str]], op: str, limit: int) -> str | None:
    """One side of the focused diff: what stands round the change, not the first words."""
    if text is None:
        return None
    side = "".join(part for kind, part in diff if kind in ("=", op))
    return shorten(side or text, limit, json_bytes)


def _fact(fact: FactChange) -> FactChange:
    return FactChange(
        fact=short(fact.fact, _FACT_BYTES),
        before=short_or_none(fact.before, _FACT_BYTES),
        after=short_or_none(fact.after, _FACT_BYTES),
        direction=short(fact.direction, _FACT_BYTES),
    )


def _change(change: ChangeContent, clauses: Sequence[ClauseContent]) -> dict[str, Any]:
    left_out = asdict(change.left_out)
    left_out["clause_changes"] += len(change.clause_changes) - len(clauses)
    left_out["texts_shortened"] = sum(clause.shortened for clause in clauses)
    return {
        "class": change.change_class.value,
        "material": change.material.value,
        "silent": change.silent,
        "severity": change.severity,
        "reasons": list(change.reasons),
        "effective": _date(change.effective),
        "updated": _date(change.updated),
        "categories": [category.value for category in change.categories],
        "clause_changes": [_clause(clause) for clause in clauses],
        "parties": {"added": list(change.parties_added), "removed": list(change.parties_removed)},
        "summary": change.summary,
        "left_out": left_out,
    }


def _clause(clause: ClauseContent) -> dict[str, Any]:
    return {
        "kind": clause.kind.value,
        "categories": [category.value for category in clause.categories],
        "heading_path": list(clause.heading_path),
        "before": clause.before,
        "after": clause.after,
        "diff": [[op, text] for op, text in clause.diff],
        "facts": [asdict(fact) for fact in clause.facts],
        "shortened": clause.shortened,
    }


def _date(date: DateChange) -> dict[str, Any]:
    return {
        "status": date.status.value,
        "old": short_or_none(date.old, _FACT_BYTES),
        "new": short_or_none(date.new, _FACT_BYTES),
    }
