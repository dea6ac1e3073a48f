"""Footnotes and dialogs of a document are read; those of the site, and struck out text, are not."""

from __future__ import annotations

import pytest

from crawler.extract import extract

PROSE = "<p>We keep the records of a sale for ten years because the law asks us to.</p>"


def _markdown(body: str) -> str:
    return extract(f"<html><body>{body}</body></html>".encode(), url="https://r.example/").markdown


ASIDES = {
    "footnote": "<footer><p><sup>1</sup> We give no photos to advertisers.</p></footer>",
    "dialog": "<dialog open><p>We give no photos to advertisers.</p></dialog>",
    "modal": (
        "<div class=modal role=dialog><h3>Photos</h3><p>We give no photos to advertisers.</p></div>"
    ),
    "arabic": "<footer><p>لا نبيع صوركم إلى المعلنين أبدا.</p></footer>",
    "hebrew": "<footer><p>איננו מוסרים תמונות למפרסמים.</p></footer>",
}


@pytest.mark.parametrize("around", ["article", "section"])
@pytest.mark.parametrize("aside", ASIDES.values(), ids=ASIDES)
def test_sentences_of_an_article_set_aside_are_read(aside: str, around: str) -> None:
    text = _markdown(f"<main><{around}><h1>Rules</h1>{PROSE * 4}{aside}</{around}></main>")
    said = ("no photos to advertisers", "لا نبيع صوركم", "איננו מוסרים")
    assert any(words in text for words in said)


OF_THE_SITE = {
    "of no article": f"<main>{PROSE * 4}<footer><p>We bake for you every day.</p></footer></main>",
    "copyright": (
        f"<article>{PROSE * 4}<footer><p>© 2026 Larkfield. We bake for you.</p></footer></article>"
    ),
    "post": (
        f"<article>{PROSE * 4}<footer class=entry-meta><p>We bake it in May.</p></footer></article>"
    ),
    "links": (
        f"<article>{PROSE * 4}<footer><p>We bake: <a href=/a>all about bread in our shop.</a></p>"
        "</footer></article>"
    ),
    "labels": f"<article>{PROSE * 4}<footer><p>We bake bread cakes</p></footer></article>",
    "newsletter": (
        f"<article>{PROSE * 4}<dialog><p>We bake. Subscribe to our newsletter today.</p></dialog>"
        "</article>"
    ),
    "form": (
        f"<article>{PROSE * 4}<div role=dialog><p>We bake it for you.</p><input></div></article>"
    ),
    "consent": (
        f"<article>{PROSE * 4}<div role=dialog><p>We bake cookies to measure visits.</p></div>"
        "</article>"
    ),
}


@pytest.mark.parametrize("body", OF_THE_SITE.values(), ids=OF_THE_SITE)
def test_what_a_site_sets_aside_is_not(body: str) -> None:
    assert "We bake" not in _markdown(body)


def test_many_footers_cost_no_more_than_some() -> None:
    many = "<footer><p>We bake it for all of you.</p></footer>" * 3_000
    assert _markdown(f"<article>{PROSE * 9}{many}</article>").count("ten years") == 9


STRUCK = ["<del>{}</del>", "<s>{}</s>", "<strike>{}</strike>"]
STRUCK += ['<span style="color:red; text-decoration: line-through">{}</span>']


@pytest.mark.parametrize("struck", STRUCK)
@pytest.mark.parametrize(
    ("text", "word", "left"),
    [
        ("Wir verkaufen {} Fotos.", "keine", "Wir verkaufen Fotos."),
        ("نحن {} نبيع الصور.", "لا", "نحن نبيع الصور."),
        ("אנחנו {} מוכרים תמונות.", "לא", "אנחנו מוכרים תמונות."),
        ("The plan costs {} 10 euros.", "12", "The plan costs 10 euros."),
    ],
)
def test_what_is_struck_out_is_not_said(struck: str, text: str, word: str, left: str) -> None:
    page = f"<main>{PROSE * 3}<p>{text.format(struck.format(f'<b>{word}</b>'))}</p></main>"
    assert left in _markdown(page)


def test_within_another_it_is_struck_out_once() -> None:
    text = _markdown(f"<main>{PROSE * 3}<p>We <del>do <s>really</s> <del>not</del></del> sell.</p>")
    assert "We sell." in text


def test_a_text_that_is_mostly_struck_out_is_read() -> None:
    assert _markdown(f"<main><s>{PROSE * 5}</s>{PROSE}</main>").count("ten years") == 6
