"""The longest common subsequence of two short sequences, exactly.

A row of the usual table is one integer, a bit for each place of the first sequence, and the next
row is three operations on it (Hyyrö, "Bit-parallel LCS-length computation revisited", 2004). Time
is as many additions as the second sequence is long, each over as many bits as the first is long.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence


def common_subsequence(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs of places that hold the same, rising on both sides, as many as there can be."""
    places: dict[Hashable, int] = {}
    for place, token in enumerate(old):
        places[token] = places.get(token, 0) | 1 << place
    everything = (1 << len(old)) - 1
    row = everything
    rows = [row]
    for token in new:
        here = row & places.get(token, 0)
        row = (row + here | row - here) & everything
        rows.append(row)
    return _traced(rows, len(old), len(new))


def _traced(rows: Sequence[int], old: int, new: int) -> list[tuple[int, int]]:
    """The pairs, from the last to the first: a bit of a row is 0 where the length grows."""
    pairs: list[tuple[int, int]] = []
    while old and new:
        if rows[new] >> (old - 1) & 1:
            old -= 1
            continue
        new -= 1
        if rows[new] >> (old - 1) & 1:
            old -= 1
            pairs.append((old, new))
    pairs.reverse()
    return pairs
