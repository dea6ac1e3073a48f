"""Patterns of the watchlist: what they take out, and that none of them takes for ever."""

from __future__ import annotations

import pytest

from crawler.extract.ignored import check_pattern, without_ignored
from storage.errors import ExtractError

_NESTED = "(?:(?:(?:a{1,50}){1,50}){1,50}){1,50}b"


@pytest.mark.parametrize(
    ("pattern", "text", "left"),
    [
        pytest.param(
            r"visitors: \d+", "Visitors: 12. We keep logs.", " . We keep logs.", id="case"
        ),
        pytest.param(r"^آخر زيارة.*$", "آخر زيارة: اليوم", " ", id="arabic"),
        pytest.param(r"כניסה \w+", "לפני כניסה אחרונה", "לפני  ", id="hebrew"),
        pytest.param(r"\bx*", "ax", " ax ", id="empty-matches"),
        pytest.param(r"[[a]", "[b", " b", id="a-bracket-in-a-set"),
    ],
)
def test_what_matches_is_taken_out(pattern: str, text: str, left: str) -> None:
    assert without_ignored([text], (pattern,)) == [left]


@pytest.mark.parametrize("pattern", ["(a+)+$", r"(a|a)*b", r"(\w+\s?)+!"])
def test_the_patterns_that_everybody_warns_of_end_in_time(pattern: str) -> None:
    text = "a" * 60 + "?"
    assert without_ignored([text], (pattern,), seconds=60.0) == [text]


def test_a_pattern_that_takes_too_long_is_named() -> None:
    with pytest.raises(ExtractError, match=r"ignore pattern .* takes too long"):
        without_ignored(["a" * 3000], ("x", _NESTED), seconds=0.05)


def test_all_texts_together_have_the_time() -> None:
    with pytest.raises(ExtractError, match="takes too long"):
        without_ignored(["a" * 3000] * 1_000_000, (_NESTED,), seconds=0.05)


@pytest.mark.parametrize("pattern", ["(", "a**", "(?P<n>", r"\p{Lu}+", "(?<=a+)b"])
def test_what_is_no_pattern_of_python_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="not a regular expression"):
        check_pattern(pattern)
