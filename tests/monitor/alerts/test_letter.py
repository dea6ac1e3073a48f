"""Alerts as letters: HTML that loads, runs and hides nothing, and text that says the same."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.alert_data import alerts
from support.chat_limits import FROM_PAGES, balanced

from monitor.alerts.catalogue import LANGUAGES
from monitor.alerts.letter import render_fragment, render_letter
from monitor.alerts.markup import units
from monitor.alerts.model import AlertContent

TAGS = {
    *("html", "head", "meta", "title", "body", "div", "h2", "blockquote"),
    *("del", "ins", "strong", "code", "bdi", "a"),
}
ATTRIBUTES = {"lang", "dir", "style", "charset", "name", "content", "href", "rel"}


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@given(alerts(), st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_a_harmless_letter(content: AlertContent, language: str) -> None:
    letter = render_letter(content, language)
    reader = read(letter.html)
    assert set(reader.tags) <= TAGS
    assert {name for name, _ in reader.attributes} <= ATTRIBUTES
    links = [value or "" for name, value in reader.attributes if name == "href"]
    assert all(link.startswith(("https://", "http://")) for link in links)
    assert len(links) <= 1
    styles = [value or "" for name, value in reader.attributes if name == "style"]
    assert not any("url(" in style for style in styles)
    assert "\n" not in letter.subject
    assert units(letter.subject) < 260
    for text in (letter.subject, *letter.text.split("\n")):
        assert balanced(text)
    for text in (letter.subject, letter.text, letter.html):
        assert not FROM_PAGES.search(text)


def test_a_fragment_runs_in_the_directions_of_its_lines(
    alert: Callable[[str], AlertContent],
) -> None:
    fragment = render_fragment(alert("arabic_silent"), "en")
    assert fragment.startswith('<div lang="en" dir="ltr"')
    assert '<blockquote dir="rtl"' in fragment
    assert '<bdi dir="rtl">لا نبيع</bdi></del> <ins' in fragment
    assert not set(fragment) & set("\u200e\u200f\u2066\u2067\u2068\u2069")


def test_words_of_pages_are_escaped(alert: Callable[[str], AlertContent]) -> None:
    letter = render_letter(alert("english_changed"))
    assert "&lt;partners&gt; &amp; affiliates" in letter.html
    assert "<!here>" not in letter.html
    assert "@\u2060channel" in letter.text
    assert "We [-\u2068do not\u2069-] {+may+} sell" in letter.text
