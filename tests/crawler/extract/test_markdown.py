from __future__ import annotations

import pytest

from crawler.extract.markdown import read_markdown
from storage.model import BlockKind


@pytest.mark.parametrize(
    ("source", "date"),
    [
        ("# Richtlinie\n\n20. Juni 2017\n\nWir speichern Daten.\n", "20. Juni 2017"),
        ("# Terms\n\nLast updated:\n1. May 2026\n\nWe store data.\n", "Last updated: 1. May 2026"),
        ("# سياسة\n\n20. يونيو 2017\n\nنحتفظ بالبيانات.\n", "20. يونيو 2017"),
        ("20. Juni 2017", "20. Juni 2017"),
    ],
    ids=["German", "first of a month after a label", "Arabic", "nothing else"],
)
def test_a_lone_date_keeps_its_day(source: str, date: str) -> None:
    blocks = read_markdown(source, url=None).blocks
    assert date in [block.text for block in blocks if block.kind is BlockKind.PARAGRAPH]


def test_a_list_of_months_stays_a_list() -> None:
    blocks = read_markdown("1. May 2026\n2. June 2026\n\n3. July 2026\n", url=None).blocks
    assert [(block.text, block.ordered) for block in blocks] == [
        ("May 2026", True),
        ("June 2026", True),
        ("July 2026", True),
    ]
