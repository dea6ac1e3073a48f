"""Tables: 80 columns, right-to-left cells, hostile cells."""

from __future__ import annotations

import pytest

from monitor.cli.table import Column, Row, own_lines, table_lines
from monitor.cli.terminal import FSI, PDI, display_width

COLUMNS = (
    Column(title="DAY"),
    Column(title="SOURCE", flexible=True),
    Column(title="WHAT", flexible=True),
    Column(title="N", right=True),
)


def lines(*rows: Row, width: int = 80) -> list[str]:
    return list(table_lines(COLUMNS, rows, width=width))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    row = Row(
        cells=("2026-03-05", "acme/" + "very-long-name-" * 9, "word " * 60, "12"),
        detail="explained " * 40,
    )
    found = lines(row, width=width)
    assert max(map(display_width, found)) <= width
    assert "".join(found).count("word") == 60
    assert "".join(found).count("explained") == 40


def test_columns_line_up_below_right_to_left_cells() -> None:
    found = lines(
        Row(cells=("2026-03-05", "سلام/سياسة", "بيع", "7")),
        Row(cells=("2026-03-06", "acme/terms", "sale", "12")),
    )
    plain = [line.replace(FSI, "").replace(PDI, "") for line in found]
    assert {display_width(line) for line in plain} == {display_width(plain[0])}
    assert f"{FSI}سلام/سياسة{PDI}" in found[1]


def test_a_cell_cannot_move_the_cursor_or_break_the_line() -> None:
    found = lines(Row(cells=("day", "a\x1b[1Ab", "c\nd", "1"), detail="e\u202ef\rg"))
    assert found[1].split() == ["day", "a␛[1Ab", "c", "d", "1"]
    assert found[2].strip() == "ef g"


def test_nothing_is_painted_away_from_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b" not in "".join(lines(Row(cells=("a", "b", "c", "d"), style="alarm")))
    assert capsys.readouterr().out == ""


KEYED = (
    Column(title="DAY"),
    Column(title="SOURCE", whole=True),
    Column(title="WHAT", flexible=True),
)


def test_a_key_is_never_broken_and_short_ones_stay_in_their_row() -> None:
    long = "acme-cloud-services-international/data-processing-addendum-sub-processors"
    found = list(
        table_lines(
            KEYED,
            [
                Row(cells=("2026-03-05", "acme/terms", "word " * 20)),
                Row(cells=("2026-03-06", long, "retention, sharing")),
            ],
            width=60,
        )
    )
    assert found[1].startswith("2026-03-05  acme/terms  word word")
    at = next(place for place, line in enumerate(found) if long in line)
    assert found[at] == f"2026-03-06  {long}"
    assert found[at + 1] == f"{'':24}retention, sharing"


def test_a_line_of_ours_that_begins_with_a_name_keeps_our_direction() -> None:
    name = f"{FSI}{'واحة' * 9}/privacy-policy{PDI}"
    found = list(own_lines(f"alert 12: policy.effective_soon {name}, pending", width=60))
    assert found == ["    alert 12: policy.effective_soon", f"    {name},", "    pending"]
