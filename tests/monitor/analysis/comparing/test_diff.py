from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analysis.aligning.diff import Differ, merge, rebuild
from monitor.analysis.text.tokens import tokens

WORDS = [
    "we",
    "share",
    "data",
    "لا",
    "نبيع",
    "بياناتك",
    "אינם",
    "מוכרים",
    "30",
    ".",
    ",",
    " ",
    "\n",
]
texts = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
anything = st.text(max_size=80)


@given(old=texts, new=texts)
@settings(deadline=None, max_examples=150)
def test_both_sides_can_be_rebuilt(old: str, new: str) -> None:
    assert rebuild(Differ().diff(old, new)) == (old, new)


@given(old=anything, new=anything)
@settings(deadline=None, max_examples=100)
def test_both_sides_can_be_rebuilt_from_any_text(old: str, new: str) -> None:
    assert rebuild(Differ().diff(old, new)) == (old, new)


@given(text=anything)
@settings(deadline=None, max_examples=50)
def test_equal_texts_have_no_changes(text: str) -> None:
    assert Differ().diff(text, text) == ((("=", text),) if text else ())


@given(text=anything)
@settings(deadline=None, max_examples=100)
def test_tokens_join_back_to_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(old=texts, new=texts)
@settings(deadline=None, max_examples=50)
def test_the_same_pair_gives_the_same_diff(old: str, new: str) -> None:
    assert Differ().diff(old, new) == Differ().diff(old, new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "لا نبيع بياناتك الشخصية",
            "قد نبيع بياناتك الشخصية",
            (("-", "لا"), ("+", "قد"), ("=", " نبيع بياناتك الشخصية")),
            id="arabic negation",
        ),
        pytest.param(
            "نحتفظ ببياناتك",
            "نحتفظ ببياناتكم",
            (("=", "نحتفظ "), ("-", "ببياناتك"), ("+", "ببياناتكم")),
            id="arabic suffix is a whole word",
        ),
        pytest.param(
            "אנו אינם מוכרים מידע",
            "אנו מוכרים מידע",
            (("=", "אנו "), ("-", "אינם "), ("=", "מוכרים מידע")),
            id="hebrew negation",
        ),
        pytest.param(
            "חברת דוגמה בע״מ אוספת",
            "חברת דוגמה בע״מ שומרת",
            (("=", "חברת דוגמה בע״מ "), ("-", "אוספת"), ("+", "שומרת")),
            id="hebrew abbreviation stays whole",
        ),
        pytest.param(
            "نُقدّر ثقتكم",
            "نُقدِّر ثقتكم",
            (("-", "نُقدّر"), ("+", "نُقدِّر"), ("=", " ثقتكم")),
            id="marks stay on their letters",
        ),
        pytest.param(
            "kept for 30 days.",
            "kept for 24 months.",
            (("=", "kept for "), ("-", "30 days"), ("+", "24 months"), ("=", ".")),
            id="a chance space between changed words is no equality",
        ),
        pytest.param(
            "write to old@example.org now",
            "write to new@example.org now",
            (("=", "write to "), ("-", "old@example.org"), ("+", "new@example.org"), ("=", " now")),
            id="an address is one token",
        ),
    ],
)
def test_words_are_never_cut(old: str, new: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert Differ().diff(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("alpha beta. " * 4_000, "gamma delta. " * 4_000, id="nothing in common"),
        pytest.param(
            " ".join(f"a{n}." for n in range(6_000)),
            " ".join(f"b{n}." for n in range(6_000)),
            id="all sentences differ",
        ),
        pytest.param("word " * 20_000, "word " * 19_000 + "end", id="one word repeated"),
        pytest.param("لا نبيع " * 10_000, "قد نبيع " * 10_000, id="arabic without a full stop"),
    ],
)
def test_huge_pairs_are_rebuilt_too(old: str, new: str) -> None:
    assert rebuild(Differ().diff(old, new)) == (old, new)


def test_a_changed_word_in_a_long_text_is_found_exactly() -> None:
    sentences = [f"Sentence number {n} says what it says." for n in range(2_000)]
    old = " ".join(sentences)
    sentences[1_000] = "Sentence number 1000 denies what it says."
    sentences[10] = "Sentence number 10 hides what it says."
    changed = [part for part in Differ().diff(old, " ".join(sentences)) if part[0] != "="]
    assert changed == [("-", "says"), ("+", "hides"), ("-", "says"), ("+", "denies")]


def test_merge_joins_neighbours_and_drops_what_is_empty() -> None:
    runs = [("=", "a"), ("=", "b"), ("+", "x"), ("-", "y"), ("=", ""), ("+", "z"), ("=", "c")]
    assert merge(runs) == (("=", "ab"), ("-", "y"), ("+", "xz"), ("=", "c"))
