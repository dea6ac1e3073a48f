"""What leaves one clause and comes in another under the same heading: it is still said.

A paragraph that became a list loses a right in one block and gains it in the next. The two facts
cancel each other; and where all words of the one stand in the others, too, it is another wording.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.analysis.facts.promises import term_of
from monitor.analysis.model import FactChange
from monitor.analysis.text.tokens import folded_word, words
from monitor.analysis.text.wording import is_light, is_negation
from monitor.analysis.verdict.meaning import Meaning, with_facts
from monitor.analysis.verdict.reasons import WORDS
from storage.model import Material

_MOST = 60  # blocks under one heading that are looked at; more of them were written anew
_LETTERS = 1_000  # of one block that are read

_Key = tuple[str, object]


def without_relocated(meanings: Sequence[Meaning]) -> list[Meaning]:
    """``meanings`` in their order, without the facts that only went to another clause."""
    found = list(meanings)
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, meaning in enumerate(found):
        if meaning.cosmetic is None and not meaning.edit.is_heading:
            groups[meaning.edit.clause.heading_path].append(place)
    for places in groups.values():
        if 1 < len(places) <= _MOST:
            _settle(found, places)
    return found


def _settle(found: list[Meaning], places: Sequence[int]) -> None:
    gone, come = (
        Counter(key for place in places for key in _keys(found[place], gone=side))
        for side in (True, False)
    )
    left = gone & come
    if not left:
        return
    cancelled = {True: Counter(left), False: Counter(left)}
    for place in places:
        meaning = found[place]
        kept = tuple(fact for fact in meaning.facts if not _is_cancelled(fact, meaning, cancelled))
        if kept != meaning.facts:
            found[place] = with_facts(meaning, kept)
    if not any(found[place].facts for place in places) and _say_the_same(found, places):
        for place in places:
            found[place] = replace(found[place], material=Material.MINOR)


def _is_cancelled(fact: FactChange, meaning: Meaning, cancelled: dict[bool, Counter[_Key]]) -> bool:
    key = _key(fact, meaning)
    if key is None or not cancelled[fact.after is None][key]:
        return False
    cancelled[fact.after is None][key] -= 1
    return True


def _keys(meaning: Meaning, *, gone: bool) -> Iterable[_Key]:
    for fact in meaning.facts:
        key = _key(fact, meaning)
        if key is not None and (fact.after is None) is gone:
            yield key


def _key(fact: FactChange, meaning: Meaning) -> _Key | None:
    """What came or went; words by their term: "to delete" is "deletion"."""
    if fact.before is not None and fact.after is not None:
        return None
    said = fact.after or fact.before or ""
    if fact.fact in WORDS:
        return fact.fact, term_of(fact.fact, said, meaning.edit.clause.language)
    return fact.fact, said


def _say_the_same(found: Sequence[Meaning], places: Sequence[int]) -> bool:
    edits = [found[place].edit for place in places]
    before, after = (
        [word for text in texts for word in words((text or "")[:_LETTERS])]
        for texts in ([edit.before for edit in edits], [edit.after for edit in edits])
    )
    if sum(map(is_negation, before)) != sum(map(is_negation, after)):
        return False
    return _weighty(before) == _weighty(after)


def _weighty(line: Iterable[str]) -> frozenset[str]:
    return frozenset(folded_word(word) for word in line if not is_light(word))
