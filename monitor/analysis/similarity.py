"""How alike two blocks are, by the words they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from monitor.analysis.remembering import remembered
from monitor.analysis.tokens import without_enumerator, words
from storage.document import Block
from storage.model import BlockKind


@dataclass(frozen=True)  # not slotted: what is worked out is kept, and is seldom all wanted
class Unit:
    """A block prepared for pairing. ``key``: see :func:`block_key`."""

    index: int
    block: Block
    key: str
    path: tuple[str, ...]

    @property
    def kind(self) -> BlockKind:
        return self.block.kind

    @cached_property
    def row(self) -> str:
        """The words of a table row's first cell."""
        return " ".join(words(self.block.cells[0])) if self.block.cells else ""

    @cached_property
    def counts(self) -> Counter[str]:
        """The words but for the number the block is listed under, with their frequency."""
        return Counter(self.key.split())

    @cached_property
    def size(self) -> int:
        return self.counts.total()

    @cached_property
    def repeated(self) -> Sequence[tuple[str, int]]:
        """The words that occur several times."""
        return [(word, count) for word, count in self.counts.items() if count > 1]


def block_key(block: Block) -> str:
    """The words of a block without the number it is listed under; of a row all."""
    if block.kind is BlockKind.TABLE_ROW:
        return _row_key(block.text)
    return bare_key(block.text, block.kind)


def bare_key(text: str, kind: BlockKind) -> str:
    """The words of a text without the number it is listed under."""
    return _bare_key(text, kind is BlockKind.HEADING)


@remembered
def _bare_key(text: str, heading: bool) -> str:
    return " ".join(words(without_enumerator(text, heading=heading)))


@remembered
def _row_key(text: str) -> str:
    return " ".join(words(text))


def shared(old: Unit, new: Unit) -> int:
    """Words that stand in both, counted as often as they do."""
    here, there = old.counts, new.counts
    both = len(here.keys() & there.keys())
    if old.repeated and new.repeated:
        for word, count in old.repeated:
            other = there.get(word, 0)
            if other > 1:
                both += min(count, other) - 1
    return both
