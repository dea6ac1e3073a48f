"""Which categories a whole change is news of.

Every edit that means something speaks for its categories, by its size. In a large change a
category must have a share in it, or a fact that moved: one word of a long rewrite that sounds like
children is no news about children. What the document hardly speaks of elsewhere must be louder: a
clause of contract terms that sounds like a right is seldom one. The weightiest clause speaks for
itself where a fact moved in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log2

from monitor.analysis.model import Analysis
from monitor.analysis.verdict.meaning import Meaning
from monitor.analysis.verdict.severity import Weighed, is_striking
from storage.model import Category, Material

_SHARE = 0.35  # of the heaviest category of a change, that another must have,
_SHARE_OF_OTHER = 0.5  # and text outside the categories
_BY_RANK = (1.0, 0.7, 0.7)  # what an edit adds to its first category, and to the others
_MINOR = 0.7  # what an edit of little weight adds, in parts of a material one
_USUAL = 0.08  # share of a category in a document that neither helps nor hinders it
_AT_LEAST = 0.02
_BOUNDS = (0.55, 1.4)


def news_of(ranked: Sequence[Weighed], old: Analysis, new: Analysis) -> tuple[Category, ...]:
    """Heaviest first, of meanings that stand so; ``other`` may stand among them."""
    shares: dict[Category, float] = {}
    told: dict[Category, None] = {}
    factors = _factors(old, new)
    for place, (_, meaning) in enumerate(ranked):
        if meaning.material is Material.NONE:
            continue
        if any(is_striking(fact) for fact in meaning.facts) or _leads(place, meaning):
            told.update(dict.fromkeys(meaning.categories[:1]))
        size = log2(1 + meaning.edit.size)
        if meaning.material is Material.MINOR:
            size *= _MINOR
        for rank, category in zip(_BY_RANK, meaning.categories, strict=False):
            shares[category] = shares.get(category, 0.0) + rank * size * factors.get(category, 1.0)
    most = max(shares.values(), default=0.0)
    return tuple(
        dict.fromkeys((*told, *(one for one in shares if shares[one] >= _least(one) * most)))
    )


def _leads(place: int, meaning: Meaning) -> bool:
    """The weightiest clause of all, in which a fact moved."""
    return place == 0 and meaning.material is Material.MATERIAL and bool(meaning.facts)


def _least(category: Category) -> float:
    return _SHARE_OF_OTHER if category is Category.OTHER else _SHARE


def _factors(old: Analysis, new: Analysis) -> dict[Category, float]:
    """By how much each category is heard louder, for what both versions speak of anyway."""
    counts: Counter[Category] = Counter()
    for clause in (*old.clauses, *new.clauses):
        counts.update(clause.categories[:1])
    total = max(1, counts.total())
    low, high = _BOUNDS
    return {
        category: max(low, min(high, ((counts[category] / total + _AT_LEAST) / _USUAL) ** 0.5))
        for category in Category
    }
