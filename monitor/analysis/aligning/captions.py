"""What stands above a short line and says what it is: a column, a term, a heading.

``Place of jurisdiction`` above ``Leipzig``, ``Required`` above ``No``: a line of one word is no
sentence, and yet states something where such a caption names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property

from storage.document import Block
from storage.model import BlockKind
from storage.values import value

# Reading an attribute of an enum costs more.
_HEADING = BlockKind.HEADING
_LIST_ITEM = BlockKind.LIST_ITEM
_PARAGRAPH = BlockKind.PARAGRAPH
_TABLE_ROW = BlockKind.TABLE_ROW

_LINE = 400  # letters of a line, or of a row, that is asked what names it
_LONGEST = 120  # letters of a caption
_LABEL = 60  # letters in front of a colon
_PAIR = 2  # cells of a row that is a term and what it is
_OPENING = (":", "：", "؛")


class CaptionKind(StrEnum):
    COLUMNS = "columns"  # the header row of a table
    TERM = "term"  # what a list of definitions, or the first of two cells, explains
    HEADING = "heading"  # over a single line
    LIST = "list"  # a heading or an opening sentence over items


@value(kw_only=False)
class Caption:
    kind: CaptionKind
    text: str


class Captions:
    """Those of a document, worked out when the first is asked for: most edits ask for none."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    def of(self, index: int) -> Caption | None:
        """What names a block, where something does and the block is a short line."""
        if len(self._blocks[index].text) > _LINE:
            return None
        return self._all[index]

    @cached_property
    def _all(self) -> list[Caption | None]:
        walk = _Walk()
        return [walk.caption(self._blocks, index) for index in range(len(self._blocks))]


class _Walk:
    """Goes through a document in order."""

    def __init__(self) -> None:
        self._columns: Caption | None = None
        self._items: list[tuple[int, str]] = []  # level and text of the items around
        self._list: Caption | None = None  # what the list stands under

    def caption(self, blocks: Sequence[Block], index: int) -> Caption | None:
        block = blocks[index]
        above = blocks[index - 1] if index else None
        if block.kind is _TABLE_ROW:
            return self._of_row(block, above)
        if block.kind is _LIST_ITEM:
            return self._of_item(block, above)
        if block.kind is _PARAGRAPH:
            return _of_line(blocks, index)
        return None

    def _of_row(self, block: Block, above: Block | None) -> Caption | None:
        if above is None or above.kind is not _TABLE_ROW:
            self._columns = None
        if block.header:
            self._columns = Caption(CaptionKind.COLUMNS, block.text)
            return None
        if self._columns is not None and len(block.cells) > 1:
            return self._columns
        if len(block.cells) != _PAIR:
            return None
        return Caption(CaptionKind.TERM, block.cells[0][:_LONGEST])

    def _of_item(self, block: Block, above: Block | None) -> Caption | None:
        if above is None or above.kind is not _LIST_ITEM:
            self._items = []
            self._list = _over_list(above)
        while self._items and self._items[-1][0] >= block.level:
            self._items.pop()
        around = self._items[-1][1] if self._items else None
        self._items.append((block.level, block.text[:_LONGEST]))
        if around is not None:
            return Caption(CaptionKind.TERM, around)
        return _labelled(block) or self._list


def _over_list(above: Block | None) -> Caption | None:
    if above is None or len(above.text) > _LONGEST:
        return None
    opens = above.kind is _PARAGRAPH and above.text.endswith(_OPENING)
    return Caption(CaptionKind.LIST, above.text) if opens or _is_heading(above) else None


def _of_line(blocks: Sequence[Block], index: int) -> Caption | None:
    """A heading over one line alone, or a label and a colon before what it says."""
    if labelled := _labelled(blocks[index]):
        return labelled
    above = blocks[index - 1] if index else None
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    if above is None or not _is_heading(above) or not (after is None or _is_heading(after)):
        return None
    if above.level == 1:  # the name of the document, over what it is in short
        return None
    return Caption(CaptionKind.HEADING, above.text) if len(above.text) <= _LONGEST else None


def _labelled(block: Block) -> Caption | None:
    label, colon, said = block.text[: _LONGEST + _LABEL].partition(":")
    if not colon or not label or len(label) > _LABEL or not said.startswith(" "):
        return None
    return Caption(CaptionKind.TERM, label.strip())


def _is_heading(block: Block) -> bool:
    return block.kind is _HEADING
