"""What is known of a section gives the very blocks that reading it would give."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from crawler.extract.html.content import choose_content
from crawler.extract.html.links import Resolver
from crawler.extract.html.page import blocks_of
from crawler.extract.html.sections import SECTIONS, ReaderState, Section, Sections, sections
from crawler.extract.html.tree import NEVER, flatten
from storage.document import Block, paragraph
from storage.model import SourceRules

_WORD = st.sampled_from(["We", "keep", "30 days", "نبيع", "לא", "nothing.", "• one", "© 2024"])
_TEXT = st.lists(_WORD, min_size=1, max_size=4).map(" ".join)
_LEAVES = st.one_of(
    _TEXT.map("<p>{}</p>".format),
    _TEXT.map("<p><b>{}</b></p>".format),
    _TEXT.map("<h2>{}</h2>".format),
    _TEXT.map("<h3><a href=/x>{}</a>".format),  # its end tags are missing
    _TEXT.map("<a href=/list>{}".format),
    _TEXT.map("<li>{}</li>".format),
    _TEXT.map("<a data-cfemail=422302206c21>{}</a>".format),
    _TEXT.map("<tr><td>{}<td>two</tr>".format),
    _TEXT.map("{}<br>".format),
    _TEXT,
)
_BOXES = st.sampled_from(
    ["div", "ul", "ol", "section", "table", "blockquote", "pre", "b", "dl", "dd", "details"]
)
_PARTS = st.recursive(
    _LEAVES,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{' '.join(parts)}</{tag}>",
        _BOXES,
        st.lists(inner, min_size=1, max_size=6),
    ),
    max_leaves=12,
)
# Repeated, for a page that fits into one section shows nothing.
_PAGES = st.lists(_PARTS, min_size=1, max_size=5).map(lambda parts: 6 * parts)


def _read(parts: list[str]) -> list[Block]:
    page = LexborHTMLParser(f"<body><main>{''.join(parts)}</main></body>")
    content = choose_content(page, SourceRules(select=("main",)))
    return blocks_of(content, Resolver("https://m.example/"))


def _read_anew(parts: list[str]) -> list[Block]:
    SECTIONS.forget()
    return _read(parts)


@settings(deadline=None, max_examples=30)
@given(_PAGES, _PARTS, st.integers(0, 12))
def test_a_page_after_another_is_read_as_if_alone(parts: list[str], other: str, place: int) -> None:
    read_one_after_another(parts, other, place)


@pytest.mark.soak
@settings(deadline=None, max_examples=3_000, suppress_health_check=list(HealthCheck))
@given(_PAGES, _PARTS, st.integers(0, 12))
def test_three_thousand_pages_after_others(parts: list[str], other: str, place: int) -> None:
    read_one_after_another(parts, other, place)


def read_one_after_another(parts: list[str], other: str, place: int) -> None:
    edited = [*parts[:place], other, *parts[place + 1 :]]
    expected = [_read_anew(edited), _read_anew(parts)]
    assert [_read(edited), _read(parts), _read(edited)] == [*expected, expected[0]]


@settings(deadline=None, max_examples=40)
@given(_PAGES)
def test_sections_cover_the_tree_in_order_and_cut_no_element_in_two(parts: list[str]) -> None:
    body = LexborHTMLParser("".join(parts)).body
    assert body is not None
    tree = flatten(body, NEVER)
    ranges = list(sections(tree, 0, len(tree.tags)))
    assert [index for start, end in ranges for index in range(start, end)] == [
        *range(len(tree.tags))
    ]
    for start, end in ranges:
        assert end == start + 1 or max(tree.ends[start:end]) <= end


def test_one_more_paragraph_moves_no_section_under_another_heading() -> None:
    clauses = [f"<h2>Clause {n}</h2>" + f"<p>We keep part {n}.</p>" * 9 for n in range(9)]
    _read_anew(clauses)
    known = len(SECTIONS)
    clauses[3] += "<p>And sell it.</p>"
    assert any("sell" in block.text for block in _read(clauses))
    assert len(SECTIONS) == known + 1


def test_what_is_known_stays_within_bounds() -> None:
    state = ReaderState(0, 0, False, 1, (), (), False, 0, 0, 0, False, ())
    kept = Sections(most=3, room=100)
    for number in range(20):
        kept.keep(number, Section((paragraph("x" * 40),), state))
        assert len(kept) <= 2
