"""Ticks, crosses and comparisons: which of them say something."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.signs import NO, SPELLED, YES, spelled


def says(text: str) -> str:
    """The signs of ``text`` that say something: y, n, comparisons as l m L M, others as -_+."""
    return "".join("ynlmLM-_+"[SPELLED.index(sign)] for sign in spelled(text) if sign in SPELLED)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Email address | ✓ | ✗", "yn"),
        ("✔ | رقم الهاتف | ✘", "yn"),
        ("☑️ | כתובת | ❌", "yn"),
        ("×", ""),
        ("Telefon | × | ✕", "nn"),
        ("✓", "y"),
        ("✓ We encrypt your data.", ""),
        ("We do not sell it ✗", ""),
        ("children < 16 and >18", "lm"),
        ("≤ 13, ≥\u00a018", "LM"),
        ("تحت <١٦ سنة", "l"),
        ("Home > Legal > Privacy", ""),
        ("a -> 5, a => 6, << 7", ""),
        ("an <em> that was escaped", ""),
        ("3 × 4", ""),
        ("ask privacy-team@nord-wind.example", "--"),
        ("اكتب إلى a_b@nordwind.example أو a+b@nordwind.example.", "_+"),
        ("opt-out, snake_case, @nord-wind", ""),
    ],
)
def test_a_sign_alone_in_its_cell_and_a_comparison_with_a_number_speak(
    text: str, said: str
) -> None:
    assert says(text) == said


@given(st.text("✓✗×≤<>|\n -1a\ufe0fع", max_size=30))
@settings(deadline=None)
def test_places_stay_and_only_signs_are_replaced(text: str) -> None:
    found = spelled(text)
    assert len(found) == len(text)
    assert all(new == old or new in SPELLED for old, new in zip(text, found, strict=True))
    assert spelled(found) == found


def test_yes_is_not_no() -> None:
    assert spelled("a | ✓") == f"a | {YES}"
    assert spelled("a | ✗") == f"a | {NO}"
