from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.extract.notes import MARKUP_SHOWN

PROSE = "<p>We keep the records of a sale for ten years because the law asks us to.</p>"


def _markdown(body: str) -> str:
    return extract(f"<html><body>{body}</body></html>".encode(), url="https://e.example/").markdown


def test_a_link_shown_as_its_source_is_the_link() -> None:
    shown = "<p>Read it &lt;a href=&quot;/terms&quot;&gt;here&lt;/a&gt;, please.</p>"
    meant = "<p>Read it <a href='/terms'>here</a>, please.</p>"
    assert _markdown(PROSE + shown) == _markdown(PROSE + meant)


def test_a_document_shown_as_its_source_is_the_document() -> None:
    meant = f"<h2>Sharing</h2>{PROSE}<ul><li>Fish &amp; chips<li>Peas</ul><p>We share nothing.</p>"
    shown = meant.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert _markdown(f"<main><h1>Terms</h1><div>{shown}</div>{PROSE}</main>") == _markdown(
        f"<main><h1>Terms</h1><div>{meant}</div>{PROSE}</main>"
    )


def _markup_page(text: str) -> bytes:
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<html><body><main><h1>Terms</h1><div>{shown}</div></main></body></html>".encode()


def test_that_readers_saw_mostly_tags_is_noted() -> None:
    assert extract(_markup_page(PROSE * 3)).notes == (MARKUP_SHOWN,)
    one_link = "<p>Read it &lt;a href=&quot;/t&quot;&gt;here&lt;/a&gt;.</p>"
    assert extract(f"<html><body>{PROSE * 3}{one_link}</body></html>".encode()).notes == ()


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("<code>&lt;b&gt;x&lt;/b&gt;</code>", r"\<b>x\</b>"),
        ("<pre><i>&lt;p&gt;x&lt;/p&gt;</i></pre>", r"\<p>x\</p>"),
        ("<p>The &lt;b&gt; tag makes text bold.</p>", r"The \<b> tag makes text bold."),
        ("<p>One &lt; two, and &lt;script&gt;x&lt;/script&gt;</p>", r"One \< two, and \<script>"),
    ],
    ids=["code", "inside pre", "a remark about a tag", "no tag of text"],
)
def test_a_page_about_markup_is_left_alone(source: str, read: str) -> None:
    assert read in _markdown(PROSE + source + PROSE)
