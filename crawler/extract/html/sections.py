"""The parts in which a page is read: what the reader made of each is kept for the next capture.

Where one paragraph of a page changed, only the part around it is read again. Parts begin at
headings, so that a paragraph more moves no other part; reading one that is known costs a tenth.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from crawler.extract.html.tree import Tree
from storage.document import Block

_LARGEST = 80  # elements and texts
SMALLEST = 5  # elements and texts: to read less costs no more than to know it again
_MOST = 8_000  # sections
_ROOM = 3_000_000  # characters of their blocks
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class ReaderState(NamedTuple):  # made twice for every section: cheaper than a dataclass
    """What the reader carries from one section into the next, between two lines."""

    bold: int
    heading: int
    heading_read: bool
    last_level: int
    details: tuple[int, ...]
    lists: tuple[bool, ...]
    fresh_item: bool
    definition: int
    quotes: int
    pre: int
    in_rows: bool
    layout: tuple[bool, ...]


class Section(NamedTuple):
    """The blocks of a section, and the state in which it leaves the reader."""

    blocks: tuple[Block, ...]
    after: ReaderState


def sections(tree: Tree, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges that cover ``start`` to ``end`` in order: siblings whole, or a large one's opening."""
    tags, ends = tree.tags, tree.ends
    around = [end]  # where the large elements around end
    index = begin = start
    while index < end:
        if index >= around[-1] or index - begin >= _LARGEST or tags[index] in _HEADINGS:
            if index > begin:
                yield begin, index
            begin = index
            while index >= around[-1]:
                around.pop()
        if ends[index] - index > _LARGEST:
            if index > begin:
                yield begin, index
            yield index, index + 1
            around.append(ends[index])
            index = begin = index + 1
        else:
            index = ends[index]
    if end > begin:
        yield begin, end


class Sections:
    """The sections that were read last. Bounded in number and size; safe between threads."""

    def __init__(self, *, most: int = _MOST, room: int = _ROOM) -> None:
        self._most = most
        self._room = room
        self.forget()

    def forget(self) -> None:
        self._known: dict[Hashable, Section] = {}  # a new one: a thread may be reading the old
        self._size = 0

    def find(self, key: Hashable) -> Section | None:
        return self._known.get(key)

    def keep(self, key: Hashable, section: Section) -> None:
        self._size += sum(len(block.text) for block in section.blocks)
        if self._size > self._room or len(self._known) >= self._most:
            self.forget()
        else:
            self._known[key] = section

    def __len__(self) -> int:
        return len(self._known)


SECTIONS = Sections()
