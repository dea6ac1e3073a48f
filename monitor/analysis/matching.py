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
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

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


class Hit(NamedTuple, Generic[T]):
    """A term stands from word ``first`` to word ``last``, both included."""

    payload: T
    first: int
    last: int


_Step = tuple[int, int]  # a word of a term, and how many places on it may stand at most


@dataclass(frozen=True, slots=True, eq=False)
class _Term(Generic[T]):
    """``before`` and ``behind`` are the steps from the word that finds the term to its ends."""

    before: tuple[_Step, ...]
    behind: tuple[_Step, ...]
    needs: frozenset[int]
    payload: T


class _WordFacts(NamedTuple, Generic[T]):
    atoms: frozenset[int]  # what the word can be in a term
    terms: tuple[_Term[T], ...]  # terms that it finds


@lru_cache(maxsize=32_768)  # lexicons, model, numbers and names ask for the same words
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
        self._facts: dict[str, _WordFacts[T]] = {}
        self._idle: set[str] = set()  # words known to be in no term
        read = [(*self._read(pattern), payload) for pattern, payload in terms]
        uses = Counter(atom for atoms, _, _ in read for atom in atoms)
        for atoms, gaps, payload in read:
            # The rarest word finds the term; short words are common.
            key = min(
                range(len(atoms)), key=lambda at: (uses[atoms[at]], -self._lengths[atoms[at]])
            )
            reach = [1 + GAP if gap else 1 for gap in gaps]
            term = _Term(
                before=tuple((atoms[at], reach[at + 1]) for at in range(key - 1, -1, -1)),
                behind=tuple((atoms[at], reach[at]) for at in range(key + 1, len(atoms))),
                needs=frozenset(atoms),
                payload=payload,
            )
            self._by_key.setdefault(atoms[key], []).append(term)
        self._prefix_lengths = sorted({len(prefix) for prefix in self._prefixes})
        self._suffix_lengths = sorted({len(suffix) for suffix in self._suffixes})

    def find(self, words: Words) -> list[Hit[T]]:
        """Every place of every term, in the order of the words that found them.

        Most words are in no term: the different words of the text are sorted out first, and only
        those that can begin a term whose every word is there are looked for in their places.
        """
        live = words.distinct - self._idle
        if not live:
            return []
        known = self._facts
        atoms: dict[str, frozenset[int]] = {}
        starting: list[tuple[str, tuple[_Term[T], ...]]] = []
        for word in live:
            atoms[word], terms = known.get(word) or self._learn(word)
            if terms:
                starting.append((word, terms))
        if not starting:
            return []
        present = frozenset[int]().union(*atoms.values())
        begins: dict[str, list[_Term[T]]] = {}
        for word, terms in starting:
            possible = [term for term in terms if term.needs <= present]
            if possible:
                begins[word] = possible
        return _at_places(words, atoms, begins) if begins else []

    def _read(self, pattern: str) -> tuple[tuple[int, ...], tuple[bool, ...]]:
        atoms: list[int] = []
        gaps: list[bool] = []
        gap = False
        for part in fold(pattern).split():
            if part == "..":
                gap = True
                continue
            for index, piece in enumerate(_pieces(part)):
                gaps.append(gap and index == 0 and bool(atoms))
                atoms.append(self._atom(piece))
            gap = False
        if not atoms:
            raise ValueError(f"a term without words: {pattern!r}")
        return tuple(atoms), tuple(gaps)

    def _atom(self, piece: str) -> int:
        known = self._atom_ids.get(piece)
        if known is not None:
            return known
        number = self._atom_ids[piece] = len(self._atom_ids)
        forms = list(_alternatives(piece))
        self._lengths.append(min(len(form) for form in forms))
        for form in forms:
            if form.endswith("*"):
                self._prefixes.setdefault(form[:-1], []).append(number)
            elif form.startswith("*"):
                self._suffixes.setdefault(form[1:], []).append(number)
            else:
                self._exact.setdefault(form, []).append(number)
        return number

    def _learn(self, word: str) -> _WordFacts[T]:
        if len(self._facts) + len(self._idle) >= _CACHED_WORDS:
            self._facts.clear()
            self._idle.clear()
        atoms: dict[int, None] = {}
        for form in word_forms(word[:_LONGEST_WORD]):
            atoms.update(dict.fromkeys(self._exact.get(form, ())))
            for length in self._prefix_lengths:
                if length > len(form):
                    break
                found = self._prefixes.get(form[:length])
                if found:
                    atoms.update(dict.fromkeys(found))
            for length in self._suffix_lengths:
                if length > len(form):
                    break
                found = self._suffixes.get(form[-length:])
                if found:
                    atoms.update(dict.fromkeys(found))
        terms = tuple(term for atom in atoms for term in self._by_key.get(atom, ()))
        learnt = _WordFacts(frozenset(atoms), terms)
        if atoms:
            self._facts[word] = learnt
        else:
            self._idle.add(word)
        return learnt


def _at_places(
    words: Words, atoms_of: dict[str, frozenset[int]], begins: dict[str, list[_Term[T]]]
) -> list[Hit[T]]:
    texts, sentences = words.texts, words.sentences
    atoms = list(map(atoms_of.get, texts))
    hits: list[Hit[T]] = []
    for place in [place for place, word in enumerate(texts) if word in begins]:
        for term in begins[texts[place]]:
            first = last = place
            if term.before:
                first = _walk(term.before, place, -1, atoms, sentences)
                if first < 0:
                    continue
            if term.behind:
                last = _walk(term.behind, place, 1, atoms, sentences)
                if last < 0:
                    continue
            hits.append(Hit(term.payload, first, last))
    return hits


def _walk(
    steps: tuple[_Step, ...],
    place: int,
    way: int,
    atoms: Sequence[frozenset[int] | None],
    sentences: list[int],
) -> int:
    """Where the last of ``steps`` from ``place`` ends, -1 when one of them finds nothing."""
    sentence, count = sentences[place], len(atoms)
    for atom, reach in steps:
        for _ in range(reach):
            place += way
            if not 0 <= place < count or sentences[place] != sentence:
                return -1
            here = atoms[place]
            if here is not None and atom in here:
                break
        else:
            return -1
    return place


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
