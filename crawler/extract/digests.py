"""Digests of what is not words: link targets, and the shape of the document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from crawler.extract.html.links import comparable
from storage.document import Block
from storage.model import BlockKind

_SHAPES = 256  # a page has hundreds of blocks and a dozen shapes


def links_digest(blocks: Iterable[Block]) -> str:
    """SHA-256 hex of the link targets in order, without tracking parameters and fragments."""
    targets = "\n".join(comparable(link.href) for block in blocks for link in block.links)
    return _sha256(targets)


def structure_digest(blocks: Iterable[Block]) -> str:
    """SHA-256 hex of the kinds and levels of the blocks in order."""
    return _sha256(
        ",".join(
            _shape(block.kind, block.level, block.ordered, block.header, len(block.cells))
            for block in blocks
        )
    )


@lru_cache(maxsize=_SHAPES)
def _shape(kind: BlockKind, level: int, ordered: bool, header: bool, cells: int) -> str:
    return f"{kind}{level}{'o' if ordered else ''}{'h' if header else ''}{cells or ''}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
