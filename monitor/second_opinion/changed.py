"""The clauses that a change is about, and what a second opinion says of them."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.analysis.model import Analysis, ClauseChange, Comparison
from monitor.second_opinion.opinions import (
    MOST_TEXTS,
    Adviser,
    OnProgress,
    Opinion,
    second_opinions,
)
from storage.model import ClauseChangeKind

_Places = dict[tuple[tuple[str, ...], str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOpinions:
    """One for each clause change, in their order; None for what moved, or was not asked about.

    ``left_out`` clauses were not asked about: there were too many.
    """

    opinions: tuple[Opinion | None, ...]
    left_out: int = 0


def opinions_of_change(
    old: Analysis,
    new: Analysis,
    comparison: Comparison,
    adviser: Adviser,
    *,
    most: int = MOST_TEXTS,
    on_progress: OnProgress = lambda _done, _of: None,
) -> ChangeOpinions:
    """Of each clause as it stands now, or as it stood when it is gone.

    Where a clause became several, of the first of them.
    """
    now, then = _places(new), _places(old)
    found = [
        (change.after is None, _block(change, then if change.after is None else now))
        for change in comparison.clause_changes
    ]
    opinions: dict[tuple[bool, int], Opinion] = {}
    left_out = 0
    for gone, analysis in ((False, new), (True, old)):
        blocks = {block for was_gone, block in found if was_gone is gone and block is not None}
        if not blocks:
            continue
        said = second_opinions(
            analysis,
            adviser,
            blocks=blocks,
            most=most - len(opinions),
            on_progress=on_progress,
        )
        opinions |= {(gone, block): opinion for block, opinion in said.by_block.items()}
        left_out += said.left_out
    return ChangeOpinions(
        opinions=tuple(
            None if block is None else opinions.get((gone, block)) for gone, block in found
        ),
        left_out=left_out,
    )


def _places(analysis: Analysis) -> _Places:
    places: _Places = {}
    for clause in analysis.clauses:
        places.setdefault((clause.heading_path, clause.text), clause.block)
    return places


def _block(change: ClauseChange, places: _Places) -> int | None:
    if change.kind is ClauseChangeKind.MOVED:
        return None
    text = (change.before if change.after is None else change.after) or ""
    for stands in (text, text.partition("\n")[0]):
        block = places.get((change.heading_path, stands))
        if block is not None:
            return block
    return None
