"""Edits and moves as the clause changes that people and programs are given."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.analysis.aligning.diff import EQUAL
from monitor.analysis.aligning.moves import Move
from monitor.analysis.model import ClauseChange
from monitor.analysis.verdict.meaning import Meaning
from monitor.analysis.verdict.severity import Weighed
from storage.model import ClauseChangeKind


def clause_changes(ranked: Sequence[Weighed], moves: Sequence[Move]) -> tuple[ClauseChange, ...]:
    """Weightiest first; equal weights stay in the order of the text."""
    changes = [_edited(meaning, weight) for weight, meaning in ranked if meaning.edit.hunks]
    changes += [_moved(move) for move in moves]
    return tuple(sorted(changes, key=lambda change: -change.weight))


def _edited(meaning: Meaning, weight: int) -> ClauseChange:
    edit = meaning.edit
    return ClauseChange(
        kind=_kind(meaning),
        categories=meaning.categories,
        heading_path=edit.clause.heading_path,
        before=edit.before,
        after=edit.after,
        diff=edit.diff,
        facts=meaning.facts,
        language=edit.clause.language,
        weight=weight,
    )


def _kind(meaning: Meaning) -> ClauseChangeKind:
    edit = meaning.edit
    if edit.before is None:
        return ClauseChangeKind.ADDED
    if edit.after is None:
        return ClauseChangeKind.REMOVED
    return ClauseChangeKind.RENAMED if edit.is_heading else ClauseChangeKind.MODIFIED


def _moved(move: Move) -> ClauseChange:
    return ClauseChange(
        kind=ClauseChangeKind.MOVED,
        categories=move.clause.categories,
        heading_path=move.clause.heading_path,
        before=move.text,
        after=move.text,
        diff=((EQUAL, move.text),),
        language=move.clause.language,
        weight=1,
    )
