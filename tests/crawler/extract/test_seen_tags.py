from __future__ import annotations

import pytest

from crawler.extract.seen_tags import end_tag, start_tag

NONE: frozenset[bytes] = frozenset()


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (b"p>a", b"<p>"),
        (b"P CLASS=Lead ID=x>a", b"<p class=Lead>"),
        (b"a href=foo/>", b"<a href=foo/>"),
        (b'a href="x>y" rel=next>', b'<a href="x>y">'),
        (b"a href='<b>'\n\tdownload >", b"<a href='<b>'>"),
        (b'p title="a"class="b">', b'<p class="b">'),
        (b"p data-x = '1' class = x>", b"<p class=x>"),
        (b"br/>", b"<br />"),
        (b"img src=a alt=b class=c role=img />", b"<img role=img />"),
        (b"link href=/x>", b"<link>"),
        (b"base href=/x target=y>", b"<base href=/x target=y>"),
        (b"div hidden id=news>", b"<div>"),
        (b"div id=CookieBanner>", b"<div id=CookieBanner>"),
        (b"div id='a onetrust-consent-sdk'>", b"<div id='a onetrust-consent-sdk'>"),
        (b"span id=cookie-banner>", b"<span>"),
        (b"input type=hidden name=a value=b>", b"<input type=hidden>"),
        (b"input name=a value=b>", b"<input value=b>"),
        (b"span data-cfemail=0161416365>", b'<span data-cfemail="0060406264">'),
        (b"span data-cfemail=01zz>", b"<span data-cfemail=01zz>"),
        (b"my-box class=x y=z>", b"<my-box class=x>"),
    ],
)
def test_a_tag_is_left_with_what_is_looked_at(text: bytes, cut: bytes) -> None:
    tag = start_tag(text, NONE)
    assert tag is not None
    assert tag.cut == cut
    assert tag.end == text.rindex(b">") + 1


@pytest.mark.parametrize(
    "text",
    [
        b"p",
        b"p class=x",
        b"p =x>",
        b'p a"b>',
        b"p a=b'c>",
        b"p a=`b`>",
        b"p a='b>",
        b"p / class=x>",
        b"p id=a id=b>",
        b"p id=a ID=b>",
        b"1>",
        b" p>",
        b"p<>",
        b"p\x0bclass=x>",
    ],
)
def test_of_a_tag_that_is_written_unusually_nothing_is_claimed(text: bytes) -> None:
    assert start_tag(text, NONE) is None


def test_what_rules_name_is_left_in_all_tags() -> None:
    tag = start_tag(b"img id=a src=b data-n=1>", frozenset((b"data-n", b"id")))
    assert tag is not None
    assert tag.cut == b"<img id=a data-n=1>"


@pytest.mark.parametrize(
    ("text", "cut"),
    [(b"/P >a", b"</p>"), (b"/o:p>", b"</o:p>"), (b"/p a>", None), (b"/ p>", None), (b"/>", None)],
)
def test_end_tags(text: bytes, cut: bytes | None) -> None:
    tag = end_tag(text)
    assert (tag.cut if tag else None) == cut


def test_a_tag_of_many_attributes_costs_no_more_than_it_is_long() -> None:
    for attributes in (b" a=1" * 50_000, b' a="' * 50_000, b" " * 200_000, b" a" * 100_000):
        assert start_tag(b"p" + attributes, NONE) is None
