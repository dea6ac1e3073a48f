"""Lists of other pages inside the content ("Related articles"): they turn over by themselves.

A heading of that meaning goes together with what stands under it, when all of that is links.
"""

from __future__ import annotations

from crawler.extract.normalise import fold_words
from crawler.extract.signals import RELATED
from storage.document import Block
from storage.model import BlockKind

_LONGEST_HEADING = 60  # characters
_LONGEST_EXCERPT = 200


def without_related(blocks: list[Block]) -> list[Block]:
    """``blocks`` without lists of related pages."""
    kept: list[Block] = []
    index = 0
    while index < len(blocks):
        follows = index + 1 < len(blocks) and _is_link(blocks[index + 1])
        end = _related_end(blocks, index) if follows and _opens_related(blocks[index]) else index
        if end > index + 1:
            index = end
            continue
        kept.append(blocks[index])
        index += 1
    return kept


def _opens_related(block: Block) -> bool:
    return len(block.text) <= _LONGEST_HEADING and fold_words(block.text) in RELATED


def _related_end(blocks: list[Block], start: int) -> int:
    """The index after the last block in a row that is nothing but one link.

    What stands between two of them is an excerpt, and so is then what follows the last.
    """
    index = start + 1
    excerpts = 0
    while index < len(blocks):
        if _is_link(blocks[index]):
            index += 1
        elif not _is_excerpt(blocks[index]):
            break
        elif index + 1 < len(blocks) and _is_link(blocks[index + 1]):
            excerpts += 1
            index += 2
        else:
            return index + 1 if excerpts else index
    return index


def _is_excerpt(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and len(block.text) <= _LONGEST_EXCERPT


def _is_link(block: Block) -> bool:
    return (
        len(block.links) == 1 and block.links[0].end - block.links[0].start >= len(block.text) - 2
    )
