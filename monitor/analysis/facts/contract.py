"""Terms of a contract that a word or a number changes: whose law, which court, how many, meanings.

"The laws of the State of Oregon" that became "of Delaware", 5,000 requests an hour that became 500,
and another meaning of a term in quotation marks are told with the words. So little changes in them
that a size rule sees nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from monitor.analysis.aligning.edits import Edit, Hunk
from monitor.analysis.facts.places import DISTANCE, STATE, place_changed
from monitor.analysis.model import FactChange
from monitor.analysis.quantities.measures import read_measures
from monitor.analysis.quantities.numbers import numerals
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import closest_language, read_data
from monitor.analysis.text.matching import Hit, Matcher
from monitor.analysis.text.wording import is_heavy, is_joined, is_light
from monitor.analysis.text.words import Words, split_words
from storage.model import BlockKind, Category

LAW = "governing law"
COURT = "courts"
NUMBER = "number"
DEFINITION = "definition"
TERMS = (LAW, COURT, NUMBER, DEFINITION, DISTANCE, STATE)

_MOST = 60  # changed words above which a clause was written anew
_PLACES = 6  # changed places that are looked at
_NAME = 6  # words of a name
_BESIDE = 4  # words between a law or a court and its name
_BEFORE = 4  # words before a number in which it is said to be a bound
_BEHIND = 4  # and behind it, in which a rate stands
_OPENING = 12  # words in front of what defines a term, the term among them
_WEIGHTY = 2  # words by which another meaning differs at least, or one that "and" joins
_QUOTED = 12  # words of a meaning that are quoted
_BOUND = 4_000  # letters of a sentence that are read
_TERM = re.compile(r"[\"“”«»„״'‘’*][^\"“”«»„״'‘’*]{1,60}[\"“”«»„״'‘’*]")
_WITHOUT_CAPITALS = frozenset({"ar", "he"})
_OTHER = (Category.OTHER,)
_KINDS = {"law": LAW, "court": COURT}


def terms_changed(edit: Edit, told: Sequence[FactChange]) -> tuple[FactChange, ...]:
    """What of these changed; beside facts that are ``told``, only whose law and which court."""
    if edit.is_whole or edit.is_heading or edit.block.header or edit.size > _MOST:
        return ()
    found: dict[FactChange, None] = {}
    language = closest_language(edit.clause.language)
    for hunk in edit.hunks[:_PLACES]:
        if hunk.removed and hunk.added and (one := _of_place(hunk, edit, language, told)):
            found[one] = None
    if not found and not told and (meaning := _meaning(edit, language)):
        found[meaning] = None
    return tuple(found)


def _of_place(
    hunk: Hunk, edit: Edit, language: str, told: Sequence[FactChange]
) -> FactChange | None:
    if (one := _venue(hunk, edit, language)) is not None:
        return one
    if (one := place_changed(hunk, edit)) is not None:
        return one
    return None if told else _number(hunk, edit, language)


# --- whose law, which court ------------------------------------------------------------------


def _venue(hunk: Hunk, edit: Edit, language: str) -> FactChange | None:
    """A name beside "the laws of" or "the courts of" became another one."""
    if max(len(hunk.removed), len(hunk.added)) > _NAME:
        return None
    if any(map(is_heavy, (*hunk.removed, *hunk.added))):
        return None
    if "[" in hunk.old_text or "[" in hunk.new_text:  # a template that was not filled in
        return None
    kinds = {
        _beside(edit.before or "", hunk.old_span, language),
        _beside(edit.after or "", hunk.new_span, language),
    }
    kind = kinds.pop()
    known = edit.clause.categories
    if kind is None or kinds or not (Category.DISPUTE in known or known == _OTHER):
        return None
    if known == _OTHER and kind != "law":  # a court is named in many a clause
        return None
    return FactChange(
        fact=_KINDS[kind],
        before=hunk.old_text.strip(),
        after=hunk.new_text.strip(),
        direction="changed",
    )


def _beside(text: str, span: tuple[int, int], language: str) -> str | None:
    """Whether it is a law or a court that the name at ``span`` stands beside."""
    words = split_words(text[:_BOUND])
    places = _places(words, span)
    if not places:
        return None
    first, last = places[0], places[-1]
    best: tuple[int, str] | None = None
    for hit in _matcher(language, ("law", "court")).find(words):
        if words.sentences[hit.first] != words.sentences[first]:
            continue
        far = first - hit.last - 1 if hit.last < first else hit.first - last - 1
        if 0 <= far <= _BESIDE and (best is None or far < best[0]):
            best = far, hit.payload
    if best is None:
        return None
    named = language in _WITHOUT_CAPITALS or all(
        words.texts[at][:1].isupper() or is_light(words.texts[at]) for at in places
    )
    return best[1] if named or best[0] == 0 else None


def _places(words: Words, span: tuple[int, int]) -> list[int]:
    return [
        at for at, start in enumerate(words.starts) if span[0] <= start and words.end(at) <= span[1]
    ]


# --- how many --------------------------------------------------------------------------------


def _number(hunk: Hunk, edit: Edit, language: str) -> FactChange | None:
    """How many are allowed or free, in a sentence; a figure that is no bound says little."""
    sides = (
        _bounded(edit.before or "", hunk.old_span, language),
        _bounded(edit.after or "", hunk.new_span, language),
    )
    old, new = sides
    if old is None or new is None or old[0] == new[0] or edit.block.kind is BlockKind.TABLE_ROW:
        return None
    direction = "higher" if new[0] > old[0] else "lower"
    return FactChange(fact=NUMBER, before=old[1], after=new[1], direction=direction)


def _bounded(text: str, span: tuple[int, int], language: str) -> tuple[float, str] | None:
    """The number at ``span``, with what it counts, where words say that it is a bound."""
    words = split_words(text[:_BOUND])
    places = _places(words, span)
    vocabulary = numerals(language)
    if not 0 < len(places) <= _NAME or not vocabulary.speaks_in(words):
        return None
    counts = [
        one
        for one in read_measures(words, vocabulary.roles(words))
        if not one.unit and one.first <= places[-1] and places[0] <= one.last
    ]
    if len(counts) != 1:
        return None
    (count,) = counts
    first, last = count.first, count.last
    sentence = words.sentences[first]
    bounds = _matcher(language, ("bounds", "rates")).find(words)
    if not any(
        words.sentences[hit.first] == sentence and _bounds(hit, first, last) for hit in bounds
    ):
        return None
    behind = last + 1
    if behind >= len(words.texts) or words.sentences[behind] != sentence:
        return None
    return count.value, words.between(first, behind)


def _bounds(hit: Hit[str], first: int, last: int) -> bool:
    if hit.payload == "rates":
        return last < hit.first <= last + _BEHIND
    return first - _BEFORE <= hit.last < first or last < hit.first <= last + 2


# --- what a term means -----------------------------------------------------------------------


def _meaning(edit: Edit, language: str) -> FactChange | None:
    """Of a term in quotation marks: what stands behind "means"."""
    if len(edit.sentences_before) != 1 or len(edit.sentences_after) != 1:
        return None
    weighty = [word for word in (*edit.removed, *edit.added) if not is_light(word)]
    joined = any(
        is_joined(side[at])
        for h in edit.hunks
        for side in (h.removed, h.added)
        if side
        for at in (0, -1)
    )
    if len(weighty) < _WEIGHTY and not joined:
        return None
    old, new = (
        _defined(side[0][:_BOUND], language)
        for side in (edit.sentences_before, edit.sentences_after)
    )
    if old is None or new is None or old[0] != new[0] or old[1] == new[1]:
        return None
    return FactChange(fact=DEFINITION, before=old[1], after=new[1], direction="changed")


def _defined(sentence: str, language: str) -> tuple[str, str] | None:
    """The term and what it means."""
    term = _TERM.search(sentence)
    if term is None:
        return None
    words = split_words(sentence)
    for hit in _matcher(language, ("defines",)).find(words):
        if words.starts[hit.first] < term.end() or hit.first > _OPENING:
            continue
        if words.starts[hit.first] - term.end() > _OPENING:
            return None
        first, last = hit.last + 1, min(hit.last + _QUOTED, len(words.texts) - 1)
        return (term[0], words.between(first, last)) if first <= last else None
    return None


@cache
def _matcher(language: str, kinds: tuple[str, ...]) -> Matcher[str]:
    table: dict[str, str] = parse_table(read_data("contract.toml"))[language]
    return Matcher((term, kind) for kind in kinds for term in table[kind].split("|"))
