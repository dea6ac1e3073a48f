"""HTML to blocks: what a page says about itself, and the reading of its chosen parts.

The reading itself, leaf by leaf, is :mod:`crawler.extract.html.reader`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from crawler.extract.html.content import Content, choose_content
from crawler.extract.html.fingerprint import fingerprint
from crawler.extract.html.inline import clean
from crawler.extract.html.links import Resolver
from crawler.extract.html.markup import parse
from crawler.extract.html.reader import BlockReader
from crawler.extract.html.related import without_related
from crawler.extract.memory import Memory
from crawler.extract.source import Source
from storage.document import Block, Document
from storage.model import BlockKind, SourceRules

_LONGEST_TITLE = 300  # characters
_BLOCK_SIZE = 100  # characters that a block takes in memory besides its text


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was read from an HTML page. ``select_found``: the ``select`` rule matched something.

    ``key``: pages with one key have equal blocks. ``shows_markup``: readers saw mostly tags.
    """

    document: Document
    source: Source
    parser: LexborHTMLParser
    select_found: bool
    key: Hashable
    shows_markup: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What was read from a content: itself the key under which more is kept of it."""

    blocks: tuple[Block, ...]


_READ: Memory[_Read] = Memory()


def read_page(source: Source, *, url: str | None, rules: SourceRules) -> Page:
    """The document in ``source``. Raises ExtractError only for rules that are not CSS."""
    page = parse(source.received if source.received is not None else source.text)
    base = page.head.css_first("base[href]") if page.head is not None else None
    resolver = Resolver(url, base.attributes.get("href") if base is not None else None)
    content = choose_content(page, rules)
    read = _read(content, resolver, rules)
    return Page(
        document=Document(title=page_title(page, read.blocks), blocks=read.blocks),
        source=source,
        parser=page,
        select_found=content.found,
        key=read,
        shows_markup=content.shows_markup,
    )


def _read(content: Content, resolver: Resolver, rules: SourceRules) -> _Read:
    whole = bool(rules.select)
    key = fingerprint(content, base=resolver.base, whole=whole)
    read = _READ.find(key)
    if read is None:
        blocks = blocks_of(content, resolver)
        read = _Read(tuple(blocks if whole else without_related(blocks)))
        _READ.keep(key, read, size=sum(len(block.text) + _BLOCK_SIZE for block in read.blocks))
    return read


def blocks_of(content: Content, resolver: Resolver) -> list[Block]:
    """The blocks of the chosen parts, in order."""
    blocks: list[Block] = []
    for tree, ranges in content.trees:
        reader = BlockReader(tree, resolver, emails=content.emails)
        for start, end in ranges:
            reader.read(start, end)
        blocks.extend(reader.blocks)
    return blocks


def page_title(page: LexborHTMLParser, blocks: Sequence[Block]) -> str | None:
    """The title element, else the first big heading: as it was read, or outside of what was."""
    node = page.head.css_first("title") if page.head is not None else None
    if node is not None and (text := clean(node.text())):
        return _capped(text)
    for block in blocks:
        if block.kind is BlockKind.HEADING and block.level == 1:
            return _capped(block.text)
    node = page.css_first("h1")
    return (_capped(clean(node.text())) or None) if node is not None else None


def _capped(title: str) -> str:
    """Whole words: an element without its end tag would make the document its title."""
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[:_LONGEST_TITLE].rpartition(" ")[0] or title[:_LONGEST_TITLE]
