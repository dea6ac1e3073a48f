from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analysis.text.sequence import longest_rising, match_in_order
from monitor.analysis.text.subsequence import common_subsequence

letters = st.lists(st.sampled_from("abcdef"), max_size=40)


@given(old=letters, new=letters)
@settings(deadline=None, max_examples=200)
def test_matches_are_equal_items_rising_on_both_sides(old: list[str], new: list[str]) -> None:
    matches = match_in_order(old, new)
    assert all(old[i] == new[j] for i, j in matches)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(matches))


@given(items=letters)
@settings(deadline=None, max_examples=50)
def test_a_sequence_matches_itself_completely(items: list[str]) -> None:
    assert match_in_order(items, items) == [(i, i) for i in range(len(items))]


def test_an_inserted_item_leaves_the_others_matched() -> None:
    assert match_in_order("abc", "aXbc") == [(0, 0), (1, 2), (2, 3)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(["same"] * 20_000, ["same"] * 19_000 + ["other"], id="one line repeated"),
        pytest.param(list(range(20_000)), list(range(20_000, 0, -1)), id="reversed"),
        pytest.param([0, 1] * 10_000, [1, 0, 0] * 7_000, id="two lines alternating"),
    ],
)
def test_adversarial_sequences_are_matched_without_a_quadratic_step(
    old: list[object], new: list[object]
) -> None:
    matches = match_in_order(old, new)
    assert matches
    assert all(old[i] == new[j] for i, j in matches)


def test_longest_rising_run_is_found() -> None:
    assert longest_rising([(0, 5), (1, 1), (2, 2), (3, 0), (4, 3)]) == [(1, 1), (2, 2), (4, 3)]


@settings(deadline=None, max_examples=80)
@given(
    old=st.lists(st.sampled_from("abcd"), max_size=14),
    new=st.lists(st.sampled_from("abcd"), max_size=14),
)
def test_no_common_subsequence_is_longer(old: list[str], new: list[str]) -> None:
    pairs = common_subsequence(old, new)
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, one in enumerate(old):
        for j, two in enumerate(new):
            best = max(lengths[i][j + 1], lengths[i + 1][j])
            lengths[i + 1][j + 1] = lengths[i][j] + 1 if one == two else best
    assert all(old[i] == new[j] for i, j in pairs)
    assert pairs == sorted(pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert len(pairs) == lengths[-1][-1]
