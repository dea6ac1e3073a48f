from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.document import (
    Block,
    Link,
    from_markdown,
    heading,
    heading_paths,
    list_item,
    paragraph,
    quotation,
    table_row,
    to_markdown,
)

_letters = st.one_of(
    st.sampled_from(list("ab #->|[]()\\*`<1.) 2אבـ+_!~")),
    st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")),
)
_texts = (
    st.text(alphabet=_letters, min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


def _links(text: str) -> st.SearchStrategy[tuple[Link, ...]]:
    def link(start: int) -> tuple[Link, ...]:
        return (Link(start=start, end=len(text), href="https://acme.example/a?b=1&c=%20"),)

    return st.one_of(st.just(()), st.integers(0, len(text) - 1).map(link))


_lines = _texts.flatmap(
    lambda text: _links(text).flatmap(
        lambda links: st.one_of(
            st.integers(1, 6).map(lambda level: heading(text, level, links)),
            st.just(paragraph(text, links)),
            st.just(quotation(text, links)),
            st.tuples(st.integers(0, 5), st.booleans()).map(
                lambda shape: list_item(text, shape[0], ordered=shape[1], links=links)
            ),
        )
    )
)
_rows = st.tuples(
    st.lists(st.one_of(_texts, st.just("")), min_size=1, max_size=4), st.booleans()
).map(lambda row: table_row(row[0], header=row[1]))
_blocks = st.lists(st.one_of(_lines, _rows), max_size=8).map(tuple)


@pytest.mark.soak
@settings(deadline=None, max_examples=10_000, suppress_health_check=list(HealthCheck))
@given(_blocks)
def test_ten_thousand_documents_read_back_to_the_same_blocks(blocks: tuple[Block, ...]) -> None:
    assert from_markdown(to_markdown(blocks)) == blocks


@settings(deadline=None, max_examples=60)
@given(_blocks)
def test_canonical_markdown_reads_back_to_the_same_blocks(blocks: tuple[Block, ...]) -> None:
    assert from_markdown(to_markdown(blocks)) == blocks


@pytest.mark.parametrize(
    ("block", "line"),
    [
        pytest.param(paragraph("# no heading"), "\\# no heading\n", id="hash"),
        pytest.param(paragraph("1. no item"), "1\\. no item\n", id="ordinal"),
        pytest.param(paragraph("- no item"), "\\- no item\n", id="dash"),
        pytest.param(paragraph("a [b] `c`"), "a \\[b\\] \\`c\\`\n", id="inline"),
        pytest.param(list_item("x", 2, ordered=True), "    1. x\n", id="nested ordered item"),
        pytest.param(
            table_row(("a|b", ""), header=True),
            "| a\\|b |  |\n| --- | --- |\n",
            id="header row with a bar and an empty cell",
        ),
    ],
)
def test_writes_markup_in_texts_as_text(block: Block, line: str) -> None:
    assert to_markdown([block]) == line


def test_a_link_in_a_table_cell_keeps_its_words() -> None:
    row = table_row(("Acme", "the list"))
    row = table_row(row.cells, links=(Link(start=11, end=15, href="https://acme.example/l"),))
    (read,) = from_markdown(to_markdown([row]))
    assert row.text[row.links[0].start : row.links[0].end] == "list"
    assert read == row


def test_heading_paths_follow_the_levels() -> None:
    blocks = [heading("A", 1), heading("B", 2), paragraph("x"), heading("C", 2), heading("D", 1)]
    assert list(heading_paths(blocks)) == [(), ("A",), ("A", "B"), ("A",), ()]
