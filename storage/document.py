r"""Documents as blocks, and their canonical Markdown.

A :class:`Document` is a sequence of :class:`Block`. :func:`to_markdown` writes the canonical form
that is stored and shown; :func:`from_markdown` reads it back: for normalised blocks
``from_markdown(to_markdown(blocks)) == blocks`` (a property test holds it). Canonical Markdown has
headings, paragraphs, list items, table rows, quotes and links, and no emphasis: bold that means a
heading became a heading when the page was extracted.

This is not a parser for other people's Markdown: that is :mod:`crawler.extract.markdown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from storage.model import BlockKind
from storage.values import value

CELL_SEPARATOR = " | "  # joins the cells of a table row into its text


@value
class Link:
    """``href`` on the words ``text[start:end]`` of a block (code points)."""

    start: int
    end: int
    href: str


@value
class Block:
    """One leaf of a document.

    ``text`` is plain text on one line with single spaces; of a table row it is the cells joined by
    :data:`CELL_SEPARATOR`. ``level`` is 1-6 for headings, the depth (0 = outermost) for list items,
    else 0. ``ordered`` is for list items, ``header`` for the header row of a table.
    """

    kind: BlockKind
    text: str
    level: int = 0
    ordered: bool = False
    header: bool = False
    cells: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@value
class Document:
    """What was read from a page; ``title`` is the page's own (front matter, title element)."""

    title: str | None = None
    blocks: tuple[Block, ...] = ()


# Reading an attribute of an enum costs more than comparing with what it gives.
_HEADING_KIND = BlockKind.HEADING
_PARAGRAPH = BlockKind.PARAGRAPH
_LIST_ITEM = BlockKind.LIST_ITEM
_TABLE_ROW = BlockKind.TABLE_ROW
_QUOTE = BlockKind.QUOTE
# A page has hundreds of blocks, and the constructor of a frozen dataclass takes four times as long
# as filling its slots.
_new_block = object.__new__
_set_kind, _set_text, _set_level, _set_ordered, _set_header, _set_cells, _set_links = (
    Block.__dict__[name].__set__
    for name in ("kind", "text", "level", "ordered", "header", "cells", "links")
)


def _block(
    kind: BlockKind,
    text: str,
    links: tuple[Link, ...],
    level: int = 0,
    ordered: bool = False,
    header: bool = False,
    cells: tuple[str, ...] = (),
) -> Block:
    block = _new_block(Block)
    _set_kind(block, kind)
    _set_text(block, text)
    _set_level(block, level)
    _set_ordered(block, ordered)
    _set_header(block, header)
    _set_cells(block, cells)
    _set_links(block, links)
    return block


def heading(text: str, level: int = 2, links: tuple[Link, ...] = ()) -> Block:
    return _block(_HEADING_KIND, text, links, level)


def paragraph(text: str, links: tuple[Link, ...] = ()) -> Block:
    return _block(_PARAGRAPH, text, links)


def list_item(
    text: str, level: int = 0, *, ordered: bool = False, links: tuple[Link, ...] = ()
) -> Block:
    return _block(_LIST_ITEM, text, links, level, ordered)


def table_row(cells: Iterable[str], *, header: bool = False, links: tuple[Link, ...] = ()) -> Block:
    row = tuple(cells)
    return _block(_TABLE_ROW, CELL_SEPARATOR.join(row), links, 0, False, header, row)


def quotation(text: str, links: tuple[Link, ...] = ()) -> Block:
    return _block(_QUOTE, text, links)


def heading_paths(blocks: Iterable[Block]) -> Iterator[tuple[str, ...]]:
    """For each block, the texts of the headings it stands under, outermost first.

    A heading's own path holds the headings above it, not itself.
    """
    stack: list[tuple[int, str]] = []
    path: tuple[str, ...] = ()
    for block in blocks:
        if block.kind is _HEADING_KIND:
            while stack and stack[-1][0] >= block.level:
                stack.pop()
            above = tuple([text for _, text in stack])
            yield above
            stack.append((block.level, block.text))
            path = (*above, block.text)
        else:
            yield path


def plain_text(blocks: Iterable[Block]) -> str:
    """The text of all blocks, one a line."""
    return "\n".join(block.text for block in blocks)


# --- writing ---------------------------------------------------------------------------------

_INLINE_SPECIAL = re.compile(r"[\\\[\]<`*]")
_CELL_SPECIAL = re.compile(r"[\\\[\]<`*|]")
_BLOCK_START = re.compile(r"(?:[#>|+-]|\d+[.)](?=\s|$))")
_HREF_UNSAFE = re.compile(r"[\s<>()\\]")


def to_markdown(blocks: Iterable[Block]) -> str:
    """Canonical Markdown, ending in one newline (empty for no blocks)."""
    lines: list[str] = []
    last: BlockKind | None = None
    for block in blocks:
        kind = block.kind
        if kind is _TABLE_ROW:
            if lines and (last is not _TABLE_ROW or block.header):
                lines.append("")
            lines.extend(_row_lines(block))
        else:
            if lines and (kind is not _LIST_ITEM or last is not _LIST_ITEM):
                lines.append("")
            lines.append(_line(block, kind))
        last = kind
    return "\n".join(lines) + "\n" if lines else ""


def _line(block: Block, kind: BlockKind) -> str:
    """Any block but a row of a table."""
    text = _inline(block.text, block.links) if block.links else _escaped(block.text)
    if kind is _PARAGRAPH:
        return _escape_start(text)
    if kind is _LIST_ITEM:
        return f"{'  ' * block.level}{'1.' if block.ordered else '-'} {text}"
    if kind is _HEADING_KIND:
        return f"{'#' * block.level} {text}"
    return f"> {text}"


def _escape_start(line: str) -> str:
    if line[:1].isalpha():
        return line
    found = _BLOCK_START.match(line)
    if not found:
        return line
    at = found.end() - 1  # the marker itself: '#', or the dot of '1.'
    return f"{line[:at]}\\{line[at:]}"


def _row_lines(block: Block) -> list[str]:
    written: list[str] = []
    offset = 0
    for cell in block.cells:
        end = offset + len(cell)
        links = block.links and tuple(
            Link(start=link.start - offset, end=link.end - offset, href=link.href)
            for link in block.links
            if offset <= link.start and link.end <= end
        )
        written.append(_inline(cell, links, cell=True))
        offset = end + len(CELL_SEPARATOR)
    row = f"| {' | '.join(written)} |"
    return [row, f"|{' --- |' * len(block.cells)}"] if block.header else [row]


def _inline(text: str, links: tuple[Link, ...], *, cell: bool = False) -> str:
    if not links:
        return _escaped(text, cell)
    parts: list[str] = []
    position = 0
    for link in links:
        parts.append(_escaped(text[position : link.start], cell))
        words = _escaped(text[link.start : link.end], cell)
        parts.append(f"[{words}]({_safe_href(link.href)})")
        position = link.end
    parts.append(_escaped(text[position:], cell))
    return "".join(parts)


def _escaped(text: str, cell: bool = False) -> str:
    # Nearly no text holds any; looking for each beats one pattern many times over.
    if (
        "[" in text
        or "*" in text
        or "<" in text
        or "]" in text
        or "`" in text
        or "\\" in text
        or (cell and "|" in text)
    ):
        return (_CELL_SPECIAL if cell else _INLINE_SPECIAL).sub(r"\\\g<0>", text)
    return text


def _safe_href(href: str) -> str:
    return _HREF_UNSAFE.sub(lambda found: quote(found.group(), safe=""), href)


# --- reading ---------------------------------------------------------------------------------

_HEADING = re.compile(r"(#{1,6}) (.*)", re.DOTALL)
_ITEM = re.compile(r"((?:  )*)(-|1\.) (.*)", re.DOTALL)
_DELIMITER = re.compile(r"\|(?: --- \|)+")
_INLINE_TOKEN = re.compile(r"\\(?P<escaped>.)|\[|\]\((?P<href>[^()\s]*)\)|(?P<pipe> \| )")


def from_markdown(markdown: str) -> tuple[Block, ...]:
    """Read canonical Markdown back into blocks."""
    blocks: list[Block] = []
    for line in markdown.split("\n"):
        if not line:
            continue
        if _DELIMITER.fullmatch(line):
            if blocks and blocks[-1].kind is BlockKind.TABLE_ROW:
                row = blocks[-1]
                blocks[-1] = table_row(row.cells, header=True, links=row.links)
            continue
        blocks.append(_read_line(line))
    return tuple(blocks)


def _read_line(line: str) -> Block:
    begin = line[0]  # most lines are paragraphs: patterns are tried where they may fit
    if begin == "#" and (found := _HEADING.fullmatch(line)):
        text, links = _read_inline(found[2])
        return heading(text, len(found[1]), links)
    if begin in " -1" and (found := _ITEM.fullmatch(line)):
        text, links = _read_inline(found[3])
        return list_item(text, len(found[1]) // 2, ordered=found[2] == "1.", links=links)
    if line.startswith("> "):
        text, links = _read_inline(line[2:])
        return quotation(text, links)
    if line.startswith("| ") and line.endswith(" |"):
        return _read_row(line[2:-2])
    text, links = _read_inline(line)
    return paragraph(text, links)


def _read_row(inner: str) -> Block:
    cells: list[str] = []
    start = 0
    for token in _INLINE_TOKEN.finditer(inner):
        if token["pipe"]:
            cells.append(inner[start : token.start()])
            start = token.end()
    cells.append(inner[start:])
    texts: list[str] = []
    links: list[Link] = []
    offset = 0
    for cell in cells:
        text, found = _read_inline(cell)
        links.extend(
            Link(start=link.start + offset, end=link.end + offset, href=link.href) for link in found
        )
        texts.append(text)
        offset += len(text) + len(CELL_SEPARATOR)
    return table_row(texts, links=tuple(links))


def _read_inline(source: str) -> tuple[str, tuple[Link, ...]]:
    if "\\" not in source and "[" not in source and "]" not in source and " | " not in source:
        return source, ()  # nearly always
    parts: list[str] = []
    links: list[Link] = []
    length = position = 0
    opened: int | None = None
    for token in _INLINE_TOKEN.finditer(source):
        plain = source[position : token.start()]
        parts.append(plain)
        length += len(plain)
        position = token.end()
        if token["escaped"] is not None:
            parts.append(token["escaped"])
            length += len(token["escaped"])
        elif token["pipe"]:
            parts.append(token["pipe"])
            length += len(token["pipe"])
        elif token["href"] is not None:
            if opened is not None:
                links.append(Link(start=opened, end=length, href=token["href"]))
            opened = None
        else:
            opened = length
    parts.append(source[position:])
    return "".join(parts), tuple(links)
