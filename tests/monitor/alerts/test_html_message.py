"""Alerts as HTML pages that load, run and hide nothing, and as plain text."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.alert_data import alerts
from support.chat_limits import FROM_PAGES, balanced

from monitor.alerts.catalogue import LANGUAGES
from monitor.alerts.html_message import render_html
from monitor.alerts.model import AlertContent
from monitor.alerts.plain import render_plain

TAGS = {
    *("html", "head", "meta", "title", "body", "div", "h1", "h2", "blockquote", "span"),
    *("del", "ins", "strong", "code", "bdi", "a", "br"),
}
ATTRIBUTES = {"lang", "dir", "style", "charset", "name", "content", "http-equiv", "href", "rel"}


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br"):
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
def test_any_text_gives_a_harmless_page(content: AlertContent, language: str) -> None:
    html = render_html(content, language)
    reader = read(html)
    assert set(reader.tags) <= TAGS
    assert {name for name, _ in reader.attributes} <= ATTRIBUTES
    links = [value or "" for name, value in reader.attributes if name == "href"]
    assert all(link.startswith(("https://", "http://")) for link in links)
    assert len(links) <= 1
    styles = [value or "" for name, value in reader.attributes if name == "style"]
    assert not any("url(" in style for style in styles)
    assert not FROM_PAGES.search(html)


@given(alerts(), st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_plain_lines(content: AlertContent, language: str) -> None:
    text = render_plain(content, language)
    assert all(balanced(line) for line in text.split("\n"))
    assert not FROM_PAGES.search(text)


def test_lines_run_in_their_own_directions(alert: Callable[[str], AlertContent]) -> None:
    html = render_html(alert("arabic_silent"), "en")
    assert '<html lang="en" dir="ltr">' in html
    assert '<blockquote dir="rtl"' in html
    assert '<bdi dir="rtl"><del' in html
    assert "</del></bdi> <ins" in html


def test_words_of_pages_are_escaped_and_dead(alert: Callable[[str], AlertContent]) -> None:
    html, text = render_html(alert("english_changed")), render_plain(alert("english_changed"))
    assert "&lt;partners&gt; &amp; affiliates" in html
    assert "<!here>" not in html
    for written in (html, text):
        assert "@\u2060channel" in written
    assert "We [-\u2068do not\u2069-] {+may+} sell" in text
