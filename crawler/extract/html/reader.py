"""One pass over a subtree, leaf by leaf, to blocks.

Headings are heading elements, summaries, and short paragraphs that are bold from end to end;
``<br>`` parts lines; table rows keep their cells; list items their depth.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from crawler.extract.html.fingerprint import part_of
from crawler.extract.html.grids import CELLS, part_cells
from crawler.extract.html.inline import Line
from crawler.extract.html.leaves import LeafKind, leaf_blocks, text_blocks
from crawler.extract.html.links import Resolver, decoded_email
from crawler.extract.html.sections import SECTIONS, SMALLEST, ReaderState, Section, sections
from crawler.extract.html.tables import RowReader, is_layout
from crawler.extract.html.tree import TEXT, Tree
from storage.document import Block

_BLOCK_TAGS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li
    main menu nav ol p pre section summary table tbody td tfoot th thead tr ul button option
    select
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset(("b", "strong"))
_INLINE = _BOLD | {"a", "br"}  # the others change nothing here
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_SILENT = frozenset(("div", "p", "section", "article", "main", "body", "header"))  # nothing to undo
_LEAVES = _SILENT | _HEADINGS.keys() | {"li"}  # nearly always around one text and nothing else
_GRIDS = frozenset(("div", "li"))
_GRID_BEGINS = CELLS | {TEXT}
_NOT_IN_HEADING = frozenset(["p", "ul", "ol", "table", "dl", "blockquote"])
_DEEPEST_HEADING = 6
_DEEPEST_ITEM = 20


_PLAIN_LEAF = LeafKind(0, False, 0, False, False, False)


class BlockReader:
    """Turns subtrees into :attr:`blocks`, in the order in which they are read."""

    def __init__(self, tree: Tree, resolver: Resolver, *, emails: bool = False) -> None:
        self.blocks: list[Block] = []
        self._tree = tree
        self._resolver = resolver
        self._emails = emails
        self._line = Line()  # takes the text: the last of _lines, or a cell's
        self._lines = [self._line]
        self._open: list[tuple[int, str]] = []  # end index and tag of what must be closed
        self._bold = 0
        self._heading = 0  # level of the heading we are in
        self._heading_read = False  # and it has given a block already
        self._last_level = 1
        self._details: list[int] = []  # the level of what stands above each that is open
        self._lists: list[bool] = []  # ordered?
        self._fresh_item = False  # the next leaf opens a list item
        self._definition = 0  # 1 in a term, 2 in its description
        self._quotes = 0
        self._pre = 0
        self._row: RowReader | None = None
        self._in_rows = False  # the current table had a row already
        self._link: tuple[int, str] | None = None  # first piece on this line, target
        self._layout: list[bool] = []  # of the tables around: do they only lay out?

    def read(self, start: int, end: int) -> None:
        """Read the elements and texts from ``start`` to before ``end``."""
        for first, last in sections(self._tree, start, end):
            self._read_section(first, last)
        while self._open:
            self._close(self._open.pop()[1])
        self._boundary()

    def _read_section(self, start: int, end: int) -> None:
        """Read siblings whole, or the opening of an element; what is known of it is not read."""
        self._close_before(start)
        key = self._key(start, end)
        known = SECTIONS.find(key) if key is not None else None
        if known is not None:
            self.blocks.extend(known.blocks)
            self._go_on_from(known.after)
            return
        count, depth = len(self.blocks), len(self._open)
        self._read_nodes(start, end)
        if key is not None:
            while len(self._open) > depth:  # not what is around and ends here, too
                self._close(self._open.pop()[1])
            if (after := self._state()) is not None:
                SECTIONS.keep(key, Section(tuple(self.blocks[count:]), after))

    def _key(self, start: int, end: int) -> Hashable:
        """All on which the reading of a section depends; None where knowing it does not pay."""
        state = self._state() if end - start >= SMALLEST else None
        if state is None:
            return None
        part = part_of(self._tree, start, end, emails=self._emails)
        return state, self._resolver.base, self._emails, part

    def _close_before(self, index: int) -> None:
        opened = self._open
        while opened and opened[-1][0] <= index:
            self._close(opened.pop()[1])

    def _state(self) -> ReaderState | None:
        """What decides how the next nodes are read; None in the midst of a line, a row, a link."""
        if self._line.pieces or len(self._lines) > 1 or self._row or self._link:
            return None
        return ReaderState(
            self._bold,
            self._heading,
            self._heading_read,
            self._last_level,
            tuple(self._details),
            tuple(self._lists),
            self._fresh_item,
            self._definition,
            self._quotes,
            self._pre,
            self._in_rows,
            tuple(self._layout),
        )

    def _go_on_from(self, state: ReaderState) -> None:
        self._bold = state.bold
        self._heading = state.heading
        self._heading_read = state.heading_read
        self._last_level = state.last_level
        self._details = list(state.details)
        self._lists = list(state.lists)
        self._fresh_item = state.fresh_item
        self._definition = state.definition
        self._quotes = state.quotes
        self._pre = state.pre
        self._in_rows = state.in_rows
        self._layout = list(state.layout)

    def _read_nodes(self, start: int, end: int) -> None:
        tags, texts, ends = self._tree.tags, self._tree.texts, self._tree.ends
        opened = self._open
        leaf_text = -1  # index of a text that was read with its element
        for index in range(start, end):
            if index == leaf_text:
                continue
            while opened and opened[-1][0] <= index:
                self._close(opened.pop()[1])
            tag = tags[index]
            if tag == TEXT:
                if self._line.pieces or not texts[index].isspace() or self._pre:
                    self._text(texts[index])
            elif tag in _LEAVES and ends[index] == index + 2 and self._holds_text(index):
                leaf_text = index + 1
                self._read_leaf(tag, texts[leaf_text])
            elif tag in _BLOCKS:
                self._open_block(index, tag)
            elif tag in _INLINE or self._emails:
                self._open_inline(index, tag)

    def _holds_text(self, index: int) -> bool:
        """The only thing in an element is a text, and nothing around it needs care."""
        return self._tree.tags[index + 1] == TEXT and not (self._row or self._link or self._pre)

    def _read_leaf(self, tag: str, text: str) -> None:
        """Open an element, read the one text in it, and close it: the same in fewer steps."""
        if self._line.pieces or len(self._lines) > 1:
            self._flush()
        if tag in _HEADINGS:
            self._heading, self._heading_read = _HEADINGS[tag], False
        elif tag == "li":
            self._fresh_item = True
        elif tag == "p" and self._heading_read:
            self._leave_heading()
        self._add(text_blocks(text, self._leaf_kind(), self._bold > 0, self._last_level))
        if tag in _HEADINGS:
            self._heading = 0
        elif tag == "li":
            self._fresh_item = False

    # --- text and inline elements ---

    def _text(self, text: str) -> None:
        line = self._line
        if self._pre:
            self._preformatted(text)
        elif not text.isspace():
            line.pieces.append(text)
            if not self._bold:
                line.plain = True
        elif line.pieces:
            line.pieces.append(" ")

    def _preformatted(self, text: str) -> None:
        first, *rest = text.split("\n")
        self._append(first)
        for line in rest:
            self._break_line()
            self._append(line)

    def _append(self, text: str) -> None:
        line = self._line
        if text.isspace():
            if line.pieces:
                line.pieces.append(" ")
        elif text:
            line.pieces.append(text)
            if not self._bold:
                line.plain = True

    def _open_inline(self, index: int, tag: str) -> None:
        if tag == "a":
            self._open_link(index)
        elif tag == "br":
            self._break_line()
        elif tag in _BOLD:
            self._bold += 1
            self._open.append((self._tree.ends[index], tag))
        elif self._emails and tag == "span":
            self._append(self._email(index, self._tree.attribute(index, "data-cfemail")))

    def _open_link(self, index: int) -> None:
        attributes = self._tree.nodes[index].attrs
        if self._emails and (encoded := attributes.get("data-cfemail")):
            self._append(self._email(index, encoded))
            return
        href = attributes.get("href")
        target = self._resolver.resolve(href) if href else None
        if target is None:
            return
        self._end_link()
        self._link = (len(self._line.pieces), target)
        self._open.append((self._tree.ends[index], "a"))

    def _email(self, index: int, encoded: str | None) -> str:
        """The address, in the place of the words that stand for it ("[email protected]")."""
        address = decoded_email(encoded) if encoded else ""
        if address:
            for inside in range(index + 1, self._tree.ends[index]):
                self._tree.texts[inside] = ""
        return address

    def _end_link(self) -> None:
        """End the open link on this line; should it go on, then from the start of the next."""
        if self._link is None:
            return
        start, href = self._link
        if len(self._line.pieces) > start:
            self._line.links.append((start, len(self._line.pieces), href))
        self._link = (0, href)

    def _break_line(self) -> None:
        if self._row is not None:
            self._line.pieces.append(" ")
            return
        self._end_link()
        self._line = Line()
        self._lines.append(self._line)

    # --- blocks ---

    def _open_silent(self, tag: str) -> None:
        if self._line.pieces or len(self._lines) > 1:
            self._boundary()
        if self._heading_read and tag == "p":
            self._leave_heading()

    def _open_block(self, index: int, tag: str) -> None:
        end = self._tree.ends[index]
        if tag in _GRIDS and index + 1 < end and self._tree.tags[index + 1] in _GRID_BEGINS:
            part_cells(self._tree, index)
        if self._row is not None:
            self._open_in_row(tag)
        elif tag in _SILENT:
            self._open_silent(tag)
        else:
            self._boundary()
            self._open_loud(index, tag)
        self._open.append((end, tag))

    def _open_loud(self, index: int, tag: str) -> None:
        if self._heading_read and tag in _NOT_IN_HEADING:
            self._leave_heading()
        if tag in _HEADINGS or tag == "summary":
            self._heading = _HEADINGS.get(tag) or self._summary_level()
            self._heading_read = False
        elif tag == "details":
            self._details.append(self._last_level)
        elif tag == "table":
            self._layout.append(is_layout(self._tree, index))
            self._in_rows = False
        elif tag == "tr" and self._layout and not self._layout[-1]:
            self._row = RowReader(first=not self._in_rows)
            self._in_rows = True
            self._line = self._row.line
        else:
            self._open_part(tag)

    def _summary_level(self) -> int:
        """One below what stands above its details: questions side by side are of one level."""
        above = self._details[-1] if self._details else self._last_level
        return min(above + 1, _DEEPEST_HEADING)

    def _leave_heading(self) -> None:
        """Its end tag is missing, and so may be that of the bold inside."""
        if self._heading:
            self._heading = self._bold = 0

    def _open_part(self, tag: str) -> None:
        """Open what is part of a list, or a quotation."""
        if tag in _LISTS:
            self._lists.append(tag == "ol")
        elif tag == "li":
            self._fresh_item = True
        elif tag in ("dt", "dd"):
            self._definition = 1 if tag == "dt" else 2
            self._fresh_item = True
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._pre += 1

    def _open_in_row(self, tag: str) -> None:
        self._end_link()
        if self._row is not None and tag in ("td", "th"):
            self._line = self._row.next_cell(header=tag == "th")
            if self._link is not None:
                self._link = (0, self._link[1])
        else:
            self._line.pieces.append(" ")
            if self._link is not None:
                self._link = (len(self._line.pieces), self._link[1])

    def _boundary(self) -> None:
        """A block begins or ends: what was read so far is a leaf."""
        if self._link is not None:
            self._end_link()
        if self._line.pieces or len(self._lines) > 1:
            self._flush()

    def _close(self, tag: str) -> None:
        if tag in _BOLD:
            self._bold = max(0, self._bold - 1)
        elif tag == "a":
            self._end_link()
            self._link = None
        elif self._row is None:
            if self._line.pieces or self._link is not None or len(self._lines) > 1:
                self._boundary()
            if tag not in _SILENT:
                self._close_block(tag)
        elif tag == "tr":
            self._close_row(self._row)
        else:
            self._line.pieces.append(" ")

    def _close_row(self, row: RowReader) -> None:
        self._end_link()
        block = row.block()
        if block is not None:
            self.blocks.append(block)
        self._row = None
        self._line = self._lines[-1]

    def _close_block(self, tag: str) -> None:
        if tag in _HEADINGS or tag == "summary":
            self._heading = 0
        elif tag in _LISTS:
            self._lists.pop()
            self._fresh_item = False
        elif tag in ("dt", "dd"):
            self._definition = 0
            self._fresh_item = False
        elif tag == "li":
            self._fresh_item = False
        elif tag == "blockquote":
            self._quotes -= 1
        elif tag == "pre":
            self._pre -= 1
        elif tag == "table":
            self._layout.pop()
        elif tag == "details":
            self._last_level = self._details.pop()

    def _flush(self) -> None:
        lines = self._lines
        self._line = Line()
        self._lines = [self._line]
        self._add(leaf_blocks(lines, self._leaf_kind(), self._last_level))

    def _add(self, blocks: Sequence[Block]) -> None:
        if not blocks:
            return
        if self._heading:
            self._last_level = self._heading
            self._heading_read = True
        self._fresh_item = False
        self.blocks.extend(blocks)

    def _leaf_kind(self) -> LeafKind:
        inside_list = bool(self._lists) or self._definition > 0
        if not (inside_list or self._heading or self._fresh_item or self._quotes):
            return _PLAIN_LEAF
        return LeafKind(
            self._heading,
            self._fresh_item,
            self._depth(),
            self._is_ordered(),
            self._quotes > 0,
            inside_list,
        )

    def _depth(self) -> int:
        """Of a list item: 0 for one of the outermost list, or of none."""
        return min(max(0, len(self._lists) + self._definition - 1), _DEEPEST_ITEM)

    def _is_ordered(self) -> bool:
        return bool(self._lists and self._lists[-1] and not self._definition)
