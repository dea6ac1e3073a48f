"""Clauses that stand under another heading with the same words: there they say something else.

"Your contacts" under "What we never share" is the opposite of "Your contacts" under "What we
share". Such a clause is no move: it is gone where it stood, and new where it stands. The opposite
answer behind the same question is no clause more and one less, but one that changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from monitor.analysis.aligning.align import Pair
from monitor.analysis.aligning.captions import Captions
from monitor.analysis.aligning.edits import clause_of
from monitor.analysis.facts.answers import answers_paired
from monitor.analysis.model import Analysis
from monitor.analysis.text.tokens import words
from storage.document import Block
from storage.model import BlockKind, Category

# Reading an attribute of an enum costs more.
_HEADING = BlockKind.HEADING
_LIST_ITEM = BlockKind.LIST_ITEM

_WORDS = 2  # a shorter line is a label
_MOST = 0.1  # share of the blocks; where more stand elsewhere the page was laid out anew
_FEW = 3  # blocks that may always have been resettled
_LITTLE = frozenset({Category.OTHER, Category.CONTACT, Category.POLICY_CHANGES})


def resettled(
    old: Analysis, new: Analysis, pairs: Sequence[Pair], named: tuple[Captions, Captions]
) -> tuple[Pair, ...]:
    """``pairs``, those of clauses under another heading or list taken apart, of answers joined."""
    before, after = old.document.blocks, new.document.blocks
    pairs = answers_paired(before, after, pairs, named)
    joined = [pair for pair in pairs if pair.old and pair.new]
    leads = (
        _leads(before, {at for pair in joined for at in pair.old[1:]}),
        _leads(after, {at for pair in joined for at in pair.new[1:]}),
    )
    leading = set(leads[0]) - {-1}, set(leads[1]) - {-1}
    partner = {pair.old[0]: pair.new[0] for pair in pairs if _is_single(pair)}
    back = {there: here for here, there in partner.items()}
    counts = Counter(block.text for block in after)
    found = {
        pair
        for pair in pairs
        if pair.equal
        and _is_single(pair)
        and _has_other_lead(pair, leads, leading, partner, back)
        and counts[after[pair.new[0]].text] == 1
        and _says_something(old, pair.old[0])
        and _says_something(new, pair.new[0])
    }
    if not found or len(found) > max(_FEW, _MOST * len(after)):
        return tuple(pairs)
    return tuple(_taken_apart(pairs, found))


def _has_other_lead(
    pair: Pair,
    leads: tuple[list[int], list[int]],
    leading: tuple[set[int], set[int]],
    partner: dict[int, int],
    back: dict[int, int],
) -> bool:
    """What leads it now led other clauses before, and what led it before leads others now."""
    here, there = leads[0][pair.old[0]], leads[1][pair.new[0]]
    if here < 0 or there < 0 or partner.get(here) == there:
        return False
    return partner.get(here, -1) in leading[1] and back.get(there, -1) in leading[0]


def _leads(blocks: Sequence[Block], joined: Collection[int]) -> list[int]:
    """For each block that of the heading it stands under, or of the line that opens its list.

    ``joined`` blocks are one with the block before them in the other version: a paragraph of an
    item ends no list.
    """
    heading = intro = -1
    found: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind is _HEADING:
            heading, intro = index, -1
            found.append(-1)
            continue
        if block.kind is not _LIST_ITEM and not (index in joined and intro >= 0):
            intro = index if block.text.rstrip().endswith(":") else -1
        elif intro >= 0:
            found.append(intro)
            continue
        found.append(heading)
    return found


def _says_something(analysis: Analysis, index: int) -> bool:
    block = analysis.document.blocks[index]
    if block.kind is _HEADING or block.header or len(words(block.text)) < _WORDS:
        return False
    if any(link.end - link.start >= len(block.text) - 1 for link in block.links):
        return False
    return not _LITTLE.issuperset(clause_of(analysis, index).categories)


def _is_single(pair: Pair) -> bool:
    return len(pair.old) == len(pair.new) == 1


def _taken_apart(pairs: Sequence[Pair], found: set[Pair]) -> Iterator[Pair]:
    for pair in pairs:
        if pair in found:
            yield Pair(old=pair.old, new=())
            yield Pair(old=(), new=pair.new)
        else:
            yield pair
