"""The body of a generic webhook: ``{"type", "timestamp", "data"}``, never 20 kB or more.

What does not fit is left out by importance: long texts are cut to what stands round the change,
then the least important clauses go; ``left_out`` counts both. Texts of pages are cleaned.
The JSON Schema is in ``monitor/alerts/schemas/webhook.schema.json``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from monitor.alerts.model import (
    AlertContent,
    AlertSource,
    AnomalyAlert,
    ChangeAlert,
    ChangeContent,
    ClauseContent,
    HealthAlert,
    ReminderAlert,
    TestAlert,
    event_of,
)
from monitor.alerts.safe_text import clean, focus_diff, shorten, shorten_start
from storage.model import DateChange, FactChange

MAX_BYTES = 19_999  # Standard Webhooks asks for payloads under 20 kB
_DATA_BYTES = MAX_BYTES - 200  # the rest of the envelope

# Bytes of the JSON form. Together well under _DATA_BYTES, so that clauses always have room.
_NAME_BYTES = 300
_KEY_BYTES = 600
_URL_BYTES = 2_000
_TAG_BYTES = 80
_REASON_BYTES = 240
_PARTY_BYTES = 80
_SUMMARY_BYTES = 600
_HEADING_BYTES = 160
_FACT_BYTES = 120
_TAGS = 10
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


def json_bytes(text: str) -> int:
    """How many bytes a clean text takes inside a JSON string; additive over characters."""
    return len(text.encode("utf-8")) + text.count('"') + text.count("\\")


def alert_body(content: AlertContent) -> bytes:
    """The exact bytes to sign and to send."""
    envelope = {
        "type": event_of(content),
        "timestamp": content.created_at,
        "data": alert_data(content),
    }
    return _encode(envelope)


def alert_data(content: AlertContent) -> dict[str, Any]:
    """The ``data`` of the body, small enough already; the form in which alerts are stored."""
    match content:
        case ChangeAlert():
            return _change_data(content)
        case HealthAlert():
            return {
                "source": _source(content.source),
                "captured_at": content.captured_at,
                "severity": content.severity,
                "outcome": content.outcome,
                "reason": _short_or_none(content.reason, _SUMMARY_BYTES),
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
        case TestAlert():
            return {"endpoint": _short(content.endpoint, _NAME_BYTES)}


def _reminder_data(alert: ReminderAlert) -> dict[str, Any]:
    return {
        "source": _source(alert.source),
        "version": alert.version,
        "captured_at": alert.captured_at,
        "severity": alert.severity,
        "effective_on": alert.effective_on,
        "days_left": alert.days_left,
        "lead_days": alert.lead_days,
        "first_stated_at": alert.first_stated_at,
        "summary": _short(alert.summary, _SUMMARY_BYTES),
    }


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _change_data(alert: ChangeAlert) -> dict[str, Any]:
    change = _bounded(alert.change, len(alert.source.tags))
    head = {
        "source": _source(alert.source),
        "version": alert.version,
        "previous_version": alert.previous_version,
        "captured_at": alert.captured_at,
    }
    for tier in (None, *_TIERS):
        clauses = _clauses_within(change.clause_changes, tier)
        if clauses is not None:
            data = head | _change(change, clauses)
            if len(_encode(data)) <= _DATA_BYTES:
                return data
    return head | _fill(head, change)


def _fill(head: dict[str, Any], change: ChangeContent) -> dict[str, Any]:
    """As many clauses as fit, the most important first."""
    room = _DATA_BYTES - len(_encode(head | _change(change, [])))
    kept: list[ClauseContent] = []
    for rank, whole in enumerate(change.clause_changes):
        clause = _in_tier(whole, rank, _TIERS[-1])
        room -= len(_encode(_clause(clause))) + 1
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
        tags=change.left_out.tags + max(0, tags - _TAGS),
    )
    return replace(
        change,
        clause_changes=change.clause_changes[:_MOST_CLAUSES],
        reasons=_list(change.reasons, _REASONS, _REASON_BYTES),
        parties_added=_list(change.parties_added, _PARTIES, _PARTY_BYTES),
        parties_removed=_list(change.parties_removed, _PARTIES, _PARTY_BYTES),
        summary=_short(change.summary, _SUMMARY_BYTES),
        left_out=left_out,
    )


def _clauses_within(
    clauses: Sequence[ClauseContent], tier: _Tier | None
) -> list[ClauseContent] | None:
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


def _in_tier(clause: ClauseContent, rank: int, tier: _Tier | None) -> ClauseContent:
    cleaned = _cleaned(clause)
    return cleaned if tier is None else _excerpted(cleaned, _allowance(rank, tier))


def _allowance(rank: int, tier: _Tier) -> int:
    return next((size for end, size in tier if rank < end), tier[-1][1])


def _cleaned(clause: ClauseContent) -> ClauseContent:
    return replace(
        clause,
        diff=tuple((op, clean(text)) for op, text in clause.diff),
        before=None if clause.before is None else clean(clause.before),
        after=None if clause.after is None else clean(clause.after),
        heading_path=tuple(
            _short(text, _HEADING_BYTES) for text in clause.heading_path[-_HEADINGS:]
        ),
        facts=tuple(_fact(fact) for fact in clause.facts[:_FACTS]),
    )


def _excerpted(clause: ClauseContent, limit: int) -> ClauseContent:
    """Each of before, after and diff within ``limit`` bytes of JSON."""
    sizes = (
        json_bytes(clause.before or ""),
        json_bytes(clause.after or ""),
        sum(json_bytes(text) for _, text in clause.diff),
    )
    if max(sizes) <= limit:
        return clause
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
        fact=_short(fact.fact, _FACT_BYTES),
        before=_short_or_none(fact.before, _FACT_BYTES),
        after=_short_or_none(fact.after, _FACT_BYTES),
        direction=_short(fact.direction, _FACT_BYTES),
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
        "old": _short_or_none(date.old, _FACT_BYTES),
        "new": _short_or_none(date.new, _FACT_BYTES),
    }


def _source(source: AlertSource) -> dict[str, Any]:
    return {
        "key": shorten_start(clean(source.key), _KEY_BYTES, json_bytes),
        "service": _short(source.service, _NAME_BYTES),
        "type": _short(source.terms_type, _NAME_BYTES),
        "url": _short(source.url, _URL_BYTES),
        "language": source.language,
        "tags": list(_list(source.tags, _TAGS, _TAG_BYTES)),
    }


def _list(texts: Sequence[str], count: int, limit: int) -> tuple[str, ...]:
    return tuple(_short(text, limit) for text in texts[:count])


def _short(text: str, limit: int) -> str:
    return shorten(clean(text), limit, json_bytes)


def _short_or_none(text: str | None, limit: int) -> str | None:
    return None if text is None else _short(text, limit)
