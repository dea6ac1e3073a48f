"""A date with no label: alone on its line, or beside nothing but a place or the document's name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from monitor.analysis.dates.calendars import names
from monitor.analysis.dates.finder import FoundDate
from monitor.analysis.dates.labels import Word, context_tokens, word_says
from monitor.analysis.dates.letters import fold_letters
from monitor.analysis.dates.tokens import Token

_PLACE_WORDS, _NAME_WORDS, _REMARK = 2, 8, 60  # what may stand around a bare date
_REACH_AFTER = 140  # characters behind it that are read
_DASHES = "-|,:"  # part the name of a document from its date
_OF = frozenset(map(fold_letters, ("of", "vom", "du", "del", "מיום", "מתאריך")))


def is_bare(folded: str, found: Sequence[FoundDate]) -> bool:
    """The block holds one date (perhaps in two calendars) and nothing that says more.

    A place may stand before it ("Vienna, July 2024"), or the name of the document ("Privacy notice
    (June 2022)", "Privacy notice of June 2022"), and behind it a remark in brackets or behind a
    bar.
    """
    before = context_tokens(folded, 0, found[0].start)
    between = [
        token
        for date, following in pairwise(found)
        for token in context_tokens(folded, date.end, following.start)
    ]
    after = context_tokens(folded, found[-1].end, min(len(folded), found[-1].end + _REACH_AFTER))
    remark = len(folded) - found[-1].end <= _REMARK and after[:1] and after[0].text in "(|"
    if _telling(between) or (_telling(after) and not remark):
        return False
    telling = _telling(before)
    if not telling:
        return True
    if "©" in folded:
        return False
    if any(token.is_number for token in telling):
        return False
    if len(telling) <= _PLACE_WORDS and _is_parted(before):
        return not _telling(after)
    return len(telling) <= _NAME_WORDS and _is_named(folded, found, before, telling, after)


def _is_parted(before: Sequence[Token]) -> bool:
    """A comma, and perhaps an article, stands before the date: "Vienna, the 5 March 2024"."""
    for token in reversed(before):
        if token.text == ",":
            return True
        if not word_says(token, Word.FILLER):
            break
    return False


def _is_named(
    folded: str,
    found: Sequence[FoundDate],
    before: Sequence[Token],
    telling: Sequence[Token],
    after: Sequence[Token],
) -> bool:
    """The words before the date name this document and nothing else."""
    if not any(word_says(token, Word.DOCUMENT) for token in telling):
        return False
    if before[-1].text == "(":
        return [token.text for token in after] == [")"]
    if after or any(
        word_says(token, word) for token in telling for word in (Word.OLDER, Word.NEWER, Word.LAW)
    ):
        return False
    dashed = folded[: found[0].start].rstrip()[-1:] in _DASHES
    return dashed or before[-1].text in _OF


def _telling(tokens: Sequence[Token]) -> list[Token]:
    weekdays = names().weekdays
    return [
        token
        for token in tokens
        if token.is_number
        or (
            token.is_word
            and token.text not in weekdays
            and (not word_says(token, Word.FILLER) or word_says(token, Word.DOCUMENT))
            and not word_says(token, Word.TWIN)
        )
    ]


def has_weekday(folded: str, found: FoundDate) -> bool:
    """A weekday stands before it: "Tuesday, 5 March 2024"."""
    before = context_tokens(folded, max(0, found.start - _REMARK), found.start)
    return any(token.text in names().weekdays for token in before)


def begins_with_date(folded: str, found: FoundDate) -> bool:
    """Only a weekday or an article stands before it, and what follows is parted from it."""
    weekdays = names().weekdays
    before = context_tokens(folded, 0, found.start)
    parted = not folded[found.end : found.end + 2].lstrip()[:1].isalnum()
    return parted and all(
        token.text in weekdays
        or word_says(token, Word.FILLER)
        or not (token.is_word or token.is_number)
        for token in before
    )
