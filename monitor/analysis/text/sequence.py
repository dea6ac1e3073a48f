"""Matching two sequences in order, in linear-ish time whatever they hold.

Patience matching: what occurs once on both sides anchors, the gaps between anchors are treated the
same way, and what then remains is matched by occurrence. No quadratic step, so one line repeated
fifty thousand times is as cheap as prose.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise

_DEPTH = 8  # rounds of anchoring inside gaps; prose needs three

_Range = tuple[int, int, int, int]


def match_in_order(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs ``(i, j)`` with ``old[i] == new[j]``, rising on both sides; not always the longest."""
    matches: list[tuple[int, int]] = []
    work: list[tuple[_Range, int]] = [((0, len(old), 0, len(new)), 0)]
    while work:
        (low, high, low2, high2), depth = work.pop()
        while low < high and low2 < high2 and old[low] == new[low2]:
            matches.append((low, low2))
            low, low2 = low + 1, low2 + 1
        while low < high and low2 < high2 and old[high - 1] == new[high2 - 1]:
            high, high2 = high - 1, high2 - 1
            matches.append((high, high2))
        if low == high or low2 == high2:
            continue
        area = (low, high, low2, high2)
        anchors = _unique_anchors(old, new, area) if depth < _DEPTH else []
        if not anchors:
            matches.extend(_by_occurrence(old, new, area))
            continue
        matches.extend(anchors)
        work.extend((gap, depth + 1) for gap in _gaps(area, anchors))
    return sorted(matches)


def _gaps(area: _Range, anchors: list[tuple[int, int]]) -> Iterable[_Range]:
    low, high, low2, high2 = area
    for i, j in anchors:
        if low < i and low2 < j:
            yield (low, i, low2, j)
        low, low2 = i + 1, j + 1
    if low < high and low2 < high2:
        yield (low, high, low2, high2)


def _positions(items: Sequence[Hashable], low: int, high: int) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for index in range(low, high):
        found[items[index]].append(index)
    return found


def _unique_anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], area: _Range
) -> list[tuple[int, int]]:
    low, high, low2, high2 = area
    here, there = _positions(old, low, high), _positions(new, low2, high2)
    pairs = [
        (at[0], there[key][0])
        for key, at in here.items()
        if len(at) == 1 and len(there.get(key, ())) == 1
    ]
    return longest_rising(sorted(pairs))


def _by_occurrence(
    old: Sequence[Hashable], new: Sequence[Hashable], area: _Range
) -> list[tuple[int, int]]:
    low, high, low2, high2 = area
    here, there = _positions(old, low, high), _positions(new, low2, high2)
    pairs = [pair for key, at in here.items() for pair in zip(at, there.get(key, ()), strict=False)]
    return longest_rising(sorted(pairs))


def longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of ``pairs`` (sorted by the first) whose second rises too; O(n log n)."""
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return list(pairs)
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        place = bisect_left(tails, second)
        before.append(tail_at[place - 1] if place else -1)
        if place == len(tails):
            tails.append(second)
            tail_at.append(index)
        else:
            tails[place] = second
            tail_at[place] = index
    chosen: list[tuple[int, int]] = []
    at = tail_at[-1] if tail_at else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    chosen.reverse()
    return chosen
