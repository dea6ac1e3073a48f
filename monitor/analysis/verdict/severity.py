"""How loud a change is, 0 to 100, and why, in plain words. Deterministic.

Severity is category weight x direction x size x silence, inside bands that keep the order: what is
not material never reaches what is, and a reversed negation, a changed period or a new recipient
stands above any amount of rewording.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log2

from monitor.analysis.facts.finding import PARTY, SELL
from monitor.analysis.facts.whose_period import favours_reader
from monitor.analysis.model import FactChange, Polarity
from monitor.analysis.quantities.money import FEE
from monitor.analysis.verdict.meaning import Meaning, has_substance
from storage.model import Category, Material

_WEIGHT = {
    Category.SALE: 1.0,
    Category.SHARING: 0.9,
    Category.RETENTION: 0.85,
    Category.CHILDREN: 0.85,
    Category.SUBPROCESSORS: 0.8,
    Category.TRANSFERS: 0.8,
    Category.GOV_DISCLOSURE: 0.8,
    Category.COLLECTION: 0.8,
    Category.USE: 0.8,
    Category.RIGHTS: 0.8,
    Category.COOKIES: 0.7,
    Category.LEGAL_BASIS: 0.7,
    Category.SECURITY: 0.65,
    Category.DISPUTE: 0.6,
    Category.POLICY_CHANGES: 0.5,
    Category.CONTACT: 0.4,
    Category.OTHER: 0.4,
}
_OWN_WEIGHT = 0.7  # of a category that a watchlist names
_DIRECTION = {
    "weaker": 1.0,
    "longer": 0.85,
    "shorter": 0.8,
    "stronger": 0.75,
    "broader": 0.8,
    "narrower": 0.5,
    "changed": 0.5,
    "higher": 0.5,
    "lower": 0.5,
}
_NO_DIRECTION = 0.35
_BIG = 400  # changed words from which size adds no more

COSMETIC_CEILING = 4
DATE_ONLY = 5
_MINOR_BAND = (8, 30)
_MATERIAL_BAND = (35, 64)
_FACT_BAND = (65, 95)  # a fact moved: above every rewording
_FAVOUR_BAND = (40, 60)  # only in the reader's favour: material, but no cause for alarm
_SILENCE = 5


Weighed = tuple[int, Meaning]


def ranked_by_weight(meanings: Iterable[Meaning]) -> list[Weighed]:
    """Weightiest first, each with its weight; equal weights stay in the order of the text."""
    weighed = [(weigh(meaning), meaning) for meaning in meanings]
    return sorted(weighed, key=lambda one: -one[0])


def weigh(meaning: Meaning) -> int:
    """0-95: what one clause change weighs."""
    if meaning.material is Material.NONE:
        return min(COSMETIC_CEILING, meaning.edit.size // 10)
    low, high = _band(meaning)
    category = _category_weight(meaning)
    direction = max((_DIRECTION[fact.direction] for fact in meaning.facts), default=_NO_DIRECTION)
    size = min(1.0, log2(1 + meaning.edit.size) / log2(1 + _BIG))
    share = 0.45 * category + 0.35 * direction + 0.2 * size
    return round(low + (high - low) * share)


def _category_weight(meaning: Meaning) -> float:
    """Of the loudest category; what a person wrote for one of their own counts."""
    own = {one.category: one.weight for one in meaning.edit.own if one.weight is not None}
    weights = (own.get(one, _WEIGHT.get(one, _OWN_WEIGHT)) for one in meaning.categories)
    return max(weights, default=_WEIGHT[Category.OTHER])


def _band(meaning: Meaning) -> tuple[int, int]:
    if meaning.material is Material.MINOR:
        return _MINOR_BAND
    if meaning.facts and all(_favours(fact, meaning) for fact in meaning.facts):
        return _FAVOUR_BAND
    return _FACT_BAND if any(_strikes(fact, meaning) for fact in meaning.facts) else _MATERIAL_BAND


def _strikes(fact: FactChange, meaning: Meaning) -> bool:
    """A name is striking only among recipients: a way to pay or a shop of apps is none."""
    return is_striking(fact) and (fact.fact != PARTY or has_substance(meaning.categories))


def _favours(fact: FactChange, meaning: Meaning) -> bool:
    """The reader is better off: more is denied or promised, less is kept, more notice is given.

    Or the company has less time for what it must do, or the reader more for a right.
    """
    if fact.direction in {"stronger", "narrower"}:
        return True
    better = favours_reader(meaning.edit, fact)
    if better is not None:
        return better
    return (fact.fact, fact.direction) in {("retention", "shorter"), ("notice", "longer")}


def is_striking(fact: FactChange) -> bool:
    """A small edit with a large effect: a reversal, another period, a new recipient.

    That nothing is sold stands anywhere or nowhere: who says it no longer took it back.
    """
    if fact.fact == PARTY:
        return fact.before is None
    if fact.fact == SELL and fact.before == Polarity.DENIES:
        return True
    if fact.direction in {"weaker", "stronger"}:
        return fact.before is not None and fact.after is not None
    return fact.direction in {"longer", "shorter"} or (fact.fact, fact.direction) == (FEE, "higher")


def severity_of(ranked: Sequence[Weighed], *, silent: bool) -> int:
    """0-100 for the whole change: its weightiest part, a little for the rest, and for silence."""
    if not ranked:
        return 0
    weights = [weight for weight, _ in ranked]
    top = weights[0]
    if top <= COSMETIC_CEILING:
        return top
    rest = min(4, sum(1 for weight in weights[1:] if weight > COSMETIC_CEILING))
    ceiling = _ceiling(top)
    return min(ceiling, top + rest + (_SILENCE if silent else 0))


def _ceiling(top: int) -> int:
    """The others lift a change inside its band, never into the next."""
    for band in (_MINOR_BAND, _MATERIAL_BAND):
        if top <= band[1]:
            return band[1] + 4
    return 100
