"""Page text in messages: nothing invisible, nothing cut in two, directions kept apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.safe_text import (
    ELLIPSIS,
    FSI,
    LRM,
    PDI,
    RLM,
    clean,
    focus_diff,
    is_boundary,
    is_rtl,
    isolate,
    paragraph,
    shorten,
    shorten_start,
)

texts = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "ab .سياقيًהט\u0301\u200d🇫🇷👩🏽\u094d\u0915각\u1100\u2028\u202e\u2067\u0000\u001b"
        ),
        st.characters(),
    ),
    max_size=80,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a\u202eb\u2066c\u2069\u200f\u061cd", "abcd"),
        ("\x1b[31mred\x1b[0m\x07", "[31mred[0m"),
        ("one\r\ntwo\tthree\u2028four\xa0five", "one  two three four five"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("می\u200cخواهیم", "می\u200cخواهیم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("\ud800x\ue000\uffff\U000e0041", "x"),
    ],
    ids=["plain", "bidi", "escape", "spaces", "zero-width", "zwnj", "zwj", "no-characters"],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(texts, texts)
@settings(deadline=None, max_examples=200)
def test_cleaning_the_parts_is_cleaning_the_whole(one: str, other: str) -> None:
    assert clean(one + other) == clean(one) + clean(other)
    assert clean(clean(one)) == clean(one)


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("", False),
        ("123", False),
        ("text", False),
        ("نص", True),
        ("Google תנאי השימוש", True),
        ("The word خصوصية in English", False),
    ],
    ids=["empty", "digits", "latin", "arabic", "hebrew-latin-first", "latin-with-arabic"],
)
def test_direction_is_that_of_most_letters(text: str, rtl: bool) -> None:
    assert is_rtl(text) is rtl


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Acme", f"{FSI}Acme{PDI}"),
        ("شركة", f"{FSI}شركة{PDI}"),
        ("X شركة المدار", f"{FSI}{RLM}X شركة المدار{PDI}"),
        ("خصوصية is a word", f"{FSI}{LRM}خصوصية is a word{PDI}"),
    ],
    ids=["empty", "latin", "arabic", "latin-first", "arabic-first"],
)
def test_isolated_runs_keep_their_direction(text: str, expected: str) -> None:
    assert isolate(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("plain", "plain"), ("X نص طويل", f"{RLM}X نص طويل"), ("long text نص", f"{LRM}long text نص")],
    ids=["ascii", "rtl", "ltr"],
)
def test_paragraphs_keep_their_direction(text: str, expected: str) -> None:
    assert paragraph(text) == expected


CLUSTERS = [
    "e\u0301",
    "سً",
    "שׁ",
    "👩\u200d👧",
    "👍🏽",
    "🇫🇷",
    "क्ष",
    "각",
    "ᄀ\u1161ᆨ",
    "\r\n",
    "\u06001",
]


@pytest.mark.parametrize("cluster", CLUSTERS, ids=ascii)
def test_what_is_read_as_one_is_not_cut(cluster: str) -> None:
    text = f"a{cluster}b"
    inner = range(2, 1 + len(cluster))
    assert not any(is_boundary(text, index) for index in inner)
    assert is_boundary(text, 1)
    for limit in range(1, len(text)):
        assert shorten(text, limit) in (ELLIPSIS, f"a{ELLIPSIS}", f"a{cluster}{ELLIPSIS}")
        assert shorten_start(text, limit) in (ELLIPSIS, f"{ELLIPSIS}b", f"{ELLIPSIS}{cluster}b")


@given(texts, st.integers(min_value=0, max_value=90))
@settings(deadline=None, max_examples=300)
def test_shortening_keeps_within_the_limit_and_cuts_between_clusters(text: str, limit: int) -> None:
    for short, whole in ((shorten(text, limit), text), (shorten_start(text, limit), text)):
        assert len(short) <= limit or short == whole == ""
    short = shorten(text, limit)
    if short != text and short:
        kept = short.removesuffix(ELLIPSIS)
        assert text.startswith(kept)
        following = text[len(kept) : len(kept) + 1]
        assert unicodedata.category(following or "a") not in ("Mn", "Me")
    start = shorten_start(text, limit)
    if start != text and start:
        assert text.endswith(start.removeprefix(ELLIPSIS))
        assert unicodedata.category(start[1:2] or "a") not in ("Mn", "Me")


def test_shortening_prefers_whole_words() -> None:
    assert shorten("one two three", 10) == "one two…"
    assert shorten_start("one two three", 10) == "…two three"
    assert shorten("x" * 50, 10) == "xxxxxxxxx…"
    assert shorten("\u0301" * 50, 10) == ELLIPSIS
    assert shorten("ab", 0) == ""


diffs = st.lists(st.tuples(st.sampled_from("=-+"), texts), max_size=12)


@given(diffs, st.integers(min_value=1, max_value=300))
@settings(deadline=None, max_examples=300)
def test_a_focused_diff_keeps_within_the_limit(diff: list[tuple[str, str]], limit: int) -> None:
    focused = focus_diff(diff, limit)
    total = sum(len(text) for _, text in diff)
    if total <= limit:
        assert focused == tuple(diff)
    else:
        assert sum(len(text) for _, text in focused) <= limit
        assert any(ELLIPSIS in text for _, text in focused)


def test_a_focused_diff_shows_the_change_and_not_the_first_words() -> None:
    diff = [("=", "long before " * 50), ("-", "30 days"), ("+", "2 years"), ("=", " after" * 90)]
    focused = focus_diff(diff, 300)
    assert [op for op, _ in focused] == ["=", "-", "+", "="]
    assert [text for op, text in focused if op != "="] == ["30 days", "2 years"]
    assert focused[0][1].startswith(f"{ELLIPSIS}before long before")
    assert focused[3][1].endswith(f"after{ELLIPSIS}")


def test_one_long_side_does_not_push_out_the_other() -> None:
    focused = focus_diff([("-", "old " * 900), ("+", "new " * 900)], 600)
    assert [op for op, _ in focused] == ["-", "+"]
    assert all(len(text) > 150 for _, text in focused)
