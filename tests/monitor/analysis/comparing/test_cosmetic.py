"""What means nothing, and what looks as if it did."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from monitor.analysis import Analysis, compare
from storage.document import Block, Link, heading, list_item, paragraph

Make = Callable[..., Analysis]

TEXT = [
    heading("Privacy of Nordwind", 1),
    heading("What we collect"),
    paragraph("We collect your name and your postal address when you order."),
    heading("How we share data"),
    paragraph("We share your orders with the carrier that delivers them."),
    heading("Your rights"),
    paragraph("You may ask for a copy of your data at any time."),
]


def material(old: Analysis, new: Analysis) -> str:
    return compare(old, new).material.value


@pytest.mark.parametrize(
    "added",
    [
        pytest.param([list_item(block.text) for block in TEXT[1::2]], id="contents as a list"),
        pytest.param(
            [paragraph("What we collect How we share data Your rights")], id="contents in a line"
        ),
        pytest.param([paragraph("Back to top")], id="furniture"),
        pytest.param([paragraph("العودة إلى الأعلى")], id="arabic furniture"),
        pytest.param([paragraph("חזרה למעלה")], id="hebrew furniture"),
        pytest.param(
            [paragraph("Imprint and press", (Link(start=0, end=17, href="/press"),))], id="menu"
        ),
        pytest.param(
            [heading("Was this article helpful?"), paragraph("Tell us what was missing in it.")],
            id="feedback widget",
        ),
        pytest.param([paragraph("© 2026 Nordwind. All rights reserved.")], id="copyright line"),
        pytest.param([TEXT[2]], id="a sentence said twice"),
        pytest.param([paragraph("—"), paragraph("* * *")], id="no words"),
    ],
)
def test_page_furniture_means_nothing(analysis_of: Make, added: Sequence[Block]) -> None:
    old, new = analysis_of(TEXT), analysis_of([*TEXT, *added])
    assert material(old, new) == "none"
    assert material(new, old) == "none"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("Ask [email protected] now.", "Ask it@nordwind.example now.", id="mailbox"),
        pytest.param("© 2024 Nordwind, made by us.", "© 2025 Nordwind, made by us.", id="year"),
        pytest.param(
            "We recieve your orders in writing.", "We receive your orders in writing.", id="slip"
        ),
        pytest.param(
            "See http://nordwind.example/a for this.",
            "See https://nordwind.example/b for this.",
            id="address",
        ),
        pytest.param(
            "We don't ask for your age.",
            "We do not ask for your age.",
            id="contraction",
        ),
        pytest.param("3. Scope of these terms", "4. Scope of these terms", id="number"),
    ],
)
def test_wording_that_means_nothing(analysis_of: Make, before: str, after: str) -> None:
    old = analysis_of([*TEXT, paragraph(before)])
    new = analysis_of([*TEXT, paragraph(after)])
    assert material(old, new) == "none"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "We do not share your data; ask [email protected] about it.",
            "We share your data; ask [email protected] about it.",
            id="a negation beside a hidden mailbox",
        ),
        pytest.param(
            "We keep your orders for 30 days.", "We keep your orders for 36 days.", id="a number"
        ),
        pytest.param(
            "We may share your data with others.",
            "We must share your data with others.",
            id="a modal",
        ),
        pytest.param(
            "Before 1 March 2025 you may object to the sharing of your data.",
            "Before 1 June 2025 you may object to the sharing of your data.",
            id="a date that a clause speaks of",
        ),
    ],
)
def test_small_wording_that_means_much(analysis_of: Make, before: str, after: str) -> None:
    old = analysis_of([*TEXT, paragraph(before)])
    new = analysis_of([*TEXT, paragraph(after)])
    assert material(old, new) != "none"


def test_a_name_replaced_everywhere_is_a_rename(analysis_of: Make) -> None:
    old = [paragraph(f"Rule {n}: the Orchid app shares your data kindly.") for n in "abcd"]
    new = [paragraph(f"Rule {n}: the Tulip app shares your data kindly.") for n in "abcd"]
    comparison = compare(analysis_of(old), analysis_of(new))
    assert comparison.material.value == "none"
    assert "rename only (4)" in comparison.reasons


def test_a_denial_that_vanishes_everywhere_is_no_rename(analysis_of: Make) -> None:
    old = [paragraph(f"Rule {n}: we do not share your data.") for n in "abcd"]
    new = [paragraph(f"Rule {n}: we do share your data.") for n in "abcd"]
    assert material(analysis_of(old), analysis_of(new)) == "material"


def test_one_act_replaced_by_another_everywhere_is_no_rename(analysis_of: Make) -> None:
    old = [paragraph(f"Rule {n}: we may share your personal data.") for n in "abcd"]
    new = [paragraph(f"Rule {n}: we may sell your personal data.") for n in "abcd"]
    assert material(analysis_of(old), analysis_of(new)) == "material"
