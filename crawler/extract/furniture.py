"""The furniture of a site: blocks that name its other pages and its owner, and say nothing else.

Menus and footers that no markup tells apart from the text. What a short page says is what is left.
"""

from __future__ import annotations

from collections import defaultdict

from crawler.extract.normalise import fold_words
from crawler.extract.signals import FURNITURE
from storage.document import Block
from storage.model import BlockKind

_MOST_LEFT = 0.34  # share of the words of a block of furniture that no label explains
_LONGEST = 60  # words of a block that is asked

_LABELS: dict[str, list[tuple[str, ...]]] = defaultdict(list)
for _label in sorted(FURNITURE, key=len, reverse=True):
    _LABELS[_label.split()[0]].append(tuple(_label.split()))


def said_in(blocks: tuple[Block, ...]) -> str:
    """The folded words of ``blocks`` without those that are furniture."""
    folded = ((block.kind, fold_words(block.text)) for block in blocks)
    return " ".join(
        text
        for kind, text in folded
        if text and (kind is BlockKind.HEADING or not is_furniture(text))
    )


def is_furniture(text: str) -> bool:
    """Whether folded ``text`` is labels of other pages, with hardly a word between."""
    words = text.split()
    if len(words) > _LONGEST:
        return False
    left = place = 0
    while place < len(words):
        length = _label_at(words, place)
        left += not length and not words[place].isdigit()
        place += length or 1
    return left <= _MOST_LEFT * len(words) and left < len(words)


def _label_at(words: list[str], place: int) -> int:
    for label in _LABELS.get(words[place], ()):
        if tuple(words[place : place + len(label)]) == label:
            return len(label)
    return 0
