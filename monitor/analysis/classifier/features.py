"""What the model looks at in a word: itself without its particles, its stem, its ending.

Features are known by their hashes only, so that the model holds no text. The training script and
the model share this module: what it hashes and how must not change without training again.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import xor
from typing import NamedTuple
from zlib import crc32

from monitor.analysis.matching import word_forms

MOST_WORDS = 400  # of a text are looked at; a clause has said by then what it is about
_LONGEST_WORD = 60
_STEMS = (3, 4, 5, 6)
_ENDING = 3
_PAIR = 0x9E3779B1  # any large odd number
_MASK = 0xFFFFFFFF


class WordFeatures(NamedTuple):
    """The hashes of a word's own features, and those it goes into pairs with: second, first."""

    own: tuple[int, ...]
    bare: int
    leading: int


def word_features(word: str) -> WordFeatures:
    """The features of one word as it stands in a text."""
    forms = word_forms(word[:_LONGEST_WORD])
    full, bare = forms[0], forms[-1]
    names = [f"w{form}" for form in forms]
    names += [f"p{bare[:length]}" for length in _STEMS if len(bare) > length]
    if len(full) > _ENDING:
        names.append(f"s{full[-_ENDING:]}")
    second = crc32(bare.encode())
    own = tuple([crc32(name.encode()) for name in names])
    return WordFeatures(own, second, second * _PAIR & _MASK)


def pair_features(leading: Sequence[int], bare: Sequence[int]) -> set[int]:
    """The features of each two words that follow each other, from their hashes in order."""
    return set(map(xor, leading, bare[1:]))
