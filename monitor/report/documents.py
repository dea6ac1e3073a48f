"""A version's text as it stands on a page: headings in order, lists, tables with rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from monitor.report.directions import direction_of
from storage.document import Block, Link
from storage.model import BlockKind

_DEEPEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words, with the address that they lead to or None."""

    text: str
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A block: ``anchor`` is its id, ``cells`` are those of a row."""

    anchor: str
    direction: str
    pieces: tuple[Piece, ...]
    cells: tuple[str, ...]
    depth: int
    header: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Blocks that stand together: a list, a table, or a single block.

    ``kind`` is heading, paragraph, quote, list, numbered or table; ``level`` is for headings.
    """

    kind: str
    level: int
    direction: str
    lines: tuple[Line, ...]


def document_groups(blocks: Sequence[Block], *, top: int = 2, first: int = 0) -> tuple[Group, ...]:
    """The blocks of a document; its headings begin at level ``top`` and leave out none.

    ``first``: the place of the first of them, where they are a part of a document.
    """
    return tuple(_groups(blocks, top, first))


def _groups(blocks: Sequence[Block], top: int, first: int) -> Iterator[Group]:
    above = top - 1
    for kind, found in groupby(enumerate(blocks, first), key=lambda one: _kind(one[1])):
        lines = tuple(_line(place, block) for place, block in found)
        if kind in ("list", "numbered", "table"):
            yield _group(kind, lines)
            continue
        for line in lines:
            if kind == "heading":
                wanted = line.depth + top - 1
                above = min(wanted, above + 1, _DEEPEST)
                yield _group(kind, (line,), level=above)
            else:
                yield _group(kind, (line,))


def _group(kind: str, lines: tuple[Line, ...], level: int = 0) -> Group:
    texts = (text for line in lines for text in (*line.cells, *(one.text for one in line.pieces)))
    return Group(kind=kind, level=level, direction=direction_of(texts), lines=lines)


def _kind(block: Block) -> str:
    match block.kind:
        case BlockKind.LIST_ITEM:
            return "numbered" if block.ordered else "list"
        case BlockKind.TABLE_ROW:
            return "table"
        case _:
            return block.kind.value


def _line(place: int, block: Block) -> Line:
    is_row = block.kind is BlockKind.TABLE_ROW
    return Line(
        anchor=f"b{place}",
        direction=direction_of([block.text]),
        pieces=() if is_row else tuple(_pieces(block.text, block.links)),
        cells=block.cells if is_row else (),
        depth=block.level,
        header=block.header,
    )


def _pieces(text: str, links: Iterable[Link]) -> Iterator[Piece]:
    """The text cut at its links; where two overlap the first holds."""
    position = 0
    for link in sorted(links, key=lambda link: link.start):
        if link.start < position or link.end <= link.start:
            continue
        if link.start > position:
            yield Piece(text=text[position : link.start], address=None)
        yield Piece(text=text[link.start : link.end], address=link.href)
        position = link.end
    if position < len(text):
        yield Piece(text=text[position:], address=None)
