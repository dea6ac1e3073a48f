"""Words of a text with their places, so that what matched can be shown as it stands.

Folding changes lengths, so it is done word by word: places always refer to the text as given.
"""

from __future__ import annotations

import re
from itertools import accumulate, compress

from monitor.analysis.text.remembering import remembered_longer

# Combining marks are no word characters for ``re``, yet stand inside pointed Arabic and Hebrew.
# Invisible and bidi marks may stand inside a word too; folding drops them.
_MARK = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff"
)
_LETTERS = rf"(?:[^\W_]++[{_MARK}]*+)++"  # possessive: never tried a second way
_HEBREW = "\u05d0-\u05ea"
_HARD = ";\u061b\u2026\n\u2022\u25cf\u25aa|"
# A full stop within a number or an address ends no sentence.
_STOP = re.compile(
    rf"[.!?\u061f{_HARD}](?:(?<=[{_HARD}])|(?=[\s\"'\u201d\u2019)\]*_]|$))"  # charset first: fast
)
# A quote between two Hebrew letters is part of an abbreviation (בע"מ, דוא״ל, וכד').
_QUOTE = "[\"\u05f4\u201d'\u05f3\u2019]"
_TOKEN = re.compile(
    rf"(?P<word>{_LETTERS}(?:(?<=[{_HEBREW}]){_QUOTE}(?=[{_HEBREW}]){_LETTERS})*+)"
    rf"|(?P<stop>{_STOP.pattern})"
)
_MARKED = re.compile(rf"[{_MARK}]")
_ABBREVIATION = re.compile(rf"{_QUOTE}(?<=[{_HEBREW}].)(?=[{_HEBREW}])")
_WORDS: dict[str, str] = {}
_CACHED_WORDS = 50_000
_OF_WORDS = {" "}  # characters that were met and stay as they are
_ASCII_SPACED = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))


class Words:
    """``texts[i]`` begins at ``starts[i]`` of ``source`` and stands in sentence ``sentences[i]``.

    ``distinct`` are the different ones among them, for those who look for few.

    The lists are shared by everybody who splits the same text: read them, never change them.
    """

    __slots__ = ("_spaced", "_starts", "distinct", "sentences", "source", "texts")

    def __init__(
        self,
        source: str,
        texts: list[str],
        sentences: list[int],
        *,
        starts: list[int] | None = None,
        spaced: str = "",
    ) -> None:
        """``spaced`` is the source as :func:`_spaced` has it, where ``starts`` are not known."""
        self.source = source
        self.texts = texts
        self.sentences = sentences
        self.distinct = frozenset(texts)
        self._starts = starts
        self._spaced = spaced

    @property
    def starts(self) -> list[int]:
        """Worked out at first use: in many a text nothing is found that must be shown."""
        if self._starts is None:
            pieces = self._spaced.split(" ")  # an empty one between two spaces
            lengths = map(len, pieces)
            begins = accumulate(map((1).__add__, lengths), initial=0)
            self._starts = list(compress(begins, pieces))
            self._spaced = ""
        return self._starts

    def end(self, place: int) -> int:
        """Where in ``source`` the word at ``place`` ends."""
        return self.starts[place] + len(self.texts[place])

    def between(self, first: int, last: int) -> str:
        """The original text from word ``first`` to word ``last``, both included."""
        starts = self.starts
        return self.source[starts[first] : starts[last] + len(self.texts[last])]


@remembered_longer  # clauses, parties, quantities and statements ask for the same blocks
def split_words(text: str) -> Words:
    """Every word of ``text``; hyphens and apostrophes part words (``opt-out`` is two)."""
    if not text.isascii() and (_MARKED.search(text) or _ABBREVIATION.search(text)):
        return _split_marked(text)
    # Most texts hold none of these marks: there words are what stands between other characters.
    spaced = _spaced(text)
    ends = [found.start() for found in _STOP.finditer(text)]
    if not ends:
        texts = _known(spaced.split())
        return Words(text, texts, [0] * len(texts), spaced=spaced)
    texts = []
    sentences: list[int] = []
    start = 0
    for sentence, end in enumerate((*ends, len(text))):
        found = _known(spaced[start:end].split())
        texts += found
        sentences += [sentence] * len(found)
        start = end
    return Words(text, texts, sentences, spaced=spaced)


def _known(texts: list[str]) -> list[str]:
    """The same words, each as the one string that was met first.

    A dozen tables are asked for them, and a string finds itself in a table without being read.
    """
    if len(_WORDS) > _CACHED_WORDS:
        _WORDS.clear()
    return list(map(_WORDS.setdefault, texts, texts))


def _spaced(text: str) -> str:
    """``text`` with a space for every character that is no part of a word; places stay."""
    if text.isascii():
        return text.translate(_ASCII_SPACED)
    for character in set(text).difference(_OF_WORDS):
        if character.isalnum():
            _OF_WORDS.add(character)
        else:
            text = text.replace(character, " ")
    return text


def _split_marked(text: str) -> Words:
    texts: list[str] = []
    starts: list[int] = []
    sentences: list[int] = []
    sentence = 0
    for found in _TOKEN.finditer(text):
        word = found[1]
        if word is None:
            sentence += 1
            continue
        texts.append(word)
        starts.append(found.start())
        sentences.append(sentence)
    return Words(text, texts, sentences, starts=starts)
