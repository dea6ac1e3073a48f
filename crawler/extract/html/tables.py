"""Rows of tables: cells with their links, header rows, and tables that only lay out a page."""

from __future__ import annotations

from crawler.extract.html.inline import Line
from crawler.extract.html.tree import Tree
from storage.document import CELL_SEPARATOR, Block, Link, table_row

_BIG_HEADINGS = frozenset(("h1", "h2", "h3"))


def is_layout(tree: Tree, index: int) -> bool:
    """The table arranges a page: another table or headings inside, or a single column."""
    inside = tree.tags[index + 1 : tree.ends[index]]
    if "table" in inside or not _BIG_HEADINGS.isdisjoint(inside):
        return True
    cells = inside.count("td") + inside.count("th")
    return cells <= inside.count("tr")


class RowReader:
    """The cells of the row that is being read; stray text before them is one, too."""

    def __init__(self, *, first: bool) -> None:
        self._first = first
        self.line = Line()
        self._cells: list[Line] = []
        self._headers = 0

    def next_cell(self, *, header: bool) -> Line:
        """Open a cell; its line takes the text."""
        if not self._cells and not self.line.is_blank():
            self._cells.append(self.line)  # stray text before the first cell
        cell = Line()
        self._cells.append(cell)
        self._headers += header
        return cell

    def block(self) -> Block | None:
        """The row, or None when all its cells are empty."""
        if not self._cells and not self.line.is_blank():
            self._cells.append(self.line)
        texts: list[str] = []
        links: list[Link] = []
        offset = 0
        for cell in self._cells:
            text, found = cell.read()
            if not text.strip("-"):
                text, found = ("", ()) if not text else ("–", ())  # dashes would read as a rule
            links.extend(
                Link(start=link.start + offset, end=link.end + offset, href=link.href)
                for link in found
            )
            texts.append(text)
            offset += len(text) + len(CELL_SEPARATOR)
        if not any(texts):
            return None
        return table_row(texts, header=self._is_header(), links=tuple(links))

    def _is_header(self) -> bool:
        """All cells are header cells, or the first row is set in bold as a whole."""
        if self._headers == len(self._cells):
            return True
        filled = [cell for cell in self._cells if not cell.is_blank()]
        return self._first and len(filled) > 1 and not any(cell.plain for cell in filled)
