"""What single words of one language are around numbers: a number, a unit, half of it, "and".

Numbers may be written in any digits or as words; dual forms (``شهرين``, ``שנתיים``) are a number
and a unit in one word.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TypeVar

from monitor.analysis.quantities.number_words import taken_apart
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import read_data, term_lines
from monitor.analysis.text.matching import Matcher, word_forms
from monitor.analysis.text.words import Words
from storage.folding import fold
from storage.values import value

T = TypeVar("T")
_CACHED_WORDS = 50_000
_MOST_DIGITS = 7
_GLUED = re.compile(r"([\u0621-\u064a\u05d0-\u05ea]{0,3})(\d{1,7})([^\W\d_]*)")
_ADJECTIVES = ("ige", "igen", "iger", "iges", "igem")
_AND = ("\u0648", "\u05d5")  # glued to the word behind it


@value(kw_only=False)
class WordRole:
    """What a word can be around a number; ``None`` and ``False`` where it is not that."""

    number: float | None = None
    digits: bool = False
    unit: str | None = None
    dual: str | None = None
    construct: str | None = None  # a dual, where "of work" stands behind it
    connector: bool = False
    range: bool = False
    filler: bool = False
    business: bool = False  # its days are those on which people work
    lead: bool = False
    single: str | None = None
    alone: bool = False  # one of a unit without any lead: "by a day", in one word
    trail: bool = False  # behind one of a unit it leads to it: "a month ahead"
    age: bool = False
    aged: bool = False  # so is the number right behind it
    old: bool = False
    ways: frozenset[str] = frozenset()  # of a number: how its language puts numbers together
    factor: float = 1.0  # how many of its unit a unit is: a quarter is three months
    half: bool = False
    joined: bool = False  # a number or a half with "and" glued to it
    twelve: bool = False  # with a ten behind it it is twelve, though alone it is a unit
    several: bool = False  # it counts what it is of: two dozen
    plural: bool = False  # likewise, and is no number without one before it
    spans: bool = False  # it counts days where nothing stands behind it
    of: bool = False
    start: bool = False  # what follows it begins a period and does not govern it


NO_ROLE = WordRole()


class Numerals:
    """The number words, units and cue words of one language."""

    def __init__(self, source: str) -> None:
        data = parse_table(source)
        self._numbers = {
            fold(word): float(value)
            for value, words in data["numbers"].items()
            for word in words.split()
        }
        self._units = _by_word(data["units"])
        self._duals = _by_word(data["duals"])
        self._constructs = _by_word(data.get("constructs", {}))
        several = {
            fold(word): float(value)
            for value, words in data.get("several", {}).items()
            for word in words.split()
        }
        self._numbers |= several
        self._lists = {name: set(fold(words).split()) for name, words in data["words"].items()}
        self._lists["several"] = set(several)
        self.from_age = frozenset(self._lists["from_age"])
        self.old = frozenset(self._lists["old"])
        self._factors: dict[str, float] = {}
        for several, spelled in data["multiples"].items():
            count, _, unit = several.partition(" ")
            for word in map(fold, spelled.split()):
                self._units[word], self._factors[word] = unit, float(count)
        self._ways = frozenset(data["words"]["compounds"].split())
        self._connectors = frozenset(self._lists["connectors"])
        self._no_numbers = frozenset(self._lists.get("no_numbers", ()))
        self._known = frozenset().union(
            self._numbers, self._units, self._duals, self._constructs, *self._lists.values()
        )
        every = data["every"]
        self.every = frozenset(fold(every["words"]).split())
        self.articles = frozenset(fold(every["articles"]).split())
        self.how_often = {  # "monthly": a month
            fold(word): (float(said.partition(" ")[0]), said.partition(" ")[2])
            for said, spelled in every.items()
            for word in spelled.split()
            if said[:1].isdigit()
        }
        self._roles: dict[str, WordRole] = {}
        self._silent: set[str] = set()  # words known to state no number
        cues = [(line, kind) for kind, lines in data["cues"].items() for line in term_lines(lines)]
        unlimited = data["unlimited"]
        self.unlimited: Matcher[None] = Matcher(
            (line, None) for line in term_lines(unlimited["terms"])
        )
        self.kept: Matcher[None] = Matcher(
            (line, None) for line in term_lines(unlimited.get("kept", ""))
        )
        self.unlimited_keys = frozenset(unlimited["keys"].split())
        self.ends: Matcher[None] = Matcher((word, None) for word in unlimited["ends"].split())
        self.cues: Matcher[str] = Matcher(cues)

    def says_how_often(self, word: str) -> bool:
        """Whether a word is "monthly"."""
        return fold(word) in self.how_often

    def speaks_in(self, words: Words) -> bool:
        """Whether any word states a number; without one no other role matters."""
        if len(self._silent) >= _CACHED_WORDS:
            self._silent.clear()
        for word in words.distinct - self._silent:
            role = self._roles.get(word) or self._learn(word)
            if role.number is not None or role.dual or role.construct or role.single is not None:
                return True  # a half needs a unit, which is one of these or has one beside it
            self._silent.add(word)
        return False

    def roles(self, words: Words) -> list[WordRole]:
        """The role of every word."""
        known = list(map(self._roles.get, words.texts))
        return [
            role if role is not None else self._roles.get(word) or self._learn(word)
            for role, word in zip(known, words.texts, strict=True)
        ]

    def _learn(self, word: str) -> WordRole:
        if len(self._roles) >= _CACHED_WORDS:
            self._roles.clear()
        role = self._roles[word] = self._role(word)
        return role

    def _role(self, word: str) -> WordRole:
        forms = word_forms(word[:40])
        if not forms[0].isalpha():
            glued = _GLUED.fullmatch(forms[0])
            if glued:
                return WordRole(number=float(glued[2]), digits=True, unit=self._units.get(glued[3]))
            if any(character.isdigit() for character in forms[0]):
                return NO_ROLE
        if forms[0].endswith(_ADJECTIVES) and (long := self._lasting(forms[0])):
            return long
        lists = self._lists
        if self._known.isdisjoint(forms) and self._compound(forms[0]) is None:  # nearly always
            return NO_ROLE
        single = next((form for form in forms if form in lists["singles"]), None)
        number = self._in_words(forms)
        half = next((form for form in forms if form in lists["halves"]), None)
        unit = next((form for form in forms if form in self._units), None)
        role = WordRole(
            number=number,
            ways=self._ways if number is not None else frozenset(),
            half=half is not None,
            joined=_is_joined(number is not None and forms[0] not in self._numbers, forms)
            or _is_joined(half is not None and forms[0] not in lists["halves"], forms),
            twelve=any(form in lists["twelve"] for form in forms),
            unit=None if unit is None else self._units[unit],
            factor=self._factors.get(unit or "", 1.0),
            dual=_first(self._duals, forms),
            construct=_first(self._constructs, forms),
            several=forms[0] in lists["several"],
            plural=forms[0] in lists.get("plurals", ()),
            spans=forms[0] in lists.get("spans", ()),
            of=forms[0] in lists.get("of", ()),
            connector=forms[0] in lists["connectors"],
            range=forms[0] in lists["ranges"],
            filler=forms[0] in lists["fillers"],
            business=forms[0] in lists["business"],
            lead=forms[0] in lists["leads"] or forms[-1] in lists["leads"],
            alone=forms[0] in lists.get("alone", ()),
            trail=forms[0] in lists.get("trails", ()),
            single=self._units.get(single) if single is not None else None,
            age=any(form in lists["ages"] for form in forms),
            aged=forms[0] in lists.get("aged", ()),
            old=forms[0] in lists["old"],
            start=any(form in lists["starts"] for form in forms),
        )
        return NO_ROLE if role == NO_ROLE else role

    def _lasting(self, word: str) -> WordRole | None:
        """Number and unit in one word: "dreimonatige"."""
        for end, unit in self._units.items():
            if end.endswith(_ADJECTIVES) and word.endswith(end) and word != end:
                number = self._in_words((word.removesuffix(end),))
                return None if number is None else WordRole(number=number, digits=True, unit=unit)
        return None

    def _in_words(self, forms: tuple[str, ...]) -> float | None:
        if forms[0] in self._no_numbers:
            return None
        found = _first(self._numbers, forms)
        return self._compound(forms[0]) if found is None else found

    def _compound(self, word: str) -> float | None:
        """A number that is written as one word: "zweiunddreissig"."""
        if not self._ways or word in self._no_numbers:
            return None
        return taken_apart(word, self._numbers, self._connectors.__contains__, self._ways)


@cache
def numerals(language: str) -> Numerals:
    """The numerals of one of the languages that have a data file; read once."""
    return Numerals(read_data(f"quantities/{language}.toml"))


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {fold(word): unit for unit, words in table.items() for word in words.split()}


def _is_joined(behind_letters: bool, forms: tuple[str, ...]) -> bool:
    return behind_letters and forms[0][0] in _AND


def _first(table: dict[str, T], forms: tuple[str, ...]) -> T | None:
    return next((table[form] for form in forms if form in table), None)
