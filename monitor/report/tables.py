"""Rows of tables among the clause changes: which blocks are rows, and their diff cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest

from monitor.report.model import Run, Runs
from storage.document import CELL_SEPARATOR, Block
from storage.model import BlockKind

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlace:
    """A row of a document: its cells, its table's header, and which table it is."""

    cells: Cells
    header: Cells
    table: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRows:
    """The rows of one document by their text."""

    places: dict[str, RowPlace] = field(default_factory=dict)

    def find(self, text: str | None) -> RowPlace | None:
        return self.places.get(text) if text else None


def table_rows(blocks: Iterable[Block]) -> TableRows:
    """Rows that follow each other are one table, until a header begins the next."""
    places: dict[str, RowPlace] = {}
    header: Cells = ()
    table, inside = 0, False
    for block in blocks:
        if block.kind is not BlockKind.TABLE_ROW:
            inside = False
            continue
        if not inside or block.header:
            table, header = table + 1, block.cells if block.header else ()
        inside = True
        places.setdefault(block.text, RowPlace(cells=block.cells, header=header, table=table))
    return TableRows(places=places)


def cell_runs(runs: Sequence[Run], before: Cells, after: Cells) -> tuple[Runs, ...]:
    """The diff of a row as one diff per cell.

    Where the words that stayed stand in other columns than they did, cells are compared whole.
    """
    found = _split(runs, _columns(before), _columns(after), max(len(before), len(after)))
    return found if found is not None else _whole_cells(before, after)


def row_cells(op: str, cells: Cells) -> tuple[Runs, ...]:
    """A row that came, went or stayed as a whole."""
    return tuple((Run(op=op, text=cell),) if cell else () for cell in cells)


def side(cells: Iterable[Runs], op: str) -> tuple[Runs, ...]:
    """One side of a diff by cells: ``op`` is what the side has that the other has not."""
    return tuple(tuple(run for run in cell if run.op in ("=", op)) for cell in cells)


def _columns(cells: Cells) -> list[int | None]:
    """For each character of a row's text, its column; None between two."""
    columns: list[int | None] = []
    for place, cell in enumerate(cells):
        if place:
            columns.extend([None] * len(CELL_SEPARATOR))
        columns.extend([place] * len(cell))
    return columns


def _split(
    runs: Sequence[Run], old: list[int | None], new: list[int | None], count: int
) -> tuple[Runs, ...] | None:
    cells: list[list[Run]] = [[] for _ in range(count)]
    at_old = at_new = 0
    for run in runs:
        size = len(run.text)
        if run.op == "=":
            columns = old[at_old : at_old + size]
            if columns != new[at_new : at_new + size]:
                return None
        else:
            columns = old[at_old : at_old + size] if run.op == "-" else new[at_new : at_new + size]
        at_old += size if run.op != "+" else 0
        at_new += size if run.op != "-" else 0
        if len(columns) != size:
            return None  # not the diff of these two rows
        position = 0
        for column, group in groupby(columns):
            end = position + sum(1 for _ in group)
            if column is not None:
                cells[column].append(Run(op=run.op, text=run.text[position:end]))
            position = end
    return tuple(tuple(cell) for cell in cells)


def _whole_cells(before: Cells, after: Cells) -> tuple[Runs, ...]:
    return tuple(
        (Run(op="=", text=old or ""),)
        if old == new
        else tuple(Run(op=op, text=text) for op, text in (("-", old), ("+", new)) if text)
        for old, new in zip_longest(before, after)
    )
