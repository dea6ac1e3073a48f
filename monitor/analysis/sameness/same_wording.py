"""Whether a changed place says the same in other writing.

The same article of the same law, an abbreviation and what it stands for, people named with both
genders, readers called otherwise, and a few names of the same thing: those who read it were told
nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from monitor.analysis.aligning.edits import Edit, Hunk
from monitor.analysis.facts.persons import is_same_reader
from monitor.analysis.sameness.citations import citations_in, with_law_names
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.gender_forms import STEM, without_gender
from monitor.analysis.text.lexicon import closest_language, read_data
from monitor.analysis.text.tokens import folded_word, words
from storage.values import value

_LONGEST = 16  # words of a place
_PLACES = 24  # of a clause
_TOGETHER = 30  # letters between two places that may belong to one writing
_AROUND = 40  # letters in front of a place and behind it that are read with it
_ENDING = 3  # letters that a word may have behind the stem of a form for both genders
_GLUED = frozenset("בלמהושوفبلك")  # prepositions, conjunctions and the article
_STEM_WORD = "stemx"
_FINALS = str.maketrans("ךםןףץ", "כמנפצ")  # Hebrew letters that end a word
_FUTURE, _GLUED_FUTURE = folded_word("سوف"), "س"

_Phrase = tuple[str, ...]


@value(kw_only=False)
class _Table:
    """Writings by their first word, longest first, with what they are read as."""

    writings: dict[str, list[tuple[_Phrase, _Phrase]]]


def is_same_wording(hunk: Hunk, edit: Edit) -> bool:
    """The place, with those right beside it, says on both sides the same."""
    hunks = edit.hunks
    if len(hunks) > _PLACES or max(len(hunk.removed), len(hunk.added)) > _LONGEST:
        return False
    at = next((place for place, one in enumerate(hunks) if one is hunk), None)
    if at is None:
        return False
    language = closest_language(edit.clause.language)
    return any(
        _say_the_same(*_texts(edit, first, last), language) for first, last in _spans(hunks, at)
    )


def _spans(hunks: Sequence[Hunk], at: int) -> Iterator[tuple[int, int]]:
    """The place alone, then with its neighbours, as first and last place."""
    first = last = at
    yield first, last
    while first and hunks[first].old_span[0] - hunks[first - 1].old_span[1] <= _TOGETHER:
        first -= 1
    while (
        last + 1 < len(hunks) and hunks[last + 1].old_span[0] - hunks[last].old_span[1] <= _TOGETHER
    ):
        last += 1
    if (first, last) != (at, at):
        yield first, last


def _texts(edit: Edit, first: int, last: int) -> tuple[str, str]:
    """Both texts from one place to another, with the same whole words around."""
    before, after = edit.before or "", edit.after or ""
    start, end = edit.hunks[first], edit.hunks[last]
    floor = edit.hunks[first - 1].old_span[1] if first else 0
    left = min(_AROUND, start.old_span[0] - floor, start.new_span[0])
    while 0 < left < start.old_span[0] and not before[start.old_span[0] - left].isspace():
        left -= 1
    ceiling = edit.hunks[last + 1].old_span[0] if last + 1 < len(edit.hunks) else len(before)
    right = min(_AROUND, ceiling - end.old_span[1], len(after) - end.new_span[1])
    while 0 < right < ceiling - end.old_span[1] and not before[end.old_span[1] + right].isspace():
        right -= 1
    return (
        before[start.old_span[0] - left : end.old_span[1] + right],
        after[start.new_span[0] - left : end.new_span[1] + right],
    )


def _say_the_same(before: str, after: str, language: str) -> bool:
    here, there = _read(before, language), _read(after, language)
    if "".join(here) == "".join(there):
        return True
    return len(here) == len(there) and all(
        _alike(one, other, language) for one, other in zip(here, there, strict=True)
    )


def _alike(one: str, other: str, language: str) -> bool:
    """Equal, or one of them a form for both genders of the other, or both are the reader."""
    if one == other or is_same_reader(one, other, language):
        return True
    if one.startswith(_STEM_WORD):
        return _is_form(one.removeprefix(_STEM_WORD), other.removeprefix(_STEM_WORD))
    return other.startswith(_STEM_WORD) and _is_form(other.removeprefix(_STEM_WORD), one)


def _is_form(stem: str, word: str) -> bool:
    stem, word = stem.translate(_FINALS), word.translate(_FINALS)
    return word.startswith(stem) and len(word) - len(stem) <= _ENDING


def _read(text: str, language: str) -> tuple[str, ...]:
    """The words, each thing in one writing."""
    for one in reversed(citations_in(text)):
        text = f"{text[: one.start]} cite{'x'.join(one.key)} {text[one.end :]}"
    text = without_gender(with_law_names(text), language).replace(STEM, f" {_STEM_WORD}")
    line = tuple(map(folded_word, words(text)))
    if _FUTURE in line:
        line = tuple(_with_future(line))
    return tuple(_replaced(line, _table(language)))


def _with_future(line: _Phrase) -> Iterator[str]:
    """``سوف نخطر`` as ``سنخطر``: the same future, as one word."""
    is_next = False
    for word in line:
        if word == _FUTURE:
            is_next = True
            continue
        yield f"{_GLUED_FUTURE}{word}" if is_next else word
        is_next = False


def _replaced(line: _Phrase, table: _Table) -> Iterator[str]:
    at = 0
    while at < len(line):
        glued, writing, said = _writing_at(line, at, table)
        yield f"{glued}{said[0]}"
        yield from said[1:]
        at += len(writing)


def _writing_at(line: _Phrase, at: int, table: _Table) -> tuple[str, _Phrase, _Phrase]:
    """What is glued on in front, the writing that stands there, and what it is read as."""
    word = line[at]
    for glued in ("", word[0]) if word[0] in _GLUED else ("",):
        first = word.removeprefix(glued)
        for writing, said in table.writings.get(first, ()):
            if line[at + 1 : at + len(writing)] == writing[1:]:
                return glued, writing, said
    return "", (word,), (word,)


@cache
def _table(language: str) -> _Table:
    tables = _tables()
    writings: dict[_Phrase, _Phrase] = {}
    for name in ("all", language):
        for line in str(tables[name]["same"]).splitlines():
            first, *others = (_phrase(part) for part in line.split("=")) if line else ((),)
            for one in (first, *others) if first else ():
                writings.setdefault(one, first)
        for line in str(tables[name]["forms"]).splitlines():
            forms = line.split()
            for form in forms:
                writings.setdefault(_phrase(form), _phrase(forms[0]))
    found: dict[str, list[tuple[_Phrase, _Phrase]]] = {}
    for writing in sorted(writings, key=len, reverse=True):
        if writing:
            found.setdefault(writing[0], []).append((writing, writings[writing]))
    return _Table(found)


def _phrase(text: str) -> _Phrase:
    return tuple(map(folded_word, words(text)))


@cache
def _tables() -> dict[str, dict[str, str]]:
    return parse_table(read_data("written_otherwise.toml"))
