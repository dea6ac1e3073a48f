from __future__ import annotations

import pytest

from crawler.extract.text import text_blocks
from storage.document import Block, heading, list_item, paragraph
from storage.model import BlockKind

LONG = "We collect information about how the service is used, in order to keep it running."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"Sharing\n{LONG}", [heading("Sharing", 1), paragraph(LONG)], id="first line"),
        pytest.param(
            f"{LONG}\n\nCan I object?\n\n{LONG}",
            [paragraph(LONG), heading("Can I object?", 2), paragraph(LONG)],
            id="question",
        ),
        pytest.param(
            f"2. Rights\n\n2.1 Access\n\n{LONG}",
            [heading("2. Rights", 2), heading("2.1 Access", 3), paragraph(LONG)],
            id="numbers",
        ),
        pytest.param(
            "1. by post;\n2. by mail;\n",
            [list_item("by post;", ordered=True), list_item("by mail;", ordered=True)],
            id="numbered items",
        ),
        pytest.param(
            "We use:\n• names\n– ages\n  - cities",
            [paragraph("We use:"), list_item("names"), list_item("ages"), list_item("cities")],
            id="bullets",
        ),
        pytest.param(
            "نستخدمها لـ: - تقديم الخدمة. - تحسين التجربة؛ - الأمان.",
            [
                paragraph("نستخدمها لـ:"),
                list_item("تقديم الخدمة."),
                list_item("تحسين التجربة؛"),
                list_item("الأمان."),
            ],
            id="dashes run together",
        ),
        pytest.param(
            "תאריך תחילה: 3 במאי 2024\n\n" + LONG,
            [paragraph("תאריך תחילה: 3 במאי 2024"), paragraph(LONG)],
            id="a stated date is no heading",
        ),
        pytest.param(
            f"{LONG}\n\nNames\nAges\nCities\nStreets",
            [
                paragraph(LONG),
                *(paragraph(cell) for cell in ("Names", "Ages", "Cities", "Streets")),
            ],
            id="cells of a flattened table",
        ),
        pytest.param("\n \n\t\n", [], id="nothing"),
        pytest.param(
            f"Richtlinie\n\n20. Juni 2017\n\n{LONG}",
            [heading("Richtlinie", 1), paragraph("20. Juni 2017"), paragraph(LONG)],
            id="a date that opens with its day",
        ),
    ],
)
def test_lines_become_blocks(text: str, expected: list[Block]) -> None:
    assert list(text_blocks(text)) == expected


def test_a_line_that_repeats_is_a_cell() -> None:
    blocks = text_blocks(f"Policy\n\n{LONG}\n\n" + f"Contract term\n\n{LONG}\n\n" * 3)
    assert [block.kind for block in blocks].count(BlockKind.HEADING) == 1


def test_no_words_are_lost() -> None:
    text = f"Policy\n\n1. Use\n\n{LONG}\n\n• a. • b. • c.\n\nWe: - x, - y, - z."
    words = " ".join(block.text for block in text_blocks(text)).split()
    assert [word for word in text.split() if word not in "•-"] == words
