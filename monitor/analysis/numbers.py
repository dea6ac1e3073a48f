"""Numbers and units in the words of one language: ``thirty (30) days``, ``خمسة وأربعين يومًا``.

Numbers may be written in any digits or as words; dual forms (``شهرين``, ``שנתיים``) are a number
and a unit in one word.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from monitor.analysis.lexicon import read_data, term_lines
from monitor.analysis.matching import Matcher, word_forms
from monitor.analysis.words import Words
from storage.folding import fold

T = TypeVar("T")
_CACHED_WORDS = 50_000
_MOST_DIGITS = 7
_GLUED = re.compile(r"([\u0621-\u064a\u05d0-\u05ea]{0,3})(\d{1,7})([^\W\d_]*)")
_THOUSANDS = frozenset(",.٬’'\u00a0\u202f")
_HUNDRED = 100
_TENS = 10
_MOST_NUMBER_WORDS = 4


@dataclass(frozen=True, slots=True)
class WordRole:
    """What a word can be around a number; ``None`` and ``False`` where it is not that."""

    number: float | None = None
    digits: bool = False
    unit: str | None = None
    dual: str | None = None
    connector: bool = False
    range: bool = False
    filler: bool = False
    lead: bool = False
    single: str | None = None
    age: bool = False
    old: bool = False
    start: bool = False  # what follows it begins a period and does not govern it


NO_ROLE = WordRole()


@dataclass(frozen=True, slots=True)
class Measured:
    """``value`` of ``unit`` ("" when none stands there), from word ``first`` to word ``last``."""

    value: float
    unit: str
    first: int
    last: int


class Numerals:
    """The number words, units and cue words of one language."""

    def __init__(self, source: str) -> None:
        data = tomllib.loads(source)
        self._numbers = {
            fold(word): float(value)
            for value, words in data["numbers"].items()
            for word in words.split()
        }
        self._units = _by_word(data["units"])
        self._duals = _by_word(data["duals"])
        self._lists = {name: set(fold(words).split()) for name, words in data["words"].items()}
        self._roles: dict[str, WordRole] = {}
        self._silent: set[str] = set()  # words known to state no number
        cues = [(line, kind) for kind, lines in data["cues"].items() for line in term_lines(lines)]
        self.cues: Matcher[str] = Matcher(cues)

    def speaks_in(self, words: Words) -> bool:
        """Whether any word states a number; without one no other role matters."""
        if len(self._silent) >= _CACHED_WORDS:
            self._silent.clear()
        for word in words.distinct - self._silent:
            role = self._roles.get(word) or self._learn(word)
            if role.number is not None or role.dual is not None or role.single is not None:
                return True
            self._silent.add(word)
        return False

    def roles(self, words: Words) -> list[WordRole]:
        """The role of every word."""
        known = self._roles
        found: list[WordRole] = []
        for word in words.texts:
            role = known.get(word)
            found.append(role if role is not None else self._learn(word))
        return found

    def _learn(self, word: str) -> WordRole:
        if len(self._roles) >= _CACHED_WORDS:
            self._roles.clear()
        role = self._roles[word] = self._role(word)
        return role

    def _role(self, word: str) -> WordRole:
        forms = word_forms(word[:40])
        glued = _GLUED.fullmatch(forms[0])
        if glued:
            return WordRole(number=float(glued[2]), digits=True, unit=self._units.get(glued[3]))
        if any(character.isdigit() for character in forms[0]):
            return NO_ROLE
        lists = self._lists
        single = next((form for form in forms if form in lists["singles"]), None)
        role = WordRole(
            number=_first(self._numbers, forms),
            unit=_first(self._units, forms),
            dual=_first(self._duals, forms),
            connector=forms[0] in lists["connectors"],
            range=forms[0] in lists["ranges"],
            filler=forms[0] in lists["fillers"],
            lead=forms[0] in lists["leads"] or forms[-1] in lists["leads"],
            single=self._units.get(single) if single is not None else None,
            age=any(form in lists["ages"] for form in forms),
            old=forms[0] in lists["old"],
            start=any(form in lists["starts"] for form in forms),
        )
        return NO_ROLE if role == NO_ROLE else role


@cache
def numerals(language: str) -> Numerals:
    """The numerals of one of the languages that have a data file; read once."""
    return Numerals(read_data(f"quantities/{language}.toml"))


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {fold(word): unit for unit, words in table.items() for word in words.split()}


def _first(table: dict[str, T], forms: tuple[str, ...]) -> T | None:
    return next((table[form] for form in forms if form in table), None)


def read_measures(words: Words, roles: list[WordRole]) -> list[Measured]:
    """Every number with the unit it goes with, in order."""
    measures: list[Measured] = []
    place = 0
    while place < len(roles):
        role = roles[place]
        if role.dual is not None:
            measures.append(Measured(2.0, role.dual, place, place))
        elif role.number is not None:
            found, place = _read_number(words, roles, place)
            measures.extend(found)
        elif role.single is not None and (lead := _lead_before(roles, place)) is not None:
            measures.append(Measured(1.0, role.single, lead, place))
        elif role.unit is not None and place + 1 < len(roles) and roles[place + 1].number == 1:
            measures.append(Measured(1.0, role.unit, place, place + 1))
        place += 1
    return measures


def _lead_before(roles: list[WordRole], place: int) -> int | None:
    """Where "within a month" begins, for the place of its last word."""
    for before in range(place - 1, max(-1, place - 3), -1):
        if roles[before].lead:
            return before
        if not roles[before].filler:
            return None
    return None


def _read_number(words: Words, roles: list[WordRole], first: int) -> tuple[list[Measured], int]:
    """The number that begins at ``first`` (a range gives two) and the last word read."""
    value, last = _value_at(words, roles, first)
    glued = roles[last].unit if roles[last].digits else None
    if glued is not None:
        return [Measured(value, glued, first, last)], last
    after = _skip_same(words, roles, last, value)
    unit_at = _unit_after(words, roles, after)
    if unit_at is not None:
        unit = roles[unit_at].unit
        assert unit is not None
        return [Measured(value, unit, first, unit_at)], unit_at
    upper = _range_end(words, roles, after)
    if upper is not None:
        second, end = _value_at(words, roles, upper)
        unit_at = _unit_after(words, roles, end)
        if unit_at is not None:
            unit = roles[unit_at].unit
            assert unit is not None
            low = Measured(value, unit, first, unit_at)
            return [low, Measured(second, unit, upper, unit_at)], unit_at
    return [Measured(value, "", first, last)], last


def _value_at(words: Words, roles: list[WordRole], first: int) -> tuple[float, int]:
    value = roles[first].number
    assert value is not None
    if roles[first].digits:
        return _digits_at(words, first, value)
    last = first
    for _ in range(_MOST_NUMBER_WORDS):
        following = last + 1
        if following < len(roles) and roles[following].connector:
            following += 1
        if following >= len(roles) or roles[following].digits:
            break
        part = roles[following].number
        if part is None or words.sentences[following] != words.sentences[first]:
            break
        combined = _combine(value, part)
        if combined is None:
            break
        value, last = combined, following
    return value, last


def _combine(value: float, part: float) -> float | None:
    if part == _HUNDRED and 1 < value < _TENS:
        return value * part
    if value == 4 and part == 20:  # noqa: PLR2004 - quatre-vingts
        return 80.0
    tens_then_ones = value >= 20 and value % _TENS == 0 and part < 20  # noqa: PLR2004
    ones_then_tens = value < _TENS and part % _TENS == 0 and _TENS <= part < _HUNDRED
    return value + part if tens_then_ones or ones_then_tens else None


def _digits_at(words: Words, first: int, value: float) -> tuple[float, int]:
    """``1,825`` and ``1.5`` are two words; a comma and three digits part thousands."""
    following = first + 1
    if following >= len(words.texts) or words.starts[following] - words.end(first) != 1:
        return value, first
    mark = words.source[words.end(first)]
    digits = fold(words.texts[following])
    if mark not in _THOUSANDS or not digits.isdigit() or len(digits) > 3:  # noqa: PLR2004
        return value, first
    if len(digits) == 3:  # noqa: PLR2004 - a group of thousands
        return value * 1000 + float(digits), following
    if mark in ".,":
        return value + float(digits) / 10 ** len(digits), following
    return value, first


def _skip_same(words: Words, roles: list[WordRole], last: int, value: float) -> int:
    """Past the same number said again: ``thirty (30) days``, ``30 (thirty) days``."""
    following = last + 1
    if following < len(roles) and roles[following].number is not None:
        again, end = _value_at(words, roles, following)
        if again == value and roles[end].unit is None:
            return end
    return last


def _unit_after(words: Words, roles: list[WordRole], last: int) -> int | None:
    for place in range(last + 1, min(last + 4, len(roles))):
        if words.sentences[place] != words.sentences[last]:
            return None
        if roles[place].unit is not None and not roles[place].digits:
            return place
        if not roles[place].filler:
            return None
    return None


def _range_end(words: Words, roles: list[WordRole], last: int) -> int | None:
    following = last + 1
    if following < len(roles) and roles[following].range:
        following += 1
    if following >= len(roles) or words.sentences[following] != words.sentences[last]:
        return None
    return following if roles[following].number is not None else None
