"""What leads to other pages: tiles of goods with their prices, headlines, long menus in lists.

Shops hang a grid of goods under every message, and papers a column of headlines. Neither is what a
page says, though most of its words may stand there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from storage.document import Block
from storage.model import BlockKind

_LONGEST_LINE = 16  # words of a headline, or of the name of something to buy
_LONGEST_PRICE = 5  # words
_LONGEST_LABEL = 4  # words of what each tile says: "add to basket"
_OFTEN = 4  # times that such a label stands on the page
_LEAST = 5  # lines in a row, of which
_LEAST_LINKS = 4  # lead elsewhere or have a price
_WHOLE = 0.9  # share of the characters of a line that are its link
_DIGIT = re.compile(r"\d")
_MONEY = re.compile(
    r"[$£€₪¥₹]|\b(?:usd|eur|gbp|aed|sar|ils|chf|qar|kwd|egp|mad)\b|ر\.\s?س|د\.\s?إ", re.IGNORECASE
)


def without_teasers(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], int]:
    """``blocks`` without such rows, and how many words stood in them."""
    kinds = _kinds(blocks)
    kept: list[Block] = []
    words = at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and kinds[end]:
            end += 1
        row = blocks[at:end]
        telling = sum(kind != "label" for kind in kinds[at:end])
        if end - at >= _LEAST and telling >= _LEAST_LINKS:
            words += sum(block.text.count(" ") + 1 for block in row)
        else:
            kept += row
        if end < len(blocks):
            kept.append(blocks[end])
        at = end + 1
    return tuple(kept), words


def _kinds(blocks: Sequence[Block]) -> list[str]:
    """For each block "link", "price", "label" or "name"; "" for what is no part of such a row."""
    often = {
        text for text, count in Counter(block.text for block in blocks).items() if count >= _OFTEN
    }
    kinds = [_kind(block, often) for block in blocks]
    for at, kind in enumerate(kinds[1:]):
        if kind == "price" and not kinds[at] and _is_line(blocks[at]):
            kinds[at] = "name"
    return kinds


def _kind(block: Block, often: set[str]) -> str:
    words = block.text.count(" ") + 1
    if block.kind is BlockKind.TABLE_ROW or words > _LONGEST_LINE:
        return ""
    if sum(link.end - link.start for link in block.links) >= _WHOLE * len(block.text):
        return "link"
    if is_price(block.text):
        return "price"
    return "label" if words <= _LONGEST_LABEL and block.text in often else ""


def _is_line(block: Block) -> bool:
    return block.kind is not BlockKind.TABLE_ROW and block.text.count(" ") < _LONGEST_LINE


def is_price(text: str) -> bool:
    """Whether a line is an amount of money, with hardly a word beside it."""
    few = text.count(" ") < _LONGEST_PRICE
    return few and _DIGIT.search(text) is not None and _MONEY.search(text) is not None
