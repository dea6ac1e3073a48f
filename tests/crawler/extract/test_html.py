from __future__ import annotations

import pytest

from crawler.extract import extract

REST = "<p>We share data with partners.</p><ul><li>We keep data for 30 days<li>You may object</ul>"


def _document(body: str) -> tuple[str | None, list[str]]:
    document = extract(f"<html><body>{body}</body></html>".encode()).document
    return document.title, [block.text for block in document.blocks]


@pytest.mark.parametrize(
    "start",
    [
        "<h1>Privacy Policy<p>We collect your address.</p>",
        "<h1>Privacy <b>Policy<p>We collect your address.",
    ],
    ids=["heading", "heading and bold"],
)
def test_a_heading_without_end_names_the_document_and_swallows_nothing(start: str) -> None:
    title, texts = _document(start + REST)
    assert title == "Privacy Policy"
    assert texts == [
        "Privacy Policy",
        "We collect your address.",
        "We share data with partners.",
        "We keep data for 30 days",
        "You may object",
    ]


def test_a_heading_around_a_table_gives_each_text_once() -> None:
    cells = "".join(f"<tr><td>Part {n}</td><td>{f'We keep {n}. ' * 9}</td></tr>" for n in range(9))
    _, texts = _document(f"<h1>Privacy <b>Policy<div><i>We collect it<table>{cells}")
    assert len(texts) == len(set(texts))
    assert texts[0] == "Privacy Policy"


def test_a_title_without_end_is_cut_at_a_word() -> None:
    title, _ = _document("<h1>" + "policy " * 900 + "</h1>" + REST)
    assert title is not None
    assert (len(title) <= 300, title.endswith("policy")) == (True, True)
