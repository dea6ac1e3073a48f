"""What a block learns from where it stands.

Headings lend their categories to what stands under them, a header row to the rows of its table, a
sentence that ends in a colon to the list it opens, and a short line without a full stop (a heading
that was not marked as one) to what follows. The document's title lends nothing: "Cookie and privacy
policy" says nothing about a paragraph. A row that begins with a company, or stands under a column
of recipients, names a processor, whatever its other cells say of purposes and countries.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.analysis.clauses.classifier import decide_weights
from monitor.analysis.clauses.classifier.combining import QUIET
from monitor.analysis.clauses.scoring import Scores, is_short
from monitor.analysis.parties.cards import cards_of
from monitor.analysis.parties.names import name_book
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.words import split_words
from storage.document import Block
from storage.model import BlockKind, Category
from storage.patterns import late
from storage.values import value

# Reading an attribute of an enum costs more.
_HEADING = BlockKind.HEADING
_LIST_ITEM = BlockKind.LIST_ITEM
_TABLE_ROW = BlockKind.TABLE_ROW
_OTHER = Category.OTHER
_SUBPROCESSORS = Category.SUBPROCESSORS
_TRANSFERS = Category.TRANSFERS

LENT = 1.5  # log-odds that a heading adds to its categories in a paragraph
LENT_TO_ITEMS = 2.5  # list items and rows say less themselves
ROW_NAMES = 2.0  # log-odds that a row which begins with a company names a processor
FIRM_OTHER = 3.0  # log-odds of "other" that no heading overrules
_LENDS = -1.0  # log-odds from which a heading lends what it nearly says itself
_UNSAID = -4.0  # log-odds of anything, of a text without words
_LONGEST_SHOWN = 80
_OPENING_MARKS = (":", "：", "؛")
_SENTENCE_MARKS = (".", "!", ",", ";", "،", "。", "…")
_ITEM_HEAD = late(r"[,\u060c:(\u2013\u2014]| - ")  # "Acme Ads Ltd., for advertising"
_OTHER_ALONE = (_OTHER,)


@value(kw_only=False)
class _Source:
    level: int
    words: str  # as shown in evidence
    categories: tuple[Category, ...]
    near: tuple[Category, ...] = ()  # what it nearly says: that helps, and decides nothing alone
    only_items: bool = False  # lends to a list or table that begins at once


_Lent = tuple[dict[Category, str], frozenset[Category]]


class Lender:
    """Walks a document in order; ``lend`` is called once per block."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        headings = [n for n, block in enumerate(blocks) if block.kind is _HEADING]
        self._cards = cards_of(blocks) if headings else {}
        self._title = headings[0] if len(headings) > 1 else -1
        self._headings: list[_Source] = []
        self._opening: _Source | None = None
        self._known_lent: tuple[_Source | None, _Source | None, _Lent] | None = None

    def lend(
        self, index: int, scores: Scores, own: tuple[Category, ...]
    ) -> tuple[tuple[Category, ...], dict[Category, str]]:
        """The categories of block ``index`` in its place, and for lent ones the words that lent.

        ``scores`` and ``own`` are what the block says by itself.
        """
        block = self._blocks[index]
        if block.kind is _HEADING:
            while self._headings and self._headings[-1].level >= block.level:
                self._headings.pop()
            self._opening = None
        elif self._opening is not None and self._opening.only_items and not _is_item(block):
            self._opening = None
        card = self._cards.get(index)
        company = card.cells[0][:_LONGEST_SHOWN] if card else _company_of_row(block)
        categories, lent = self._combine(block, scores, own, company)
        self._note(index, block, own, scores)
        return categories, lent

    def _combine(
        self, block: Block, scores: Scores, own: tuple[Category, ...], company: str | None
    ) -> tuple[tuple[Category, ...], dict[Category, str]]:
        lent, stated = self._lent(company)
        is_title = block.kind is _HEADING and not company
        if not lent or (is_title and own != _OTHER_ALONE):
            return own, {}
        bonus = LENT_TO_ITEMS if _is_item(block) else LENT
        boosted = {name: score.weight for name, score in scores.items()}
        unsaid = QUIET if scores else _UNSAID
        for name in lent:
            boosted[name] = boosted.get(name, unsaid) + bonus
        if company:
            _read_as_row(boosted, unsaid)
        categories = decide_weights(boosted)
        if categories == _OTHER_ALONE:
            other = scores.get(_OTHER)
            if other is not None and other.weight >= FIRM_OTHER:
                return own, {}
            categories = tuple(sorted(stated, key=lambda name: (-boosted[name], name))) or own
        return categories, {name: words for name, words in lent.items() if name in categories}

    def _lent(self, company: str | None) -> _Lent:
        """What is lent, each with the words that lend it; and what of it they state themselves."""
        opening = self._opening
        heading = next((one for one in reversed(self._headings) if one.categories), None)
        known = self._known_lent
        if company is None and known is not None and known[0] is opening and known[1] is heading:
            return known[2]  # the neighbours of a block stand under the same
        sources = [opening] if opening is not None else []
        if company:
            sources.append(_Source(0, f"row: {company}", (_SUBPROCESSORS,)))
        if heading is not None:
            sources.append(heading)
        lent: dict[Category, str] = {}
        for source in sources:
            for name in (*source.categories, *source.near):
                lent.setdefault(name, source.words)
        found = lent, frozenset(name for source in sources for name in source.categories)
        if company is None:
            self._known_lent = opening, heading, found
        return found

    def _note(self, index: int, block: Block, own: tuple[Category, ...], scores: Scores) -> None:
        kind, shown = block.kind, block.text[:_LONGEST_SHOWN]
        if kind is _HEADING:
            said = ((), ()) if index == self._title else _said(own, scores)
            self._headings.append(_Source(block.level, f"heading: {shown}", *said))
        elif kind is _TABLE_ROW:
            if block.header:
                said = ((_SUBPROCESSORS,), ()) if _heads_recipients(block) else _said(own, scores)
                self._opening = _Source(0, f"table: {shown}", *said, only_items=True)
        elif block.text.endswith(_OPENING_MARKS):
            said = _said(own, scores)
            self._opening = _Source(0, f"list: {shown}", *said, only_items=True)
        elif kind is not _LIST_ITEM:
            self._opening = None
            if is_short(block.text) and not block.text.endswith(_SENTENCE_MARKS):
                self._opening = _Source(0, f"heading: {shown}", *_said(own, scores))


def _said(
    own: tuple[Category, ...], scores: Scores
) -> tuple[tuple[Category, ...], tuple[Category, ...]]:
    """What a text that stands above others says, and what it nearly says."""
    return ((), ()) if own == _OTHER_ALONE else (own, _near(scores))


def _near(scores: Scores) -> tuple[Category, ...]:
    return tuple(
        name for name, score in scores.items() if score.weight >= _LENDS and name is not _OTHER
    )


def _is_item(block: Block) -> bool:
    return block.kind in (_LIST_ITEM, _TABLE_ROW)


def _read_as_row(odds: dict[Category, float], unsaid: float) -> None:
    """A processor's row says where it sits; that alone is no transfer."""
    named = odds.get(_SUBPROCESSORS, unsaid)
    odds[_SUBPROCESSORS] = max(named, ROW_NAMES)
    if _TRANSFERS in odds:
        odds[_TRANSFERS] -= ROW_NAMES


def _company_of_row(block: Block) -> str | None:
    """Who begins ``Acme Inc. | Advertising | Ireland``, the same without its bars, or an item."""
    if block.kind is _LIST_ITEM:
        return _company_of_item(block.text)
    if block.kind is not _TABLE_ROW:
        return name_book().flat_row(block.text)
    if block.header or not block.cells or len(block.cells[0]) > _LONGEST_SHOWN:
        return None
    return block.cells[0] if name_book().without_form(block.cells[0])[1] else None


@remembered
def _company_of_item(text: str) -> str | None:
    head = _ITEM_HEAD.split(text, maxsplit=1)[0]
    named = len(head) <= _LONGEST_SHOWN and name_book().without_form(head)[1]
    return head if named else name_book().flat_row(text)


def _heads_recipients(header: Block) -> bool:
    """``Provider | Purpose | Country``."""
    return bool(header.cells) and bool(name_book().recipients.find(split_words(header.cells[0])))
