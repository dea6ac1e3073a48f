"""Word diffs as lines: brackets that stand by themselves, directions that hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.cli.terminal import FSI, PDI, display_width
from monitor.cli.word_diff import RLM, diff_lines, text_lines

runs = st.lists(
    st.tuples(st.sampled_from("=-+"), st.text(st.sampled_from("ab يד"), min_size=1, max_size=30)),
    max_size=8,
)


def rendered(*parts: tuple[str, str], width: int = 80, whole: bool = False) -> list[str]:
    return list(diff_lines(parts, width=width, indent="  ", whole=whole))


def test_a_changed_word_stands_in_brackets() -> None:
    assert rendered(("=", "kept for "), ("-", "30 days"), ("+", "24 months"), ("=", " only")) == [
        "  kept for [-30 days-]{+24 months+} only"
    ]


def test_part_of_a_word_stays_with_its_word() -> None:
    assert rendered(("=", "e-mail"), ("+", "s"), ("=", " are read")) == ["  e-mail{+s+} are read"]


def test_a_right_to_left_clause_keeps_its_direction() -> None:
    (line,) = rendered(("-", "لا"), ("+", "قد"), ("=", " نبيع بياناتك"))
    assert line == f"  {RLM}[-{FSI}لا{PDI}-]{{+{FSI}قد{PDI}+}} نبيع بياناتك"


def test_long_unchanged_stretches_are_cut_unless_all_words_are_wanted() -> None:
    parts = (("=", "before " * 40), ("-", "old"), ("+", "new"), ("=", " after" * 40))
    short = " ".join(rendered(*parts))
    assert short.count("before") == 12
    assert short.count("after") == 12
    assert short.count("…") == 2
    assert " ".join(rendered(*parts, whole=True)).count("before") == 40


def test_hostile_text_is_neutral_in_a_diff() -> None:
    (line,) = rendered(("+", "\x1b[31mred\u202e"))
    assert line == "  {+␛[31mred+}"


@settings(deadline=None, max_examples=200)
@given(runs)
def test_every_line_closes_what_it_opens_and_fits(parts: list[tuple[str, str]]) -> None:
    for line in rendered(*parts, width=40, whole=True):
        assert line.count("[-") == line.count("-]")
        assert line.count("{+") == line.count("+}")
        assert line.count(FSI) == line.count(PDI)
        longest = max((len(word) for word in line.split()), default=0)
        assert display_width(line) <= max(40, longest + 2)


@settings(deadline=None, max_examples=100)
@given(runs)
def test_both_sides_can_be_read_from_it(parts: list[tuple[str, str]]) -> None:
    text = " ".join(rendered(*parts, whole=True))
    for mark in (FSI, PDI, RLM):
        text = text.replace(mark, "")
    before = re.sub(r"\{\+.*?\+\}", "", text).replace("[-", "").replace("-]", "")
    wanted = "".join(part for op, part in parts if op != "+")
    assert "".join(before.split()) == "".join(wanted.split())


@pytest.mark.parametrize("text", ["אנו שומרים מידע", "نحتفظ بالبيانات"])
def test_whole_texts_get_the_direction_of_their_letters(text: str) -> None:
    assert list(text_lines(text, width=80, indent="+ ")) == [f"+ {RLM}{text}"]
