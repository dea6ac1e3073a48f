"""Which kind of page a text is most like, by examples: for what no list of phrases foresees.

``examples.toml`` holds what sites of many kinds say, in six languages, and what documents and home
pages say. A text is weighed by the beginnings and ends of its words and by their pairs (naive Bayes
with equal chances); words that no example has tell nothing.

``counts.txt`` is counted from the examples: what would take a fifth of a second at each start. A
test keeps it so; ``pytest --update-golden`` counts anew.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter, defaultdict
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

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

Gains = tuple[tuple[int, float], ...]


def counted(source: str) -> str:
    """How often each feature of words, and each pair, is in the examples of each kind.

    The first line has the kinds and how many features they have; each other line a feature, a tab
    and its counts: the number of a kind, a colon and a count, for each kind that has it.
    """
    bare = cache(_bare)  # the same few thousand words, over and over
    totals: Counter[str] = Counter()
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for index, (kind, languages) in enumerate(tomllib.loads(source).items()):
        texts = [text.replace("\n", " ") for said in languages.values() for text in said]
        for line in folded_lines("\n".join(texts)):
            features = _features([bare(word) for word in line.split()])
            totals[kind] += len(features)
            for feature in features:
                counts[feature][index] += 1
    head = " ".join(f"{kind}:{total}" for kind, total in totals.items())
    lines = (
        f"{feature}\t{' '.join(f'{index}:{count}' for index, count in sorted(found.items()))}"
        for feature, found in sorted(counts.items())
    )
    return "\n".join((head, *lines))


class Examples:
    """The kinds of pages, and what each feature tells of them; see :func:`counted`."""

    def __init__(self, counts: str) -> None:
        head, _, rest = counts.partition("\n")
        fields = rest.replace("\n", "\t").split("\t")
        self._counts = dict(zip(fields[::2], fields[1::2], strict=True))
        totals = [kind.split(":") for kind in head.split()]
        self.kinds = tuple(kind for kind, _ in totals)
        known = _SMOOTHING * len(self._counts)
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
        counts = (field.split(":") for field in self._counts.get(feature, "").split())
        return tuple((int(index), math.log1p(int(count) / _SMOOTHING)) for index, count in counts)


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
    counts = files("crawler.extract.gate").joinpath("counts.txt")
    return Examples(counts.read_text(encoding="utf-8"))
