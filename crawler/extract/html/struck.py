"""Text that is struck out: a page shows it, and says that it no longer holds.

Policies are published with their changes marked in the text, prices beside what they were. What is
struck out is no part of what the document says.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MOST = 0.5  # share of the text of a page; more is a fault of its markup, or the text itself
_PLACES = 2_000  # of one page


def drop_struck(page: LexborHTMLParser, found: list[LexborNode]) -> None:
    """Take what was ``found`` struck out from ``page``, unless that is most of its text."""
    root = page.body or page.root
    if root is None or not 0 < len(found) <= _PLACES:
        return
    known = {node.mem_id for node in found}
    outermost = [node for node in found if not _is_within(node, known)]
    struck = sum(len(node.text()) for node in outermost)
    if 0 < struck <= _MOST * len(root.text()):
        for node in outermost:
            node.decompose()


def _is_within(node: LexborNode, known: set[int]) -> bool:
    parent = node.parent
    while parent is not None and parent.mem_id not in known:
        parent = parent.parent
    return parent is not None
