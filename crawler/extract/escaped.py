"""Markup that was escaped once too often and stands in the text: read as what was meant.

Content systems show ``<a href="">here</a>`` to readers, or a whole document as its source, until
somebody repairs it. Neither the fault nor its repair changes what the document says. Text in code
is left alone: there the tags are meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from crawler.extract.markup import parse
from crawler.extract.tree import Tree, replaced

_CODE = frozenset(("code", "pre", "kbd", "samp", "tt", "textarea", "xmp", "listing"))
_OPENED = re.compile(
    r"<(a|b|blockquote|div|em|font|h[1-6]|i|li|ol|p|span|strong|sub|sup|table|td|th|tr|u|ul)"
    r"(?:\s[^<>]{0,1000})?>",
    re.IGNORECASE,
)
_MOST = 500  # texts of one page


def with_meant_markup(tree: Tree, flatten: Callable[[LexborNode], Tree]) -> Tree:
    """``tree``, with the elements in the place of texts that hold their source."""
    found = _escaped_texts(tree)
    if not found or len(found) > _MOST:
        return tree
    meant: dict[int, Tree | None] = {}
    for index in found:
        page = parse(f"<body>{tree.texts[index]}")
        if page.body is not None:
            meant[index] = flatten(page.body)
    read = replaced(tree, meant)
    read.meant = sum(len(tree.texts[index]) for index in meant)
    return read


def _escaped_texts(tree: Tree) -> list[int]:
    if "<" not in "".join(tree.texts):  # as on nearly all pages; ten times as quick as one by one
        return []
    found: list[int] = []
    code_end = 0
    for index, text in enumerate(tree.texts):
        if tree.tags[index] in _CODE:
            code_end = max(code_end, tree.ends[index])
        elif "<" in text and index >= code_end and _is_markup(text):
            found.append(index)
    return found


def _is_markup(text: str) -> bool:
    """An element of text is opened, and closed: a remark about a tag does neither."""
    opened = _OPENED.search(text)
    return opened is not None and f"</{opened[1].lower()}" in text[opened.end() :].lower()
