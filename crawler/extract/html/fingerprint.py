"""All that the reader of blocks takes from parts of a page, as a key.

Keys are compared with what was kept of earlier pages, which is in no cache by then: in few long
strings it is found again in a tenth of the time that a thousand short ones take.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable

from selectolax.lexbor import LexborNode

from crawler.extract.html.content import Content
from crawler.extract.html.links import decoded_email
from crawler.extract.html.tree import Tree

_BETWEEN = "\0"  # no text of a parsed page has one


class _Part:
    """What is read of a part of a tree; compared whole, told apart by what is quick to hash."""

    __slots__ = ("_ends", "_hash", "_read", "_start", "_tags", "_texts")

    def __init__(self, tree: Tree, start: int, end: int, *, emails: bool) -> None:
        self._start = start
        self._tags = tuple(tree.tags[start:end])
        self._texts = _BETWEEN.join(tree.texts[start:end])
        self._ends = array("l", tree.ends[start:end])
        self._read = _attributes(tree, start, self._tags, emails=emails)
        self._hash = hash((len(self._tags), tree.sizes[end] - tree.sizes[start], self._read))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Part)
            and self._read == other._read
            and self._texts == other._texts
            and self._tags == other._tags
            and self._ends_from(other._start) == other._ends
        )

    def _ends_from(self, start: int) -> array[int]:
        """Where its elements end, if the part began at ``start``."""
        shift = start - self._start
        return array("l", [end + shift for end in self._ends]) if shift else self._ends


def fingerprint(content: Content, *, base: str, whole: bool) -> Hashable:
    """Equal for contents that give equal blocks; the rest are the circumstances of reading."""
    parts = [
        _Part(tree, start, end, emails=content.emails)
        for tree, ranges in content.trees
        for start, end in ranges
    ]
    return base, content.emails, whole, *parts


def part_of(tree: Tree, start: int, end: int, *, emails: bool) -> Hashable:
    """Tags, texts, the shape, and the attributes that are read, of few elements."""
    tags = tuple(tree.tags[start:end])
    ends = tuple([last - start for last in tree.ends[start:end]])
    texts = _BETWEEN.join(tree.texts[start:end])
    return tags, texts, ends, _attributes(tree, start, tags, emails=emails)


def _attributes(tree: Tree, start: int, tags: tuple[str, ...], *, emails: bool) -> str:
    """Of the links their targets, and where ``emails`` are hidden these, too."""
    if "a" not in tags and not (emails and "span" in tags):
        return ""
    known = tree.known
    read: list[str] = []
    for index, tag in enumerate(tags, start):
        if tag == "a" or (emails and tag == "span"):
            if index not in known:
                known[index] = _read_of(tree.nodes[index], emails=emails)
            read.append(known[index])
    return _BETWEEN.join(read)


def _read_of(node: LexborNode, *, emails: bool) -> str:
    if not emails:
        return node.attrs.get("href") or ""
    attributes = node.attributes
    code = attributes.get("data-cfemail")
    # The address, for its code is another at every fetch.
    return f"{attributes.get('href') or ''}{_BETWEEN}{decoded_email(code) if code else ''}"
