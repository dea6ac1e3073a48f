"""Lengths of time whose nearest word misleads: "before" is not always notice.

A breach that is told "within 72 hours" has a deadline, which is worse when it is longer; the
months "before the claim" whose fees bound a liability are a period.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import read_data
from monitor.analysis.text.matching import word_forms
from storage.folding import fold

NOTICE = "notice"
DEADLINE = "deadline"

_NEAR = 5  # words before a number in which it is said to be how long a contract is renewed
_AT_MOST = 3  # words between "within" and the number


def governed(sentence: Sequence[str], number: int, cues: Sequence[str]) -> str:
    """A notice, or what else the sentence makes of it: a deadline, or a period.

    ``sentence`` are its words, ``number`` is where the length of time begins among them, ``cues``
    are the words that say notice.
    """
    if is_of_breach(sentence, number):
        return DEADLINE
    if any(_is(word, "renewals") for word in sentence[max(0, number - _NEAR) : number]):
        return "period"
    only_before = bool(cues) and all(_is(word, "before") for word in cues)
    return "period" if only_before and _begins(sentence, "liability") else NOTICE


def is_of_claims(sentence: Sequence[str], cues: Sequence[str]) -> bool:
    """It is a claim that expires, and no data; ``cues`` are the words that say how long."""
    return all(_is(word, "expiring") for word in cues) and _begins(sentence, "claims")


def is_within(word: str) -> bool:
    """Whether the word before a number makes it a time within which something is done."""
    return _is(word, "inside")


def is_of_breach(sentence: Sequence[str], number: int) -> bool:
    """Whether the length of time is the one within which a breach is told."""
    return _begins(sentence, "breaches") and any(
        _is(word, "within") for word in sentence[max(0, number - _AT_MOST) : number]
    )


def _is(word: str, name: str) -> bool:
    return not set(_words(name)).isdisjoint(word_forms(word))


def _begins(sentence: Sequence[str], name: str) -> bool:
    return any(form.startswith(_words(name)) for word in sentence for form in word_forms(word))


@cache
def _words(name: str) -> tuple[str, ...]:
    data: dict[str, str] = parse_table(read_data("governed.toml"))
    return tuple(fold(word) for word in data[name].split())
