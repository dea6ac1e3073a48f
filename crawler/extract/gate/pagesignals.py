"""What the markup of a page and its response tell the quality gate; of short pages only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.gate.beside import Beside, beside, spoken_over
from crawler.extract.gate.concepts import LEXICON
from crawler.extract.gate.controls import Controls, controls
from crawler.extract.gate.furniture import is_copyright, is_strip, said_blocks, without_strip
from crawler.extract.gate.model import Own, PageSignals
from crawler.extract.gate.quality import BRIEF, TINY
from crawler.extract.gate.reading import names_document
from crawler.extract.gate.teasers import is_price, without_teasers
from crawler.extract.gate.vendors import Headers, has_mark, is_challenge, is_check
from crawler.extract.html.consent import is_vendors
from crawler.extract.html.page import Page
from crawler.extract.memory import Memory
from crawler.extract.normalise import fold_words
from crawler.extract.signals import BARE_NAMES, COOKIE_NAMES, PLACES
from crawler.extract.source import Source
from storage.document import Block
from storage.model import BlockKind

_LONGEST = 700  # words: a longer page is judged by its text alone
_LONGEST_BESIDE_BOXES = 300  # words: of more no box beside them is what the page is about
_LONGEST_SAID = 20_000  # characters
_LONGEST_WITH_TEASERS = 5000  # words, most of them in rows of goods or links
_HARDLY = 8  # words: less is not what a page says
_OPENING = 60  # words
_PASSED_OVER = frozenset(
    [
        *("a", "button", "nav", "header", "footer", "aside", "form", "select", "option"),
        *("script", "style", "noscript", "template"),
    ]
)
_SOURCE = 400_000  # characters of source that are searched for marks
_LONGEST_NOSCRIPT = 400  # characters
_LONGEST_NAME = 9  # words of a heading that is the name of a document
_LONGEST_HEADING = 200  # characters
_LEAST_UNDER = 40  # words under a heading that make it that of a document
_LEAST_ITEMS = 2
_LABEL = 3  # words of the name of a site
_LEAST_PLACES = 4
_MOSTLY = 0.3  # share of the links: menus and footers have some, too
_MOST_BOXES = 100
_OPENING_LINES = 3  # of a dialog: its heading, and what stands above it
_STUB_SOURCE = 3000  # characters
# Types of schema.org, in JSON or in attributes, that no page of a document declares.
_DECLARED = re.compile(
    r"""(?:"@type"\s*:\s*\[?\s*"|itemtype=["']?https?://schema\.org/)"""
    r"(?:Product|ProductGroup|JobPosting|Recipe|NewsArticle|SearchResultsPage|ContactPage|FAQPage"
    r"|QAPage|Event|MusicEvent|SportsEvent|TheaterEvent"
    r"|Movie|Book|Course|HowTo|VideoObject|CollectionPage)\b"
)
_DECLARING = ('"@type"', "itemtype=")  # how each of them begins
_LOCATION = re.compile(r"location(?:\.href)?\s*=\s*['\"]|location\.(?:replace|assign)\(")
_ROOTS = (
    "#root,#app,#__next,#__nuxt,#main,#react-root,#ember-app,app-root,[data-reactroot]"
    ",main,[role=main],[aria-busy=true]"
)
_MOST_NODES = 2000  # that are looked through for an empty element


def page_signals(page: Page, words: int, headers: Headers = ()) -> PageSignals:
    """The signals of ``page``; of a long page only whether its ``select`` rule was found."""
    rest, teasers = page.document.blocks, 0
    if words <= _LONGEST_WITH_TEASERS:
        rest, teasers = _without_teasers(page)
        words -= teasers
    if words > _LONGEST:
        return PageSignals(select_missed=not page.select_found)
    parser = page.parser
    said = _said(page)
    if teasers and not said.headed and _words_of(rest) < _HARDLY:
        said = replace(said, text=_said_elsewhere(page) or said.text, beside="")
    if teasers and said.is_strip:
        said = replace(said, text="", beside="")
    pressed = controls(parser, said.text)
    noscript = parser.css_first("noscript")
    may_be_shell = words <= TINY  # each question goes through all of the page
    source = page.source.text[:_SOURCE].lower() if words <= BRIEF else ""
    return PageSignals(
        scripts=parser.css_first("script") is not None,
        password_field=pressed.asks_for_a_password(),
        refresh=may_be_shell and (_refreshes(page) or _goes_elsewhere(page.source)),
        empty_root=may_be_shell and _has_empty_place(parser),
        noscript=fold_words(noscript.text()[:_LONGEST_NOSCRIPT]) if noscript is not None else "",
        buttons=pressed.buttons(),
        said=said.text,
        beside=said.beside,
        headed=said.headed,
        titled=said.titled,
        listed=may_be_shell and _has_list(page),
        places=words <= BRIEF and _lists_places(page),
        asked=not words and _has_consent_box(page),
        vendor_mark=has_mark(source),
        challenged=is_challenge(headers) or is_check(source),
        select_missed=not page.select_found,
        unsaid=may_be_shell and said.unsaid,
        teasers=teasers,
        own=_own(page, said, pressed) if words <= _LONGEST_BESIDE_BOXES else None,
        declares_another=not _is_named(page) and _declares_another(page.source.text[:_SOURCE]),
        leads_on=teasers > 0 and _leads_on(page.document.blocks, rest),
    )


def _is_named(page: Page) -> bool:
    """Whether its title or a heading names a document: then nothing is made of what it declares."""
    document = page.document
    return names_document(document.title) or any(
        block.kind is BlockKind.HEADING and names_document(block.text) for block in document.blocks
    )


def _declares_another(source: str) -> bool:
    if "schema.org" not in source:
        return False
    return any(_DECLARED.match(source, at) for mark in _DECLARING for at in _places(source, mark))


def _places(source: str, mark: str) -> Iterator[int]:
    """Where ``mark`` stands: a tenth of the time of a pattern with two beginnings."""
    at = source.find(mark)
    while at >= 0:
        yield at
        at = source.find(mark, at + 1)


_WITHOUT_TEASERS: Memory[tuple[tuple[Block, ...], int]] = Memory()


def _without_teasers(page: Page) -> tuple[tuple[Block, ...], int]:
    """The blocks of ``page`` without its teasers, and how many words these have."""
    found = _WITHOUT_TEASERS.find(page.key)
    if found is None:
        found = without_teasers(page.document.blocks)
        _WITHOUT_TEASERS.keep(page.key, found, size=sum(len(block.text) for block in found[0]))
    return found


def _words_of(blocks: tuple[Block, ...]) -> int:
    return sum(block.text.count(" ") + 1 for block in blocks)


def _leads_on(blocks: tuple[Block, ...], rest: tuple[Block, ...]) -> bool:
    """Whether goods or headlines are among what was taken away: menus have neither."""
    kept = {id(block) for block in rest}
    gone = (block for block in blocks if id(block) not in kept)
    return any(block.kind is BlockKind.HEADING or is_price(block.text) for block in gone)


def _said_elsewhere(page: Page) -> str:
    """The first words outside of the grid of goods that was taken for the text; folded."""
    root = page.parser.css_first("main") or page.parser.css_first("[role=main]") or page.parser.body
    found: list[str] = []
    words = 0
    if root is None:
        return ""
    for node in root.traverse(include_text=True):
        if node.tag == "-text" and words < _OPENING and not _is_passed_over(node, root):
            shown = node.text()
            text = "" if is_price(shown) else fold_words(shown)
            found.append(text)
            words += len(text.split())
        elif words >= _OPENING:
            break
    return " ".join(filter(None, found))


def _is_passed_over(node: LexborNode, root: LexborNode) -> bool:
    above = node.parent
    while above is not None and above != root:
        if above.tag in _PASSED_OVER:
            return True
        above = above.parent
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What follows from the blocks of a page alone."""

    blocks: tuple[str, ...]
    text: str
    beside: str
    headed: bool
    titled: bool
    unsaid: bool
    is_strip: bool


_SAID: Memory[_Said] = Memory()


def _said(page: Page) -> _Said:
    key = (page.key, page.document.title)
    found = _SAID.find(key)
    if found is None:
        blocks = _without_teasers(page)[0] or page.document.blocks
        headed, titled = _names(blocks)
        has_heading = any(block.kind is BlockKind.HEADING for block in blocks)
        if not has_heading:
            titled = _is_named_above(page) or _opens_with_name(blocks, page.document.title)
        said = said_blocks(blocks)
        rest = without_strip(said)
        beside = " ".join(rest) if len(rest) < len(said) else ""
        found = _Said(
            blocks=tuple(said),
            text=" ".join(said),
            beside=beside,
            headed=headed,
            titled=titled,
            unsaid=_is_unsaid(blocks, said, page.document.title),
            is_strip=not has_heading and is_strip(said),
        )
        if has_heading:  # else what stands outside of the blocks told, too
            _SAID.keep(key, found, size=2 * len(found.text))
    return found


def _is_unsaid(blocks: tuple[Block, ...], said: list[str], title: str | None) -> bool:
    """Whether nothing is said but what the page is called: what stands under that has not come.

    The name of the site, a link to its home page, may stand beside.
    """
    name = f" {fold_words(title or '')} "
    known = {fold_words(block.text) for block in blocks if block.kind is BlockKind.HEADING}
    known |= {fold_words(block.text) for block in blocks if _is_way_home(block)}
    return all(text in known or f" {text} " in name or is_copyright(text) for text in said)


def _is_way_home(block: Block) -> bool:
    links = block.links if block.kind is BlockKind.PARAGRAPH else ()
    whole = any(link.end - link.start == len(block.text) for link in links)
    return whole and block.text.count(" ") < _LABEL


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


def _opens_with_name(blocks: tuple[Block, ...], title: str | None) -> bool:
    """Without headings, the first line may be the name of a document, under a title that is one.

    Without such a title the line may be a menu.
    """
    first = blocks[0].text if len(blocks) > 1 and names_document(title) else ""
    return 0 < len(first) <= _LONGEST_HEADING and not blocks[0].links and _is_name(first)


def _is_name(heading: str) -> bool:
    """The name of a document, rather than a remark about somebody's privacy."""
    folded = fold_words(heading)
    words = folded.split()
    if not 0 < len(words) <= _LONGEST_NAME or "new_terms" in LEXICON.found(words):
        return False
    without = f" {folded} "
    for bare in BARE_NAMES:
        without = without.replace(bare, " ")
    return names_document(without) or not without.strip()


def _has_list(page: Page) -> bool:
    """A heading, and a list or a table under it, or a table with names of its columns.

    No shell has one.
    """
    blocks = page.document.blocks
    rows = sum(block.kind is BlockKind.TABLE_ROW for block in blocks)
    if rows > _LEAST_ITEMS and any(block.header for block in blocks):
        return True
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


def _own(page: Page, said: _Said, pressed: Controls) -> Own | None:
    """What is said where the page's heading stands; None where nothing hangs beside it.

    Of a page that says nothing what the dialog over it says.
    """
    if sum(map(len, said.blocks)) > _LONGEST_SAID:
        return None  # a line without spaces, of any length
    besides = beside(page.parser, page.document.title) if said.blocks else None
    rest = besides.without(list(said.blocks)) if besides is not None else list(said.blocks)
    spoken = spoken_over(page.parser)
    is_silent = said.is_strip or _is_only_name(rest, page.document.title)
    if spoken and (is_silent or _is_titled(spoken, page.document.title)):
        return _owned(pressed, spoken, None, titled=False, over=True)
    if is_silent:
        return None
    if besides is None:
        return None
    named = besides.heading or fold_words(page.document.title or "")
    found = _owned(pressed, tuple(rest), besides, titled=_is_name(named) if named else said.titled)
    is_same = len(rest) == len(said.blocks) and found.buttons == pressed.buttons()
    return None if is_same and found.password_field == pressed.asks_for_a_password() else found


def _owned(
    pressed: Controls,
    lines: tuple[str, ...],
    besides: Beside | None,
    *,
    titled: bool,
    over: bool = False,
) -> Own:
    return Own(
        lines=lines,
        titled=titled,
        password_field=pressed.asks_for_a_password(besides),
        buttons=pressed.buttons(besides),
        over=over,
    )


def _is_only_name(said: list[str], title: str | None) -> bool:
    name = f" {fold_words(title or '')} "
    return all(f" {text} " in name or is_copyright(text) for text in said)


def _has_empty_place(parser: LexborHTMLParser) -> bool:
    """An element into which a script would write the text: a root, or one that the site made up."""
    if any(not node.text().strip() for node in parser.css(_ROOTS)):
        return True
    root = parser.body
    nodes = islice(root.traverse(), _MOST_NODES) if root is not None else ()
    return any("-" in (node.tag or "") and not node.text().strip() for node in nodes)


def _is_titled(spoken: tuple[str, ...], title: str | None) -> bool:
    """Whether a dialog is what the page is called after."""
    return bool(title) and fold_words(title or "") in spoken[:_OPENING_LINES]


def _goes_elsewhere(source: Source) -> bool:
    """A script sends the reader on; scripts of whole sites do so in some of their branches."""
    return len(source.start) <= _STUB_SOURCE and _LOCATION.search(source.start) is not None


def _has_consent_box(page: Page) -> bool:
    boxes = page.parser.css("body > *, body > * > *")[:_MOST_BOXES]
    return any(is_vendors(box) and box.text().strip() for box in boxes)


def _refreshes(page: Page) -> bool:
    node = page.parser.css_first("meta[http-equiv=refresh i]")
    if node is None:
        return False
    return "url" in (node.attributes.get("content") or "").lower()
