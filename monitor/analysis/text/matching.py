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
from functools import lru_cache, partial, reduce
from itertools import chain
from operator import or_
from typing import Generic, NamedTuple, TypeVar

from monitor.analysis.text.words import Words, split_words
from storage.folding import fold
from storage.patterns import late

GAP = 6
_CACHED_WORDS = 50_000  # hostile text has endless new words; real text stays far below
_LONGEST_WORD = 60  # longer ones are no words; they match nothing

_ARABIC = re.compile("[\u0620-\u064a]")
_HEBREW = re.compile("[\u05d0-\u05ea]")
_CLASS = re.compile(r"\[([^\]]+)\](\??)(.+)")
_ARABIC_PARTICLES = late("[وف]?(?:[بك]?ال|لل|[بلك]|س(?=[ناتي]))?")
_HEBREW_PARTICLES = frozenset("והבלמשכ")
_MOST_PARTICLES = 3

T = TypeVar("T")


class Hit(NamedTuple, Generic[T]):
    """A term stands from word ``first`` to word ``last``, both included."""

    payload: T
    first: int
    last: int


# What a word can be in a term is an atom; a set of atoms is a number with their bits set.
_Step = tuple[int, int]  # an atom, and how many places on it may stand at most


class _Term(NamedTuple, Generic[T]):
    """``before`` and ``behind`` are the steps from the word that finds the term to its ends."""

    before: tuple[_Step, ...]
    behind: tuple[_Step, ...]
    needs: int  # the bits of its atoms
    alone: bool  # one word is the whole term
    payload: T


class _Found(NamedTuple, Generic[T]):
    """The terms that a word finds.

    ``alone`` are those that need no other word, ``others`` the atoms that the rest needs.
    """

    terms: tuple[_Term[T], ...]
    alone: tuple[_Term[T], ...]
    others: int


# There are many, and this is three times as fast.
_new_hit = partial(tuple.__new__, Hit)
_new_term = partial(tuple.__new__, _Term)


@lru_cache(maxsize=32_768)  # lexicons, model, numbers and names ask for the same words
def word_forms(word: str) -> tuple[str, ...]:
    """The folded word, then the same without particles that may be glued on in front."""
    folded = fold(word)
    if folded.isascii():
        return (folded,)
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
        # What is known of words that were met: all of them, the atoms of those that are in terms
        # (as a set and as bits), and what those that find terms find.
        self._met: set[str] = set()
        self._atoms: dict[str, frozenset[int]] = {}
        self._bits: dict[str, int] = {}
        self._live: set[str] = set()
        self._finds: dict[str, _Found[T]] = {}
        self._finders: set[str] = set()
        read = [(*self._read(pattern), payload) for pattern, payload in terms]
        uses = Counter(chain.from_iterable([atoms for atoms, _, _ in read]))
        # The rarest word finds the term; short words are common.
        ranks = [(uses[atom], -length) for atom, length in enumerate(self._lengths)]
        for atoms, reach, payload in read:
            if len(atoms) == 1:
                key, term = 0, _new_term(((), (), 1 << atoms[0], True, payload))
            else:
                key = min(range(len(atoms)), key=[ranks[atom] for atom in atoms].__getitem__)
                before = tuple(zip(atoms[:key][::-1], reach[1 : key + 1][::-1], strict=True))
                behind = tuple(zip(atoms[key + 1 :], reach[key + 1 :], strict=True))
                term = _new_term((before, behind, _bits(atoms), False, payload))
            self._by_key.setdefault(atoms[key], []).append(term)
        # What every prefix and suffix has at least, and by it the lengths that are worth a look.
        self._head = min(map(len, self._prefixes), default=1)
        self._tail = min(map(len, self._suffixes), default=1)
        self._prefix_lengths = _lengths_by(self._prefixes, slice(None, self._head))
        self._suffix_lengths = _lengths_by(self._suffixes, slice(-self._tail, None))

    def find(self, words: Words) -> list[Hit[T]]:
        """Every place of every term, in the order of the words that found them.

        Most words are in no term: the different words of the text are sorted out first, and only
        those that find a term whose every word is there are looked for in their places.
        """
        distinct = words.distinct
        if not self._met.issuperset(distinct):
            self._meet(distinct)
        finders = self._finders.intersection(distinct)
        if not finders:
            return []
        present = 0
        begins: dict[str, Sequence[_Term[T]]] = {}
        for word in finders:
            terms, possible, others = self._finds[word]
            if others and not present:
                live = self._live.intersection(distinct)
                present = reduce(or_, map(self._bits.__getitem__, live))
            if others & present:
                absent = ~present
                begins[word] = [term for term in terms if not term.needs & absent]
            elif possible:
                begins[word] = possible
        return _at_places(words, self._atoms, begins) if begins else []

    def _read(self, pattern: str) -> tuple[list[int], list[int]]:
        """The atoms of a term, and for each how many places on from the last it may stand."""
        atoms: list[int] = []
        reach: list[int] = []
        places = 1
        for part in fold(pattern).split():
            if part == "..":
                places += GAP * (places == 1 and bool(atoms))
                continue
            for piece in (part,) if part.isalnum() else _pieces(part):
                known = self._atom_ids.get(piece)
                atoms.append(self._new_atom(piece) if known is None else known)
                reach.append(places)
                places = 1
            places = 1
        if not atoms:
            raise ValueError(f"a term without words: {pattern!r}")
        return atoms, reach

    def _new_atom(self, piece: str) -> int:
        number = self._atom_ids[piece] = len(self._atom_ids)
        if piece.isalnum():
            self._lengths.append(len(piece))
            self._exact.setdefault(piece, []).append(number)
            return number
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

    def _meet(self, words: frozenset[str]) -> None:
        if len(self._met) + len(words) > _CACHED_WORDS:
            self._met, self._live, self._finders = set(), set(), set()
            self._atoms, self._bits, self._finds = {}, {}, {}
        exact, heads, tails = self._exact, self._prefix_lengths, self._suffix_lengths
        head, tail = self._head, self._tail
        for word in words - self._met:
            forms = word_forms(word[:_LONGEST_WORD])
            for form in forms:
                if form in exact or form[:head] in heads or form[-tail:] in tails:
                    atoms = self._atoms_of(forms)
                    if atoms:
                        self._note(word, atoms)
                    break
        self._met |= words

    def _note(self, word: str, atoms: dict[int, None]) -> None:
        """What a word that stands in terms finds."""
        self._atoms[word] = frozenset(atoms)
        mine = self._bits[word] = _bits(atoms)
        self._live.add(word)
        terms = tuple(term for atom in atoms for term in self._by_key.get(atom, ()))
        if terms:
            alone = tuple(term for term in terms if not term.needs & ~mine)
            others = reduce(or_, (term.needs for term in terms)) & ~mine
            self._finds[word] = _Found(terms, alone, others)
            self._finders.add(word)

    def _atoms_of(self, forms: tuple[str, ...]) -> dict[int, None]:
        atoms: dict[int, None] = {}
        head, tail = self._head, self._tail
        for form in forms:
            found = self._exact.get(form)
            if found:
                atoms.update(dict.fromkeys(found))
            for length in self._prefix_lengths.get(form[:head], ()):
                found = self._prefixes.get(form[:length])
                if found:
                    atoms.update(dict.fromkeys(found))
            for length in self._suffix_lengths.get(form[-tail:], ()):
                found = self._suffixes.get(form[-length:])
                if found:
                    atoms.update(dict.fromkeys(found))
        return atoms


def _lengths_by(ends: Iterable[str], part: slice) -> dict[str, list[int]]:
    """The lengths of ``ends``, ascending, by the part that words must share to have one."""
    lengths: dict[str, set[int]] = {}
    for end in ends:
        lengths.setdefault(end[part], set()).add(len(end))
    return {key: sorted(found) for key, found in lengths.items()}


def _bits(atoms: Iterable[int]) -> int:
    return reduce(or_, (1 << atom for atom in atoms), 0)


def _at_places(
    words: Words, atoms_of: dict[str, frozenset[int]], begins: dict[str, Sequence[_Term[T]]]
) -> list[Hit[T]]:
    texts, sentences = words.texts, words.sentences
    atoms: list[frozenset[int] | None] | None = None
    hits: list[Hit[T]] = []
    for place, terms in enumerate(map(begins.get, texts)):
        if terms is None:
            continue
        for term in terms:
            if term.alone:
                hits.append(_new_hit((term.payload, place, place)))
                continue
            if atoms is None:
                atoms = list(map(atoms_of.get, texts))
            first = last = place
            if term.behind:  # asked before it is called: most terms go one way only
                last = _walk(term.behind, place, 1, atoms, sentences)
                if last < 0:
                    continue
            if term.before:
                first = _walk(term.before, place, -1, atoms, sentences)
                if first < 0:
                    continue
            hits.append(_new_hit((term.payload, first, last)))
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
        found = _CLASS.fullmatch(form) if form.startswith("[") else None
        if not found:
            yield form
            continue
        letters, optional, rest = found.groups()
        yield from (letter + rest for letter in letters)
        if optional:
            yield rest
