"""Cells that only the style of a page parts, and questions that open."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from storage.document import Block

REST = "<p>We keep your address for thirty days and then we delete it from all of our systems.</p>"


def _blocks(html: str) -> tuple[Block, ...]:
    main = f"<h1>Notice</h1><p>We hold it.</p>{html}{REST}"
    page = f"<html lang='en'><body><main>{main}</main></body></html>"
    return extract(page.encode(), content_type="text/html; charset=utf-8").document.blocks


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (
            "<div><span>Marlowe</span><span>CDN</span><span>Norway</span></div>",
            "Marlowe CDN Norway",
        ),
        (
            "<div><strong>Marlowe Mail, Inc.</strong><span>Payments</span></div>",
            "Marlowe Mail, Inc. Payments",
        ),
        (
            "<li>\n<a href='https://m.example'>Marlowe Mail</a><span>Mail</span>\n</li>",
            "Marlowe Mail Mail",
        ),
        (
            "<div><span>شركة مرجان</span><span>استضافة</span><span>مصر</span></div>",
            "شركة مرجان استضافة مصر",
        ),
        ("<div><span>מרווה ענן</span><span>אירוח</span></div>", "מרווה ענן אירוח"),
        ("<div><span>Privacy</span> <span>policy</span></div>", "Privacy policy"),
    ],
    ids=["spans", "two of several words", "link", "arabic", "hebrew", "spaced already"],
)
def test_cells_side_by_side_are_parted(cells: str, text: str) -> None:
    assert _blocks(cells)[2].text == text


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ("<div><span>Pri</span><span>vacy</span></div>", "Privacy"),
        ("<div><span>Pay</span><span>Harbor</span></div>", "PayHarbor"),
        ("<div><span>PRI</span><span>VA</span><span>CY</span></div>", "PRIVACY"),
        ("<div><span>T</span><span>erms</span><span>Of</span></div>", "TermsOf"),
        ("<div><span>خصو</span><span>صية</span></div>", "خصوصية"),
        ("<h2><span>Acme</span><span>Mail</span><span>Data</span></h2>", "AcmeMailData"),
        ("<div><span>We col</span><span>lect it</span></div>", "We collect it"),
        ("<div>We <span>Pri</span><span>Vacy Now</span></div>", "We PriVacy Now"),
    ],
    ids=["word", "brand", "capitals", "drop cap", "arabic", "heading", "sentence", "in a text"],
)
def test_pieces_of_a_word_stay_one(pieces: str, text: str) -> None:
    assert _blocks(pieces)[2].text == text


def _questions(*questions: str) -> str:
    return "".join(f"<details><summary>{q}</summary><p>An answer.</p></details>" for q in questions)


def _headings(html: str) -> list[tuple[str, int]]:
    return [(block.text, block.level) for block in _blocks(html) if block.level]


def test_questions_side_by_side_are_of_one_level() -> None:
    html = f"<h2>Questions</h2>{_questions('What?', 'Why?', 'ماذا؟')}"
    assert _headings(html)[1:] == [("Questions", 2), ("What?", 3), ("Why?", 3), ("ماذا؟", 3)]


def test_a_question_within_an_answer_is_one_level_deeper() -> None:
    inner = _questions("Inner one?", "Inner two?")
    html = f"<details><summary>Outer?</summary>{inner}</details>{_questions('Next?')}"
    assert [level for _, level in _headings(html)] == [1, 2, 3, 3, 2]


def test_a_heading_within_an_answer_ends_with_it() -> None:
    html = f"<details><summary>Outer?</summary><h4>Part</h4><p>Yes.</p></details>{_questions('N?')}"
    assert _headings(html)[1:] == [("Outer?", 2), ("Part", 4), ("N?", 2)]
