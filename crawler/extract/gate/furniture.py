"""The furniture of a site: blocks that name its other pages and its owner, and say nothing else.

Menus and footers that no markup tells apart from the text. What a short page says is what is left.
The strip that asks for cookies on every page of a site is told apart, too: it may be all there is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from crawler.extract.gate.concepts import LEXICON, scores
from crawler.extract.gate.teasers import without_teasers
from crawler.extract.normalise import fold_words
from crawler.extract.signals import COOKIE_WORDS, FURNITURE
from storage.document import CELL_SEPARATOR, Block
from storage.model import BlockKind

_MOST_LEFT = 0.34  # share of the words of a block of furniture that no label explains
_LONGEST = 60  # words of a block that is asked
_LEAST_LINKS = 3
_LINKED = 0.7  # share of the characters of a menu that are links
_TOUCHING = 0.5  # the same, where several have not even a space between them
_EDGE = 4  # blocks at either end among which a strip is looked for
_MOST_REMARKS = 2
_LONGEST_MENU = 40  # lines
_LEAST_ABOVE = 4  # lines of which none need be known
_ONE_OF = 3  # labels is known, at least
_INVITATION = 30  # words; of a longer text an offer is not what it is about
_LABEL = 3  # words: more is no label of a button
_YEAR = 4  # digits
_LEAST_SAID = 6  # words that stand above the foot of a site
_LEAST_SAID_TWICE = 12  # the same, where nothing says whose it is
_LONGEST_FOOT = 120  # words
_LONGEST_PART = 8  # words between two strokes
_STROKES = re.compile(r"\s+[|·•]\s+")
_OWNED = re.compile(r"\W{0,2}(?:©|\(c\)|copyright\b)", re.IGNORECASE)
CONSENT = "consent_wall"  # what a remark on cookies says, and no more

_LABELS: dict[str, list[tuple[str, ...]]] = defaultdict(list)
for _label in sorted(FURNITURE, key=len, reverse=True):
    _LABELS[_label.split()[0]].append(tuple(_label.split()))


def said_in(blocks: tuple[Block, ...]) -> str:
    """The folded words of ``blocks`` without those that are furniture."""
    return " ".join(said_blocks(blocks))


def said_blocks(blocks: tuple[Block, ...]) -> list[str]:
    """The same, one by one."""
    rest, _ = without_teasers(blocks)
    blocks = _without_small_print(rest or blocks)
    above, below = _listed_menu(blocks, least=_LEAST_ABOVE), _listed_menu(blocks[::-1])
    between = blocks[above : len(blocks) - below] if above + below < len(blocks) else blocks
    folded = ((block, fold_words(_without_menu_cells(block))) for block in between)
    said = [
        text
        for block, text in folded
        if text and (block.kind is BlockKind.HEADING or not (_is_menu(block) or is_furniture(text)))
    ]
    return _without_invitations(said)


def _without_menu_cells(block: Block) -> str:
    """The text of ``block``; of a row of a table that lays out the page without its menus."""
    if block.kind is not BlockKind.TABLE_ROW or len(block.links) < _LEAST_LINKS:
        return block.text
    kept: list[str] = []
    start = 0
    for cell in block.text.split(CELL_SEPARATOR):
        end = start + len(cell)
        linked = [link.end - link.start for link in block.links if start <= link.start < end]
        if len(linked) < _LEAST_LINKS or sum(linked) < _LINKED * len(cell):
            kept.append(cell)
        start = end + len(CELL_SEPARATOR)
    return CELL_SEPARATOR.join(kept)


def _without_small_print(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """``blocks`` without the foot of a site: from its documents, or the line of who owns it, on.

    Registers, licences and "by using this site you agree" say nothing of the page above them.
    """
    words = 0
    for place, block in enumerate(blocks):
        is_owner = words >= _LEAST_SAID and _OWNED.match(block.text)
        if is_owner or (words >= _LEAST_SAID_TWICE and _opens_with_documents(block)):
            return blocks[:place] if _is_foot(blocks[place:]) else blocks
        words += 0 if _is_menu(block) else block.text.count(" ") + 1
    return blocks


def _is_foot(blocks: tuple[Block, ...]) -> bool:
    if any(block.kind is BlockKind.HEADING for block in blocks):
        return False
    return sum(block.text.count(" ") + 1 for block in blocks) <= _LONGEST_FOOT


def _opens_with_documents(block: Block) -> bool:
    """Links one after another, at the beginning of a line, with labels that all sites have."""
    if len(block.links) < _LEAST_LINKS or block.links[0].start:
        return False
    if sum(link.end - link.start for link in block.links) * 2 < len(block.text):
        return False  # a row of a table that lays out the page: the menu, and the text beside it
    labels = [fold_words(block.text[link.start : link.end]) for link in block.links]
    return sum(map(is_furniture, labels)) * 2 > len(labels)


def _listed_menu(blocks: Sequence[Block], *, least: int = _LONGEST_MENU) -> int:
    """How many blocks at the beginning are a menu whose labels stand in a list, a line for each.

    A third must be known: a document may end with links, too. What stands before all text is a
    menu, or says what comes: no matter which.
    """
    size = 0
    while size < min(len(blocks), _LONGEST_MENU) and _is_label(blocks[size]):
        size += 1
    known = sum(is_furniture(fold_words(block.text)) for block in blocks[:size])
    return size if size >= least or (size >= _LEAST_LINKS and known * _ONE_OF >= size) else 0


def _is_label(block: Block) -> bool:
    """A line of a list that is one link of few words, and nothing else."""
    if block.kind is not BlockKind.LIST_ITEM or len(block.links) != 1:
        return False
    link = block.links[0]
    return link.end - link.start == len(block.text) and block.text.count(" ") < _LABEL


def _without_invitations(said: list[str]) -> list[str]:
    """``said`` without what asks at its beginning or end for an address to send offers to."""
    last = len(said) - _EDGE
    rest = [
        text
        for place, text in enumerate(said)
        if not ((place < _EDGE or place >= last) and _is_invitation(text))
    ]
    return rest or said


def _is_invitation(text: str) -> bool:
    if text.count(" ") >= _INVITATION:
        return False
    found = LEXICON.found(text.split())
    return "offer" in found and "mail_to_give" in found


def _is_menu(block: Block) -> bool:
    """Hardly anything but links, and several of them, whatever they are called."""
    if len(block.links) < _LEAST_LINKS:
        return _is_parted(block)
    touching = sum(one.end >= other.start for one, other in pairwise(block.links))
    share = _TOUCHING if touching >= _LEAST_LINKS else _LINKED
    if sum(link.end - link.start for link in block.links) >= share * len(block.text):
        return True
    return _is_parted(block)


def _is_parted(block: Block) -> bool:
    """Labels with strokes between them, most of them links or known, and whose site it is."""
    parts = [fold_words(part) for part in _STROKES.split(block.text)]
    if len(parts) < _LEAST_LINKS or any(part.count(" ") >= _LONGEST_PART for part in parts):
        return False
    is_row = block.kind is BlockKind.TABLE_ROW
    if len(parts) > _LEAST_LINKS and not is_row and all(part.count(" ") < _LABEL for part in parts):
        return True
    linked = tuple(fold_words(block.text[link.start : link.end]) for link in block.links)
    linked = tuple(filter(None, linked))
    known = sum(part.startswith(linked) or is_furniture(part) for part in parts if part)
    return known * 2 > len(parts)


def without_strip(said: list[str]) -> list[str]:
    """``said`` without the remarks on cookies at its beginning and its end, and their buttons.

    All of it where there are none, or more than a strip has: the page may be about nothing else.
    """
    last = len(said) - _EDGE
    strips = [
        place
        for place, text in enumerate(said)
        if (place < _EDGE or place >= last) and _is_on_cookies(text)
    ]
    if not strips or len(strips) > _MOST_REMARKS:
        return said
    gone = {*strips, *(place + 1 for place in strips)}
    return [
        text
        for place, text in enumerate(said)
        if place not in gone or (place not in strips and text.count(" ") >= _LABEL)
    ] or said


def is_strip(said: list[str]) -> bool:
    """Whether ``said`` is nothing but one such remark, labels of buttons and whose site it is."""
    rest = [text for text in said if text.count(" ") >= _LABEL and not is_copyright(text)]
    if len(rest) != 1 or not _is_on_cookies(rest[0]):
        return False
    return not any(count for kind, count in scores(" ".join(said)).items() if kind != CONSENT)


def is_copyright(text: str) -> bool:
    """A line that begins with a year: whose rights are reserved, and since when."""
    return text[:_YEAR].isdigit() and text.count(" ") < _INVITATION


def _is_on_cookies(text: str) -> bool:
    return text.count(" ") < _LONGEST and any(map(text.__contains__, COOKIE_WORDS))


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
