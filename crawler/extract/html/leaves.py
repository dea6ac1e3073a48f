"""One leaf of a page, line by line, to the blocks it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from crawler.extract.html.inline import Line, clean
from crawler.extract.html.segments import looks_like_heading, split_bullet, split_run_together
from storage.document import Block, Link, heading, list_item, paragraph, quotation

_LONG_LINE = 80  # characters: a line that a <br> ends here is a paragraph of its own
_ENDS_PARAGRAPH = (".", ":", "!", "?", "؟", "。", ";", "؛")
_DEEPEST_HEADING = 6
_MOST_KNOWN = 4096  # texts
_LONGEST_KNOWN = 800  # characters


class LeafKind(NamedTuple):  # made for every leaf of every page: cheaper than a dataclass
    """Where the leaf stands. ``item``: it opens a list item; ``heading``: 0 or the level."""

    heading: int
    item: bool
    depth: int
    ordered: bool
    quote: bool
    inside_list: bool


def leaf_blocks(lines: list[Line], kind: LeafKind, heading_level: int) -> Sequence[Block]:
    """The blocks of a leaf; ``heading_level`` is that of the last real heading."""
    if len(lines) == 1:
        line = lines[0]
        if not line.links:
            return text_blocks("".join(line.pieces), kind, not line.plain, heading_level)
        return _line_blocks(*line.read(), kind, not line.plain, heading_level)
    if kind.heading or kind.item:
        return _line_blocks(*_joined(lines), kind, False, heading_level)
    return _paragraph_blocks(lines, kind, min(heading_level + 1, _DEEPEST_HEADING))


def text_blocks(text: str, kind: LeafKind, bold: bool, heading_level: int) -> tuple[Block, ...]:
    """The blocks of a leaf that is one text without links, as it stands in the page."""
    if len(text) > _LONGEST_KNOWN:
        return _text_blocks(text, kind, bold, heading_level)
    return _known_text_blocks(text, kind, bold, heading_level)


def _text_blocks(text: str, kind: LeafKind, bold: bool, heading_level: int) -> tuple[Block, ...]:
    return tuple(_line_blocks(clean(text), (), kind, bold, heading_level))


# The next capture of a page has nearly all texts of the last.
_known_text_blocks = lru_cache(maxsize=_MOST_KNOWN)(_text_blocks)


def _line_blocks(
    text: str, links: tuple[Link, ...], kind: LeafKind, bold: bool, heading_level: int
) -> list[Block]:
    if not text:
        return []
    if kind.heading:
        return [heading(text, kind.heading, links)]
    if kind.item:
        return [list_item(text, kind.depth, ordered=kind.ordered, links=links)]
    item = split_bullet(text)
    if item:
        return _bullet_blocks(text, item, _moved(links, len(item) - len(text)), kind)
    if bold and not kind.inside_list and looks_like_heading(text):
        return [heading(text, min(heading_level + 1, _DEEPEST_HEADING), links)]
    return _prose_blocks(text, links, kind)


def _joined(lines: list[Line]) -> tuple[str, tuple[Link, ...]]:
    text, links = lines[0].read()
    for line in lines[1:]:
        text, links = _append(text, links, *line.read())
    return text, links


def _append(
    text: str, links: tuple[Link, ...], more: str, more_links: tuple[Link, ...]
) -> tuple[str, tuple[Link, ...]]:
    if not text:
        return more, more_links
    if not more:
        return text, links
    offset = len(text) + 1
    moved = tuple(
        Link(start=link.start + offset, end=link.end + offset, href=link.href)
        for link in more_links
    )
    return f"{text} {more}", links + moved


def _paragraph_blocks(lines: list[Line], kind: LeafKind, bold_level: int) -> list[Block]:
    blocks: list[Block] = []
    open_paragraph = False
    for line in lines:
        text, links = line.read()
        if not text:
            open_paragraph = False
            continue
        item = split_bullet(text)
        if item:
            offset = len(text) - len(item)
            blocks.extend(_bullet_blocks(text, item, _moved(links, -offset), kind))
            open_paragraph = False
        elif not line.plain and not kind.inside_list and looks_like_heading(text):
            blocks.append(heading(text, bold_level, links))
            open_paragraph = False
        elif open_paragraph and not _ends(blocks[-1].text):
            joined, all_links = _append(blocks[-1].text, blocks[-1].links, text, links)
            blocks[-1] = _prose(joined, all_links, kind)
        else:
            blocks.extend(_prose_blocks(text, links, kind))
            open_paragraph = True
    return blocks


def _moved(links: tuple[Link, ...], offset: int) -> tuple[Link, ...]:
    return tuple(
        Link(start=max(0, link.start + offset), end=link.end + offset, href=link.href)
        for link in links
        if link.end + offset > 0
    )


def _ends(text: str) -> bool:
    return len(text) >= _LONG_LINE or text.endswith(_ENDS_PARAGRAPH)


def _bullet_blocks(text: str, item: str, links: tuple[Link, ...], kind: LeafKind) -> list[Block]:
    together = None if links else split_run_together(text)
    if together is None:
        return [list_item(item, kind.depth, links=links)]
    intro, items = together
    first = (split_bullet(intro) or intro,) if intro else ()
    return [list_item(each, kind.depth) for each in (*first, *items) if each]


def _prose_blocks(text: str, links: tuple[Link, ...], kind: LeafKind) -> list[Block]:
    together = None if links or kind.quote else split_run_together(text)
    if together is None:
        return [_prose(text, links, kind)]
    intro, items = together
    head = [paragraph(intro)] if intro else []
    return head + [list_item(item, kind.depth) for item in items]


def _prose(text: str, links: tuple[Link, ...], kind: LeafKind) -> Block:
    return quotation(text, links) if kind.quote else paragraph(text, links)
