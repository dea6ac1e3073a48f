"""How the words of a text speak for each category: a linear model over hashed features.

The weights of a feature for all categories are packed into one large integer, a field each, so
that one addition adds them all; the fields of a sum are read once at the end. The last field holds
the square of the feature's rarity: its sum is the length the sums are divided by, so that a long
text is not louder than a short one.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from monitor.analysis.classifier.features import MOST_WORDS, pair_features, word_features
from monitor.analysis.classifier.model_file import FIELD_BYTES, ZERO
from monitor.analysis.words import Words

LENGTH_FLOOR = 3.0  # added to the length: one lone word does not decide
_CACHED_WORDS = 50_000
_FIELD = (1 << 8 * FIELD_BYTES) - 1


class _Word(NamedTuple):
    row: int  # packed sums of its features
    bare: int


class TextModel:
    """``scale`` turns the numbers of the rows into weights, ``squares`` those of the last field."""

    def __init__(
        self,
        hashes: Sequence[int],
        rows: bytes,
        biases: Sequence[float],
        scale: float,
        squares: float,
    ) -> None:
        self._places = dict(zip(hashes, range(len(hashes)), strict=True))
        self._rows = rows
        self._biases = biases
        self._scale = scale
        self._squares = squares
        fields = len(biases) + 1
        self._size = fields * FIELD_BYTES
        self._zero = int.from_bytes(struct.pack(f"<{fields}I", *[ZERO] * fields), "little")
        self._unpack = struct.Struct(f"<{fields}I").unpack
        self._words: dict[str, _Word] = {}

    def logits(self, words: Words) -> list[float]:
        """Log-odds of each category, in the order of the biases."""
        known = self._words
        facts = [known.get(word) or self._learn(word) for word in words.texts[:MOST_WORDS]]
        different = dict(zip(words.texts, facts, strict=False))
        total = sum([fact.row for fact in different.values()])
        places, row = self._places, self._row
        for pair in pair_features([fact.bare for fact in facts]):
            if pair in places:
                total += row(places[pair])
        *sums, squares = self._fields(total)
        factor = self._scale / (sqrt(max(0.0, squares * self._squares)) + LENGTH_FLOOR)
        return [bias + factor * value for bias, value in zip(self._biases, sums, strict=True)]

    def loudest(self, words: Words, category: int, most: int) -> tuple[int, ...]:
        """The places of the words that speak most for a category, in the order of the text."""
        known = self._words
        first_place: dict[str, int] = {}
        for place, word in enumerate(words.texts[:MOST_WORDS]):
            first_place.setdefault(word, place)
        shift = 8 * FIELD_BYTES * category
        said = {
            word: (((known.get(word) or self._learn(word)).row + self._zero) >> shift & _FIELD)
            - ZERO
            for word in first_place
        }
        ranked = sorted(said, key=lambda word: (-said[word], first_place[word]))[:most]
        return tuple(sorted(first_place[word] for word in ranked if said[word] > 0))

    def _learn(self, word: str) -> _Word:
        if len(self._words) >= _CACHED_WORDS:
            self._words.clear()
        own, bare = word_features(word)
        places = self._places
        row = sum([self._row(places[feature]) for feature in own if feature in places])
        learnt = self._words[word] = _Word(row, bare)
        return learnt

    def _row(self, place: int) -> int:
        """Fields below zero borrow from the next: sums come out right, see ``_fields``."""
        start = place * self._size
        return int.from_bytes(self._rows[start : start + self._size], "little") - self._zero

    def _fields(self, total: int) -> list[int]:
        packed = (total + self._zero).to_bytes(self._size, "little")
        return [value - ZERO for value in self._unpack(packed)]
