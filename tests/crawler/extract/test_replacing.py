"""A tree from which something was taken is the tree of the page without it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from crawler.extract.html.replacing import replaced
from crawler.extract.html.tree import NEVER, TEXT, Tree, flatten

_LEAVES = st.sampled_from(["We keep it. ", "\n  ", "<p>30 days", "<a href=/x>here</a>", "<br>"])
_PARTS = st.recursive(
    _LEAVES,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["div", "section", "span", "ul"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)
_PAGES = st.lists(_PARTS, min_size=1, max_size=5).map("".join)
_INNER = "<div>meant <b>so</b></div>."


def _tree(page: str) -> Tree:
    body = LexborHTMLParser(page).body
    assert body is not None
    return flatten(body, NEVER)


def _values(tree: Tree) -> tuple[object, ...]:
    names = [(place, node.tag) for place, node in tree.nodes.items()]
    return tree.tags, tree.texts, tree.ends, tree.sizes, names


@settings(deadline=None, max_examples=60)
@given(_PAGES, st.lists(st.integers(1, 40), max_size=5))
def test_a_tree_without_elements_is_that_of_the_page_without_them(
    page: str, places: list[int]
) -> None:
    tree = _tree(page)
    gone = [place for place in places if place in tree.nodes]
    rest = replaced(tree, dict.fromkeys(gone))
    for place in gone:
        tree.nodes[place].decompose()
    body = tree.nodes[0]
    assert _values(rest) == _values(flatten(body, NEVER))


@settings(deadline=None, max_examples=60)
@given(_PAGES, st.sets(st.integers(1, 40), max_size=5))
def test_a_tree_with_others_in_the_place_of_texts_is_that_of_the_page_with_them(
    page: str, places: set[int]
) -> None:
    tree = _tree(page)
    texts = [place for place, tag in enumerate(tree.tags) if tag == TEXT]
    chosen = [texts[place] for place in places if place < len(texts)]
    inner = _tree(_INNER)
    new = replaced(tree, dict.fromkeys(chosen, inner))
    length, size = len(inner.tags) - 1, inner.size_of(0)
    assert len(new.tags) == len(tree.tags) + len(chosen) * (length - 1)
    kept = [text for place, text in enumerate(tree.texts) if place not in chosen]
    assert sorted(new.texts) == sorted([*kept, *(inner.texts[1:] * len(chosen))])
    assert new.size_of(0) == tree.size_of(0) + sum(size - tree.size_of(place) for place in chosen)
    for place, end in enumerate(new.ends):
        assert place < end <= len(new.tags)
        assert new.size_of(place) == sum(
            len(text) for text in new.texts[place:end] if not text.isspace()
        )
    assert all(node.tag == new.tags[place] for place, node in new.nodes.items())
