"""Tables for people: as wide as the terminal, 80 columns where nobody knows how wide that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import le

from monitor.cli.output import paint, print_many
from monitor.cli.terminal import display_width, isolate, neutral, terminal_columns, wrap
from storage.values import value

_GAP = "  "
_NARROWEST = 6  # columns; below that wrapping gives one letter a line
_READABLE = 14  # columns that a wrapped text is left beside cells that are never broken
_INDENT = "    "
_LAID_OUT_TOGETHER = 500  # rows; those of a long history are shown while others are still read


@value
class Column:
    """``flexible`` columns give way when the table is too wide and wrap their text.

    Cells of a ``whole`` one are there to be copied (keys): one that is too long stands unbroken
    on its line, and the rest of its row on the next.
    """

    title: str
    flexible: bool = False
    whole: bool = False
    right: bool = False


@value
class Row:
    """``cells`` are text of anybody; ``detail`` stands below them, over the whole width.

    ``style`` is how the line of cells is painted, when colour is wanted.
    """

    cells: tuple[str, ...]
    detail: str = ""
    style: str = ""


def terminal_width() -> int:
    """Columns of the terminal; 80 when there is none (COLUMNS overrides both)."""
    return max(terminal_columns(), 40)


def print_table(columns: Sequence[Column], rows: Iterable[Row]) -> None:
    print_many(table_lines(columns, rows, width=terminal_width()))


def table_lines(columns: Sequence[Column], rows: Iterable[Row], *, width: int) -> Iterator[str]:
    """The lines of a table; no line is wider than ``width`` unless its fixed columns are."""
    coming = iter(rows)
    together = list(islice(coming, _LAID_OUT_TOGETHER))
    titled = False
    while together or not titled:
        measured = [_measured(row.cells) for row in together]
        widths = _fit(columns, measured, width)
        if not titled:
            titles = _measured(tuple(column.title for column in columns))
            yield paint(_line(columns, widths, titles), "strong")
            titled = True
        yield from _body(columns, widths, together, measured, width=width)
        together = list(islice(coming, _LAID_OUT_TOGETHER))


@value(kw_only=False)
class _Measured:
    """The cells of a row, fit for a terminal, with the columns that each takes.

    ``plain`` ones are of letters that are one column wide and disturb no line: most rows are.
    """

    cells: tuple[str, ...]
    sizes: tuple[int, ...]
    plain: bool


def _measured(cells: tuple[str, ...]) -> _Measured:
    together = "".join(cells)
    if together.isascii() and together.isprintable():
        return _Measured(cells, tuple(map(len, cells)), plain=True)
    cleaned = tuple(neutral(cell) for cell in cells)
    return _Measured(cleaned, tuple(map(display_width, cleaned)), plain=False)


def _body(
    columns: Sequence[Column],
    widths: Sequence[int],
    rows: Sequence[Row],
    measured: Sequence[_Measured],
    *,
    width: int,
) -> Iterator[str]:
    for row, cells in zip(rows, measured, strict=True):
        if all(map(le, cells.sizes, widths)):
            yield paint(_line(columns, widths, cells), row.style)
        else:
            for line in _broken(columns, widths, cells):
                yield paint(line, row.style)
        if row.detail:
            yield from indented(row.detail, width=width)


def _broken(columns: Sequence[Column], widths: Sequence[int], row: _Measured) -> Iterator[str]:
    """The cells wrapped side by side; a whole one that is too long ends a line before them."""
    left, sizes = list(row.cells), list(row.sizes)
    for place, column in enumerate(columns):
        if column.whole and row.sizes[place] > widths[place]:
            alone = (*left[: place + 1], *[""] * (len(columns) - place - 1))
            yield _line(columns, widths, _measured(alone))
            left[: place + 1], sizes[: place + 1] = [""] * (place + 1), [0] * (place + 1)
    if all(map(le, sizes, widths)):  # beside a key that stood alone
        yield _line(columns, widths, _measured(tuple(" ".join(cell.split()) for cell in left)))
        return
    wrapped = [list(wrap(cell, size)) for cell, size in zip(left, widths, strict=True)]
    for number in range(max(len(lines) for lines in wrapped)):
        pieces = tuple(lines[number] if number < len(lines) else "" for lines in wrapped)
        yield _line(columns, widths, _measured(pieces))


def indented(text: str, *, width: int, indent: str = _INDENT) -> Iterator[str]:
    """``text`` of anybody as wrapped lines under ``indent``."""
    for line in wrap(neutral(text), max(width - len(indent), _NARROWEST)):
        yield f"{indent}{isolate(line)}"


def own_lines(text: str, *, width: int, indent: str = _INDENT) -> Iterator[str]:
    """A sentence of ours, wrapped; the names in it went through `shown`, one word each.

    Only they are isolated: a line that happens to begin with one keeps our direction.
    """
    for line in wrap(text, max(width - len(indent), _NARROWEST)):
        yield f"{indent}{line}"


def _line(columns: Sequence[Column], widths: Sequence[int], row: _Measured) -> str:
    padded = []
    for column, width, cell, size in zip(columns, widths, row.cells, row.sizes, strict=True):
        padding = " " * (width - size)
        text = cell if row.plain else isolate(cell)
        padded.append(padding + text if column.right else text + padding)
    return _GAP.join(padded).rstrip(" ")


def _fit(columns: Sequence[Column], rows: Sequence[_Measured], width: int) -> list[int]:
    """The width of each column: what its cells need, flexible ones narrowed until all fit.

    A whole column is as wide as the widest of its cells that leaves the others room to be read.
    """
    titles = [display_width(column.title) for column in columns]
    taken = list(zip(titles, *(row.sizes for row in rows), strict=True))  # of each column
    widths = [max(sizes) for sizes in taken]
    flexible = [place for place, column in enumerate(columns) if column.flexible]
    gaps = len(_GAP) * (len(columns) - 1)
    if sum(widths) + gaps > width:
        needed = [
            min(size, _READABLE) if column.flexible else 0 if column.whole else size
            for column, size in zip(columns, widths, strict=True)
        ]
        for place, column in enumerate(columns):
            if column.whole:
                widths[place] = _widest_within(taken[place], width - gaps - sum(needed))
    excess = sum(widths) + gaps - width
    while excess > 0 and flexible:
        widest = max(flexible, key=lambda place: widths[place])
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
        excess -= 1
    return widths


def _widest_within(sizes: Sequence[int], room: int) -> int:
    """The widest cell of at most ``room`` columns, and the first in any case."""
    return max([sizes[0], *(size for size in sizes if size <= room)])
