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

from crawler.extract.concepts import forms_of, plain
from crawler.extract.normalise import fold_words

DOCUMENT = "document"
HOME = "home"

_STEM = 5  # letters of a word that are compared
_LONGEST_WORD = 30  # letters
_MOST_WORDS = 160
_SMOOTHING = 0.1


class Examples:
    """How often each beginning of a word, and each pair, is in the examples of each kind."""

    def __init__(self, source: str) -> None:
        counts: dict[str, Counter[str]] = {}
        for kind, languages in tomllib.loads(source).items():
            counts[kind] = Counter()
            for texts in languages.values():
                for text in texts:
                    counts[kind].update(_features(fold_words(text).split()))
        known = len(set().union(*counts.values()))
        self.kinds = tuple(counts)
        self._rare = [
            math.log(_SMOOTHING / (found.total() + _SMOOTHING * known)) for found in counts.values()
        ]
        self._gains: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, found in enumerate(counts.values()):
            for feature, count in found.items():
                self._gains[feature].append((index, math.log1p(count / _SMOOTHING)))

    def weigh(self, text: str) -> dict[str, float]:
        """The log-likelihood of each kind, 0 for all where no word is known. ``text`` is folded."""
        found = [
            gains
            for feature in _features(text.split()[:_MOST_WORDS])
            if (gains := self._gains.get(feature))
        ]
        weights = [rare * len(found) for rare in self._rare]
        for gains in found:
            for index, gain in gains:
                weights[index] += gain
        return dict(zip(self.kinds, weights, strict=True))


def _features(words: list[str]) -> set[str]:
    stems = [min(forms_of(plain(word[:_LONGEST_WORD])), key=len)[:_STEM] for word in words]
    return {*stems, *(f"{one} {other}" for one, other in pairwise(stems))}


@cache
def examples() -> Examples:
    """Read once, when the first short page asks."""
    return Examples(files("crawler.extract").joinpath("examples.toml").read_text(encoding="utf-8"))
