from __future__ import annotations

import pytest

from monitor.analysis.sameness.spelling import distance, is_slip


@pytest.mark.parametrize(
    ("removed", "added"),
    [
        pytest.param("recieve", "receive", id="swapped letters"),
        pytest.param("retournéset", "retournés et", id="missing space"),
        pytest.param("don't", "do not", id="contraction"),
        pytest.param("email", "e mail", id="hyphen"),
        pytest.param("donnees", "données", id="accents"),
        pytest.param("الإسم", "الاسم", id="hamza"),
        pytest.param("نُقدّر", "نقدر", id="harakat"),
        pytest.param("programme", "program", id="british"),
    ],
)
def test_slips(removed: str, added: str) -> None:
    assert is_slip(removed.split(), added.split())
    assert is_slip(added.split(), removed.split())


@pytest.mark.parametrize(
    ("removed", "added"),
    [
        pytest.param("may", "must", id="modal"),
        pytest.param("30", "36", id="number"),
        pytest.param("now", "not", id="negation"),
        pytest.param("لا", "قد", id="arabic negation"),
        pytest.param("אינם", "אינו", id="hebrew negation"),
        pytest.param("our", "your", id="two owners"),
        pytest.param("sell", "share", id="two acts"),
        pytest.param("", "never", id="added word"),
    ],
)
def test_no_slips(removed: str, added: str) -> None:
    assert not is_slip(removed.split(), added.split())


def test_distance_counts_a_swap_as_one() -> None:
    assert [distance("abcd", other) for other in ("abcd", "abdc", "abc", "xbcdx")] == [0, 1, 1, 2]
