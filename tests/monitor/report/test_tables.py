"""Rows of tables: which blocks are rows, and a diff of a row as one diff per cell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analysis.aligning.diff import Differ
from monitor.report.model import Run, Runs
from monitor.report.tables import Cells, cell_runs, side, table_rows
from storage.document import CELL_SEPARATOR, from_markdown

TABLES = """| Company | Country |
| --- | --- |
| Fernhollow | Ireland |
| Mailwhale | Canada |

Between two tables.

| شركة | بلد |
| --- | --- |
| نسيم | الأردن |

A line | with a bar.
"""


def runs_of(before: Cells, after: Cells) -> Runs:
    found = Differ().diff(CELL_SEPARATOR.join(before), CELL_SEPARATOR.join(after))
    return tuple(Run(op=op, text=text) for op, text in found)


def texts(cells: tuple[Runs, ...]) -> list[str]:
    return ["".join(run.text for run in cell) for cell in cells]


def test_rows_are_found_with_the_header_of_their_own_table() -> None:
    rows = table_rows(from_markdown(TABLES))
    first, second = rows.find("Mailwhale | Canada"), rows.find("نسيم | الأردن")
    assert first is not None
    assert second is not None
    assert (first.header, first.cells) == (("Company", "Country"), ("Mailwhale", "Canada"))
    assert (second.header, first.table != second.table) == (("شركة", "بلد"), True)


@pytest.mark.parametrize(
    "text", ["A line | with a bar.", "Between two tables.", "", None], ids=repr
)
def test_what_is_no_row_is_not_found(text: str | None) -> None:
    assert table_rows(from_markdown(TABLES)).find(text) is None


def test_a_change_in_one_cell_stays_in_it() -> None:
    before, after = ("Mailwhale", "Sending of mail", "Canada"), ("Mailwhale", "Mail", "Canada")
    cells = cell_runs(runs_of(before, after), before, after)
    assert [any(run.op != "=" for run in cell) for cell in cells] == [False, True, False]


def test_a_new_column_leaves_the_others_as_they_were() -> None:
    before, after = ("Mailwhale", "Canada"), ("Mailwhale", "Mail", "Canada")
    cells = cell_runs(runs_of(before, after), before, after)
    assert texts(side(cells, "+")) == list(after)
    assert texts(side(cells, "-"))[:2] == list(before)


cell = st.text("ab 1|نש", max_size=12).map(lambda text: " ".join(text.split()))
row = st.lists(cell, min_size=1, max_size=4).map(tuple)


@settings(deadline=None, max_examples=150)
@given(row, row)
def test_both_rows_can_be_read_from_the_cells(before: Cells, after: Cells) -> None:
    cells = cell_runs(runs_of(before, after), before, after)
    width = max(len(before), len(after))
    assert texts(side(cells, "-")) == [*before, *[""] * (width - len(before))]
    assert texts(side(cells, "+")) == [*after, *[""] * (width - len(after))]
