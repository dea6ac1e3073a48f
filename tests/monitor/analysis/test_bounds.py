"""Documents longer than any policy: what they state is read from their beginning only."""

from __future__ import annotations

import pytest

from monitor.analysis import Analysis, analyse, compare
from monitor.analysis.aligning.diff import DELETED, EQUAL, INSERTED, Differ
from storage.document import Document, heading, paragraph
from storage.model import Category, ChangeClass, Material

SALE = "We may sell your personal data to Acme Ads Inc. and keep it for 30 days."
OTHERS = SALE.replace("Acme", "Bramble")
OTHERS_NOT = OTHERS.replace("may sell", "do not sell")
READ = 5_500  # blocks


def _document(*texts: str) -> Document:
    return Document(blocks=(heading("Privacy Policy", 1), *map(paragraph, texts)))


@pytest.fixture(scope="module")
def versions() -> tuple[Analysis, Analysis]:
    """They differ in their last line, far behind the bound."""
    lines = [f"Line {number}." for number in range(READ)]
    old, new = (analyse(_document(SALE, *lines, text)) for text in (OTHERS_NOT, OTHERS))
    return old, new


def test_blocks_past_the_bound_have_no_category_and_state_nothing(
    versions: tuple[Analysis, Analysis],
) -> None:
    _, found = versions
    assert Category.SALE in found.clauses[1].categories
    assert found.clauses[-1].categories == (Category.OTHER,)
    assert [clause.block for clause in found.clauses] == list(range(READ + 3))
    assert [party.name for party in found.parties] == ["Acme Ads"]
    assert {one.block for one in (*found.statements, *found.quantities)} == {1}


def test_a_change_past_the_bound_is_told(versions: tuple[Analysis, Analysis]) -> None:
    said = compare(*versions)
    assert said.change_class is ChangeClass.SUBSTANTIVE
    assert said.material is not Material.NONE
    assert [(one.before, one.after) for one in said.clause_changes] == [(OTHERS_NOT, OTHERS)]


def test_a_document_in_one_endless_line_is_dated_at_its_top() -> None:
    text = "Last updated: 3 May 2024. " + "We keep your data for as long as we need it. " * 40_000
    found = analyse(_document(text))
    assert found.dates.updated_on is not None
    assert found.dates.updated_on.value == "2024-05-03"
    assert found.clauses[1].categories == (Category.OTHER,)


def test_endless_lines_are_told_apart_by_sentences() -> None:
    text = "".join(f"Clause {number} holds. " for number in range(60_000))
    changed = text.replace("Clause 30000 holds.", "Clause 30000 falls.")
    diff = Differ().diff(text, changed)
    assert [run for run in diff if run[0] != EQUAL] == [
        (DELETED, "Clause 30000 holds. "),
        (INSERTED, "Clause 30000 falls. "),
    ]
    assert "".join(run for sign, run in diff if sign != INSERTED) == text
