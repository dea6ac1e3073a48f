"""Text from pages on a terminal: nothing in it is obeyed, nothing in it turns our line round."""

from __future__ import annotations

import shutil
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.cli.terminal import (
    FSI,
    PDI,
    display_width,
    isolate,
    neutral,
    neutral_lines,
    shorten,
    shown,
    terminal_columns,
    wrap,
)

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
anything = st.text(st.characters(codec=None), max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("\x1b[2Jgone", "␛[2Jgone", id="escape sequence"),
        pytest.param("\x1b]0;title\x07", "␛]0;title␇", id="window title"),
        pytest.param("\x9b31mred", "\ufffd31mred", id="C1 control sequence introducer"),
        pytest.param("over\rwritten\x08", "over written␈", id="carriage return and backspace"),
        pytest.param("we \u202edo not\u202c sell", "we do not sell", id="bidi override"),
        pytest.param("a\tb\nc\u2028d", "a b c d", id="tabs and line ends"),
        pytest.param("del\x7f", "del␡", id="delete"),
        pytest.param("zero\u200bwidth\ufeff\u00ad", "zerowidth", id="unseen characters"),
        pytest.param("tag\U000e0041", "tag", id="tag letters"),
        pytest.param("\ud800", "\ufffd", id="lone surrogate"),
        pytest.param("می\u200cخواهیم", "می\u200cخواهیم", id="the joiner that Persian needs stays"),
        pytest.param("٣٠ يومًا", "٣٠ يومًا", id="Arabic stays as it is"),
    ],
)
def test_nothing_is_left_that_a_terminal_would_obey(text: str, expected: str) -> None:
    assert neutral(text) == expected


def test_line_ends_stay_where_lines_are_wanted() -> None:
    assert neutral_lines("one\r\ntwo\u2029three\x1b") == "one\ntwo\nthree␛"


@settings(deadline=None, max_examples=200)
@given(anything)
def test_no_control_and_no_bidi_mark_survives(text: str) -> None:
    clean = neutral(text)
    assert not [c for c in clean if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not set(clean) & set(BIDI)
    assert neutral(clean) == clean


def test_right_to_left_text_is_isolated_and_other_text_is_not() -> None:
    assert shown("שלום") == f"{FSI}שלום{PDI}"
    assert shown("سلام\u202e") == f"{FSI}سلام{PDI}"
    assert isolate("plain") == "plain"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        pytest.param("abc", 3, id="ascii"),
        pytest.param("يَوْمًا", 4, id="harakat take no column"),
        pytest.param("日本", 4, id="wide letters take two"),
        pytest.param(f"{FSI}א{PDI}", 1, id="isolates take none"),
    ],
)
def test_width_is_counted_in_columns(text: str, width: int) -> None:
    assert display_width(text) == width


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from("ab يَ日 ש-"), max_size=80), st.integers(4, 20))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = list(wrap(text, width))
    assert all(display_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from("ab يَ日 ש-"), max_size=40), st.integers(2, 20))
def test_shortened_text_fits_and_says_that_something_is_missing(text: str, width: int) -> None:
    short = shorten(text, width)
    assert display_width(short) <= width
    assert short == text or short.endswith("…")


def test_a_path_in_a_message_is_never_broken() -> None:
    path = "/srv/" + "deep/" * 20 + "history.db"
    lines = list(wrap(f"cannot write {path}: check the folder", 40, whole=True))
    assert lines == ["cannot write", f"{path}:", "check the folder"]


@pytest.mark.parametrize("told", ["132", "0", "-5", "wide", "", "٧٠"])
def test_the_terminal_is_as_wide_as_the_standard_library_says(
    told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", told)
    assert terminal_columns() == shutil.get_terminal_size((80, 24)).columns
