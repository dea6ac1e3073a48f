"""What elements are by their ``role``: headings of any tag, and dialogs over the page."""

from __future__ import annotations

from operator import attrgetter

from selectolax.lexbor import LexborNode

from crawler.extract.html.asides import is_of_document
from crawler.extract.html.consent import LEAST_LEFT, is_asking_dialog
from crawler.extract.html.replacing import replaced
from crawler.extract.html.tree import MOST_ASIDES, Tree

_MEMORY = attrgetter("mem_id")
_PLAIN = frozenset(("div", "span", "p", "b", "strong"))  # that may be headings by their role
_LONGEST_HEADING = 200  # characters
_DEEPEST_HEADING = 6
_USUAL_LEVEL = 2  # of a heading that does not say its level (WAI-ARIA 1.2)


def with_roles(tree: Tree, nodes: list[LexborNode], *, dialogs: bool) -> Tree:
    """``tree``, its headings named as such and, unless ``dialogs``, without its dialogs.

    A dialog goes only where more is said outside of dialogs than in them: it may hold the document.
    What asks for consent holds none, and goes where a document is left. One with a clause of the
    article around it stays.
    """
    if not nodes:
        return tree
    indexes = dict(zip(map(_MEMORY, tree.nodes.values()), tree.nodes, strict=True))
    found: dict[int, Tree | None] = {}
    asked = 0
    for node in nodes:
        index = indexes.get(node.mem_id)
        if index is None:
            continue
        if node.attrs.get("role") == "heading":
            if tree.tags[index] in _PLAIN and tree.size_of(index) <= _LONGEST_HEADING:
                tree.tags[index] = f"h{_level(node)}"
        elif index:
            asked += 1
            if asked > MOST_ASIDES or not is_of_document(node):
                found[index] = None
    if dialogs or not found:
        return tree
    rest = replaced(tree, found)
    if 2 * rest.size_of(0) > tree.size_of(0):
        return rest
    asking = {at: None for at in found if is_asking_dialog(tree.nodes[at])}
    rest = replaced(tree, asking) if asking else tree
    return rest if rest.size_of(0) >= LEAST_LEFT else tree


def _level(node: LexborNode) -> int:
    stated = node.attrs.get("aria-level") or ""
    level = int(stated) if stated.isascii() and stated.isdecimal() and len(stated) == 1 else 0
    return min(level, _DEEPEST_HEADING) or _USUAL_LEVEL
