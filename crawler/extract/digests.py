"""Digests of what is not words: link targets, and the shape of the document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from crawler.extract.links import comparable
from storage.document import Block


def links_digest(blocks: Iterable[Block]) -> str:
    """SHA-256 hex of the link targets in order, without tracking parameters and fragments."""
    targets = "\n".join(comparable(link.href) for block in blocks for link in block.links)
    return _sha256(targets)


def structure_digest(blocks: Iterable[Block]) -> str:
    """SHA-256 hex of the kinds and levels of the blocks in order."""
    shape = ",".join(
        f"{block.kind}{block.level}{'o' if block.ordered else ''}{'h' if block.header else ''}"
        f"{len(block.cells) or ''}"
        for block in blocks
    )
    return _sha256(shape)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
