"""Clause categories: which of the seventeen a block states, and the words that say so.

Every block is weighed by itself (:func:`weigh_text`: lexicon and model), then context is lent
(:mod:`monitor.analysis.clauses.lending`): headings lend their categories to what stands under
them, a sentence that ends in a colon to the list it opens. Another scorer can take part by handing
:func:`classify_blocks` a :class:`Scorer`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from monitor.analysis.clauses.classifier import decide_odds, weigh_text
from monitor.analysis.clauses.lending import Lender
from monitor.analysis.clauses.scoring import Scores
from monitor.analysis.model import Clause
from storage.document import Block
from storage.model import BlockKind, Category

__all__ = ["Scorer", "classify_blocks", "unread_clauses"]

_VALUES = {name: name.value for name in Category}  # an attribute of an enum costs more
_OTHER = Category.OTHER


class Scorer(Protocol):
    """Gives the log-odds of every category a text may speak for."""

    def __call__(self, text: str, language: str, *, heading: bool) -> Scores: ...


def classify_blocks(
    blocks: Sequence[Block],
    languages: Sequence[str],
    paths: Sequence[tuple[str, ...]],
    *,
    scorer: Scorer = weigh_text,
) -> tuple[Clause, ...]:
    """One clause per block, in order. ``paths`` are the heading paths of the blocks."""
    lender = Lender(blocks)
    clauses: list[Clause] = []
    for index, (block, language, path) in enumerate(zip(blocks, languages, paths, strict=True)):
        scores = scorer(block.text, language, heading=block.kind is BlockKind.HEADING)
        own = decide_odds(scores)
        categories, lent = lender.lend(index, scores, own)
        evidence = _evidence(categories, scores)
        for name, words in lent.items():
            evidence[_VALUES[name]] = (*evidence.get(_VALUES[name], ()), words)
        clauses.append(
            Clause(
                block=index,
                kind=block.kind,
                heading_path=path,
                language=language,
                text=block.text,
                categories=categories,
                evidence=evidence,
            )
        )
    return tuple(clauses)


def _evidence(categories: tuple[Category, ...], scores: Scores) -> dict[str, tuple[str, ...]]:
    """The words that say so, of every category but ``other``."""
    evidence: dict[str, tuple[str, ...]] = {}
    for name in categories:
        score = scores.get(name)
        if score is not None and name is not _OTHER and score.evidence:
            evidence[_VALUES[name]] = score.evidence
    return evidence


def unread_clauses(
    blocks: Sequence[Block],
    languages: Sequence[str],
    paths: Sequence[tuple[str, ...]],
    *,
    start: int,
) -> tuple[Clause, ...]:
    """Clauses without category, of the blocks from ``start`` on that nobody reads."""
    return tuple(
        Clause(
            block=index,
            kind=blocks[index].kind,
            heading_path=paths[index],
            language=languages[index],
            text=blocks[index].text,
            categories=(Category.OTHER,),
        )
        for index in range(start, len(blocks))
    )
