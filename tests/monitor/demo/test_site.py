"""The local site: two editions, validators, robots."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

from monitor.demo.site import DemoSite
from monitor.demo.texts import PAGES, Edition, Page


def _get(url: str, **headers: str) -> http.client.HTTPResponse:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    try:
        connection.request("GET", parts.path, headers=headers)
        response = connection.getresponse()
        response.body = response.read()
        return response
    finally:
        connection.close()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_a_page_is_served_in_the_edition_that_is_published(page: Page) -> None:
    with DemoSite() as site:
        first = _get(site.url(page))
        site.publish(Edition.SECOND)
        second = _get(site.url(page))
    assert (first.status, first.body) == (200, page.body(Edition.FIRST))
    assert (second.status, second.body) == (200, page.body(Edition.SECOND))
    assert first.headers["Content-Type"] == page.content_type


def test_an_unchanged_page_is_answered_with_304() -> None:
    with DemoSite() as site:
        url = site.url(PAGES[0])
        validator = _get(url).headers["ETag"]
        again = _get(url, **{"If-None-Match": validator})
        site.publish(Edition.SECOND)
        changed = _get(url, **{"If-None-Match": validator})
    assert (again.status, again.body) == (304, b"")
    assert changed.status == 200


def test_robots_allow_and_other_paths_are_not_found() -> None:
    with DemoSite() as site:
        assert b"Allow: /" in _get(f"{site.base_url}/robots.txt").body
        assert _get(f"{site.base_url}/nothing").status == 404
