"""What leads to other pages: tiles of goods with their prices, headlines, long menus in lists.

Shops hang a grid of goods under every message, and papers a column of headlines, often with a
sentence or two under each. Neither is what a page says, though most of its words may stand there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from crawler.extract.signals import LEGAL_WORDS
from storage.document import Block
from storage.model import BlockKind

_LONGEST_LINE = 16  # words of a headline, or of the name of something to buy
_LONGEST_PRICE = 5  # words
_LONGEST_LABEL = 4  # words of what each tile says: "add to basket"
_OFTEN = 4  # times that such a label stands on the page
_LEAST = 5  # lines in a row, of which
_LEAST_LINKS = 4  # lead elsewhere or have a price
_LEAST_CARDS = 3
_LONGEST_CARD = 60  # words
_MOST_LINES = 4  # of a card, under its headline
_LEGAL = 0.045  # share of legal words from which cards are the summaries of a document
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
    for at, block in enumerate(blocks):
        if not kinds[at] and _is_item(block) and "link" in kinds[max(at - 1, 0) : at + 2]:
            kinds[at] = "label"  # of a menu: the page that it stands on, or one that a script opens
    for start, end in _cards(blocks, kinds):
        kinds[start:end] = ["link", *["label"] * (end - start - 2), "link"]
    return kinds


def _cards(blocks: Sequence[Block], kinds: list[str]) -> list[tuple[int, int]]:
    """Where headlines stand with a few words and "read more" under each; [] for less than three."""
    more = Counter(
        block.text
        for block, kind in zip(blocks, kinds, strict=True)
        if kind == "link" and _is_short(block)
    )
    if all(count < _LEAST_CARDS for count in more.values()):
        return []
    cards = []
    for start, block in enumerate(blocks):
        end = _end_of_card(blocks, start, more) if block.kind is BlockKind.HEADING else 0
        cards += [(start, end)] if end else []
    words = [word for start, end in cards for block in blocks[start:end] for word in _words(block)]
    legal = sum(map(LEGAL_WORDS.__contains__, words))
    return cards if len(cards) >= _LEAST_CARDS and legal < _LEGAL * len(words) else []


def _end_of_card(blocks: Sequence[Block], start: int, more: Counter[str]) -> int:
    """The end of the card whose headline stands at ``start``; 0 if it is that of something else."""
    words = 0
    for at in range(start + 1, min(start + 2 + _MOST_LINES, len(blocks))):
        block = blocks[at]
        words += block.text.count(" ") + 1
        if block.kind is BlockKind.HEADING or words > _LONGEST_CARD:
            return 0
        if more[block.text] >= _LEAST_CARDS:
            return at + 1
    return 0


def _words(block: Block) -> list[str]:
    return block.text.casefold().split()


def _is_item(block: Block) -> bool:
    return block.kind is BlockKind.LIST_ITEM and _is_short(block)


def _is_short(block: Block) -> bool:
    return block.text.count(" ") < _LONGEST_LABEL


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
