"""Markup that was escaped once too often and stands in the text: read as what was meant.

Content systems show ``<a href="">here</a>`` to readers, or ``caf&eacute;``, or a whole document
as its source, until somebody repairs it. Neither the fault nor its repair changes what the
document says. Text in code is left alone: there the tags are meant.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from crawler.extract.html.markup import parse
from crawler.extract.html.replacing import replaced
from crawler.extract.html.tree import Tree, sizes_of

_CODE = frozenset(("code", "pre", "kbd", "samp", "tt", "textarea", "xmp", "listing"))
_OPENED = re.compile(
    r"<(a|b|blockquote|div|em|font|h[1-6]|i|li|ol|p|span|strong|sub|sup|table|td|th|tr|u|ul)"
    r"(?:\s[^<>]{0,1000})?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5});")
_MOST = 500  # texts of one page


def with_meant_markup(tree: Tree, flatten: Callable[[LexborNode], Tree]) -> Tree:
    """``tree``, with the elements in the place of texts that hold their source."""
    whole = "".join(tree.texts)  # ten times as quick to look through as one by one
    if "&" in whole and _ENTITY.search(whole):
        tree = _with_meant_letters(tree)
        whole = "".join(tree.texts)
    found = _escaped_texts(tree) if "<" in whole else []  # on nearly all pages: none
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


def _with_meant_letters(tree: Tree) -> Tree:
    """``tree`` with letters in the places of their entities."""
    for index in _outside_code(tree, "&"):
        tree.texts[index] = html.unescape(tree.texts[index])
    tree.sizes = sizes_of(tree.texts)
    return tree


def _escaped_texts(tree: Tree) -> list[int]:
    return [index for index in _outside_code(tree, "<") if _is_markup(tree.texts[index])]


def _outside_code(tree: Tree, sign: str) -> Iterator[int]:
    """The texts that hold ``sign``, but for those in code."""
    code_end = 0
    for index, text in enumerate(tree.texts):
        if tree.tags[index] in _CODE:
            code_end = max(code_end, tree.ends[index])
        elif sign in text and index >= code_end:
            yield index


def _is_markup(text: str) -> bool:
    """An element of text is opened, and closed: a remark about a tag does neither."""
    opened = _OPENED.search(text)
    return opened is not None and f"</{opened[1].lower()}" in text[opened.end() :].lower()
