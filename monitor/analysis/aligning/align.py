"""Which block of the new version is which block of the old one.

In this order: equal words in order, equal words elsewhere (moves), the same words in other letters,
one block against several (splits and merges), table rows by their first cell, then likeness within
the same gap, under the same heading, anywhere. Every block is in exactly one :class:`Pair`. Nothing
here is quadratic in the size of the documents.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from monitor.analysis.aligning.pairing import pair_alike
from monitor.analysis.aligning.parted import MOST_PARTED, parted
from monitor.analysis.text.sequence import longest_rising, match_in_order
from monitor.analysis.text.similarity import Unit, block_keys
from monitor.analysis.text.tokens import words
from storage.document import Block, heading_paths
from storage.folding import fold
from storage.model import BlockKind
from storage.signs import SPELLED
from storage.values import value

# Reading an attribute of an enum costs more.
_HEADING = BlockKind.HEADING
_TABLE_ROW = BlockKind.TABLE_ROW


@value
class Pair:
    """Blocks that are the same clause in both versions, by index.

    Usually one and one. Empty ``old``: added; empty ``new``: removed; several on one side: split
    or merged. ``equal``: the words are the same but for a leading number. ``moved``: it stands in
    another order than the blocks around it.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    equal: bool = False
    moved: bool = False


def align(
    old: Sequence[Block], new: Sequence[Block], keys: tuple[Sequence[str], Sequence[str]] = ((), ())
) -> tuple[Pair, ...]:
    """Pairs in the order of the new version; removed blocks stand after what preceded them.

    ``keys`` are those of the blocks, where they are known.
    """
    work = _Work(_Side(old, keys[0]), _Side(new, keys[1]))
    work.take_equal_in_order()
    work.take_equal_elsewhere()
    work.take_spelled_otherwise()
    work.take_splits()
    work.take_parted()
    work.take_alike()
    work.take_headings()
    return _ordered(work.pairs, len(old), len(new))


class _Side:
    """The blocks of one version; all have a key, few are ever wanted as a unit."""

    def __init__(self, blocks: Sequence[Block], keys: Sequence[str] = ()) -> None:
        self.blocks = blocks
        self.keys = keys or block_keys(blocks)

    @cached_property
    def paths(self) -> Sequence[tuple[str, ...]]:
        return list(heading_paths(self.blocks))

    def units(self, indexes: Iterable[int]) -> list[Unit]:
        return [
            Unit(index, self.blocks[index], self.keys[index], self.paths[index])
            for index in indexes
        ]

    def is_row(self, index: int) -> bool:
        return self.blocks[index].kind is _TABLE_ROW

    def is_heading(self, index: int) -> bool:
        return self.blocks[index].kind is _HEADING


class _Work:
    """The state of one alignment: what is still unpaired on each side."""

    def __init__(self, old: _Side, new: _Side) -> None:
        self.old = old
        self.new = new
        self.pairs: list[Pair] = []
        self.old_free = set(range(len(old.blocks)))
        self.new_free = set(range(len(new.blocks)))

    def take(self, old: Sequence[int], new: Sequence[int], *, equal: bool = False) -> None:
        self.old_free.difference_update(old)
        self.new_free.difference_update(new)
        self.pairs.append(Pair(old=tuple(old), new=tuple(new), equal=equal))

    def take_equal_in_order(self) -> None:
        matches = match_in_order(self.old.keys, self.new.keys)
        self.pairs += [Pair(old=(i,), new=(j,), equal=True) for i, j in matches]
        self.old_free.difference_update([i for i, _ in matches])
        self.new_free.difference_update([j for _, j in matches])

    def take_equal_elsewhere(self) -> None:
        waiting: dict[str, deque[int]] = defaultdict(deque)
        for i in sorted(self.old_free):
            waiting[self.old.keys[i]].append(i)
        for j in sorted(self.new_free):
            queue = waiting.get(self.new.keys[j])
            if queue:
                self.take((queue.popleft(),), (j,), equal=True)

    def take_spelled_otherwise(self) -> None:
        """The same words with other letters for the same sounds: Persian ones, accents, points."""
        waiting: dict[str, deque[int]] = defaultdict(deque)
        for i in sorted(self.old_free)[:_MOST] if self.new_free else ():
            waiting[fold(self.old.keys[i])].append(i)
        waiting.pop("", None)
        for j in sorted(self.new_free)[:_MOST] if waiting else ():
            queue = waiting.get(fold(self.new.keys[j]))
            if queue:
                self.take((queue.popleft(),), (j,))

    def take_splits(self) -> None:
        for i, run in _splits(self.old, self.new, self.old_free, self.new_free):
            self.take((i,), run, equal=True)
        for j, run in _splits(self.new, self.old, self.new_free, self.old_free):
            self.take(run, (j,), equal=True)

    def take_parted(self) -> None:
        """But for rows: what stands in the cells of one is told apart by these."""
        free = self.old_free, self.new_free
        if not all(free) or max(map(len, free)) > MOST_PARTED or sum(map(len, free)) < _PARTS + 1:
            return
        old, new = (
            [(index, side.keys[index]) for index in sorted(one) if not side.is_row(index)]
            for side, one in ((self.old, free[0]), (self.new, free[1]))
        )
        for i, run in parted(old, new):
            self.take((i,), run)
        for j, run in parted(new, old):
            if j in self.new_free and self.old_free.issuperset(run):
                self.take(run, (j,))

    def take_alike(self) -> None:
        if not self.old_free or not self.new_free:
            return
        old_free, new_free = sorted(self.old_free)[:_MOST], sorted(self.new_free)[:_MOST]
        gaps = _gaps(self.pairs, old_free, new_free)
        old, new = self.old.units(old_free), self.new.units(new_free)
        for i, j in pair_alike(old, new, gaps):
            self.take((i,), (j,))

    def take_headings(self) -> None:
        """A heading is renamed when what stands under it is still the same."""
        partner = {pair.old[0]: pair.new[0] for pair in self.pairs}
        for i in sorted(self.old_free, reverse=True):
            j = partner.get(i + 1, 0) - 1
            if j not in self.new_free or not self.old.is_heading(i):
                continue
            if self.new.is_heading(j):
                self.take((i,), (j,))
                partner[i] = j


def _splits(
    whole: _Side, parts: _Side, whole_free: set[int], parts_free: set[int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Blocks whose words are exactly those of a run of free blocks on the other side."""
    starts: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for j in sorted(parts_free):
        if parts.keys[j] and j + 1 in parts_free:
            places = starts[parts.keys[j].partition(" ")[0]]
            if len(places) < _TRIES:
                places.append((f"{parts.keys[j]} ", j))
    for i in sorted(whole_free) if starts else ():
        key = whole.keys[i]
        for begin, j in starts.get(key.partition(" ")[0], ()):
            if not key.startswith(begin):  # nearly always
                continue
            if parts.keys[j + 1] not in key and not _is_signed(parts.keys[j + 1]):
                continue
            run = _run_of(tuple(key.split()), parts, j, parts_free)
            if run:
                yield i, run
                break


def _is_signed(key: str) -> bool:
    """Whether a sign stands for a word: without the number in front it may stand for another."""
    return not _SIGNS.isdisjoint(key)


# Blocks of a version without an equal that one like them is looked for; a text with more was
# written anew, and what comes behind them came or went.
_MOST = 4_000
_SIGNS = frozenset(SPELLED)
_PARTS = 2  # at least, of a block that was parted
_TRIES = 8  # places where a run may begin, per block


def _run_of(target: tuple[str, ...], parts: _Side, start: int, free: set[int]) -> tuple[int, ...]:
    at, index = 0, start
    while index in free and at < len(target):
        piece = words(parts.blocks[index].text) if at else tuple(parts.keys[index].split())
        if target[at : at + len(piece)] != piece:
            return ()
        at += len(piece)
        index += 1
    return tuple(range(start, index)) if at == len(target) and index > start + 1 else ()


def _gaps(
    pairs: Sequence[Pair], old_free: Sequence[int], new_free: Sequence[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """For each free block, the number of the gap between in-order pairs it stands in."""
    fixed = longest_rising(sorted((pair.old[0], pair.new[0]) for pair in pairs))
    return (
        _gap_numbers([i for i, _ in fixed], old_free),
        _gap_numbers([j for _, j in fixed], new_free),
    )


def _gap_numbers(fixed: list[int], free: Sequence[int]) -> dict[int, int]:
    numbers: dict[int, int] = {}
    gap = 0
    for index in free:
        while gap < len(fixed) and fixed[gap] < index:
            gap += 1
        numbers[index] = gap
    return numbers


def _ordered(pairs: list[Pair], old_size: int, new_size: int) -> tuple[Pair, ...]:
    both = sorted((pair for pair in pairs), key=lambda pair: pair.old)
    steady = set(longest_rising([(pair.old[0], pair.new[0]) for pair in both]))
    marked = [
        pair if (pair.old[0], pair.new[0]) in steady else replace(pair, moved=True) for pair in both
    ]
    taken_old = {i for pair in pairs for i in pair.old}
    taken_new = {j for pair in pairs for j in pair.new}
    keyed: list[tuple[tuple[int, int, int], Pair]] = [
        ((pair.new[0], 1, pair.old[0]), pair) for pair in marked
    ]
    keyed += [((j, 1, 0), Pair(old=(), new=(j,))) for j in range(new_size) if j not in taken_new]
    place = {pair.old[-1]: pair.new[0] for pair in marked if not pair.moved}
    after = -1
    for i in range(old_size):
        after = place.get(i, after)
        if i not in taken_old:
            keyed.append(((after, 2, i), Pair(old=(i,), new=())))
    keyed.sort(key=lambda item: item[0])
    return tuple(pair for _, pair in keyed)
