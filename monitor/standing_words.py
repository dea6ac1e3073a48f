"""Whether words stand in a text as they stand in another: as a whole sentence, or as part of one.

"We sell your data" stands letter by letter in "We sell your data if you agree", and "sell" in "do
not sell": who asks since when a page says the one is not answered with the other.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from storage.folding import fold
from storage.values import value

# Only the list: a question about history does not load what understands documents.
_WORDING = Path(__file__).with_name("analysis") / "lexicons" / "wording.toml"
EDGES = " \t\n.,;:!?\"'«»()[]،؛؟…"
SENTENCE_END = re.compile(r"(?<=[.!?؟。])\s+")
_WORD = re.compile(r"\w+")
_NEAR = 3  # words before, among which a negation concerns what follows
_MARK = re.compile(r"\w|\d{1,3}|[ivxlc]{1,6}")  # what a sentence is listed under
# Conjunctions, prepositions and articles of Arabic and Hebrew are one word with what follows them.
_AND = ("و", "ف", "ו", "ש")
_GLUED = r"(?<!\w)(?:[وفبلك]{0,2}(?:ال|لل)?|[ובלכמשה]{1,3})"


@value
class StandingWords:
    """``wanted``, folded, as it stands in one text; ``is_sentence``: with nothing around it."""

    wanted: str
    is_sentence: bool
    denied: bool

    def stand_in(self, text: str | None) -> bool:
        """Whether ``text`` says the same with these words: no sentence around them, no negation."""
        if text is None or self.wanted not in (folded := folded_text(text)):
            return False
        return any(self._agree(*around) for around in _surroundings(self.wanted, folded))

    def _agree(self, before: list[str], after: list[str]) -> bool:
        if self.is_sentence:
            return _is_bare(before, after)
        return _denies(before) == self.denied


def standing_words(wanted: str, text: str) -> StandingWords | None:
    """How ``wanted`` stands in ``text``; None where its letters are parts of other words there."""
    found = _surroundings(wanted, folded_text(text))
    if not found:
        return None
    before, after = min(found, key=lambda around: len(around[0]) + len(around[1]))
    return StandingWords(wanted=wanted, is_sentence=_is_bare(before, after), denied=_denies(before))


def folded_text(text: str) -> str:
    """``text`` as it is compared with what somebody asks for: folded, with single spaces."""
    return " ".join(fold(text).split())


def _surroundings(wanted: str, folded: str) -> list[tuple[list[str], list[str]]]:
    """Of each place of ``wanted``: the words of its sentence before it, and those behind it."""
    pattern = rf"{_GLUED}{re.escape(wanted)}(?!\w)"
    return [
        (
            _WORD.findall(SENTENCE_END.split(folded[: found.start()])[-1]),
            _WORD.findall(SENTENCE_END.split(folded[found.end() :])[0]),
        )
        for found in re.finditer(pattern, folded)
    ]


def _is_bare(before: list[str], after: list[str]) -> bool:
    return not after and len(before) <= 1 and all(map(_MARK.fullmatch, before))


def _denies(before: list[str]) -> bool:
    return any(_is_negation(word) for word in before[-_NEAR:])


def _is_negation(word: str) -> bool:
    return word in _negations() or (word[:1] in _AND and word[1:] in _negations())


@cache
def _negations() -> frozenset[str]:
    tables = tomllib.loads(_WORDING.read_text("utf-8")).values()
    return frozenset(fold(word) for table in tables for word in table["negation"].split())
