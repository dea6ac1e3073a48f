"""All that the reader of blocks takes from parts of a page, as a key."""

from __future__ import annotations

from collections.abc import Hashable

from crawler.extract.html.content import Content
from crawler.extract.html.links import decoded_email
from crawler.extract.html.tree import Tree


def fingerprint(content: Content, *, base: str, emails: bool, whole: bool) -> Hashable:
    """Equal for contents that give equal blocks; the rest are the circumstances of reading."""
    parts = [
        part_of(tree, start, end, emails=emails)
        for tree, ranges in content.trees
        for start, end in ranges
    ]
    return base, emails, whole, *parts


def part_of(tree: Tree, start: int, end: int, *, emails: bool) -> Hashable:
    """Tags, texts, the shape, and the attributes that are read."""
    tags = tuple(tree.tags[start:end])
    ends = [last - start for last in tree.ends[start:end]]
    read: list[str | None] = []
    if "a" in tags:
        read += [
            tree.attribute(index, "href") for index, tag in enumerate(tags, start) if tag == "a"
        ]
    if emails:
        # The address, for its code is another at every fetch.
        read += [
            decoded_email(code) if (code := tree.attribute(index, "data-cfemail")) else None
            for index, tag in enumerate(tags, start)
            if tag in ("a", "span")
        ]
    return tags, tuple(tree.texts[start:end]), tuple(ends), tuple(read)
