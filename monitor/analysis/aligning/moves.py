"""Clauses that stand elsewhere with the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.analysis.aligning.align import Pair
from monitor.analysis.aligning.edits import clause_of
from monitor.analysis.model import Analysis, Clause
from monitor.analysis.text.tokens import words
from storage.model import BlockKind
from storage.values import value

_WORDS = 2  # a shorter run that moved is "Yes" and "No" changing places in a table


@value
class Move:
    """A run of neighbouring blocks that moved together; ``clause`` is its first."""

    text: str
    clause: Clause


def moved_clauses(new: Analysis, pairs: Sequence[Pair]) -> tuple[Move, ...]:
    """Moves of equal text. A clause that moved and changed is reported as changed."""
    moves: list[Move] = []
    for run in _runs(pairs):
        blocks = [new.document.blocks[index] for pair in run for index in pair.new]
        text = "\n".join(block.text for block in blocks)
        heading = any(block.kind is BlockKind.HEADING for block in blocks)
        if heading or len(words(text)) >= _WORDS:
            moves.append(Move(text=text, clause=clause_of(new, run[0].new[0])))
    return tuple(moves)


def _runs(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    run: list[Pair] = []
    for pair in pairs:
        if not (pair.moved and pair.equal):
            if pair.new and run:
                yield run
                run = []
            continue
        if run and pair.old[0] != run[-1].old[-1] + 1:
            yield run
            run = []
        run.append(pair)
    if run:
        yield run
