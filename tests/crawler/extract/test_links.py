from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.extract.html.links import Resolver, comparable, decoded_email

PAGE = "https://shop.example/legal/privacy"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param("/terms", "https://shop.example/terms", id="root"),
        pytest.param("terms", "https://shop.example/legal/terms", id="relative"),
        pytest.param("../x", "https://shop.example/x", id="parent"),
        pytest.param("//cdn.example/x", "https://cdn.example/x", id="scheme-relative"),
        pytest.param("https://u:p@cdn.example:8443/x", "https://cdn.example:8443/x", id="userinfo"),
        pytest.param("HTTPS://CDN.example/X", "https://cdn.example/X", id="upper case"),
        pytest.param("https://[::1]/x (y)", "https://[::1]/x%20%28y%29", id="unsafe characters"),
        pytest.param("mailto:post@shop.example?subject=x", "mailto:post@shop.example", id="mail"),
        pytest.param("javascript:alert(1)", None, id="javascript"),
        pytest.param("java\nscript:alert(1)", None, id="hidden javascript"),
        pytest.param("data:text/html,x", None, id="data"),
        pytest.param("tel:+33123", None, id="telephone"),
        pytest.param("#top", None, id="fragment"),
        pytest.param("http://[bad", None, id="broken"),
        pytest.param("", None, id="empty"),
    ],
)
def test_targets_are_resolved_or_dropped(target: str, expected: str | None) -> None:
    assert Resolver(PAGE).resolve(target) == expected


def test_base_element_counts() -> None:
    assert Resolver(PAGE, "/docs/").resolve("a") == "https://shop.example/docs/a"


@pytest.mark.parametrize(
    "other",
    [
        "https://a.example/list?utm_source=x&id=1",
        "https://a.example/list?id=1&gclid=abc&fbclid=z",
        "https://a.example/list?id=1#part",
        "http://a.example/list/?id=1",
    ],
)
def test_tracking_and_fragments_do_not_count(other: str) -> None:
    assert comparable(other) == comparable("https://a.example/list?id=1")


def test_another_target_counts() -> None:
    assert comparable("https://a.example/list?id=2") != comparable("https://a.example/list?id=1")


@pytest.mark.parametrize(("encoded", "address"), [("00614062", "a@b"), ("zz", ""), ("", "")])
def test_cloudflare_addresses(encoded: str, address: str) -> None:
    assert decoded_email(encoded) == address


def _digests(body: str) -> tuple[str, str, str]:
    page = extract(f"<html><body><p>See {body} for it all.</p></body></html>".encode(), url=PAGE)
    return page.comparison.digest, page.links_digest, page.structure_digest


def test_a_moved_link_changes_the_links_digest_only() -> None:
    old = _digests('<a href="/list?v=1&utm_medium=mail">the list</a>')
    tracked = _digests('<a href="/list?v=1#now">the list</a>')
    moved = _digests('<a href="/list?v=2">the list</a>')
    assert old == tracked
    assert (old[0], old[2]) == (moved[0], moved[2])
    assert old[1] != moved[1]


def test_other_markup_changes_the_structure_digest_only() -> None:
    as_paragraph = extract(b"<html><body><p>Sharing</p><p>We share.</p></body></html>")
    as_heading = extract(b"<html><body><h2>Sharing</h2><p>We share.</p></body></html>")
    assert as_paragraph.comparison.digest == as_heading.comparison.digest
    assert as_paragraph.structure_digest != as_heading.structure_digest
