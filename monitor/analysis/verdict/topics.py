"""What an edit is about: the categories of the words that changed, and of their clause.

A paragraph on sharing in which a postal address changed is a change of contact. So the changed
words weigh most, then the sentences they stand in, then what the clause is about anyway.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.clauses.classifier import CATEGORIES, STANDS, decide_odds, weigh_text
from monitor.analysis.facts.contact import (
    are_contact_details,
    is_contact_line,
    is_postal_address,
)
from monitor.analysis.facts.finding import PARTY
from monitor.analysis.facts.stated_values import categories_of_value
from monitor.analysis.model import FactChange
from monitor.analysis.parties.roles import countries_named
from monitor.analysis.quantities.governed import NOTICE
from monitor.analysis.sameness.citations import LEGAL_BASIS
from monitor.analysis.text.tokens import words
from monitor.analysis.text.wording import names_controller
from storage.model import BlockKind, Category

_CHANGED = 0.5  # what the changed words themselves count
_SENTENCE = 0.5  # what their sentences count
_CLAUSE = (1.0, 0.5)  # what the first and the second category of the clause add
_LOUDEST = 3.0  # log-odds beyond which nobody is any surer
_DOUBT = 1.0  # by so much ``other`` must be louder to stand alone
_BEHIND = 2.0  # by so much a second category may be less likely than the first,
_LEAST = -1.0  # and how likely it must be
_MOST = 2  # categories of an edit of a few sentences
_MOST_OF_MANY = 3
_MANY = 80  # changed words from which an edit may have more
_FIGURE = re.compile(r"[\d@]")
_BOUND = 4_000  # letters of changed text that are weighed


# What a fact that moved is about, whatever the words around it are about.
CATEGORY_OF_FACT = {
    "sell": Category.SALE,
    "share": Category.SHARING,
    "collect": Category.COLLECTION,
    "retain": Category.RETENTION,
    "transfer": Category.TRANSFERS,
    "retention": Category.RETENTION,
    "age": Category.CHILDREN,
    LEGAL_BASIS: Category.LEGAL_BASIS,
}
# Where the words around it say nothing.
_ELSE_OF_FACT = {
    "use": Category.USE,
    "secure": Category.SECURITY,
    "encryption": Category.SECURITY,
    "answer": Category.RIGHTS,
    "liability": Category.DISPUTE,
    "advertising": Category.USE,
    "profiling": Category.USE,
    "automated decisions": Category.USE,
    "right denied": Category.RIGHTS,
    "right given": Category.RIGHTS,
}
_OF_TIME = ("longer", "shorter")
_TOLD_AHEAD = frozenset({Category.POLICY_CHANGES, Category.SUBPROCESSORS})
_HANDING_ON = ("sell", "share")
# Where a new name stands among recipients, it is news of these, whatever its row says besides.
_OF_NAMES = (Category.SUBPROCESSORS, Category.SHARING, Category.SALE, Category.COOKIES)


_OF_ROWS = frozenset({Category.COOKIES, Category.SUBPROCESSORS})
_SIDES = 2  # of one changed place


def categories_of(
    edit: Edit, facts: Sequence[FactChange], *, closely: bool = True
) -> tuple[Category, ...]:
    """Those of facts that moved, then by weight; ``other`` alone when nothing else stands."""
    told = [
        CATEGORY_OF_FACT[fact.fact]
        for fact in facts
        if fact.fact in CATEGORY_OF_FACT and fact.before and fact.after
    ]
    if any(fact.fact == PARTY for fact in facts):
        told += _spoken(facts) or _of_names(edit)
    told += _announced(edit, facts)
    rest = (categories_of_value(edit) if closely else ()) or _by_words(edit, closely=closely)
    own = tuple(one.category for one in edit.own)
    if told or own:
        rest = tuple(one for one in rest if one is not Category.OTHER)
    elif rest == (Category.OTHER,) and (
        about := [_ELSE_OF_FACT[one.fact] for one in facts if one.fact in _ELSE_OF_FACT]
    ):
        rest = tuple(about[:1])
    elif rest == (Category.OTHER,) and any(fact.direction in _OF_TIME for fact in facts):
        rest = edit.clause.categories[:1]  # "we answer within 30 days" says not what it answers
    most = max(_MOST_OF_MANY, len(set(told)), len(rest) if edit.is_whole else 0)
    found = tuple(dict.fromkeys((*told, *rest)))[:most]
    return tuple(dict.fromkeys((*found, *own)))


def _announced(edit: Edit, facts: Sequence[FactChange]) -> list[Category]:
    """Of a notice that is longer or shorter: what its clause is about, where that is told ahead."""
    if not any(fact.fact == NOTICE and fact.direction in _OF_TIME for fact in facts):
        return []
    return [one for one in edit.clause.categories[:1] if one in _TOLD_AHEAD]


def _spoken(facts: Sequence[FactChange]) -> list[Category]:
    """What is said to be done with a new name, where the words say it: "we share with Acme"."""
    handing_on = [fact.fact for fact in facts if fact.fact in _HANDING_ON and fact.after]
    return [CATEGORY_OF_FACT[act] for act in handing_on]


def _of_names(edit: Edit) -> list[Category]:
    """The kind of recipients that the nearest heading announces, else that the clause is about."""
    for heading in reversed(edit.clause.heading_path):
        scores = weigh_text(heading, edit.clause.language, heading=True)
        announced = [one for one in decide_odds(scores) if one in _OF_NAMES] if scores else []
        if announced:
            return announced[:1]
    if edit.block.kind is BlockKind.TABLE_ROW:  # of a table that no heading explains
        return [one for one in _OF_NAMES[:2] if one in edit.clause.categories] or [Category.SHARING]
    return [one for one in edit.clause.categories if one in _OF_NAMES][:1]


def _by_words(edit: Edit, *, closely: bool) -> tuple[Category, ...]:
    if not closely:
        return edit.clause.categories if edit.is_whole else edit.clause.categories[:_MOST]
    if edit.is_whole:
        return (Category.CONTACT,) if _gives_contact(edit) else _standing(edit)
    if lent := _lent_to_country(edit):
        return lent
    if are_contact_details(edit) or _gives_contact(edit):
        return (Category.CONTACT,)
    weights = _weights(edit)
    ranked = sorted(
        (name for name in weights if name is not Category.OTHER),
        key=lambda name: (-weights[name], name),
    )
    best = weights[ranked[0]]
    if best < weights[Category.OTHER] - _DOUBT:
        return _lent_to_row(edit) or (Category.OTHER,)
    most = _MOST_OF_MANY if edit.size >= _MANY else _MOST
    least = max(_LEAST, best - _BEHIND)
    return tuple(name for name in ranked[:most] if name == ranked[0] or weights[name] >= least)


def _lent_to_row(edit: Edit) -> tuple[Category, ...]:
    """What a row of names is about, whose own words say little: cookies, or sub-processors."""
    if edit.block.kind is not BlockKind.TABLE_ROW:
        return ()
    return tuple(one for one in edit.clause.categories[:1] if one in _OF_ROWS)


def _lent_to_country(edit: Edit) -> tuple[Category, ...]:
    """Likewise where nothing but a country changed in it, which is no address of theirs."""
    names = [text for hunk in edit.hunks for text in (hunk.old_text, hunk.new_text)]
    lent = _lent_to_row(edit)
    return lent if lent and len(names) == _SIDES and all(map(countries_named, names)) else ()


def _standing(edit: Edit) -> tuple[Category, ...]:
    """Of a block that came or went: its first category, and others that its own words state.

    What a heading lends beside the first is no news of a single block.
    """
    first, *others = edit.clause.categories
    if not others:
        return (first,)
    odds = _odds(edit.clause.text, edit.clause.language)
    return (first, *(name for name in others if odds.get(name, 0.0) >= STANDS))


def _gives_contact(edit: Edit) -> bool:
    """By itself it says only where somebody can be reached, or who answers for the data."""
    text = edit.clause.text
    if edit.size <= _MANY and names_controller(words(text)):
        return True
    if edit.clause.categories == (Category.OTHER,) or _FIGURE.search(text):
        return is_contact_line(text)
    return is_postal_address(text)


def _weights(edit: Edit) -> dict[Category, float]:
    """Log-odds: of the changed words on the side that says more, and of the sentences on both."""
    language = edit.clause.language
    changed = [_odds(text, language) for text in _changed(edit) if text.strip()]
    around = [_odds(text, language) for text in _sentences(edit)]
    weights: dict[Category, float] = {}
    for name in CATEGORIES:
        words = max((odds[name] for odds in changed), default=-_LOUDEST)
        sentences = sum(odds[name] for odds in around) / max(1, len(around))
        weights[name] = _CHANGED * words + _SENTENCE * sentences
    for bonus, name in zip(_CLAUSE, edit.clause.categories, strict=False):
        if name in weights:  # a person's own category has no odds
            weights[name] += bonus
    return weights


def _odds(text: str, language: str) -> dict[Category, float]:
    odds = dict.fromkeys(CATEGORIES, -_LOUDEST)
    for name, score in weigh_text(text[:_BOUND], language, heading=False).items():
        odds[name] = max(-_LOUDEST, min(_LOUDEST, score.weight))
    return odds


def _changed(edit: Edit) -> tuple[str, str]:
    return (
        " … ".join(hunk.old_text for hunk in edit.hunks if hunk.removed),
        " … ".join(hunk.new_text for hunk in edit.hunks if hunk.added),
    )


def _sentences(edit: Edit) -> list[str]:
    return [" ".join(side) for side in (edit.sentences_before, edit.sentences_after) if side]
