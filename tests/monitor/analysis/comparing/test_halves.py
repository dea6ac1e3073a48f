"""Which block of one half is which of the other, on pages in two languages."""

from __future__ import annotations

from collections.abc import Callable

from monitor.analysis import Analysis
from monitor.analysis.aligning.halves import counterparts, halves_of
from storage.document import heading, paragraph

Make = Callable[..., Analysis]

ARABIC = [heading("سياسة الخصوصية", 1), paragraph("نحتفظ بالبيانات لمدة شهر."), heading("حقوقك")]
ENGLISH = [heading("Privacy policy", 1), paragraph("We keep data a month."), heading("Rights")]


def test_halves_one_after_the_other(analysis_of: Make) -> None:
    page = analysis_of([*ARABIC, *ENGLISH], languages=["ar"] * 3 + ["en"] * 3)
    assert set(halves_of(page)) == {"ar", "en"}
    assert counterparts(page) == {0: 3, 3: 0, 1: 4, 4: 1, 2: 5, 5: 2}


def test_halves_that_take_turns(analysis_of: Make) -> None:
    both = [block for pair in zip(ARABIC, ENGLISH, strict=True) for block in pair]
    page = analysis_of(both, languages=["ar", "en"] * 3)
    assert counterparts(page) == {0: 1, 1: 0, 2: 3, 3: 2, 4: 5, 5: 4}


def test_a_section_of_other_length_has_no_partners(analysis_of: Make) -> None:
    blocks = [*ARABIC, *ENGLISH, paragraph("You may ask for a copy.")]
    page = analysis_of(blocks, languages=["ar"] * 3 + ["en"] * 4)
    assert counterparts(page) == {0: 3, 3: 0, 1: 4, 4: 1}


def test_other_sections_have_no_partners(analysis_of: Make) -> None:
    blocks = [*ARABIC, *ENGLISH[:2]]
    page = analysis_of(blocks, languages=["ar"] * 3 + ["en"] * 2)
    assert counterparts(page) == {}


def test_a_page_in_one_language_has_no_halves(analysis_of: Make) -> None:
    page = analysis_of(ENGLISH)
    assert halves_of(page) == ()
    assert counterparts(page) == {}
