"""A document that is served in another language: its clauses cannot be compared word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from monitor.analysis.model import Analysis, FactChange
from monitor.analysis.verdict.drift import name_of_language
from monitor.analysis.verdict.meaning import Meaning
from monitor.analysis.verdict.severity import Weighed
from storage.model import Material

LANGUAGE = "language"
_WORDS = 25  # of a document, from which its language is sure
_MAIN = 0.6  # share of its letters that are in its main language, at least
_OTHER = 0.2  # share that may have been in that language before: names, a notice


def other_language(old: Analysis, new: Analysis) -> FactChange | None:
    """From which language to which, where all of the text is in another one."""
    before, after = (one.languages[0] if one.languages else "" for one in (old, new))
    if before == after or not before or not after or min(old.words, new.words) < _WORDS:
        return None
    here, there = _shares(old), _shares(new)
    if min(here.get(before, 0), there.get(after, 0)) < _MAIN:
        return None
    if max(here.get(after, 0), there.get(before, 0)) > _OTHER:
        return None
    return FactChange(fact=LANGUAGE, before=before, after=after, direction="changed")


def without_facts(meanings: Sequence[Meaning]) -> list[Meaning]:
    """What one language states and another does not seem to is no fact."""
    return [replace(one, facts=()) for one in meanings]


def told_first(ranked: Sequence[Weighed], fact: FactChange) -> list[Weighed]:
    """The language, as the first fact of the weightiest clause."""
    if not ranked or ranked[0][1].material is Material.NONE:
        return list(ranked)
    (weight, first), *others = ranked
    return [(weight, replace(first, facts=(fact, *first.facts))), *others]


def language_words(fact: FactChange) -> str:
    before, after = (name_of_language(one or "") for one in (fact.before, fact.after))
    return f"the document is now in {after}, no longer in {before}"


def _shares(analysis: Analysis) -> dict[str, float]:
    letters: Counter[str] = Counter()
    for clause in analysis.clauses:
        letters[clause.language] += len(clause.text)
    total = letters.total()
    return {language: count / total for language, count in letters.items()}
