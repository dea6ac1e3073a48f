"""The words of a clause in which little changed: what stood there and what stands there now.

A clause of which no fact is told would be "reworded" and no more, though two words are the news.
"""

from __future__ import annotations

from collections.abc import Sequence

_WORDS = 8  # of a side, from the first changed place to the last one
_LETTERS = 80
_EDGES = " \t\n\u00a0.,;:!?\u060c\u061b\u061f|()[]\u201c\u201d\u201e\"'"


def short_change(diff: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The words that went and those that came, ``""`` where there are none; ``None``: too many.

    ``diff`` has ``=``, ``-`` and ``+`` with what stays, went and came.
    """
    changed = [at for at, (sign, _) in enumerate(diff) if sign != "="]
    if not changed or len(changed) == len(diff):  # a clause that came or went as a whole
        return None
    within = diff[changed[0] : changed[-1] + 1]
    sides = ["".join(text for sign, text in within if sign in ("=", one)) for one in "-+"]
    old, new = (side.strip(_EDGES) for side in sides)
    if old == new or not any(letter.isalnum() for letter in old + new):
        return None
    if any(len(side) > _LETTERS or len(side.split()) > _WORDS for side in (old, new)):
        return None
    return old, new
