"""A recorded change in the JSON shape that `compare`, `diff`, alerts and exports share."""

from __future__ import annotations

from typing import Any

from storage.changes import ChangeRecord
from storage.model import ClauseChange, DateChange

Shape = dict[str, Any]  # as `compare --json` prints it


def change_shape(change: ChangeRecord) -> Shape:
    """The JSON of `compare`, from a recorded change."""
    return {
        "class": change.change_class,
        "material": change.material,
        "silent": change.silent,
        "severity": change.severity,
        "reasons": list(change.reasons),
        "effective": _date_shape(change.effective),
        "updated": _date_shape(change.updated),
        "categories": list(change.categories),
        "clause_changes": [_clause_shape(clause) for clause in change.clause_changes],
        "parties": {"added": list(change.parties_added), "removed": list(change.parties_removed)},
    }


def _date_shape(date: DateChange) -> Shape:
    return {"status": date.status.value, "old": date.old, "new": date.new}


def _clause_shape(clause: ClauseChange) -> Shape:
    return {
        "kind": clause.kind,
        "categories": list(clause.categories),
        "heading_path": list(clause.heading_path),
        "before": clause.before,
        "after": clause.after,
        "diff": [list(part) for part in clause.diff],
        "facts": [
            {
                "fact": fact.fact,
                "before": fact.before,
                "after": fact.after,
                "direction": fact.direction,
            }
            for fact in clause.facts
        ],
    }
