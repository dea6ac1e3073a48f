"""All that the reader of blocks takes from parts of a page, as a key."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from crawler.extract.html.content import Content
from crawler.extract.html.links import decoded_email
from crawler.extract.html.tree import Tree


class _Part:
    """What is read of a part of a tree; compared whole, told apart by what is quick to hash."""

    __slots__ = ("_ends", "_hash", "_read", "_start", "_tags", "_texts")

    def __init__(self, tree: Tree, start: int, end: int, *, emails: bool) -> None:
        self._start = start
        self._tags = tree.tags[start:end]
        self._texts = tree.texts[start:end]
        self._ends = tree.ends[start:end]
        self._read = _attributes(tree, start, self._tags, emails=emails)
        self._hash = hash((tuple(self._tags), tree.sizes[end] - tree.sizes[start]))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Part):
            return NotImplemented
        return (
            self._texts == other._texts
            and self._tags == other._tags
            and self._read == other._read
            and self._shape(other._start) == other._ends
        )

    def _shape(self, start: int) -> list[int]:
        """Where its elements end, if the part began at ``start``."""
        shift = start - self._start
        return [end + shift for end in self._ends] if shift else self._ends


def fingerprint(content: Content, *, base: str, whole: bool) -> Hashable:
    """Equal for contents that give equal blocks; the rest are the circumstances of reading."""
    parts = [
        _Part(tree, start, end, emails=content.emails)
        for tree, ranges in content.trees
        for start, end in ranges
    ]
    return base, content.emails, whole, *parts


def part_of(tree: Tree, start: int, end: int, *, emails: bool) -> Hashable:
    """Tags, texts, the shape, and the attributes that are read: as :class:`_Part`, of few nodes."""
    tags = tuple(tree.tags[start:end])
    ends = tuple([last - start for last in tree.ends[start:end]])
    read = tuple(_attributes(tree, start, tags, emails=emails))
    return tags, tuple(tree.texts[start:end]), ends, read


def _attributes(tree: Tree, start: int, tags: Sequence[str], *, emails: bool) -> list[str | None]:
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
    return read
