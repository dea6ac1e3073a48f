"""Pages built to cost time or memory: each must be read, quickly."""

from __future__ import annotations

import time

import pytest

from crawler.extract import Format, extract

_MANY = 50_000
_LIMIT_SECONDS = 8.0  # CPU; a machine under load, for inputs that would take minutes unguarded

PAGES = {
    "nested divs": b"<div>" * 4 * _MANY + b"word",
    "nested lists": b"<ul><li>" * _MANY + b"word",
    "nested and closed": b"<div>" * _MANY + b"word" + b"</div>" * _MANY,
    "formatting": b"".join(b"<font size=%d>" % index for index in range(_MANY)) + b"word",
    "attributes": b"<div " + b" ".join(b"a%d=1" % index for index in range(_MANY)) + b">word",
    "one long word": b"<p>" + b"w" * 5_000_000,
    "one long line": b"<p>" + b"word " * 400_000,
    "at signs": b"<p>" + b"a@" * 500_000 + b" word",
    "open quote": b'<p>word<a href="' + b"x" * 1_000_000,
    "comments": b"<!--x-->" * _MANY + b"<p>word",
    "bullets": b"<p>word" + " • a".encode() * _MANY,
}
OTHERS = {
    "brackets": (Format.MARKDOWN, b"word " + b"[" * _MANY),
    "quotes": (Format.MARKDOWN, b">" * 5_000 + b" word"),
    "indented items": (Format.MARKDOWN, b"".join(b" " * i * 2 + b"- word\n" for i in range(400))),
    "emphasis": (Format.MARKDOWN, b"**word_ " * 2_000),
    "dashes": (Format.TEXT, b"word: - x. - y." * 20_000),
    "spaces": (Format.TEXT, b" " * 2_000_000 + b"word"),
}


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES.keys())
def test_html_is_read_in_bounded_time(body: bytes) -> None:
    start = time.process_time()
    page = extract(body, format=Format.HTML)
    assert time.process_time() - start < _LIMIT_SECONDS
    assert page.words >= 1


@pytest.mark.parametrize(("kind", "body"), OTHERS.values(), ids=OTHERS.keys())
def test_markdown_and_text_are_read_in_bounded_time(kind: Format, body: bytes) -> None:
    start = time.process_time()
    page = extract(body, format=kind)
    assert time.process_time() - start < _LIMIT_SECONDS
    assert "word" in page.comparison.text


def test_nul_characters_vanish() -> None:
    assert extract(b"<html><body><p>No\x00thing is lo\x00st here</p></body></html>").markdown == (
        "Nothing is lost here\n"
    )
