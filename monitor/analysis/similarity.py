"""How alike two blocks are, by the words they share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from monitor.analysis.remembering import remembered
from monitor.analysis.tokens import without_enumerator, words
from storage.document import Block
from storage.model import BlockKind


@dataclass(frozen=True)  # not slotted: counts are kept, and few units need them
class Unit:
    """A block prepared for aligning.

    ``key`` are its words without the number it is listed under, ``row`` the words of a table
    row's first cell.
    """

    index: int
    kind: BlockKind
    words: tuple[str, ...]
    key: str
    row: str
    path: tuple[str, ...]

    @cached_property
    def counts(self) -> Counter[str]:
        """The words but for the number the block is listed under, with their frequency."""
        return Counter(self.key.split())

    @property
    def size(self) -> int:
        return self.counts.total()


def unit(index: int, block: Block, path: tuple[str, ...]) -> Unit:
    kind = block.kind
    return Unit(
        index=index,
        kind=kind,
        words=words(block.text),
        key=_row_key(block.text) if kind is BlockKind.TABLE_ROW else bare_key(block.text, kind),
        row=" ".join(words(block.cells[0])) if block.cells else "",
        path=path,
    )


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
    small, large = (old, new) if len(old.counts) <= len(new.counts) else (new, old)
    other = large.counts
    return sum(min(count, other[word]) for word, count in small.counts.items() if word in other)


def similarity(old: Unit, new: Unit) -> float:
    """0.0 (no word in common) to 1.0 (the same words)."""
    total = old.size + new.size
    return 2 * shared(old, new) / total if total else 0.0


def containment(part: Unit, whole: Unit) -> float:
    """The share of the words of ``part`` that ``whole`` holds."""
    return shared(part, whole) / part.size if part.size else 0.0
