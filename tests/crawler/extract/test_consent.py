from __future__ import annotations

import pytest

from crawler.extract import extract

PROSE = "<p>We keep the records of a sale for ten years because the law asks us to.</p>"
ASKED = "<p>We and our partners store cookies on your device to measure visits and show ads.</p>"


def _text(body: str) -> str:
    page = f"<html><head><title>Privacy</title></head><body>{body}</body></html>"
    return extract(page.encode(), content_type="text/html", url="https://c.example/").markdown


@pytest.mark.parametrize(
    "box",
    [
        "<div class='x site-cookie-bar'>{}</div>",
        "<div id=gdpr-popup>{}</div>",
        "<section class='consent-modal is-open'>{}</section>",
        "<div class=page><div class=CookieBannerWrapper>{}</div></div>",
        "<div class=js-cookie-notice>{}</div>",
        "<my-cookie-consent>{}</my-cookie-consent>",
        "<div id=sliding-popup><div class=eu-cookie-compliance-banner>{}</div></div>",
    ],
    ids=["bar", "popup", "modal", "wrapped", "short notice", "own element", "vendor"],
)
@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_boxes_that_ask_about_cookies_go(box: str, first: bool) -> None:
    main, asked = f"<main>{PROSE * 16}</main>", box.format(ASKED * 2)
    assert "our partners" not in _text(asked + main if first else main + asked)


@pytest.mark.parametrize(
    "body",
    [
        f"<div class=cookie-notice-modal>{ASKED * 30}</div><div>{PROSE * 2}</div>",
        f"<main><div class=consent-banner>{ASKED}</div>{PROSE * 16}</main>",
        f"<div><div class=cookie-table>{ASKED * 8}</div>{PROSE * 16}</div>",
        f"<div><div class=cookie-message>{ASKED * 12}</div>{PROSE * 20}</div>",
    ],
    ids=["most of the page", "in the main part", "another name", "a long message"],
)
def test_documents_that_are_called_so_stay(body: str) -> None:
    assert "our partners" in _text(body)


def test_letters_that_were_escaped_twice_are_read() -> None:
    meant = _text(f"{PROSE * 9}<p>Le traitement des données est limité à l'été.</p>")
    twice = "Le traitement des donn&amp;eacute;es est limit&amp;#233; &amp;agrave; l&amp;#39;été."
    assert _text(f"{PROSE * 9}<p>{twice}</p>") == meant


def test_entities_in_code_are_meant() -> None:
    assert "&eacute;" in _text(f"{PROSE * 9}<p>Write <code>&amp;eacute;</code> there.</p>")


def test_excerpts_between_related_links_go_with_them() -> None:
    cards = "".join(f"<h3><a href=/{each}>Post {each}</a></h3><p>A tale.</p>" for each in "abc")
    text = _text(f"<main>{PROSE * 9}<h2>Related articles</h2>{cards}</main>")
    assert "tale" not in text
    alone = "<h2>Related articles</h2><p><a href=/a>Post</a></p><p>You may object.</p>"
    assert "You may object." in _text(f"<main>{PROSE * 9}{alone}</main>")
