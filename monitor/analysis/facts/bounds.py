"""Bounds that were turned: "at most" and "at least", "before" and "after", inside and outside.

A direction is told where it is sure: what is kept for at least as long as it was kept at most is
kept longer, who is told after a change takes effect is told too late, and what leaves the EU leaves
its law. Anything else is quoted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache

from monitor.analysis.aligning.edits import Edit, Hunk
from monitor.analysis.facts.countries import COUNTRY
from monitor.analysis.facts.undertakings import NOTIFY, stances
from monitor.analysis.model import FactChange, Polarity
from monitor.analysis.statements.finding import every_statement, marks_of
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import read_data
from monitor.analysis.text.matching import word_forms
from monitor.analysis.text.tokens import folded_line, words
from monitor.analysis.text.wording import is_joined_otherwise, is_other_bound
from monitor.analysis.text.words import split_words
from storage.model import Category

WORDING = "wording"

_FEW = 3  # words of a bound
_BOUND = 4_000  # letters of a sentence that are read
_RETAIN = "retain"


def bounds_of(edit: Edit) -> Iterator[FactChange]:
    """The bounds that turned, and "or" that became "and", in their words."""
    for hunk in edit.hunks:
        if not (0 < len(hunk.removed) <= _FEW and 0 < len(hunk.added) <= _FEW):
            continue
        before = _whole(edit.before or "", hunk.old_text, hunk.old_span[0])
        after = _whole(edit.after or "", hunk.new_text, hunk.new_span[0])
        kinds = _kind(before), _kind(after)
        turned = None not in kinds and kinds[0] != kinds[1]
        if not turned and not _is_other(hunk, edit):
            continue
        yield FactChange(
            fact=WORDING, before=before, after=after, direction=_direction(kinds, edit)
        )


def placed(edit: Edit, facts: Collection[FactChange]) -> tuple[FactChange, ...]:
    """``facts``; what was inside the EU and is outside of it is protected less."""
    return tuple(_placed(fact, edit) if fact.fact == COUNTRY else fact for fact in facts)


def _placed(fact: FactChange, edit: Edit) -> FactChange:
    kinds = _kind(fact.before or ""), _kind(fact.after or "")
    sides = (*edit.sentences_before, *edit.sentences_after)
    if set(kinds) != {"inside", "outside"} or not all(map(_names_union, sides)):
        return fact
    if any(_denies(side, edit.clause.language) for side in sides):
        return fact
    return replace(fact, direction="weaker" if kinds[1] == "outside" else "stronger")


def _is_other(hunk: Hunk, edit: Edit) -> bool:
    if is_other_bound(hunk.removed, hunk.added):
        return True
    substance = edit.clause.categories != (Category.OTHER,)
    return substance and is_joined_otherwise(hunk.removed, hunk.added)


def _whole(text: str, changed: str, start: int) -> str:
    """The changed words, with the one in front of them where only both are a bound."""
    before = text[:start].split()[-1:]
    longer = " ".join((*before, *changed.split()))
    return longer if _kind(changed) is None and _kind(longer) else changed.strip()


def _direction(kinds: tuple[str | None, str | None], edit: Edit) -> str:
    language = edit.clause.language
    sides = (*edit.sentences_before, *edit.sentences_after)
    if not sides or any(_denies(side, language) for side in sides):
        return "changed"
    if set(kinds) == {"most", "least"} and all(_keeps(side, language) for side in sides):
        return "longer" if kinds[1] == "least" else "shorter"
    if set(kinds) == {"before", "after"} and all(_notifies(side, language) for side in sides):
        return "weaker" if kinds[1] == "after" else "stronger"
    return "changed"


def _keeps(sentence: str, language: str) -> bool:
    said = every_statement(sentence[:_BOUND], language)
    return any(one.act == _RETAIN and one.polarity is not Polarity.DENIES for one in said)


def _notifies(sentence: str, language: str) -> bool:
    return stances((sentence,), language).get(NOTIFY) is Polarity.AFFIRMS


def _denies(sentence: str, language: str) -> bool:
    return any("negation" in here for here in marks_of(split_words(sentence[:_BOUND]), language))


def _names_union(sentence: str) -> bool:
    known = _terms("union")
    return any((form,) in known for word in words(sentence[:_BOUND]) for form in word_forms(word))


def _kind(said: str) -> str | None:
    line = _line(words(said))
    for kind in ("most", "least", "before", "after", "inside", "outside"):
        if line in _terms(kind) or line[-1:] in _terms(kind):
            return kind
    return None


def _line(found: Sequence[str]) -> tuple[str, ...]:
    return folded_line(tuple(found))


@cache
def _terms(kind: str) -> frozenset[tuple[str, ...]]:
    lines: list[str] = parse_table(read_data("turns.toml"))["bounds"][kind]
    return frozenset(_line(words(line)) for line in lines)
