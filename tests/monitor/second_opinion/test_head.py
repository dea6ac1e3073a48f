"""The file of the head, and its arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analysis.clauses.classifier import CATEGORIES
from monitor.second_opinion.head import Head, read_head, shipped_head, write_head

HALVES = st.integers(-1_000, 1_000).map(lambda number: number / 2)  # exact in 32 bits
SMALL = Head(
    weights=((100, -200), (0, 300)),
    scale=0.5,
    floor=-4.0,
    shares=(1.0, 0.5),
    biases=(0.25, -1.0),
)


@st.composite
def heads(draw: st.DrawFn) -> Head:
    count, width = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    row = st.tuples(*[st.integers(-32_768, 32_767)] * width)
    return Head(
        weights=draw(st.tuples(*[row] * count)),
        scale=draw(HALVES),
        floor=draw(HALVES),
        shares=draw(st.tuples(*[HALVES] * count)),
        biases=draw(st.tuples(*[HALVES] * count)),
    )


@settings(deadline=None, max_examples=50)
@given(heads())
def test_a_head_reads_back_as_written(head: Head) -> None:
    assert read_head(write_head(head)) == head


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no head, but long enough", id="other"),
        pytest.param(write_head(SMALL)[:-1], id="cut"),
        pytest.param(write_head(SMALL) + b"\0", id="longer"),
    ],
)
def test_a_damaged_head_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        read_head(data)


def test_shares_weights_and_biases_are_added() -> None:
    assert SMALL.log_odds((2.0, 1.0), (0.5, 0.25)) == [
        2.0 + 0.5 * (50 - 50) + 0.25,
        0.5 + 0.5 * 75 - 1.0,
    ]


def test_what_nothing_speaks_for_is_heard_as_the_floor() -> None:
    silent = SMALL.log_odds((-6.0, -6.0), (0.0, 0.0))
    assert silent == SMALL.log_odds((-4.0, -4.0), (0.0, 0.0)) == [-3.75, -3.0]


def test_a_vector_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="3 numbers, not 2"):
        SMALL.log_odds((0.0, 0.0), (1.0, 1.0, 1.0))


def test_the_shipped_head_knows_every_category_and_listens_to_the_shipped_model() -> None:
    head = shipped_head()
    assert len(head.weights) == len(CATEGORIES)
    assert all(share > 0 for share in head.shares)
    assert any(any(row) for row in head.weights)
