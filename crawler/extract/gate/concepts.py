"""What a page says, as concepts: "page" near "missing", whatever the words and the language.

Sites say the same in a thousand ways, with names and numbers in between. ``gate.toml`` lists the
words of each concept, as stems, and the rules: concepts that stand near each other. Arabic and
Hebrew words are compared with and without the small words that are written onto them.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from storage.folding import normalised

_GAP = 2  # words that may stand between two words of a phrase
_NEAR = 14  # words within which the concepts of a rule must stand
_EARLY = 15  # words: what is said first says what the page is
_OPENING = 45
_LONGEST_WORD = 30  # letters; longer ones are no words of a language
_WORDS_KNOWN = 4096
_LEAST_LEFT = 2  # letters of a word without what is written onto it
_ARABIC_BEFORE = "وفبلكس"
_HEBREW_BEFORE = "והבלכמש"
_ALIKE = str.maketrans("أإآٱىةؤئ", "اااايهوي")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Concepts that must stand near each other, in any order."""

    concepts: tuple[str, ...]
    needed: frozenset[str]  # the same, to be asked for all at once


class Lexicon:
    """The phrases of the concepts by their first word, and the rules by what they tell."""

    def __init__(self, source: str) -> None:
        data = tomllib.loads(source)
        self._exact: dict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        for concept, phrases in data["concepts"].items():
            for text in phrases:
                phrase = tuple(plain(text).split())
                where = self._stems if phrase[0].endswith("*") else self._exact
                where[phrase[0].rstrip("*")].append((concept, phrase))
        self.rules: dict[str, tuple[Rule, ...]] = {
            kind: tuple(_rule(tuple(rule.split(" + "))) for rule in rules)
            for kind, rules in data["rules"].items()
        }
        # Texts repeat their words: what a word may begin is looked up once, at half the cost.
        self._opened = lru_cache(maxsize=_WORDS_KNOWN)(self._beginning)

    def found(self, words: list[str]) -> dict[str, list[int]]:
        """The places at which each concept stands among folded ``words``."""
        forms = [forms_of(plain(word[:_LONGEST_WORD])) for word in words]
        places: dict[str, list[int]] = defaultdict(list)
        for place, variants in enumerate(forms):
            for concept, phrase in self._opened(variants):
                if len(phrase) == 1 or _goes_on(phrase, forms, place):
                    places[concept].append(place)
        return places

    def _beginning(self, variants: tuple[str, ...]) -> list[tuple[str, Phrase]]:
        beginning: list[tuple[str, Phrase]] = []
        for form in variants:
            beginning += self._exact.get(form, ())
            for end in range(_LEAST_LEFT, len(form) + 1):
                beginning += self._stems.get(form[:end], ())
        return beginning


def _rule(concepts: Phrase) -> Rule:
    return Rule(concepts, frozenset(concepts))


def _goes_on(phrase: Phrase, forms: list[tuple[str, ...]], place: int) -> bool:
    for token in phrase[1:]:
        for next_place in range(place + 1, min(place + 2 + _GAP, len(forms))):
            if _is(token, forms[next_place]):
                place = next_place
                break
        else:
            return False
    return True


def _is(token: str, variants: tuple[str, ...]) -> bool:
    if token.endswith("*"):
        return any(form.startswith(token[:-1]) for form in variants)
    return token in variants


class _WithoutAccents(dict[int, int | None]):
    """Each character as it is, and None for a mark above or below one; found at first use."""

    def __missing__(self, code: int) -> int | None:
        found = self[code] = None if unicodedata.category(chr(code)) == "Mn" else code
        return found


_WITHOUT_ACCENTS = _WithoutAccents()


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Folded words without accents, and with one letter for those that are written alike."""
    if text.isascii():
        return text.lower()
    apart = normalised("NFD", text.casefold().translate(_ALIKE))
    return apart.translate(_WITHOUT_ACCENTS)


@lru_cache(maxsize=4096)
def forms_of(word: str) -> tuple[str, ...]:
    """A word, and what is left of it without the small words before it."""
    if not word or word.isascii():
        return (word,)
    if "\u05d0" <= word[0] <= "\u05ea":
        return _without(word, _HEBREW_BEFORE, 3)
    if "\u0620" <= word[0] <= "\u064a":
        shorter = _without(word, _ARABIC_BEFORE, 1)
        articles = tuple(form[2:] for form in shorter if form[:2] in ("ال", "لل"))
        return shorter + tuple(form for form in articles if len(form) >= _LEAST_LEFT)
    return (word,)


def _without(word: str, before: str, most: int) -> tuple[str, ...]:
    forms = [word]
    for _ in range(most):
        shorter = forms[-1]
        if shorter[0] not in before or len(shorter) <= _LEAST_LEFT:
            break
        forms.append(shorter[1:])
    return tuple(forms)


LEXICON = Lexicon(files("crawler.extract.gate").joinpath("gate.toml").read_text(encoding="utf-8"))


def scores(text: str, *, bonus: int = 0) -> dict[str, int]:
    """How clearly folded ``text`` says each kind of thing: the earlier, the clearer.

    0 for what it does not say; each rule that holds adds 1 to 3, and ``bonus``.
    """
    places = LEXICON.found(text.split()) if text.strip() else {}
    found: dict[str, int] = defaultdict(int)
    for kind, rules in LEXICON.rules.items():
        for rule in rules:
            place = _place_of(rule, places) if rule.needed <= places.keys() else None
            if place is not None:
                weight = 3 if place < _EARLY else 2 if place < _OPENING else 1
                found[kind] += weight + bonus
    return found


def _place_of(rule: Rule, places: dict[str, list[int]]) -> int | None:
    """The first place at which the concepts of a rule, all of them said, stand near each other."""
    first, *others = rule.concepts
    for place in places[first]:
        if all(any(abs(place - at) <= _NEAR for at in places[other]) for other in others):
            return place
    return None
