from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import extract
from crawler.extract.memory import Memory
from storage.model import SourceRules

_MAIN = "<h1>Terms</h1><p>See <a href=/a>our list</a>, kept for 30 days.</p><p>We sell nothing.</p>"


def test_what_was_made_longest_ago_goes_first() -> None:
    memory = Memory[str](most=2, room=100)
    for key in ("a", "b", "c"):
        memory.keep(key, key.upper(), size=1)
    assert [memory.find(key) for key in ("a", "b", "c")] == [None, "B", "C"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60)), max_size=40))
def test_neither_number_nor_size_goes_over_the_bounds(kept: list[tuple[int, int]]) -> None:
    memory = Memory[int](most=4, room=100)
    sizes: dict[int, int] = {}
    for key, size in kept:
        memory.keep(key, size, size=size)
        sizes[key] = size
        held = [size for key, size in sizes.items() if memory.find(key) == size]
        assert len(memory) <= 4
        assert sum(held) <= 100


def test_a_page_read_again_under_other_circumstances_is_read_anew() -> None:
    page = f"<html><body><main>{_MAIN}</main></body></html>".encode()
    first = extract(page, url="https://m.example/x")
    assert extract(page, url="https://m.example/x") == first
    elsewhere = extract(page, url="https://n.example/x")
    assert "https://n.example/a" in elsewhere.markdown
    assert elsewhere.comparison == first.comparison
    ignoring = extract(page, url="https://m.example/x", rules=SourceRules(ignore=("30 days",)))
    assert "30" not in ignoring.comparison.text
    assert ignoring.document == first.document


def test_another_title_over_the_same_content_is_seen() -> None:
    pages = [
        f"<html><head><title>{title}</title></head><body>{_MAIN}</body></html>".encode()
        for title in ("Old", "New")
    ]
    assert [extract(page).document.title for page in pages] == ["Old", "New"]
