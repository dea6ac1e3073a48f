"""What the library does in ever new rounds is done in one: the result is the same."""

from __future__ import annotations

from diff_match_patch import diff_match_patch
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analysis.aligning.tidying import tidy

letters = st.text(alphabet="abcd ", max_size=40)
runs = st.lists(st.text(alphabet="abc ", min_size=1, max_size=6), max_size=14)


def engine() -> diff_match_patch:
    made = diff_match_patch()
    made.Diff_Timeout = 0
    return made


def by_library(parts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    parts = list(parts)
    engine().diff_cleanupSemantic(parts)
    return parts


@given(old=letters, new=letters)
@settings(deadline=None, max_examples=300)
def test_a_diff_is_tidied_as_the_library_does(old: str, new: str) -> None:
    parts = engine().diff_main(old, new, False)
    expected = by_library(parts)
    assert tidy(parts, engine()) == expected


@given(texts=runs, data=st.data())
@settings(deadline=None, max_examples=300)
def test_any_merged_parts_are_tidied_as_the_library_does(
    texts: list[str], data: st.DataObject
) -> None:
    parts = [(data.draw(st.sampled_from((-1, 0, 1))), text) for text in texts]
    engine().diff_cleanupMerge(parts)
    expected = by_library(parts)
    assert tidy(parts, engine()) == expected


def test_words_that_share_only_spaces_are_one_change() -> None:
    parts = [(-1, "ab"), (1, "xy"), (0, " "), (-1, "cd"), (1, "zw")]
    assert tidy(parts, engine()) == [(-1, "ab cd"), (1, "xy zw")]
