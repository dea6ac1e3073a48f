from __future__ import annotations

import pytest

from crawler.extract import extract
from storage.model import SourceRules

PROSE = "<p>We keep the records of a sale for ten years because the law asks us to.</p>"
ASK = "<h2>May we use cookies?</h2><p>We use cookies to measure visits. You may say no.</p>"


def _markdown(body: str) -> str:
    return extract(f"<html><body>{body}</body></html>".encode(), url="https://r.example/").markdown


@pytest.mark.parametrize(
    ("attributes", "mark"),
    [("aria-level=3", "###"), ("", "##"), ("aria-level=12", "##"), ("aria-level=9", "######")],
)
@pytest.mark.parametrize("tag", ["div", "span", "p"])
def test_a_heading_by_its_role(tag: str, attributes: str, mark: str) -> None:
    text = _markdown(f"{PROSE}<{tag} role=heading {attributes}>Sharing</{tag}>{PROSE}")
    assert f"\n{mark} Sharing\n" in text


@pytest.mark.parametrize("role", ["role=dialog", "role=alertdialog", "aria-modal=true"])
def test_a_dialog_beside_the_document_is_no_part_of_it(role: str) -> None:
    document = f"<div><h1>Terms</h1>{PROSE * 4}</div>"
    assert _markdown(f"{document}<div {role}>{ASK}</div>") == _markdown(document)


def test_a_document_in_a_dialog_is_read() -> None:
    text = _markdown(f"<p>{'Menu ' * 40}</p><div role=dialog><h1>Terms</h1>{PROSE * 9}</div>")
    assert text.count("ten years") == 9


def test_a_selected_dialog_is_read_whole() -> None:
    page = f"<div id=a>{PROSE}<div role=dialog>{ASK}</div></div>"
    rules = SourceRules(select=("#a",))
    assert "measure visits" in extract(page.encode(), rules=rules).markdown


ASKED = (
    "<div {}><h2>{}</h2>"
    + "<p>We use these to measure visits, and partners to show ads.</p>" * 40
    + "<button>Refuse</button><span role=button>Accept</span></div>"
)


@pytest.mark.parametrize(
    "title",
    [
        "May we use cookies?",
        "Vos cookies",
        "Cookies zulassen?",
        "Sus cookies",
        "ملفات تعريف الارتباط",
        "העדפות עוגיות",
    ],
)
def test_a_dialog_that_asks_is_no_part_of_a_shorter_document(title: str) -> None:
    document = f"<div><h1>Terms</h1>{PROSE * 20}</div>"
    plain = _markdown(document)
    assert _markdown(document + ASKED.format("role=dialog", title)) == plain
    assert _markdown(document + ASKED.format(f'aria-modal=true aria-label="{title}"', "-")) == plain


def test_a_dialog_that_asks_nothing_or_stands_alone_is_read() -> None:
    document = f"<div><h1>Terms</h1>{PROSE * 20}</div>"
    assert "measure visits" in _markdown(document + ASKED.format("role=dialog", "Shop terms"))
    short = f"<div><h1>Terms</h1>{PROSE * 3}</div>"
    assert "measure visits" in _markdown(short + ASKED.format("role=dialog", "Our cookies"))
