"""Blocks that were parted into several, or joined, with small edits besides.

Where nothing else changed the words are the same, and align.py finds them by these. Here most of
the parts stand in the whole word for word, and the others beside them are alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

MOST_PARTED = 150  # free blocks of a side; a text with more was written anew
_LEAST = 8  # words of a part that stands in the whole by no chance
_ALIKE = 0.6  # share of the words of a changed part that stand in the whole
_SAME = 0.85  # share of all words that both sides have

Free = tuple[int, str]  # a block that has no equal, by its index, and its key


def parted(wholes: Sequence[Free], parts: Sequence[Free]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The index of each whole, with the run of free blocks of the other side that it became."""
    telling = [at for at, (_, key) in enumerate(parts) if key.count(" ") >= _LEAST - 1]
    taken: set[int] = set()
    for index, whole in wholes if telling else ():
        if whole.count(" ") < 2 * _LEAST - 1:
            continue
        spaced = f" {whole} "
        at = next((at for at in telling if f" {parts[at][1]} " in spaced), None)
        if at is None:
            continue
        run = _run(whole.split(), parts, at)
        if len(run) > 1 and taken.isdisjoint(run):
            taken.update(run)
            yield index, run


def _run(whole: Sequence[str], parts: Sequence[Free], at: int) -> tuple[int, ...]:
    """The parts beside each other, around the one at ``at``, that together say what it says."""
    known = frozenset(whole)
    first = last = at
    while first and _goes_with(parts[first - 1], parts[first], known):
        first -= 1
    while last + 1 < len(parts) and _goes_with(parts[last + 1], parts[last], known):
        last += 1
    run = parts[first : last + 1]
    said = Counter(word for _, key in run for word in key.split())
    both = (said & Counter(whole)).total()
    enough = both >= _SAME * max(len(whole), said.total())
    return tuple(index for index, _ in run) if enough else ()


def _goes_with(part: Free, beside: Free, known: frozenset[str]) -> bool:
    if abs(part[0] - beside[0]) != 1:
        return False
    words = frozenset(part[1].split())
    return bool(words) and len(words & known) >= _ALIKE * len(words)
