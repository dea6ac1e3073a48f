"""Who a changed place speaks of: the company became the reader, or the other way round.

"The costs are at our expense" and "at your expense" differ by a word that relates others, and say
the opposite. Arabic and Hebrew write that word as a letter or two of another one. The same person
called otherwise ("Sie" and "du") is no such change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from monitor.analysis.aligning.edits import Edit, Hunk, Span
from monitor.analysis.model import FactChange
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import closest_language, read_data
from monitor.analysis.text.matching import word_forms
from monitor.analysis.text.tokens import folded_word, words
from monitor.analysis.text.wording import is_negation
from storage.values import value

PERSON = "person"
WHO_PAYS = "who pays"
ROLES = {
    WHO_PAYS: "pays",
    "who is liable": "liable",
    "who owns": "owns",
    "who must": "must",
    "who may": "may",
}

_WE, _YOU, _THEY = 1, 2, 3
_LONGEST = 8  # words of a changed place in which one person stands for another
_PLACES = 4  # places of a sentence that was put in another order
_TOLD = 3  # exchanges that are told of one clause
_NEAR = 90  # letters around a place that are read
_WRITTEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_AMBIGUOUS = frozenset({"sie", "ihnen", "ihr", "ihre", "ihrer", "ihres", "ihrem", "ihren"})
_LEADING = ("و", "ف", "س", "ו", "ש")  # conjunctions and the future that are glued on
_STEM = 3  # letters of a word that a person is glued to, unless it is one of these
_SHORT_STEMS = frozenset({"ل", "ب", "من", "عن", "في", "مع", "ל", "ב", "של", "יד", "מ"})
_ENDINGS = {
    "ar": {_WE: ("نا",), _YOU: ("كما", "كم", "كن", "ك")},
    "he": {_WE: ("נו",), _YOU: ("כם", "כן", "ך")},
}
_BEGINNINGS = {"ar": ("ن", "ت"), "he": ("נ", "ת")}
# How a verb begins that is said to the reader, and the ends that gender and number give it.
_ADDRESSED = {
    "ar": (("ت", "ا", "أ"), ("", "ي", "ين", "وا", "ون")),
    "he": (("ת",), ("", "י", "ו")),
}
_PLURALS = ("", "ون", "وا", "ين", "ו")


@value(kw_only=False)
class _Exchange:
    """One person for another: the words, and how phrases write the new one."""

    before: str
    after: str
    persons: tuple[int, int]
    shape: str = "_"
    place: int = 0  # of the word among the added ones


@value
class _Table:
    persons: dict[str, int]
    whose: frozenset[str]
    costs: tuple[str, ...]
    sides: dict[str, int]  # nouns for the two parties to a contract
    bearing: tuple[str, ...]
    phrases: dict[str, tuple[tuple[str, ...], ...]]


def changes_person(hunk: Hunk, edit: Edit) -> bool:
    """Who the place speaks of is another one now."""
    language = _language(edit)
    if _sides_changed(hunk, language):
        return True
    found = next(_exchanges(hunk, language), None)
    return found is not None and not _says_the_same(edit, language)


def persons_changed(edit: Edit) -> tuple[FactChange, ...]:
    """Who pays, owns, may, must or is liable now, with the words; else who is meant."""
    if edit.is_whole or not edit.hunks:
        return ()
    language = _language(edit)
    found = dict.fromkeys(_parties_changed(edit, language))
    if found or _says_the_same(edit, language):
        return tuple(found)
    for hunk in edit.hunks[:_LONGEST]:
        for one in _exchanges(hunk, language):
            found[_fact(one, hunk, edit, language)] = None
            if len(found) == _TOLD:
                return tuple(found)
    if not found and (moved := _moved(edit, language)):
        found[moved] = None
    return tuple(found)


def is_same_reader(one: str, other: str, language: str) -> bool:
    """Two folded words for the reader, who is called otherwise: "Sie" and "du", "لك" and "لكم"."""
    known = _table(language).persons
    if known.get(one) == known.get(other) == _YOU:
        return True
    if language not in _ENDINGS:
        return False
    here, there = _ending(one, language), _ending(other, language)
    if here is not None and there is not None:
        return here == there and here[0] == _YOU
    return _are_of_one_reader(one, other, language)


def _are_of_one_reader(one: str, other: str, language: str) -> bool:
    """A verb said to a woman, a man or several: "توافقي" and "توافقوا", "תוכלי" and "תוכלו"."""
    addressed, forms = _ADDRESSED[language]
    here, there = _plain(one), _plain(other)
    if not (here.startswith(addressed) and there.startswith(addressed)):
        return False
    stems = [
        {word.removesuffix(form) for form in forms if word.endswith(form)} for word in (here, there)
    ]
    return any(len(stem) > _STEM for stem in stems[0] & stems[1])


def _says_the_same(edit: Edit, language: str) -> bool:
    """The same persons in another order, with other words between: a passive."""
    if all(len(hunk.removed) == len(hunk.added) for hunk in edit.hunks[:_LONGEST]):
        return False
    gone: Counter[int] = Counter()
    come: Counter[int] = Counter()
    for hunk in edit.hunks[:_LONGEST]:
        gone.update(_persons(hunk.removed, hunk.old_text, language).values())
        come.update(_persons(hunk.added, hunk.new_text, language).values())
    return gone == come


def _language(edit: Edit) -> str:
    return closest_language(edit.clause.language)


# --- one party for the other -----------------------------------------------------------------


def are_parties(one: str | None, other: str | None) -> bool:
    """Two words for the two sides of a contract, in any language: "the buyer", "the seller"."""
    return any(
        {_side(one or "", language), _side(other or "", language)} == {_WE, _YOU}
        for language in _tables()
    )


def _parties_changed(edit: Edit, language: str) -> Iterator[FactChange]:
    if len(edit.hunks) > _PLACES or edit.size > _LONGEST:
        return
    for hunk in edit.hunks:
        if exchange := _sides_changed(hunk, language):
            said = words(" ".join((*edit.sentences_before, *edit.sentences_after)))
            name = WHO_PAYS if _is_paid(said, _table(language)) else PERSON
            before, after, persons = exchange
            direction = _direction(name, persons)
            yield FactChange(fact=name, before=before, after=after, direction=direction)


def _sides_changed(hunk: Hunk, language: str) -> tuple[str, str, tuple[int, int]] | None:
    """Where one party is named in place of the other, and no more of them: who went, who came."""
    if not hunk.removed or not hunk.added or max(len(hunk.removed), len(hunk.added)) > _LONGEST:
        return None
    found = [
        [
            (written, side)
            for word, written in zip(words_, _as_written(words_, text), strict=True)
            if (side := _side(word, language))
        ]
        for words_, text in ((hunk.removed, hunk.old_text), (hunk.added, hunk.new_text))
    ]
    if any(len(side) != 1 for side in found):
        return None
    (before, here), (after, there) = found[0][0], found[1][0]
    return (before, after, (here, there)) if here != there else None


def _side(word: str, language: str) -> int:
    sides = _table(language).sides
    return next((sides[form] for form in word_forms(word) if form in sides), 0)


def _is_paid(said: Sequence[str], table: _Table) -> bool:
    """A cost is named, and somebody's bearing it."""
    return all(
        any(form.startswith(begins) for word in said for form in word_forms(word))
        for begins in (table.costs, table.bearing)
    )


# --- one person for another ------------------------------------------------------------------


def _exchanges(hunk: Hunk, language: str) -> Iterator[_Exchange]:
    removed, added = hunk.removed, hunk.added
    if not removed or not added or max(len(removed), len(added)) > _LONGEST:
        return
    gone = _persons(removed, hunk.old_text, language)
    come = _persons(added, hunk.new_text, language)
    if len(removed) == len(added):
        yield from _word_by_word(hunk, gone, come, language)
    elif len(gone) == len(come) and sorted(gone.values()) != sorted(come.values()):
        # The last case would be "we" and "you" in another order, as in a passive.
        for (at, here), (at2, there) in zip(gone.items(), come.items(), strict=True):
            if _is_exchange(here, there) and _are_alike(removed[at], added[at2], language):
                yield _Exchange(removed[at], added[at2], (here, there), "_", at2)


def _word_by_word(
    hunk: Hunk, gone: dict[int, int], come: dict[int, int], language: str
) -> Iterator[_Exchange]:
    for place, (one, other) in enumerate(zip(hunk.removed, hunk.added, strict=True)):
        if one == other:
            continue
        here, there = gone.get(place), come.get(place)
        if here and there and _is_exchange(here, there) and _are_alike(one, other, language):
            yield _Exchange(one, other, (here, there), "_", place)
        elif exchange := _glued(one, other, place, language):
            yield exchange


def _is_exchange(one: int, other: int) -> bool:
    return one != other and _WE in (one, other)


def _are_alike(one: str, other: str, language: str) -> bool:
    """Both say whose something is, or neither: "your data" became no "data we collect"."""
    whose = _table(language).whose
    return (folded_word(one) in whose) is (folded_word(other) in whose)


def _persons(side: Sequence[str], text: str, language: str) -> dict[int, int]:
    """The persons among the words, by their place."""
    known = _table(language).persons
    found = {
        place: known[folded]
        for place, word in enumerate(side)
        if (folded := folded_word(word)) in known
    }
    if language == "de" and not _AMBIGUOUS.isdisjoint(side):
        written = _as_written(side, text)
        for place in found:
            if side[place] in _AMBIGUOUS and written is not side and written[place][:1].islower():
                found[place] = _THEY
    return found


def _as_written(side: Sequence[str], text: str) -> Sequence[str]:
    """The words with their capitals, where they can be told."""
    written = _WRITTEN.findall(text)
    return written if len(written) == len(side) else side


def _glued(before: str, after: str, place: int, language: str) -> _Exchange | None:
    """The same word with another person at its end, or a verb with another one in front."""
    if language not in _ENDINGS:
        return None
    here, there = _plain(before), _plain(after)
    one, other = _ending(here, language), _ending(there, language)
    if one and other and one[0] != other[0] and one[1] == other[1]:
        return _Exchange(before, after, (one[0], other[0]), f"{one[1]}_", place)
    we, you = _BEGINNINGS[language]
    for pair, persons in (((here, there), (_WE, _YOU)), ((there, here), (_YOU, _WE))):
        rest = pair[0].removeprefix(we)
        if len(rest) < _STEM or rest == pair[0] or not pair[1].startswith(you):
            continue
        if pair[1][len(you) :] in {rest + plural for plural in _PLURALS}:
            return _Exchange(before, after, persons, f"_{rest}", place)
    return None


def _plain(word: str) -> str:
    """Folded, without what is glued on in front: "and we bear"."""
    folded = folded_word(word)
    if len(folded) > _STEM + 1 and folded.startswith(_LEADING):
        return folded[1:]
    return folded


def _ending(word: str, language: str) -> tuple[int, str] | None:
    for person, endings in _ENDINGS[language].items():
        for ending in map(folded_word, endings):
            stem = word.removesuffix(ending)
            if stem != word:
                stem = stem.rstrip("יي") if len(stem) > 1 else stem
                known = len(stem) >= _STEM or stem in _SHORT_STEMS
                return (person, stem) if known else None
    return None


def _moved(edit: Edit, language: str) -> FactChange | None:
    """One person went in one place of a sentence, and another came elsewhere in it."""
    if len(edit.hunks) > _PLACES or edit.size > _LONGEST or len(edit.sentences_after) > 1:
        return None
    gone: Counter[int] = Counter()
    come: Counter[int] = Counter()
    said: dict[tuple[bool, int], str] = {}
    for hunk in edit.hunks:
        sides = ((hunk.removed, hunk.old_text, gone), (hunk.added, hunk.new_text, come))
        for is_new, (side, text, counts) in enumerate(sides):
            for place, person in _persons(side, text, language).items():
                counts[person] += 1
                said[bool(is_new), person] = _as_written(side, text)[place]
    for one, other in ((_WE, _YOU), (_YOU, _WE)):
        if (gone - come)[one] and (come - gone)[other] and not (gone - come)[other]:
            words_said = said[False, one], said[True, other]
            if not _are_alike(words_said[0].casefold(), words_said[1].casefold(), language):
                continue
            return FactChange(
                fact=PERSON, before=words_said[0], after=words_said[1], direction="changed"
            )
    return None


# --- what is said of them --------------------------------------------------------------------


def _fact(one: _Exchange, hunk: Hunk, edit: Edit, language: str) -> FactChange:
    name = _role(one, _line(edit.after or "", hunk), edit, language)
    before, after = (
        _as_written(side, text)[side.index(word)]
        for side, text, word in (
            (hunk.removed, hunk.old_text, one.before),
            (hunk.added, hunk.new_text, one.after),
        )
    )
    return FactChange(
        fact=name, before=before, after=after, direction=_direction(name, one.persons)
    )


def _direction(name: str, persons: tuple[int, int]) -> str:
    """Whether the reader pays what the company paid; what one may or must is not weighed."""
    if name != WHO_PAYS or _THEY in persons:
        return "changed"
    return "weaker" if persons[1] == _YOU else "stronger"


def _line(text: str, hunk: Hunk) -> tuple[tuple[str, ...], int]:
    """The words around a place and in it, and how many stand in front of it."""
    span: Span = hunk.new_span
    left = words(text[max(0, span[0] - _NEAR) : span[0]])
    right = words(text[span[1] : span[1] + _NEAR])
    return (*left, *hunk.added, *right), len(left)


def _role(one: _Exchange, line: tuple[tuple[str, ...], int], edit: Edit, language: str) -> str:
    """What the sentence says of the person; :data:`PERSON` where that is not sure."""
    said = words(" ".join(edit.sentences_after))
    if len(edit.sentences_after) != 1 or any(map(is_negation, said)):
        return PERSON
    table = _table(language)
    folded = tuple(map(folded_word, line[0]))
    at = line[1] + one.place
    costs = any(folded_word(word).startswith(table.costs) for word in said)
    for name, role in ROLES.items():
        phrases = table.phrases[role]
        if role == "pays" and costs:
            phrases = (*phrases, *table.phrases["bears"])
        if any(_stands(phrase, folded, at, one.shape) for phrase in phrases):
            return name
    return PERSON


def _stands(phrase: tuple[str, ...], line: tuple[str, ...], at: int, shape: str) -> bool:
    """The phrase stands around the place, its "_" there."""
    if shape not in phrase:
        return False
    start = at - phrase.index(shape)
    if start < 0 or start + len(phrase) > len(line):
        return False
    return all(part == shape or part == line[start + place] for place, part in enumerate(phrase))


@cache
def _table(language: str) -> _Table:
    data = _tables()[language]
    persons = {
        folded_word(word): person
        for key, person in (("first", _WE), ("second", _YOU), ("third", _THEY))
        for word in str(data[key]).split()
    }
    return _Table(
        persons=persons,
        whose=frozenset(folded_word(word) for word in str(data["whose"]).split()),
        costs=tuple(folded_word(word) for word in str(data["cost"]).split()),
        sides={
            folded_word(word): side
            for key, side in (("company", _WE), ("customer", _YOU))
            for word in str(data[key]).split()
        },
        bearing=tuple(folded_word(word) for word in str(data["bearing"]).split()),
        phrases={
            role: tuple(tuple(map(folded_word, line.split())) for line in data[role])
            for role in (*ROLES.values(), "bears")
        },
    )


@cache
def _tables() -> dict[str, dict[str, str | list[str]]]:
    return parse_table(read_data("persons.toml"))
