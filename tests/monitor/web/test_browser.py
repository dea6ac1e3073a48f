"""The pages in a real browser: a silent console, nobody else asked, axe-core, the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.browser import Seen, browsing, needs_axe, needs_browser, opened
from support.web import Web

pytestmark = [needs_browser, pytest.mark.xdist_group("browser")]

PAGES = (
    "/",
    "/changes",
    "/search?q=data",
    "/parties",
    "/alerts/1",
    "/sources/marl/privacy-policy",
    "/sources/salam/privacy-policy",
    "/sources/salam/privacy-policy/versions/2",
    "/sources/tapuz/privacy-policy/changes/2",
    "/?lang=ar",  # the browser remembers that
    "/sources/marl/privacy-policy?lang=he",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as found:
        yield found


@pytest.fixture(scope="module")
def visitor(browser: Any) -> Iterator[Seen]:
    with opened(browser, "about:blank") as seen:
        yield seen


@pytest.mark.parametrize("path", PAGES)
def test_a_page_complains_of_nothing_and_asks_nobody_else(
    visitor: Seen, web: Web, path: str
) -> None:
    visitor.go(web.url(path))
    assert visitor.complaints == []
    asked = {one.removeprefix(web.url("/")).partition("?")[0] for one in visitor.requests}
    own = path.partition("?")[0].strip("/")
    assert own in asked
    assert asked <= {own, "style.css", "script.js"}
    for width in (390, 1200):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width


@needs_axe
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(visitor: Seen, web: Web, path: str) -> None:
    scheme = "dark" if PAGES.index(path) % 2 else "light"
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.go(web.url(path))
    assert visitor.findings() == []


def test_everything_can_be_done_without_script(browser: Any, web: Web) -> None:
    with opened(browser, web.url("/"), scripts=False) as seen:
        page = seen.page
        page.fill("input[type=search][name=q] >> nth=0", "נמחק")
        page.press("input[type=search][name=q] >> nth=0", "Enter")
        assert page.locator("article.hit").count() == 1
        page.click("article.hit h2 a")
        page.fill("input[name=from]", "1")
        page.fill("input[name=to]", "2")
        page.click("text=Compare")
        assert page.url == web.url("/sources/tapuz/privacy-policy/changes/2")
        page.check("#view-sides")
        assert page.locator(".sides").first.is_visible()
        assert seen.complaints == []


def test_the_keyboard_comes_first_to_the_skip_link_then_to_the_site(browser: Any, web: Web) -> None:
    with opened(browser, web.url("/")) as seen:
        assert seen.tabbed(4) == ["skip", "home", "Changes", "Dates"]


def test_nothing_of_a_stranger_runs(browser: Any, hostile: Web) -> None:
    with opened(browser, hostile.url("/")) as seen:
        seen.page.on("dialog", lambda found: seen.complaints.append(found.message))
        for path in ("/", "/sources/evil-0/terms", "/sources/evil-1/terms/versions/2", "/alerts/4"):
            seen.go(hostile.url(path))
            assert seen.complaints == []
            assert seen.requests != []
            assert all(one.startswith(hostile.url("")) for one in seen.requests)
