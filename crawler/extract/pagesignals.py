"""What the markup of a page and its response tell the quality gate; of short pages only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extract.consent import is_vendors
from crawler.extract.furniture import said_blocks, without_strip
from crawler.extract.html import Page
from crawler.extract.memory import Memory
from crawler.extract.normalise import fold_words
from crawler.extract.quality import BRIEF, TINY, PageSignals
from crawler.extract.reading import names_document
from crawler.extract.signals import BARE_NAMES, COOKIE_NAMES, PLACES
from crawler.extract.vendors import Headers, has_mark, is_challenge, is_check
from storage.document import Block
from storage.model import BlockKind

_LONGEST = 700  # words: a longer page is judged by its text alone
_SOURCE = 400_000  # characters of source that are searched for marks
_MOST_BUTTONS = 200
_LONGEST_LABEL = 60  # characters
_LONGEST_NOSCRIPT = 400  # characters
_LONGEST_NAME = 9  # words of a heading that is the name of a document
_LONGEST_HEADING = 200  # characters
_LEAST_UNDER = 40  # words under a heading that make it that of a document
_LEAST_ITEMS = 2
_LEAST_PLACES = 4
_MOSTLY = 0.3  # share of the links: menus and footers have some, too
_MOST_BOXES = 100
_STUB_SOURCE = 3000  # characters
_LOCATION = re.compile(r"location(?:\.href)?\s*=\s*['\"]|location\.(?:replace|assign)\(")
_BUTTONS = (
    "button,[role=button],input[type=submit],input[type=button],a[class*=btn],a[class*=button]"
)
_ROOTS = "#root,#app,#__next,#__nuxt,#main,#react-root,#ember-app,app-root,[data-reactroot]"


def page_signals(page: Page, source: str, words: int, headers: Headers = ()) -> PageSignals:
    """The signals of ``page``; of a long page only whether its ``select`` rule was found."""
    if words > _LONGEST:
        return PageSignals(select_missed=not page.select_found)
    parser = page.parser
    said = _said(page)
    noscript = parser.css_first("noscript")
    may_be_shell = words <= TINY  # each question goes through all of the page
    return PageSignals(
        scripts=parser.css_first("script") is not None,
        password_field=parser.css_first("input[type=password]") is not None,
        refresh=may_be_shell and (_refreshes(page) or _goes_elsewhere(source)),
        empty_root=may_be_shell and any(not node.text().strip() for node in parser.css(_ROOTS)),
        noscript=fold_words(noscript.text()[:_LONGEST_NOSCRIPT]) if noscript is not None else "",
        buttons=_button_labels(page),
        said=said.text,
        beside=said.beside,
        headed=said.headed,
        titled=said.titled,
        listed=may_be_shell and _has_list(page),
        places=words <= BRIEF and _lists_places(page),
        asked=not words and _has_consent_box(page),
        vendor_mark=words <= BRIEF and has_mark(source[:_SOURCE].lower()),
        challenged=is_challenge(headers) or (words <= BRIEF and is_check(source[:_SOURCE].lower())),
        select_missed=not page.select_found,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What follows from the blocks of a page alone."""

    text: str
    beside: str
    headed: bool
    titled: bool


_SAID: Memory[_Said] = Memory()


def _said(page: Page) -> _Said:
    found = _SAID.find(page.key)
    if found is None:
        blocks = page.document.blocks
        headed, titled = _names(blocks)
        if not any(block.kind is BlockKind.HEADING for block in blocks):
            titled = _is_named_above(page)
        said = said_blocks(blocks)
        rest = without_strip(said)
        beside = " ".join(rest) if len(rest) < len(said) else ""
        found = _Said(text=" ".join(said), beside=beside, headed=headed, titled=titled)
        _SAID.keep(page.key, found, size=len(found.text))
    return found


def _names(blocks: tuple[Block, ...]) -> tuple[bool, bool]:
    """Whether a heading with text under it names a document; whether the first heading does."""
    headed = titled = False
    first = True
    under = 0
    for block in reversed(blocks):
        if block.kind is not BlockKind.HEADING:
            under += block.text.count(" ") + 1
        elif under >= _LEAST_UNDER and not headed:
            headed = _is_name(block.text) or fold_words(block.text) in COOKIE_NAMES
    for block in blocks:
        if block.kind is BlockKind.HEADING and first:
            titled = _is_name(block.text)
            first = False
    return headed, titled


def _is_named_above(page: Page) -> bool:
    """The same of the heading that stands outside of what was read: above a table, say."""
    node = page.parser.css_first("h1") or page.parser.css_first("h2")
    return node is not None and _is_name(node.text()[:_LONGEST_HEADING])


def _is_name(heading: str) -> bool:
    """The name of a document, rather than a remark about somebody's privacy."""
    folded = fold_words(heading)
    if not folded or folded.count(" ") >= _LONGEST_NAME:
        return False
    without = f" {folded} "
    for bare in BARE_NAMES:
        without = without.replace(bare, " ")
    return names_document(without) or not without.strip()


def _has_list(page: Page) -> bool:
    """A heading, and a list or a table under it: no shell has one."""
    blocks = page.document.blocks
    heads = [at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    items = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
    below = blocks[heads[0] :] if heads else ()
    return sum(block.kind in items and not block.links for block in below) >= _LEAST_ITEMS


def _lists_places(page: Page) -> bool:
    """Among what can be followed are many countries, and hardly anything else."""
    labels = [
        fold_words(block.text[link.start : link.end])
        for block in page.document.blocks
        for link in block.links
    ]
    places = sum(label in PLACES for label in labels)
    return places >= _LEAST_PLACES and places >= len(labels) * _MOSTLY


def _goes_elsewhere(source: str) -> bool:
    """A script sends the reader on; scripts of whole sites do so in some of their branches."""
    return len(source) <= _STUB_SOURCE and _LOCATION.search(source) is not None


def _has_consent_box(page: Page) -> bool:
    boxes = page.parser.css("body > *, body > * > *")[:_MOST_BOXES]
    return any(is_vendors(box) and box.text().strip() for box in boxes)


def _refreshes(page: Page) -> bool:
    node = page.parser.css_first("meta[http-equiv=refresh i]")
    if node is None:
        return False
    return "url" in (node.attributes.get("content") or "").lower()


def _button_labels(page: Page) -> str:
    labels = [
        fold_words(node.text() or node.attributes.get("value") or "")
        for node in page.parser.css(_BUTTONS)[:_MOST_BUTTONS]
    ]
    return " " + "  ".join(label for label in labels if len(label) <= _LONGEST_LABEL) + " "
