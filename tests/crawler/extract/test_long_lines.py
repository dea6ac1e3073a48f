"""A line of megabytes is folded in parts, and reads as if it had been folded at once."""

from __future__ import annotations

import tracemalloc

import pytest

from crawler.extract.normalise import fold_words

UNITS = [
    "We keep – your “data”, ",
    "نحتفظُ ببياناتك؛ ",
    "אנו שומרים «מידע» ",
    "é©©t ",
    "a@b.example, ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_parts_read_like_the_whole(unit: str) -> None:
    times = 1_500_000 // len(unit.encode())
    assert fold_words(unit * times) == " ".join([fold_words(unit)] * times)


@pytest.mark.parametrize("unit", ["©", "é", "word", "™ "])
def test_without_spaces_too(unit: str) -> None:
    assert fold_words(f"one {unit * 600_000} two").split()[:: 10**9] == ["one"]


@pytest.mark.parametrize("unit", ["we keep ", "Ã©tÃ© ", "©"])
def test_the_room_it_takes_is_a_few_times_its_own(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    tracemalloc.start()
    try:
        fold_words(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 70_000_000
