"""Which kind of page a text is most like, by examples: for what no list of phrases foresees.

``examples.toml`` holds what sites of many kinds say, in six languages, and what documents and home
pages say. A text is weighed by the beginnings of its words and by their pairs (naive Bayes with
equal chances); words that no example has tell nothing.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from itertools import pairwise

from crawler.extract.gate.concepts import forms_of, plain
from crawler.extract.normalise import folded_lines

DOCUMENT = "document"
HOME = "home"

_STEM = 5  # letters of a word that are compared
_LONGEST_WORD = 30  # letters
_MOST_WORDS = 160
_SMOOTHING = 0.1


class Examples:
    """How often each beginning of a word, and each pair, is in the examples of each kind."""

    def __init__(self, source: str) -> None:
        stem = cache(_stem)  # the same few thousand words, over and over
        counts: dict[str, Counter[str]] = {}
        for kind, languages in tomllib.loads(source).items():
            counts[kind] = Counter()
            texts = [text.replace("\n", " ") for said in languages.values() for text in said]
            for line in folded_lines("\n".join(texts)):
                counts[kind].update(_features([stem(word) for word in line.split()]))
        known = len(set().union(*counts.values()))
        self.kinds = tuple(counts)
        self._rare = [
            math.log(_SMOOTHING / (found.total() + _SMOOTHING * known)) for found in counts.values()
        ]
        gain = cache(lambda count: math.log1p(count / _SMOOTHING))
        self._gains: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, found in enumerate(counts.values()):
            for feature, count in found.items():
                self._gains[feature].append((index, gain(count)))

    def weigh(self, text: str) -> dict[str, float]:
        """The log-likelihood of each kind, 0 for all where no word is known. ``text`` is folded."""
        found = [
            gains
            for feature in _features([_stem(word) for word in text.split()[:_MOST_WORDS]])
            if (gains := self._gains.get(feature))
        ]
        weights = [rare * len(found) for rare in self._rare]
        for gains in found:
            for index, gain in gains:
                weights[index] += gain
        return dict(zip(self.kinds, weights, strict=True))


def _stem(word: str) -> str:
    forms = forms_of(plain(word[:_LONGEST_WORD]))
    return (forms[0] if len(forms) == 1 else min(forms, key=len))[:_STEM]


def _features(stems: list[str]) -> set[str]:
    return {*stems, *map(" ".join, pairwise(stems))}


@cache
def examples() -> Examples:
    """Read once, when the first short page asks."""
    source = files("crawler.extract.gate").joinpath("examples.toml")
    return Examples(source.read_text(encoding="utf-8"))
