"""Which part of a page is the document.

The dominant container: from the body down while one child holds nearly all words. Inside it the
furniture of the site is dropped. What is hidden is kept: an open consent dialog hides the whole
document from assistive technology that way, and collapsed accordions are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawler.extract.html.consent import DEEPEST, LEAST_LEFT, is_asking_box
from crawler.extract.html.escaped import with_meant_markup
from crawler.extract.html.rare import rare_nodes
from crawler.extract.html.replacing import replaced
from crawler.extract.html.roles import with_roles
from crawler.extract.html.struck import drop_struck
from crawler.extract.html.tree import ASIDES, FURNITURE, NEVER, TEXT, Tree, flatten
from storage.errors import ExtractError
from storage.model import SourceRules

DOMINANT = 0.85  # share of the words that one child must hold
_MOSTLY = 0.5  # share of the characters
_TOO_FEW = 150  # characters: less, and the furniture may be the document
_SENTENCE = 40  # characters: a short one
_PROSE = 60  # characters beside the dominant child that must not be lost
_SENTENCES = 3  # texts of that length in a box of prose: one or two are a notice of the site
_PROSE_IN_BODY = 200  # the same directly in the body, where tools leave notes of their own
_MAIN = frozenset(("main", "article"))
_IN_MAIN = 0.6  # share of the words that the only <main> must hold
_PROSE_BOX = 200  # characters of sentences in a box of its own, within <main> or <article>
_PROSE_TAGS = frozenset(
    ["p", "blockquote", "pre", "table", "dl", "span", "b", "strong", "em", "i", "font", "-text"]
)
_HERO = 600  # characters: the most that belongs to a heading above the container
_DATE_LINE = 200  # characters of a box that states a date
_WORDED = 4  # words of a sentence
_ENDS = (".", "!", "؟", "?")
_LABELLED = 4  # words of a date with its label
_DATE = re.compile(r"(?<!\d)(?:\d{4}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d))")


Range = tuple[int, int]  # from, to (exclusive)


@dataclass(frozen=True, slots=True)
class Content:
    """Trees, each with the ranges of indexes that were chosen, in order.

    ``found`` is False when a ``select`` rule matched nothing. ``emails``: addresses stand behind
    codes. ``shows_markup``: most of the text was markup, shown to readers instead of what it means.
    """

    trees: tuple[tuple[Tree, tuple[Range, ...]], ...]
    found: bool = True
    emails: bool = False

    @property
    def shows_markup(self) -> bool:
        return any(tree.meant > tree.size_of(0) * _MOSTLY for tree, _ in self.trees)


def choose_content(page: LexborHTMLParser, rules: SourceRules) -> Content:
    """The document's part of ``page``; raises ExtractError for a rule that is not CSS."""
    for selector in rules.remove:
        for node in _matches(page, selector):
            node.decompose()
    rare = rare_nodes(page)
    drop_struck(page, rare.struck)
    roles = rare.with_role
    if rules.select:
        nodes = _outermost([node for each in rules.select for node in _matches(page, each)])
        trees = tuple(whole(_tree(node, NEVER, roles, dialogs=True)) for node in nodes)
        return Content(trees=trees, found=bool(trees), emails=rare.emails)
    root = page.body or page.root
    trees = (_dominant(root, roles),) if root is not None else ()
    return Content(trees=trees, emails=rare.emails)


def _tree(
    root: LexborNode, dropped: frozenset[str], roles: list[LexborNode], *, dialogs: bool
) -> Tree:
    tree = flatten(root, dropped, every=bool(roles))
    if not dialogs:
        tree = _without_asking_boxes(tree)
    tree = with_meant_markup(tree, lambda inner: flatten(inner, dropped))
    return with_roles(tree, roles, dialogs=dialogs)


def _without_asking_boxes(tree: Tree) -> Tree:
    """Without what asks about cookies, where a document is left that says more.

    A page that says little else is a wall, and judged as one.
    """
    whole_size = tree.size_of(0)
    if whole_size < LEAST_LEFT:
        return tree
    found: dict[int, Tree | None] = {}
    near = [(child, 1) for child in tree.children(0)]
    for index, depth in near:
        tag = tree.tags[index]
        if tag == TEXT or tag in _MAIN:
            continue
        size = tree.size_of(index)
        if 2 * size < whole_size and is_asking_box(tag, tree.nodes.get(index), size):
            found[index] = None
        elif depth < DEEPEST and tree.ends[index] > index + 1:
            near.extend((child, depth + 1) for child in tree.children(index))
    if not found:
        return tree
    rest = replaced(tree, found)
    return rest if rest.size_of(0) >= LEAST_LEFT else tree


def whole(tree: Tree) -> tuple[Tree, tuple[Range, ...]]:
    """All of ``tree``."""
    return tree, ((0, tree.ends[0]),)


def _dominant(root: LexborNode, roles: list[LexborNode]) -> tuple[Tree, tuple[Range, ...]]:
    tree = _tree(root, NEVER | FURNITURE, roles, dialogs=False)
    if tree.size_of(0) < _TOO_FEW:
        full = _tree(root, NEVER, roles, dialogs=True)
        if full.size_of(0) > 4 * _TOO_FEW + tree.size_of(0):
            tree = full
    return tree, tuple(_ranges(tree, container(tree)))


def _ranges(tree: Tree, chosen: int) -> Iterator[Range]:
    """The container, and what belongs to it above."""
    hero = _hero(tree, chosen)
    start = strip = chosen
    if hero is not None:
        start = hero[0]
        strip = next(_ancestors(tree, start), 0) or start  # not all of the page
    yield from _lines(tree, _main(tree, start), strip)
    yield from _lines(tree, strip, start, sentences=True)
    if hero is not None:
        yield hero
        if hero[1] > chosen:
            return
        yield from _lines(tree, hero[1], chosen)
    yield chosen, tree.ends[chosen]


def container(tree: Tree) -> int:
    """The deepest element that holds nearly all words of the page.

    The way down ends where it would leave prose behind: paragraphs beside the dominant child, or
    siblings built just like it, are parts of one document; in <main>, boxes of sentences are, too.
    """
    current = 0
    in_main = False
    while True:
        in_main = in_main or tree.tags[current] in _MAIN
        needed = DOMINANT * tree.size_of(current)
        for child in tree.children(current):
            if tree.tags[child] != TEXT and tree.size_of(child) >= needed:
                break
        else:
            main = None if in_main else _only_main(tree, current)
            if main is None:
                return current
            current, in_main = main, True
            continue
        if not tree.size_of(child) or _leaves_prose(tree, current, child, in_main=in_main):
            return current
        current = child


def _only_main(tree: Tree, parent: int) -> int | None:
    """The page's one <main>, where it holds most words and no sentences stand beside it.

    A few links more beside a short document must not make menus and banners part of it.
    """
    end = tree.ends[parent]
    if tree.tags[parent:end].count("main") != 1:
        return None
    main = tree.tags.index("main", parent, end)
    if tree.size_of(main) < _IN_MAIN * tree.size_of(parent):
        return None
    index = parent + 1
    while index < end:
        if index < main < tree.ends[index]:
            index += 1
            continue
        if index != main and _stands_for_itself(tree, index):
            return None
        index = tree.ends[index]
    return main


def _stands_for_itself(tree: Tree, index: int) -> bool:
    if tree.tags[index] in _PROSE_TAGS and tree.size_of(index) >= _PROSE:
        return not _is_mostly_links(tree, index)
    return _is_prose_box(tree, index)


def _leaves_prose(tree: Tree, parent: int, dominant: int, *, in_main: bool) -> bool:
    if tree.size_of(parent) - tree.size_of(dominant) < _SENTENCE:
        return False
    shape: tuple[str, str | None] | None = None
    least = _PROSE if parent else _PROSE_IN_BODY
    for sibling in tree.children(parent):
        size = tree.size_of(sibling)
        if sibling == dominant or size < _SENTENCE:
            continue
        tag = tree.tags[sibling]
        if size >= least and tag in _PROSE_TAGS and not _is_mostly_links(tree, sibling):
            return True
        if tag in ASIDES or (in_main and _is_prose_box(tree, sibling)):
            return True
        if parent and tag == tree.tags[dominant]:
            shape = shape or _shape(tree, dominant)
            if shape[1] and _shape(tree, sibling) == shape:
                return True
    return False


def _is_prose_box(tree: Tree, index: int) -> bool:
    """Sentences for the most part, not in links, and not around a form."""
    size = tree.size_of(index)
    end = tree.ends[index]
    if size < _PROSE_BOX or "form" in tree.tags[index:end]:
        return False
    sentences = [
        len(text) for text in tree.texts[index:end] if len(text) >= _SENTENCE and not text.isspace()
    ]
    enough = len(sentences) >= _SENTENCES and sum(sentences) >= max(_PROSE_BOX, size / 2)
    return enough and not _is_mostly_links(tree, index)


def _shape(tree: Tree, index: int) -> tuple[str, str | None]:
    return tree.tags[index], tree.attribute(index, "class")


def _is_mostly_links(tree: Tree, index: int) -> bool:
    linked = sum(
        tree.size_of(inside)
        for inside in range(index, tree.ends[index])
        if tree.tags[inside] == "a"
    )
    return linked * 2 > tree.size_of(index)


def _hero(tree: Tree, chosen: int) -> Range | None:
    """The page's big heading, where it stands above the container, and what follows it there.

    Designs put the name of the document and its date into a strip of their own.
    """
    try:
        found = tree.tags.index("h1", 0, chosen)
    except ValueError:
        return None
    if "h1" in tree.tags[chosen : tree.ends[chosen]] or not tree.size_of(found):
        return None
    end = tree.ends[found]
    if end > chosen:
        return found, end  # its end tag is missing, and the document stands inside it
    for ancestor in range(found - 1, -1, -1):
        if tree.ends[ancestor] <= found:
            continue  # not an ancestor: it ended before the heading
        last = tree.ends[ancestor]
        if last > chosen or tree.sizes[last] - tree.sizes[found] > _HERO:
            break
        end = last
    return found, end


def _main(tree: Tree, index: int) -> int:
    """The <main> or <article> around ``index``; without one, ``index``."""
    return next((at for at in _ancestors(tree, index) if tree.tags[at] in _MAIN), index)


def _ancestors(tree: Tree, index: int) -> Iterator[int]:
    return (around for around in range(index - 1, -1, -1) if tree.ends[around] > index)


def _lines(tree: Tree, start: int, stop: int, *, sentences: bool = False) -> Iterator[Range]:
    """Short boxes before ``stop`` that state a date ("Effective 5 May 2026"), and ``sentences``.

    A date there says when the document was changed, or by whom and how long it takes to read.
    Sentences right beside the big heading belong to the document, other ones to the site.
    """
    index = start
    while index < stop:
        end = tree.ends[index]
        if end > stop:
            index += 1  # around what is looked for
            continue
        size = tree.size_of(index)
        is_prose = sentences and tree.tags[index] in _PROSE_TAGS
        if 0 < size <= (_HERO if is_prose else _DATE_LINE) and not _is_mostly_links(tree, index):
            text = _text(tree, index)
            if size <= _DATE_LINE and _DATE.search(text):
                yield _date_line(tree, index)
            elif is_prose and _is_sentence(text):
                yield index, end
        index = end


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= _WORDED and text.rstrip()[-1:] in _ENDS


def _date_line(tree: Tree, box: int) -> Range:
    """The innermost element that states the date with its label: beside it stand counters."""
    index: int | None = box
    while index is not None:
        box = index
        index = next((child for child in tree.children(box) if _is_dated(tree, child)), None)
    return box, tree.ends[box]


def _is_dated(tree: Tree, index: int) -> bool:
    text = _text(tree, index)
    if tree.tags[index] == TEXT or not _DATE.search(text):
        return False
    return ":" in text or len(text.split()) >= _LABELLED


def _text(tree: Tree, index: int) -> str:
    return " ".join(tree.texts[index : tree.ends[index]])


def _matches(page: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return page.css(selector)
    except (SelectolaxError, ValueError) as error:
        raise ExtractError(
            f"{selector!r} is not a CSS selector that can be used ({error}); correct select/remove"
        ) from error


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """Without doubles and without what lies inside another, in document order of each rule."""
    chosen = {node.mem_id for node in nodes}
    kept: list[LexborNode] = []
    seen: set[int] = set()
    for node in nodes:
        if node.mem_id in seen:
            continue
        seen.add(node.mem_id)
        parent = node.parent
        while parent is not None and parent.mem_id not in chosen:
            parent = parent.parent
        if parent is None:
            kept.append(node)
    return kept
