"""Which part of a page is the document.

The dominant container: from the body down while one child holds nearly all words. Inside it the
furniture of the site is dropped. What is hidden is kept: an open consent dialog hides the whole
document from assistive technology that way, and collapsed accordions are text.
"""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.tree import FURNITURE, NEVER, TEXT, Tree, flatten
from storage.errors import ExtractError
from storage.model import SourceRules

DOMINANT = 0.85  # share of the words that one child must hold
_TOO_FEW = 150  # characters: less, and the furniture may be the document
_HERO = 600  # characters: the most that belongs to a heading above the container


@dataclass(frozen=True, slots=True)
class Content:
    """Trees, each with the indexes of its chosen subtrees in order.

    ``found`` is False when a ``select`` rule matched nothing.
    """

    trees: tuple[tuple[Tree, tuple[int, ...]], ...]
    found: bool = True


def choose_content(page: LexborHTMLParser, rules: SourceRules) -> Content:
    """The document's part of ``page``; raises ExtractError for a rule that is not CSS."""
    for selector in rules.remove:
        for node in _matches(page, selector):
            node.decompose()
    if rules.select:
        nodes = _outermost([node for each in rules.select for node in _matches(page, each)])
        trees = tuple((flatten(node, NEVER), (0,)) for node in nodes)
        return Content(trees=trees, found=bool(trees))
    root = page.body or page.root
    return Content(trees=(_dominant(root),) if root is not None else ())


def _dominant(root: LexborNode) -> tuple[Tree, tuple[int, ...]]:
    tree = flatten(root, NEVER | FURNITURE)
    if tree.size_of(0) < _TOO_FEW:
        whole = flatten(root, NEVER)
        if whole.size_of(0) > 4 * _TOO_FEW + tree.size_of(0):
            tree = whole
    chosen = container(tree)
    hero = _hero(tree, chosen)
    return tree, (hero, chosen) if hero is not None else (chosen,)


def container(tree: Tree) -> int:
    """The deepest element that holds nearly all words of the page."""
    current = 0
    while True:
        needed = DOMINANT * tree.size_of(current)
        for child in tree.children(current):
            if tree.tags[child] != TEXT and tree.size_of(child) >= needed:
                break
        else:
            return current
        if not tree.size_of(child):
            return current
        current = child


def _hero(tree: Tree, chosen: int) -> int | None:
    """The page's big heading, where it stands above the container, with what belongs to it.

    Designs put the name of the document and its date into a strip of their own.
    """
    try:
        found = tree.tags.index("h1", 0, chosen)
    except ValueError:
        return None
    if "h1" in tree.tags[chosen : tree.ends[chosen]]:
        return None
    best = found
    for ancestor in range(found, -1, -1):
        if tree.ends[ancestor] <= found:
            continue  # not an ancestor: it ended before the heading
        if tree.ends[ancestor] > chosen or tree.size_of(ancestor) > _HERO:
            break
        best = ancestor
    return best if tree.size_of(best) else None


def _matches(page: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return page.css(selector)
    except (ValueError, RuntimeError) as error:
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
