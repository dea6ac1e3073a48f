"""robots.txt by RFC 9309, and hostile ones in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.robots import MAX_CRAWL_DELAY_SECONDS, parse_robots, product_token

PAGE = "https://example.org/legal/privacy"


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("user-agent: *\ndisallow: /legal", False),
        ("User-agent: *\nDisallow: /legal\nAllow: /legal/privacy", True),
        ("User-agent: *\nDisallow: /*privacy$", False),
        ("User-agent: *\nDisallow: /*.pdf$", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: ClauseWatch\nDisallow: /", False),
        ("User-agent: clausewatch/2.0\nDisallow: /", False),
        ("User-agent: clausewatcher\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: clausewatch\nAllow: /", True),
        ("User-agent: other\nUser-agent: clausewatch\nDisallow: /", False),
        ("User-agent: clausewatch # that is us\nDisallow: / # all", False),
        ("Sitemap: /s.xml\nUser-agent: *\nSitemap: /t.xml\nDisallow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: *\r\nDisallow: /\r\n", False),
        ("Disallow: /", True),
        ("<html><pre>User-agent: *\nDisallow: /</pre></html>", True),
        ("User-agent: *\nDisallow: /سياسة", True),
    ],
    ids=range(20),
)
def test_rules(text: str, allowed: bool) -> None:
    assert parse_robots(text.encode(), "clausewatch").allows(PAGE) is allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 5", 5.0),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        ("User-agent: *\nCrawl-delay: 86400", MAX_CRAWL_DELAY_SECONDS),
        ("User-agent: *\nCrawl-delay: -3", None),
        ("User-agent: *\nCrawl-delay: nan", None),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: clausewatch\nCrawl-delay: 2", 2.0),
        ("User-agent: *\nDisallow: /x", None),
        ("", None),
    ],
    ids=range(8),
)
def test_crawl_delay(text: str, delay: float | None) -> None:
    assert parse_robots(text.encode(), "clausewatch").crawl_delay_seconds == delay


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: a\n" * 18_000 + "Disallow: /b\n" * 18_000,
        "".join(f"User-agent: a{n}\n" for n in range(20_000)) + "Disallow: /b\n" * 18_000,
        "User-agent: *\nDisallow: /" + "*a" * 200_000,
        "User-agent: *\n" + "Disallow: /*a*b*c*d*e*f*g$\n" * 18_000,
        "User-agent: *\n" * 35_000,
    ],
    ids=["same agents", "many agents", "long pattern", "many wildcards", "only agents"],
)
def test_hostile_files_take_no_time(text: str) -> None:
    began = time.process_time()
    parse_robots(text.encode(), "clausewatch").allows(PAGE)
    assert time.process_time() - began < 2


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_read(body: bytes) -> None:
    assert parse_robots(body, "clausewatch").allows(PAGE) in (True, False)


def test_the_token_is_the_product() -> None:
    assert product_token("ClauseWatch/0.1 (+watch@example.org)") == "clausewatch"
