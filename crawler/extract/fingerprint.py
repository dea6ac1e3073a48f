"""All that the reader of blocks takes from the chosen parts of a page, as a key."""

from __future__ import annotations

from collections.abc import Hashable

from crawler.extract.content import Content
from crawler.extract.tree import Tree


def fingerprint(content: Content, *, base: str, emails: bool, whole: bool) -> Hashable:
    """Equal for contents that give equal blocks; the rest are the circumstances of reading."""
    parts = [
        _part(tree, start, end, emails=emails)
        for tree, ranges in content.trees
        for start, end in ranges
    ]
    return base, emails, whole, *parts


def _part(tree: Tree, start: int, end: int, *, emails: bool) -> Hashable:
    """Tags, texts, the shape, and the attributes that are read."""
    tags = tree.tags[start:end]
    read: list[str | None] = []
    for index, tag in enumerate(tags, start):
        if tag == "a":
            read.append(tree.attribute(index, "href"))
        if emails and tag in ("a", "span"):
            read.append(tree.attribute(index, "data-cfemail"))
    ends = [last - start for last in tree.ends[start:end]]
    return tuple(tags), tuple(tree.texts[start:end]), tuple(ends), tuple(read)
