"""How the words of a text speak for each category: a linear model over hashed features.

The weights of a feature for all categories are packed into one large integer, a field each, so
that one addition adds them all; the fields of a sum are read once at the end. The last field holds
the square of the feature's rarity: its sum is the length the sums are divided by, so that a long
text is not louder than a short one.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Sequence
from math import sqrt

from monitor.analysis.clauses.classifier.features import (
    MOST_WORDS,
    Shape,
    pair_features,
    place_features,
    shape_features,
    shape_of,
    word_features,
)
from monitor.analysis.clauses.classifier.model_file import FIELD_BYTES, ZERO
from monitor.analysis.text.words import Words

LENGTH_FLOOR = 3.0  # added to the length: one lone word does not decide
_CACHED_WORDS = 50_000
_FIELD = (1 << 8 * FIELD_BYTES) - 1


# The packed sum of the rows of a word's own features, then as in WordFeatures: its hashes as the
# second and as the first of a pair, and that of its root. One tuple: of many words each look-up
# is one into cold memory.
_Word = tuple[int, int, int, int]


class _Known:
    """Which hashes the model has.

    To make a set of them all takes as long as to understand a page, which one short document is
    not worth: the first are looked for in the ascending row.
    """

    _FEW = 20_000  # to look for so many takes as long as to make the set

    def __init__(self, ascending: Sequence[int]) -> None:
        self._ascending = ascending
        self._asked = 0
        self._all: frozenset[int] = frozenset()

    def among(self, hashes: set[int]) -> set[int]:
        """Those of ``hashes`` that the model has."""
        if self._all:
            return hashes & self._all
        self._asked += len(hashes)
        if self._asked > self._FEW:
            self._all = frozenset(self._ascending)
        ascending, end = self._ascending, len(self._ascending)
        places = [(each, bisect_left(ascending, each)) for each in hashes]
        return {each for each, place in places if place < end and ascending[place] == each}


class TextModel:
    """``hashes`` ascend, with a row each. ``scale`` turns the numbers of the rows into weights,
    ``squares`` those of the last field.
    """

    def __init__(
        self,
        hashes: Sequence[int],
        rows: bytes | memoryview,
        biases: Sequence[float],
        scale: float,
        squares: float,
    ) -> None:
        self._sorted = hashes
        self._known = _Known(hashes)
        self._rows = rows
        self._biases = biases
        self._scale = scale
        self._squares = squares
        fields = len(biases) + 1
        self._size = fields * FIELD_BYTES
        self._zero = int.from_bytes(struct.pack(f"<{fields}I", *[ZERO] * fields), "little")
        self._unpack = struct.Struct(f"<{fields}I").unpack
        self._words: dict[str, _Word] = {}
        # By hash: the rows of features that were met. By shape: their sums.
        self._hash_rows: dict[int, int] = {}
        self._shape_rows: dict[Shape, int] = {}

    def logits(self, words: Words, *, heading: bool = False, short: bool = False) -> list[float]:
        """Log-odds of each category, in the order of the biases.

        ``heading`` and ``short``: it is one, it is read like one.
        """
        texts, different = words.texts, words.distinct
        if len(texts) > MOST_WORDS:
            texts = texts[:MOST_WORDS]
            different = frozenset(texts)
        try:
            known = list(map(self._words.__getitem__, texts))
        except KeyError:
            self._learn(different)
            known = list(map(self._words.__getitem__, texts))
        total, found = 0, set[int]()
        if known:
            rows, bare, leading, roots = zip(*known, strict=True)
            if len(different) < len(texts):
                rows = tuple([self._words[word][0] for word in different])
            total = sum(rows)
            found = pair_features(leading, bare)
            found.update(place_features(roots[0], leading, bare))
        found = self._known.among(found)
        try:
            total += sum(map(self._hash_rows.__getitem__, found))
        except KeyError:
            self._load(found)
            total += sum(map(self._hash_rows.__getitem__, found))
        total += self._row_of_shape(
            shape_of(words.source, len(texts), heading=heading, short=short)
        )
        packed = (total + self._zero).to_bytes(self._size, "little")
        *sums, squares = self._unpack(packed)
        length = sqrt(max(0.0, (squares - ZERO) * self._squares))
        factor = self._scale / (length + LENGTH_FLOOR)
        return [
            bias + factor * (value - ZERO) for bias, value in zip(self._biases, sums, strict=True)
        ]

    def loudest(self, words: Words, category: int, most: int) -> tuple[int, ...]:
        """The places of the words that speak most for a category, in the order of the text."""
        first_place: dict[str, int] = {}
        for place, word in enumerate(words.texts[:MOST_WORDS]):
            first_place.setdefault(word, place)
        self._learn(frozenset(first_place))
        shift = 8 * FIELD_BYTES * category
        known, zero = self._words, self._zero
        said = {word: ((known[word][0] + zero) >> shift & _FIELD) - ZERO for word in first_place}
        ranked = sorted(said, key=lambda word: (-said[word], first_place[word]))[:most]
        return tuple(sorted(first_place[word] for word in ranked if said[word] > 0))

    def _learn(self, words: frozenset[str]) -> None:
        if len(self._words) >= _CACHED_WORDS:
            self._words.clear()
        new = [word for word in words if word not in self._words]
        features = list(map(word_features, new))
        self._load(self._known.among(set().union(*[one.own for one in features])))
        row_of = self._hash_rows.get  # of features that the model does not have, none
        for word, (own, bare, leading, root) in zip(new, features, strict=True):
            self._words[word] = sum(filter(None, map(row_of, own))), bare, leading, root

    def _row_of_shape(self, shape: Shape) -> int:
        row = self._shape_rows.get(shape)
        if row is None:
            row = self._shape_rows[shape] = self._sum(shape_features(shape))
        return row

    def _sum(self, features: Sequence[int]) -> int:
        """Of the rows of those that the model has, each as often as it stands there."""
        known = self._known.among(set(features))
        return sum([self._row(each) for each in features if each in known])

    def _load(self, known: set[int]) -> None:
        """The rows of those features, all of which the model has."""
        new = known.difference(self._hash_rows)
        self._hash_rows.update(zip(new, map(self._row, new), strict=True))

    def _row(self, known: int) -> int:
        """Fields below zero borrow from the next one: sums come out right, see ``logits``."""
        start = bisect_left(self._sorted, known) * self._size
        return int.from_bytes(self._rows[start : start + self._size], "little") - self._zero
