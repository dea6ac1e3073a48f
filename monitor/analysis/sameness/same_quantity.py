"""Whether a changed place only writes a number, a length of time or an amount in another way.

"thirty days", "30 days" and "thirty (30) days" are the same; so are twelve months and a year, and
the sign of a currency and its name. Days and months are not counted into each other, nor are days
on which people work and others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.analysis.aligning.edits import Edit, Hunk, Span
from monitor.analysis.quantities.measures import read_measures
from monitor.analysis.quantities.money import stated_in
from monitor.analysis.quantities.numbers import Numerals, WordRole, numerals
from monitor.analysis.quantities.units import exactly
from monitor.analysis.sameness.same_moment import dates_in, frequencies_in
from monitor.analysis.sameness.spelling import is_turned
from monitor.analysis.text.lexicon import closest_language
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.words import split_words
from storage.folding import fold

_Measure = tuple[str, float, tuple[str, ...]]

_ARTICLES = frozenset({"a", "an"})
_MOST = 400  # per text, like the quantities of a block
_LONGEST = 24  # words of a quantity: "two hundred and fifty (250) consecutive business days"


@dataclass(frozen=True, slots=True)
class _Stated:
    """A quantity from ``start`` to ``end`` of a text; the same when its ``measure`` is.

    Besides unit and value that is what qualifies it: "consecutive", "further".
    """

    start: int
    end: int
    measure: _Measure


def is_written_otherwise(hunk: Hunk, edit: Edit) -> bool:
    """The place lies in a quantity on both sides, of the same measure, and is nothing but it."""
    if max(len(hunk.removed), len(hunk.added)) > _LONGEST:
        return False
    if any(map(is_turned, hunk.removed, hunk.added)):  # "in 30 days", "to 30 days" in one word
        return False
    language = closest_language(edit.clause.language)
    if _is_same_age(hunk, numerals(language)):
        return True
    before = _measure_around(edit.before or "", hunk.old_span, language)
    return before is not None and before == _measure_around(
        edit.after or "", hunk.new_span, language
    )


def _is_same_age(hunk: Hunk, vocabulary: Numerals) -> bool:
    """Both say from which age on: "18 or older", "at least 18 years old"."""
    said = [tuple(map(fold, side)) for side in (hunk.removed, hunk.added)]
    if vocabulary.old and all(vocabulary.old.isdisjoint(side) for side in said):
        return False
    sides = [[word for word in side if word not in vocabulary.from_age] for side in said]
    return sides[0] == sides[1] and len(sides[0]) == 1 and sides[0][0].isdecimal()


def _measure_around(text: str, span: Span, language: str) -> _Measure | None:
    stated = _stated(text, language)
    start, end = _without_edges(text, span)
    around = [one for one in stated if one.start <= start and end <= one.end]
    return min(around, key=lambda one: one.end - one.start).measure if around else None


def _without_edges(text: str, span: Span) -> Span:
    """The span without signs and spaces at its edges."""
    start, end = span
    if not text[start:end].strip():  # what came or went stands between two words
        start = end = end + len(text[end:]) - len(text[end:].lstrip())
    while start < end and not (text[start].isalnum() or _is_money(text[start])):
        start += 1
    while start < end and not (text[end - 1].isalnum() or _is_money(text[end - 1])):
        end -= 1
    return start, end


def _is_money(sign: str) -> bool:
    return sign in "$€£¥₪₹₺%٪"


@remembered
def _stated(text: str, language: str) -> tuple[_Stated, ...]:
    """Amounts and dates first: their numbers are read with what stands beside them."""
    wholes = (*_amounts(text, language), *(_Stated(*one) for one in dates_in(text, language)))
    within = (
        one
        for one in _measures(text, language)
        if not any(it.start <= one.start and one.end <= it.end for it in wholes)
    )
    return (*wholes, *within)


def _amounts(text: str, language: str) -> Iterator[_Stated]:
    for one in stated_in(text, language):
        yield _Stated(one.start, one.end, (one.unit, one.value, ()))


def _measures(text: str, language: str) -> Iterator[_Stated]:
    words = split_words(text)
    vocabulary = numerals(language)
    if not (vocabulary.speaks_in(words) or any(map(vocabulary.says_how_often, words.distinct))):
        return
    roles = vocabulary.roles(words)
    measures = read_measures(words, roles, most=_MOST)
    for one in measures:
        places = [at for at in range(one.first, one.last + 1) if not _only_leads(roles[at])]
        others = tuple(
            said
            for at in places
            if not _counts(roles[at]) and (said := fold(words.texts[at])) not in _ARTICLES
        )
        if places:
            measure = (*exactly(one.value, one.unit), others)
            yield _Stated(words.starts[places[0]], words.end(one.last), measure)
    yield from (_Stated(*one) for one in frequencies_in(words, roles, vocabulary, measures))


def _counts(role: WordRole) -> bool:
    return (
        role.number is not None
        or role.unit is not None
        or role.dual is not None
        or role.half
        or role.connector
    )


def _only_leads(role: WordRole) -> bool:
    """It stands before a quantity and is no part of it: "within"."""
    return role.lead and not _counts(role)
