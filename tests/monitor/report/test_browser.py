"""The report in a real browser: three languages, light and dark, with and without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.browser import Seen, browsing, needs_axe, needs_browser, opened
from support.policies import KEYS

from monitor.report import report_page

from .conftest import Report

pytestmark = [needs_browser, pytest.mark.xdist_group("browser")]

LANGUAGES = pytest.mark.parametrize("key", KEYS, ids=["en", "ar", "he"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as found:
        yield found


@pytest.fixture
def written(report: Report, tmp_path: Path) -> Any:
    """``written("marl")``: the address of a report in a file."""

    def write(name: str | None = None) -> str:
        path = tmp_path / "report.html"
        path.write_text(report_page(report(name)), encoding="utf-8")
        return path.as_uri()

    return write


@pytest.fixture(scope="module")
def visitor(browser: Any) -> Iterator[Seen]:
    with opened(browser, "about:blank") as seen:
        yield seen


@LANGUAGES
def test_the_page_complains_of_nothing_and_asks_for_nothing(
    visitor: Seen, written: Any, key: str
) -> None:
    address = written(key)
    visitor.go(address)
    visitor.page.check("#view-sides")
    assert visitor.complaints == []
    assert visitor.requests == [address]


@needs_axe
@LANGUAGES
def test_axe_finds_nothing_serious_in_light_and_dark(browser: Any, written: Any, key: str) -> None:
    with opened(browser, written(key)) as seen:
        assert seen.findings() == []
        seen.page.emulate_media(color_scheme="dark")
        seen.page.check("#view-sides")
        assert seen.findings() == []


@needs_axe
def test_axe_finds_nothing_serious_on_a_telephone(browser: Any, written: Any) -> None:
    with opened(browser, written(), viewport={"width": 390, "height": 800}) as seen:
        assert seen.findings() == []


@needs_axe
def test_axe_does_find_what_is_wrong(browser: Any) -> None:
    with opened(browser, "data:text/html,<p style='color:%23ccc;background:%23fff'>pale") as seen:
        assert any(one.startswith("color-contrast") for one in seen.findings())


@LANGUAGES
def test_nothing_stands_beside_the_page(visitor: Seen, written: Any, key: str) -> None:
    visitor.go(written(key))
    for width in (390, 1200):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_reaches_everything_that_can_be_used(browser: Any, written: Any) -> None:
    with opened(browser, written()) as seen:
        wanted = seen.page.evaluate(
            "[...document.querySelectorAll('a[href], select, button, summary, input, "
            '[tabindex="0"]\')].filter((e) => e.checkVisibility()).length'
        )
        assert seen.tabbed(1) == ["skip"]
        shown = seen.page.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle !== 'none' && "
            "document.activeElement.getBoundingClientRect().top >= 0"
        )
        assert shown
        reached = seen.tabbed(wanted - 2)  # one of two radio buttons is reached by arrows
        assert "filters" not in reached
        seen.page.evaluate("document.activeElement.blur()")
        assert len(reached) == wanted - 2
        assert seen.page.evaluate("document.scrollingElement.scrollTop") > 0


def test_the_skip_link_leads_to_the_content(browser: Any, written: Any) -> None:
    with opened(browser, written()) as seen:
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate("document.activeElement.id") == "content"


def visible(page: Any, selector: str) -> int:
    found: int = page.evaluate(
        "(s) => [...document.querySelectorAll(s)].filter((e) => e.checkVisibility()).length",
        selector,
    )
    return found


def test_filters_hide_what_was_not_asked_for(browser: Any, written: Any) -> None:
    with opened(browser, written()) as seen:
        page = seen.page
        assert visible(page, ".change") == 4
        page.check('input[value="subprocessors"]')
        assert visible(page, ".change") == 2
        assert page.inner_text("#shown") == "2 of 4 changes shown"
        page.click("button[type=reset]")
        # The page filters anew once the browser has put its fields back.
        page.wait_for_function(
            "[...document.querySelectorAll('.change')].every((e) => e.checkVisibility())"
        )
        assert visible(page, ".change") == 4
        page.check('input[name="silent"]')
        assert page.inner_text("#shown") == "3 of 4 changes shown"
        page.select_option("select", "70")
        assert visible(page, '.change[data-severity^="1"]') == 0
        assert visible(page, "section.source") <= 3


def test_without_script_everything_shows_and_the_sides_can_be_chosen(
    browser: Any, written: Any
) -> None:
    with opened(browser, written(), scripts=False) as seen:
        page = seen.page
        assert not page.is_visible("#filters")
        assert page.locator(".change").count() == 4
        assert page.locator(".sides").first.is_hidden()
        page.check("#view-sides")
        assert page.locator(".sides").first.is_visible()
        assert page.locator(".inline").first.is_hidden()
        assert seen.complaints == []


@pytest.mark.parametrize("key", KEYS[1:], ids=["ar", "he"])
def test_right_to_left_words_begin_at_the_right(browser: Any, written: Any, key: str) -> None:
    with opened(browser, written(key)) as seen:
        box, first = seen.page.evaluate(
            """() => {
              const words = document.querySelector(".words[dir=rtl]");
              const range = document.createRange();
              const text = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
              let node = text.nextNode();
              while (node.parentElement.className === "vh") node = text.nextNode();
              range.setStart(node, 0); range.setEnd(node, 1);
              return [words.getBoundingClientRect().right, range.getBoundingClientRect().right];
            }"""
        )
        assert abs(box - first) < 6


def test_print_leaves_out_what_cannot_be_used_on_paper(browser: Any, written: Any) -> None:
    with opened(browser, written()) as seen:
        seen.page.emulate_media(media="print")
        assert visible(seen.page, ".tools") == visible(seen.page, ".skip") == 0
        assert visible(seen.page, ".change") == 4
