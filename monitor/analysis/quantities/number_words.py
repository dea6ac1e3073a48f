"""Which words make one number together: ``three hundred and sixty-five``, ``خمسة وأربعين``.

Pure arithmetic over what each word says by itself; how a language puts its words together is named
in its data file (``compounds`` of ``quantities/LANGUAGE.toml``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

TEENS = "teens"  # three ten is 13: "ثلاثة عشر", "שלוש עשרה"
ONES_FIRST = "ones-first"  # five and forty is 45: "خمسة وأربعين", "fünfundvierzig"
SCORES = "scores"  # four twenty is 80, sixty ten 70, ten seven 17: "quatre-vingt-dix-sept"
GLUED = "glued"  # written as one word: "dreihundertfünfundsechzig"

_TEN = 10
_TWENTY = 20
_HUNDRED = 100
_THOUSAND = 1000
_MOST_PARTS = 8  # of one word
_LONGEST = 60  # letters of one word


def combined(value: float, part: float, *, joined: bool, ways: Collection[str]) -> float | None:
    """``value`` with the next word of the same number, ``None`` when that begins another one.

    ``joined``: an "and" stands between the two.
    """
    if part == _THOUSAND:
        return value * part if 1 <= value < _THOUSAND and not joined else None
    rest = value % _THOUSAND
    if part == _HUNDRED and 1 <= rest < _TEN and not joined:
        return value - rest + rest * part
    if part >= _HUNDRED:
        return value + part if value >= _THOUSAND and not rest and part < _THOUSAND else None
    below = value % _HUNDRED
    if not below:
        return value + part if value >= _HUNDRED else None
    if part < _TEN and below >= _TWENTY and not below % _TEN:
        return value + part
    return _by_ways(value, part, joined=joined, ways=ways)


def _by_ways(value: float, part: float, *, joined: bool, ways: Collection[str]) -> float | None:
    """Both below a hundred, in the order that only some languages have."""
    below = value % _HUNDRED
    tens = part >= _TWENTY and not part % _TEN
    if below < _TEN and part == _TEN and not joined and TEENS in ways:
        return value + part
    if below < _TEN and tens and joined and ONES_FIRST in ways:
        return value + part
    if SCORES not in ways:
        return None
    if below == 4 and part == _TWENTY and not joined:  # noqa: PLR2004 - quatre-vingts
        return value + 76
    if below in (60, 80) and _TEN <= part < _TWENTY:
        return value + part
    return value + part if below == _TEN and part in (7, 8, 9) else None


def taken_apart(
    word: str,
    numbers: Mapping[str, float],
    is_connector: Callable[[str], bool],
    ways: Collection[str],
) -> float | None:
    """The number that is several number words in one, ``None`` when the word is none."""
    if GLUED not in ways or len(word) > _LONGEST:
        return None
    value: float | None = None
    joined = False
    at = 0
    for _ in range(_MOST_PARTS):
        end = _longest(word, at, lambda piece: piece in numbers or is_connector(piece))
        if end is None:
            return None
        piece, at = word[at:end], end
        if piece not in numbers:
            joined = True
            continue
        value = (
            numbers[piece]
            if value is None
            else combined(value, numbers[piece], joined=joined, ways=ways)
        )
        if value is None:
            return None
        joined = False
        if at == len(word):
            return value
    return None


def _longest(word: str, at: int, known: Callable[[str], bool]) -> int | None:
    return next((end for end in range(len(word), at, -1) if known(word[at:end])), None)
