"""Words of a text with their places, so that what matched can be shown as it stands.

Folding changes lengths, so it is done word by word: places always refer to the text as given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Combining marks are no word characters for ``re``, yet stand inside pointed Arabic and Hebrew.
# Invisible and bidi marks may stand inside a word too; folding drops them.
_MARK = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff"
)
_LETTERS = rf"(?:[^\W_]++[{_MARK}]*+)++"  # possessive: never tried a second way
_HEBREW = "\u05d0-\u05ea"
# A quote between two Hebrew letters is part of an abbreviation (בע"מ, דוא״ל, וכד').
_TOKEN = re.compile(
    rf"(?P<word>{_LETTERS}(?:(?<=[{_HEBREW}])[\"\u05f4\u201d'\u05f3\u2019](?=[{_HEBREW}]){_LETTERS})*+)"
    r"|(?P<stop>[.!?\u061f](?=[\s\"'\u201d\u2019)\]*_]|$)|[;\u061b\u2026\n\u2022\u25cf\u25aa|])"
)
# Most texts hold none of these marks: there a plainer pattern reads the same words faster.
_PLAIN_TOKEN = re.compile(
    r"(?P<word>[^\W_]++)|(?P<stop>[.!?\u061f](?=[\s\"'\u201d\u2019)\]*_]|$)"
    r"|[;\u061b\u2026\n\u2022\u25cf\u25aa|])"
)
_NOT_PLAIN = re.compile(rf"[{_MARK}]|(?<=[{_HEBREW}])[\"\u05f4\u201d'\u05f3\u2019](?=[{_HEBREW}])")


@dataclass(frozen=True, slots=True)
class Words:
    """``texts[i]`` stands at ``starts[i]:ends[i]`` of ``source``, in sentence ``sentences[i]``.

    ``distinct`` are the different ones among them, for those who look for few.

    The lists are shared by everybody who splits the same text: read them, never change them.
    """

    source: str
    texts: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[int]
    distinct: frozenset[str]

    def between(self, first: int, last: int) -> str:
        """The original text from word ``first`` to word ``last``, both included."""
        return self.source[self.starts[first] : self.ends[last]]


@lru_cache(maxsize=1024)  # clauses, parties, quantities and statements ask for the same blocks
def split_words(text: str) -> Words:
    """Every word of ``text``; hyphens and apostrophes part words (``opt-out`` is two)."""
    texts: list[str] = []
    starts: list[int] = []
    sentences: list[int] = []
    sentence = 0
    pattern = _TOKEN if _NOT_PLAIN.search(text) else _PLAIN_TOKEN
    for found in pattern.finditer(text):
        word = found[1]
        if word is None:
            sentence += 1
            continue
        texts.append(word)
        starts.append(found.start())
        sentences.append(sentence)
    ends = [start + len(word) for start, word in zip(starts, texts, strict=True)]
    return Words(text, texts, starts, ends, sentences, frozenset(texts))
