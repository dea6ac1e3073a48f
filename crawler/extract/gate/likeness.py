"""Which kind of page a text is most like, by examples: for what no list of phrases foresees.

``examples.toml`` holds what sites of many kinds say, in six languages, and what documents and home
pages say. A text is weighed by the beginnings and ends of its words and by their pairs (naive Bayes
with equal chances); words that no example has tell nothing.

``counts.bin`` is counted from the examples: what would take half a second at each start. A test
keeps it so; ``pytest --update-golden`` counts anew. It is numbers by hashes, looked up where they
stand: a table of so many words would take fifty megabytes.
"""

from __future__ import annotations

import math
import struct
import sys
import tomllib
from array import array
from bisect import bisect_left
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from zlib import crc32

from crawler.extract.gate.concepts import forms_of, plain
from crawler.extract.normalise import folded_lines

DOCUMENT = "document"
HOME = "home"

_STEMS = (4, 6)  # letters: what words of one root share, and what tells them apart
_STEM_OF_PAIRS = 5
_END = 5  # letters: of a compound, what it is
_LEAST_WITH_END = 7  # letters
_LONGEST_WORD = 30  # letters
_MOST_WORDS = 160
_SMOOTHING = 0.1
_FEATURES_KNOWN = 8192
_MOST_COUNTED = 255  # of one feature in one kind: more tells hardly more
_NUMBER = struct.Struct("<I")

Gains = tuple[tuple[int, float], ...]


def counted(source: str) -> bytes:
    """How often each feature of words, and each pair, is in the examples of each kind.

    A line with the kinds and how many features they have, then how many different ones there are,
    their hashes ascending (four bytes each, as the number before), and for each a byte a kind.
    """
    bare = cache(_bare)  # the same few thousand words, over and over
    kinds = tomllib.loads(source)
    totals = dict.fromkeys(kinds, 0)
    counts: dict[int, list[int]] = defaultdict(lambda: [0] * len(kinds))
    for index, (kind, languages) in enumerate(kinds.items()):
        texts = [text.replace("\n", " ") for said in languages.values() for text in said]
        for line in folded_lines("\n".join(texts)):
            features = _features([bare(word) for word in line.split()])
            totals[kind] += len(features)
            for feature in features:
                counts[_hash(feature)][index] += 1
    head = " ".join(f"{kind}:{total}" for kind, total in totals.items())
    hashes = sorted(counts)
    rows = (min(count, _MOST_COUNTED) for each in hashes for count in counts[each])
    packed = struct.pack(f"<{len(hashes) + 1}I", len(hashes), *hashes)
    return head.encode() + b"\n" + packed + bytes(rows)


class Examples:
    """The kinds of pages, and what each feature tells of them; see :func:`counted`."""

    def __init__(self, counts: bytes) -> None:
        head, _, rest = counts.partition(b"\n")
        (self._size,) = _NUMBER.unpack_from(rest)
        end = _NUMBER.size * (self._size + 1)
        self._hashes = array("I", rest[_NUMBER.size : end])
        if sys.byteorder == "big":
            self._hashes.byteswap()
        self._rows = memoryview(rest)[end:]
        totals = [kind.split(":") for kind in head.decode().split()]
        self.kinds = tuple(kind for kind, _ in totals)
        known = _SMOOTHING * self._size
        self._rare = [math.log(_SMOOTHING / (int(total) + known)) for _, total in totals]
        self._gains = lru_cache(maxsize=_FEATURES_KNOWN)(self._told_by)

    def weigh(self, text: str) -> dict[str, float]:
        """The log-likelihood of each kind, 0 for all where no word is known. ``text`` is folded."""
        found = [
            gains
            for feature in _features([_bare(word) for word in text.split()[:_MOST_WORDS]])
            if (gains := self._gains(feature))
        ]
        weights = [rare * len(found) for rare in self._rare]
        for gains in found:
            for index, gain in gains:
                weights[index] += gain
        return dict(zip(self.kinds, weights, strict=True))

    def _told_by(self, feature: str) -> Gains:
        """The kinds that have ``feature``, and how much likelier it makes them."""
        wanted = _hash(feature)
        place = bisect_left(self._hashes, wanted)
        if place == self._size or self._hashes[place] != wanted:
            return ()
        width = len(self.kinds)
        row = self._rows[place * width : (place + 1) * width]
        return tuple(
            (index, math.log1p(count / _SMOOTHING)) for index, count in enumerate(row) if count
        )


def _hash(feature: str) -> int:
    return crc32(feature.encode())


def _bare(word: str) -> str:
    """A word without what is written onto it."""
    forms = forms_of(plain(word[:_LONGEST_WORD]))
    return forms[0] if len(forms) == 1 else min(forms, key=len)


def _features(words: list[str]) -> set[str]:
    features = {word[:letters] for word in words for letters in _STEMS}
    features.update("-" + word[-_END:] for word in words if len(word) >= _LEAST_WITH_END)
    features.update(map(" ".join, pairwise([word[:_STEM_OF_PAIRS] for word in words])))
    return features


@cache
def examples() -> Examples:
    """Read once, when the first short page asks."""
    return Examples(files("crawler.extract.gate").joinpath("counts.bin").read_bytes())
