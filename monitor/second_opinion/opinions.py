"""What embeddings make of the clauses of a document, beside what the shipped model does.

Both read the same blocks in their places: headings, lists and tables lend to either. Terms of a
person's own are left out, they are nobody's opinion.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from monitor.analysis import blocks_read
from monitor.analysis.clauses.classifier import CATEGORIES, weigh_text
from monitor.analysis.clauses.classifier.combining import QUIET
from monitor.analysis.clauses.classifying import Scorer, classify_blocks
from monitor.analysis.clauses.scoring import Score, Scores
from monitor.analysis.model import Analysis, Clause
from monitor.analysis.text.words import split_words
from monitor.second_opinion.embedding import Embedder
from monitor.second_opinion.head import Head
from storage.model import BlockKind, Category

MOST_TEXTS = 1_000  # different texts that are embedded for one answer, some 50 ms of a core each
_AT_ONCE = 16

Vectors = Mapping[str, Sequence[float]]
OnProgress = Callable[[int, int], None]  # texts embedded, of how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Adviser:
    """Who is asked: an embedder, and the head that was trained for its vectors."""

    embedder: Embedder
    head: Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What both say of one clause: ``first`` the shipped model, ``second`` with embeddings.

    ``probabilities`` are the second's, from 0 to 1, of the categories that either states: of the
    text by itself, before anything is lent. An embedding has no words to show.
    """

    block: int
    first: tuple[Category, ...]
    second: tuple[Category, ...]
    probabilities: dict[Category, float]

    @property
    def differs(self) -> bool:
        return set(self.first) != set(self.second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """By block. ``left_out`` clauses were not asked about: there were too many."""

    by_block: dict[int, Opinion]
    left_out: int = 0

    @property
    def differing(self) -> tuple[Opinion, ...]:
        return tuple(one for one in self.by_block.values() if one.differs)


def second_opinions(
    analysis: Analysis,
    adviser: Adviser,
    *,
    blocks: Collection[int] | None = None,
    most: int = MOST_TEXTS,
    on_progress: OnProgress = lambda _done, _of: None,
) -> Opinions:
    """Opinions of the clauses at ``blocks`` (without it: all), as far as ``most`` texts reach.

    A clause that is not asked about lends as the shipped model reads it. One without words has no
    second opinion.
    """
    read = analysis.clauses[: blocks_read(analysis.document)]
    asked = [
        clause
        for clause in read
        if (blocks is None or clause.block in blocks) and split_words(clause.text).texts
    ]
    texts = list(dict.fromkeys(clause.text for clause in asked))[:most]
    vectors = dict(zip(texts, _embedded(texts, adviser.embedder, on_progress), strict=True))
    scorer = _scorer(adviser.head, vectors)
    first = _classified(analysis, read, weigh_text)
    second = _classified(analysis, read, scorer)
    found: dict[int, Opinion] = {}
    for clause in asked:
        if clause.text in vectors:
            at = clause.block
            found[at] = _opinion(first[at], second[at], scorer)
    return Opinions(by_block=found, left_out=len(asked) - len(found))


def _embedded(
    texts: Sequence[str], embedder: Embedder, on_progress: OnProgress
) -> Iterator[Sequence[float]]:
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        yield from embedder(some)
        on_progress(start + len(some), len(texts))


def _scorer(head: Head, vectors: Vectors) -> Scorer:
    """The shipped model's scores, or the second's where the text has a vector."""

    def score(text: str, language: str, *, heading: bool) -> Scores:
        shipped = weigh_text(text, language, heading=heading)
        vector = vectors.get(text)
        if vector is None or not shipped:
            return shipped
        said = [shipped[name].weight if name in shipped else QUIET for name in CATEGORIES]
        odds = head.log_odds(said, vector)
        return {name: Score(value) for name, value in zip(CATEGORIES, odds, strict=True)}

    return score


def _classified(analysis: Analysis, read: Sequence[Clause], scorer: Scorer) -> tuple[Clause, ...]:
    return classify_blocks(
        analysis.document.blocks[: len(read)],
        [clause.language for clause in read],
        [clause.heading_path for clause in read],
        scorer=scorer,
    )


def _opinion(first: Clause, second: Clause, scorer: Scorer) -> Opinion:
    scores = scorer(second.text, second.language, heading=second.kind is BlockKind.HEADING)
    stated = dict.fromkeys((*second.categories, *first.categories))
    return Opinion(
        block=second.block,
        first=first.categories,
        second=second.categories,
        probabilities={name: _probability(scores, name) for name in stated},
    )


def _probability(scores: Scores, name: Category) -> float:
    return 1 / (1 + exp(-scores[name].weight)) if name in scores else 0.0
