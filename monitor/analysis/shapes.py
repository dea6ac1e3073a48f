"""The fixed JSON shapes of ``inspect`` and ``compare``, on which other programs rely."""

from __future__ import annotations

from typing import Any

from monitor.analysis.model import (
    Analysis,
    Clause,
    ClauseChange,
    Comparison,
    DateChange,
    StatedDate,
)


def inspection_json(
    analysis: Analysis,
    *,
    text_sha256: str,
    markdown: str,
    quality_ok: bool = True,
    quality_reasons: tuple[str, ...] = (),
) -> dict[str, Any]:
    """What ``inspect --json`` prints; ``text_sha256`` is the comparison text's digest."""
    return {
        "title": analysis.document.title,
        "languages": list(analysis.languages),
        "direction": analysis.direction.value,
        "words": analysis.words,
        "text_sha256": text_sha256,
        "quality": {"ok": quality_ok, "reasons": list(quality_reasons)},
        "effective_on": _date(analysis.dates.effective_on),
        "updated_on": _date(analysis.dates.updated_on),
        "clauses": [_clause(clause) for clause in analysis.clauses],
        "parties": [
            {
                "name": party.name,
                "blocks": list(party.blocks),
                "categories": [category.value for category in party.categories],
                "role": party.role,
                "country": party.country,
            }
            for party in analysis.parties
        ],
        "quantities": [
            {
                "kind": quantity.kind,
                "value": _number(quantity.value),
                "unit": quantity.unit,
                "text": quantity.text,
                "block": quantity.block,
            }
            for quantity in analysis.quantities
        ],
        "markdown": markdown,
    }


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """What ``compare --json`` prints, and what an alert carries."""
    return {
        "class": comparison.change_class.value,
        "material": comparison.material.value,
        "silent": comparison.silent,
        "severity": comparison.severity,
        "reasons": list(comparison.reasons),
        "effective": _date_change(comparison.effective),
        "updated": _date_change(comparison.updated),
        "categories": [category.value for category in comparison.categories],
        "clause_changes": [_clause_change(change) for change in comparison.clause_changes],
        "parties": {
            "added": list(comparison.parties_added),
            "removed": list(comparison.parties_removed),
        },
    }


def _date(date: StatedDate | None) -> dict[str, Any] | None:
    if date is None:
        return None
    return {
        "value": date.value,
        "precision": date.precision,
        "calendar": date.calendar,
        "label": date.label,
        "text": date.text,
        "block": date.block,
        "ambiguous": date.ambiguous,
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "block": clause.block,
        "kind": clause.kind.value,
        "heading_path": list(clause.heading_path),
        "language": clause.language,
        "text": clause.text,
        "categories": [category.value for category in clause.categories],
        "evidence": {str(category): list(found) for category, found in clause.evidence.items()},
    }


def _clause_change(change: ClauseChange) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "categories": [category.value for category in change.categories],
        "heading_path": list(change.heading_path),
        "before": change.before,
        "after": change.after,
        "diff": [list(part) for part in change.diff],
        "facts": [
            {
                "fact": fact.fact,
                "before": fact.before,
                "after": fact.after,
                "direction": fact.direction,
            }
            for fact in change.facts
        ],
    }


def _date_change(change: DateChange) -> dict[str, Any]:
    return {"status": change.status.value, "old": change.old, "new": change.new}


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value
