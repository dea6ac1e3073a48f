"""Equal keys promise equal blocks: what is read decides, not where on the page it stands."""

from __future__ import annotations

from collections.abc import Hashable

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extract.derived import derive
from crawler.extract.html.content import choose_content
from crawler.extract.html.fingerprint import fingerprint
from crawler.extract.normalise import comparison_text
from storage.document import Block, Link, heading, paragraph
from storage.model import SourceRules

_CODE = "422302206c21"  # hides an address


def _key(text: str, *, above: str = "") -> Hashable:
    page = LexborHTMLParser(f"<body>{above}<article>{text}</article></body>")
    content = choose_content(page, SourceRules(select=("article",)))
    return fingerprint(content, base="https://m.example/", whole=True)


def test_a_text_is_known_again_wherever_it_stands() -> None:
    text = "<h2>Sale</h2><p>We sell <b>nothing</b>.</p>"
    assert _key(text) == _key(text, above="<ul><li>Home<li>Help</ul>")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("<p>We keep it.</p>", "<p>We sell it.</p>", id="a word"),
        pytest.param("<p>We</p>", "<li>We</li>", id="an element"),
        pytest.param("<b>a<i>b</i></b>", "<b>a</b><i>b</i>", id="what stands in what"),
        pytest.param("<p>ab<b>c</b></p>", "<p>a<b>bc</b></p>", id="where a text is parted"),
        pytest.param("<a href=/x>list</a>", "<a href=/y>list</a>", id="a target"),
        pytest.param(f"<a data-cfemail={_CODE}>m</a>", "<a data-cfemail=00614062>m</a>", id="mail"),
    ],
)
def test_what_reads_otherwise_has_another_key(one: str, other: str) -> None:
    assert _key(one) != _key(other)


def test_texts_are_made_once_for_documents_that_only_links_tell_apart() -> None:
    def document(href: str) -> tuple[Block, ...]:
        link = Link(start=0, end=2, href=href)
        return heading("Terms of Acme", 1), paragraph("We keep it for 30 days.", (link,))

    one = derive(document("https://acme.example/a"), key="one")
    other = derive(document("https://acme.example/b"), key="other")
    assert one.texts is other.texts
    assert one.texts.comparison == comparison_text(document("https://acme.example/a"))
    assert one.links_digest != other.links_digest
    assert one.markdown != other.markdown


def test_a_first_line_that_is_no_name_counts_for_its_masks() -> None:
    named = derive((heading("Terms", 1), paragraph("We keep it.")), key="named")
    plain = derive((paragraph("Terms"), paragraph("We keep it.")), key="plain")
    assert named.texts.shown == plain.texts.shown
    assert named.texts.comparison.masked_digest != plain.texts.comparison.masked_digest
