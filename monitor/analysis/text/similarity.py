"""How alike two blocks are, by the words they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.analysis.text.remembering import remembered, remembered_longer
from monitor.analysis.text.tokens import without_enumerator, words, words_of_lines
from storage.document import Block
from storage.model import BlockKind

# Reading an attribute of an enum costs more.
_HEADING = BlockKind.HEADING
_TABLE_ROW = BlockKind.TABLE_ROW

_REMEMBERED = 10_000  # blocks, up to which their keys are known when the next version is read


class Unit:
    """A block prepared for pairing. ``key``: see :func:`block_key`, ``row``: the words of a table
    row's first cell, ``distinct``: the different words of the key.

    ``repeated``: those that stand in it several times, and how often.
    """

    __slots__ = ("block", "distinct", "index", "key", "kind", "path", "repeated", "row", "size")

    def __init__(self, index: int, block: Block, key: str, path: tuple[str, ...]) -> None:
        self.index = index
        self.block = block
        self.key = key
        self.path = path
        self.kind = block.kind
        self.row = " ".join(words(block.cells[0])) if block.cells else ""
        found = key.split()
        self.size = len(found)
        self.distinct = frozenset(found)
        self.repeated: dict[str, int] = {}
        if len(self.distinct) < self.size:
            counts = Counter(found)
            self.repeated = {word: count for word, count in counts.items() if count > 1}


def block_key(block: Block) -> str:
    """The words of a block without the number it is listed under; of a row all."""
    if block.kind is _TABLE_ROW:
        return _row_key(block.text)
    return bare_key(block.text, block.kind)


def block_keys(blocks: Sequence[Block]) -> list[str]:
    """The key of each block."""
    if len(blocks) <= _REMEMBERED:
        return list(map(block_key, blocks))
    lines = [
        block.text
        if block.kind is _TABLE_ROW
        else without_enumerator(block.text, heading=block.kind is _HEADING)
        for block in blocks
    ]
    return list(map(" ".join, words_of_lines(lines)))


def bare_key(text: str, kind: BlockKind) -> str:
    """The words of a text without the number it is listed under."""
    return _bare_key(text, kind is _HEADING and begins_with_digit(text))


def begins_with_digit(text: str) -> bool:
    """Only then is a number read otherwise in front of a heading than of other text."""
    return text.lstrip()[:1].isdecimal()


@remembered_longer
def _bare_key(text: str, heading: bool) -> str:
    return " ".join(words(without_enumerator(text, heading=heading)))


@remembered
def _row_key(text: str) -> str:
    return " ".join(words(text))


def shared(old: Unit, new: Unit) -> int:
    """Words that stand in both, counted as often as they do."""
    both = len(old.distinct & new.distinct)
    if old.repeated and new.repeated:
        for word in old.repeated.keys() & new.repeated.keys():
            both += min(old.repeated[word], new.repeated[word]) - 1
    return both
