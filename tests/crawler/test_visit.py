"""The thread through the requests of one fetch."""

from __future__ import annotations

import pytest

from crawler.addresses import policy_of
from crawler.verdicts import Refused
from crawler.visit import MAX_HOPS, Budget, Validators, Visit
from storage.model import Outcome
from storage.sources import Source

PUBLIC = policy_of(())


def visit(url: str = "https://example.org/a", **source: object) -> Visit:
    values = dict.fromkeys(Source.__slots__) | {"id": 1, "key": "s/t", "url": url} | source
    return Visit(
        source=Source(**values),  # type: ignore[arg-type]
        validators=Validators(url="https://example.org/a", etag='"1"', last_modified=None),
        budget=Budget(10.0),
        url=url,
    )


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://example.org/b"),
        ("b?x=1", "https://example.org/b?x=1"),
        ("//example.com/b", "https://example.com/b"),
        ("  http://example.com/b ", "http://example.com/b"),
    ],
)
def test_follows_relative_and_absolute_locations(location: str, url: str) -> None:
    followed = visit()
    followed.follow(location, [], PUBLIC)
    assert followed.url == url


@pytest.mark.parametrize(
    ("location", "outcome"),
    [
        (None, Outcome.REDIRECT_LOOP),
        ("  ", Outcome.REDIRECT_LOOP),
        ("https://example.org/a", Outcome.REDIRECT_LOOP),
        ("javascript:alert(1)", Outcome.ADDRESS_REFUSED),
        ("mailto:me@example.org", Outcome.ADDRESS_REFUSED),
        ("file:///etc/passwd", Outcome.ADDRESS_REFUSED),
        ("http://[::1", Outcome.REDIRECT_LOOP),
        ("http://127.0.0.1/", Outcome.ADDRESS_REFUSED),
        ("http://[::1]/", Outcome.ADDRESS_REFUSED),
        ("http://0177.0.0.1/", Outcome.ADDRESS_REFUSED),
        ("http://a:b@example.org/", Outcome.ADDRESS_REFUSED),
        ("http:///nothing", Outcome.ADDRESS_REFUSED),
    ],
    ids=str,
)
def test_refuses_what_leads_nowhere_allowed(location: str | None, outcome: Outcome) -> None:
    with pytest.raises(Refused) as caught:
        visit().follow(location, [], PUBLIC)
    assert caught.value.outcome is outcome


def test_ends_after_a_bounded_number_of_hops() -> None:
    endless = visit()
    for hop in range(MAX_HOPS):
        endless.follow(f"/hop-{hop}", [], PUBLIC)
    with pytest.raises(Refused, match="more than 8 redirects"):
        endless.follow("/one-more", [], PUBLIC)


def test_cookies_go_back_to_their_origin_only() -> None:
    chain = visit()
    chain.follow("/b", ["a=1; Path=/; Secure", "b=2", "nonsense", "=x"], PUBLIC)
    assert chain.cookie_header() == "a=1; b=2"
    chain.follow("http://example.org/c", [], PUBLIC)
    assert chain.cookie_header() == ""
    chain.follow("https://example.com/d", [], PUBLIC)
    assert chain.cookie_header() == ""


def test_a_page_that_sets_a_cookie_and_comes_back_is_no_circle() -> None:
    chain = visit()
    chain.follow("/a", ["seen=1"], PUBLIC)
    assert chain.url == "https://example.org/a"
    with pytest.raises(Refused, match="circle"):
        chain.follow("/a", ["seen=1"], PUBLIC)


def test_validators_are_sent_to_their_url_only() -> None:
    chain = visit("https://example.org/a#part")
    assert chain.conditional_headers() == {"If-None-Match": '"1"'}
    chain.follow("/b", [], PUBLIC)
    assert chain.conditional_headers() == {}


@pytest.mark.parametrize(
    ("source", "header"),
    [
        ({}, "en"),
        ({"language": "he"}, "he,*;q=0.1"),
        ({"language": "ar", "region": "EG"}, "ar-EG,ar;q=0.9,*;q=0.1"),
        ({"language": "ar", "region": "x\r\ny"}, "ar,*;q=0.1"),
    ],
    ids=str,
)
def test_languages(source: dict[str, object], header: str) -> None:
    assert visit(**source).accept_language() == header
