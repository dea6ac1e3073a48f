"""Pairing blocks that are alike but not equal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from monitor.analysis.text.similarity import Unit, shared
from storage.model import BlockKind

# Reading an attribute of an enum costs more.
_HEADING = BlockKind.HEADING
_PARAGRAPH = BlockKind.PARAGRAPH
_TABLE_ROW = BlockKind.TABLE_ROW

Gaps = tuple[Mapping[int, int], Mapping[int, int]]

_SMALL_GAP = 400  # products of free blocks in one gap up to which all are compared with all
_COMMON = 12  # a word that stands in more free blocks than this says nothing
_CANDIDATES = 4  # blocks compared with one block, outside its gap
_ALIKE = 0.5  # likeness that makes two blocks the same clause, anywhere
_ALIKE_IN_GAP = 0.34  # the same, when both stand between the same neighbours
_ALIKE_ALONE = 0.2  # the same, when nothing else stands there
_CONTAINED = 0.8  # a longer block that holds so much of a shorter one is its extension
_CONTAINED_WORDS = 6
_ROW_ALIKE = 0.6  # rows of another first cell are another row, unless nearly all is the same


def pair_alike(old: Sequence[Unit], new: Sequence[Unit], gaps: Gaps) -> list[tuple[int, int]]:
    """The best pairs by likeness, nearness and order; each block at most once."""
    scored = [*_in_gaps(old, new, gaps), *_anywhere(old, new)]
    scored.sort(key=lambda item: (-item[0], abs(item[1] - item[2]), item[1], item[2]))
    pairs: list[tuple[int, int]] = []
    old_taken: set[int] = set()
    new_taken: set[int] = set()
    for _, i, j in scored:
        if i not in old_taken and j not in new_taken:
            old_taken.add(i)
            new_taken.add(j)
            pairs.append((i, j))
    return pairs


def _in_gaps(
    old: Sequence[Unit], new: Sequence[Unit], gaps: Gaps
) -> Iterator[tuple[float, int, int]]:
    here: dict[int, list[Unit]] = defaultdict(list)
    there: dict[int, list[Unit]] = defaultdict(list)
    for unit in old:
        here[gaps[0][unit.index]].append(unit)
    for unit in new:
        there[gaps[1][unit.index]].append(unit)
    for gap, left in here.items():
        right = there.get(gap, [])
        if not right or len(left) * len(right) > _SMALL_GAP:
            continue
        alone = len(left) == len(right) == 1
        for one in left:
            for two in right:
                threshold = _alike_alone(one, two) if alone else _ALIKE_IN_GAP
                score = _score(one, two, threshold)
                if score:
                    yield score + 0.1, one.index, two.index


def _alike_alone(old: Unit, new: Unit) -> float:
    """Of a paragraph that alone was replaced under its heading: however it was written anew."""
    paragraphs = old.kind is new.kind is _PARAGRAPH
    return 0.0 if paragraphs and old.path and old.path == new.path else _ALIKE_ALONE


def _anywhere(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[tuple[float, int, int]]:
    postings: dict[str, list[int]] = defaultdict(list)
    for place, unit in enumerate(new):
        for word in unit.distinct:
            postings[word].append(place)
    telling = {word: places for word, places in postings.items() if len(places) <= _COMMON}
    for place, unit in enumerate(old):
        found = filter(None, map(telling.get, unit.distinct))
        votes = Counter(chain.from_iterable(found))
        best = sorted([(-count, abs(at - place), at) for at, count in votes.items()])
        for _, _, candidate in best[:_CANDIDATES]:
            score = _score(unit, new[candidate], _ALIKE)
            if score:
                yield score, unit.index, new[candidate].index


def _score(old: Unit, new: Unit, threshold: float) -> float:
    """0.0 when they are not the same clause."""
    same_row = bool(old.row) and old.row == new.row
    if (old.kind is _HEADING) is not (new.kind is _HEADING):
        threshold = max(threshold, 0.8)
    if old.kind is new.kind is _TABLE_ROW and not same_row:
        threshold = max(threshold, _ROW_ALIKE)
        if not _first_cells_alike(old.row, new.row):
            return 0.0
    both, total = shared(old, new), old.size + new.size
    alike = 2 * both / total if total else 0.0
    bonus = 0.15 if old.path == new.path else 0.0
    if same_row:
        return 0.5 + alike / 2 + bonus
    if alike >= threshold or _extends(both, min(old.size, new.size)):
        return alike + bonus
    return 0.0


def _first_cells_alike(old: str, new: str) -> bool:
    here, there = set(old.split()), set(new.split())
    return bool(here & there) or not here or not there


def _extends(both: int, smaller: int) -> bool:
    """The longer block holds nearly all words of the shorter one."""
    return smaller >= _CONTAINED_WORDS and both / smaller >= _CONTAINED
