"""Finding many terms in a text in one pass over its words.

A term is written as words in any spelling (they are folded):

- ``collect*`` any word that begins so, ``*weitergabe`` any word that ends so;
- ``sell|rent|trade`` one of these;
- ``[نيت]شارك`` a first letter out of these (or none of them, with ``[نيت]?شارك``);
- ``sell .. data`` up to :data:`GAP` other words between, in the same sentence.

Of Arabic and Hebrew words the glued-on particles (و ف ب ل ك ال س, ו ה ב ל מ ש כ) may be missing in
the term. Cost is linear in the text: per word a dictionary look-up, per term at most ``GAP`` steps
from each of its first words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from monitor.analysis.words import Words, split_words
from storage.folding import fold

GAP = 6
_CACHED_WORDS = 50_000  # hostile text has endless new words; real text stays far below
_LONGEST_WORD = 60  # longer ones are no words; they match nothing

_ARABIC = re.compile("[\u0620-\u064a]")
_HEBREW = re.compile("[\u05d0-\u05ea]")
_CLASS = re.compile(r"\[([^\]]+)\](\??)(.+)")
_ARABIC_PARTICLES = re.compile("[وف]?(?:[بك]?ال|لل|[بلك]|س(?=[ناتي]))?")
_HEBREW_PARTICLES = frozenset("והבלמשכ")
_MOST_PARTICLES = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A term stands from word ``first`` to word ``last``, both included."""

    payload: T
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Term(Generic[T]):
    atoms: tuple[int, ...]
    gaps: tuple[bool, ...]  # before each atom; the first is always False
    payload: T


def word_forms(word: str) -> tuple[str, ...]:
    """The folded word, then the same without particles that may be glued on in front."""
    folded = fold(word)
    if _ARABIC.match(folded):
        return tuple(dict.fromkeys((folded, *_bare_arabic(folded))))
    if _HEBREW.match(folded):
        return tuple(dict.fromkeys((folded, *_bare_hebrew(folded))))
    return (folded,)


def _bare_arabic(word: str) -> Iterator[str]:
    found = _ARABIC_PARTICLES.match(word)
    longest = found.end() if found else 0
    for length in range(1, longest + 1):
        if len(word) - length > 1:
            yield word[length:]


def _bare_hebrew(word: str) -> Iterator[str]:
    for length in range(1, _MOST_PARTICLES + 1):
        if word[length - 1] not in _HEBREW_PARTICLES or len(word) - length <= 1:
            return
        yield word[length:]


class Matcher(Generic[T]):
    """Compiled terms, each with what it stands for."""

    def __init__(self, terms: Iterable[tuple[str, T]]) -> None:
        self._atom_ids: dict[str, int] = {}
        self._lengths: list[int] = []
        self._exact: dict[str, list[int]] = {}
        self._prefixes: dict[str, list[int]] = {}
        self._suffixes: dict[str, list[int]] = {}
        self._by_key: dict[int, list[_Term[T]]] = {}
        self._words: dict[str, tuple[int, ...]] = {}
        for pattern, payload in terms:
            self._add(pattern, payload)
        self._prefix_lengths = sorted({len(prefix) for prefix in self._prefixes})
        self._suffix_lengths = sorted({len(suffix) for suffix in self._suffixes})

    def find(self, words: Words) -> list[Hit[T]]:
        """Every place of every term, in no particular order."""
        known = self._words
        at: list[tuple[int, ...]] = []
        places: dict[int, list[int]] = {}
        for place, word in enumerate(words.texts):
            atoms = known.get(word)
            if atoms is None:
                atoms = self._learn(word)
            at.append(atoms)
            for atom in atoms:
                if atom in places:
                    places[atom].append(place)
                else:
                    places[atom] = [place]
        hits: list[Hit[T]] = []
        for atom, found in places.items():
            for term in self._by_key.get(atom, ()):
                if len(term.atoms) == 1:
                    hits.extend(Hit(term.payload, place, place) for place in found)
                elif all(needed in places for needed in term.atoms):
                    hits.extend(_walk(term, places[term.atoms[0]], at, words.sentences))
        return hits

    def _add(self, pattern: str, payload: T) -> None:
        atoms: list[int] = []
        gaps: list[bool] = []
        gap = False
        for part in fold(pattern).split():
            if part == "..":
                gap = True
                continue
            for index, piece in enumerate(_pieces(part)):
                atoms.append(self._atom(piece))
                gaps.append(gap and index == 0 and len(atoms) > 1)
            gap = False
        if not atoms:
            raise ValueError(f"a term without words: {pattern!r}")
        # The rarest word finds the term; the one whose shortest form is longest is a good guess.
        key = max(atoms, key=self._lengths.__getitem__)
        self._by_key.setdefault(key, []).append(_Term(tuple(atoms), tuple(gaps), payload))

    def _atom(self, piece: str) -> int:
        known = self._atom_ids.get(piece)
        if known is not None:
            return known
        number = self._atom_ids[piece] = len(self._atom_ids)
        self._lengths.append(min(len(form) for form in piece.split("|")))
        for form in _alternatives(piece):
            if form.endswith("*"):
                self._prefixes.setdefault(form[:-1], []).append(number)
            elif form.startswith("*"):
                self._suffixes.setdefault(form[1:], []).append(number)
            else:
                self._exact.setdefault(form, []).append(number)
        return number

    def _learn(self, word: str) -> tuple[int, ...]:
        if len(self._words) >= _CACHED_WORDS:
            self._words.clear()
        atoms: dict[int, None] = {}
        for form in word_forms(word[:_LONGEST_WORD]):
            atoms.update(dict.fromkeys(self._exact.get(form, ())))
            for length in self._prefix_lengths:
                if length > len(form):
                    break
                atoms.update(dict.fromkeys(self._prefixes.get(form[:length], ())))
            for length in self._suffix_lengths:
                if length > len(form):
                    break
                atoms.update(dict.fromkeys(self._suffixes.get(form[-length:], ())))
        learnt = self._words[word] = tuple(atoms)
        return learnt


def _walk(
    term: _Term[T], starts: list[int], at: list[tuple[int, ...]], sentences: list[int]
) -> Iterator[Hit[T]]:
    for first in starts:
        place = first
        sentence = sentences[first]
        for atom, gap in zip(term.atoms[1:], term.gaps[1:], strict=True):
            for step in range(place + 1, min(place + 2 + (GAP if gap else 0), len(at))):
                if sentences[step] != sentence:
                    place = -1
                    break
                if atom in at[step]:
                    place = step
                    break
            else:
                place = -1
            if place < 0:
                break
        else:
            yield Hit(term.payload, first, place)


def _pieces(part: str) -> list[str]:
    """A written word as the words a text would be split into (``e-mail`` is two)."""
    if "|" in part or "*" in part or "[" in part:
        return [part]
    return split_words(part).texts


def _alternatives(piece: str) -> Iterator[str]:
    for form in piece.split("|"):
        found = _CLASS.fullmatch(form)
        if not found:
            yield form
            continue
        letters, optional, rest = found.groups()
        yield from (letter + rest for letter in letters)
        if optional:
            yield rest
