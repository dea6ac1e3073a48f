"""A pattern that is compiled late is the pattern."""

from __future__ import annotations

import re

import pytest

from storage.patterns import late


def test_it_finds_what_the_pattern_finds() -> None:
    pattern = late(r"(b+)C", re.IGNORECASE)
    found = pattern.search("abbc")
    assert found is not None
    assert (found[0], found[1]) == ("bbc", "bb")
    assert pattern.sub("-", "abcBC") == "a--"
    assert pattern.groups == 1


def test_nothing_is_compiled_before_it_is_asked_for() -> None:
    broken = late("(")
    with pytest.raises(re.error):
        broken.search("text")


def test_a_method_is_looked_up_once() -> None:
    pattern = late("a")
    assert pattern.search is pattern.search
