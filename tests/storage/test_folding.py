from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.folding import fold, normalised


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("سِيَاسَة الخُصُوصِيَّة", "سياسه الخصوصيه", id="harakat"),
        pytest.param("أإآٱ ى", "اااا ي", id="alef and yeh forms"),
        pytest.param("الخـــصوصية", "الخصوصيه", id="tatweel"),
        pytest.param("٣٠ ۳۰", "30 30", id="Arabic and Persian digits"),
        pytest.param("פְּרָטִיּוּת", "פרטיות", id="Hebrew points"),
        pytest.param("שיתוף", "שיתופ", id="Hebrew final letter"),
        pytest.param("Confidentialité DONNÉES", "confidentialite donnees", id="accents and case"),
        pytest.param("Straße", "strasse", id="sharp s"),
        pytest.param("ﷺ\u200f\u00ad", "صلي الله عليه وسلم", id="ligature, mark, soft hyphen"),
    ],
)
def test_many_spellings_become_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_page_of_points_alone_is_folded_at_once() -> None:
    # Each two of them have to change places: the library alone would take minutes.
    assert fold("\u05b8\u05bc" * 200_000) == ""


def test_a_long_text_is_normalised_as_a_short_one_is() -> None:
    line = "Donne\u0301es ﬁnales à vie : פְּרָטִיּוּת, الخُصُوصِيَّة. "
    assert normalised("NFKC", line * 500) == unicodedata.normalize("NFKC", line) * 500
