"""What a rendered snapshot says of itself, which pages call for a browser, and where that is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.extract import extract
from crawler.rendering.evidence import MARK, is_rendered, rendered_headers, without_mark
from crawler.rendering.finding import VARIABLE, find_browser
from crawler.rendering.shells import needs_browser
from storage.model import SourceRules

RECEIVED = (
    ("Server", "orchard"),
    ("content-type", "text/html; charset=windows-1256"),
    ("Content-Encoding", "gzip"),
    ("ETag", '"1"'),
    ("Last-Modified", "Thu, 05 Mar 2026 14:07:09 GMT"),
    ("Link", "<a>"),
    ("Link", "<b>"),
)


def test_headers_are_kept_but_for_those_of_the_bytes() -> None:
    assert rendered_headers(RECEIVED, "chromium/1") == (
        ("Server", "orchard"),
        ("Link", "<a>"),
        ("Link", "<b>"),
        ("Content-Type", "text/html; charset=utf-8"),
        (MARK, "chromium/1"),
    )


def test_a_server_cannot_say_that_we_rendered() -> None:
    claimed = (*RECEIVED, ("x-clausewatch-rendered", "chromium/9"), (MARK, "chromium/9"))
    assert without_mark(claimed) == RECEIVED
    assert is_rendered(rendered_headers(RECEIVED, "chromium/1"))
    assert not is_rendered(RECEIVED)


SCRIPT = "<script src='/app.js'></script>"


@pytest.mark.parametrize(
    ("page", "rules", "wanted"),
    [
        (f"<div id=root></div>{SCRIPT}", SourceRules(), True),
        (f"<p>Please enable JavaScript to run this app.</p>{SCRIPT}", SourceRules(), True),
        (f"<p>جاري التحميل</p>{SCRIPT}", SourceRules(), True),
        (f"<p>טוען</p>{SCRIPT}", SourceRules(), True),
        (f"<p>Home</p>{SCRIPT}", SourceRules(select=("main",)), True),
        ("<h1>Privacy</h1>" + "<p>We share data with our partners.</p>" * 20, SourceRules(), False),
        (
            f"<title>Just a moment...</title><p>Checking your browser</p>{SCRIPT}",
            SourceRules(),
            False,
        ),
        (f"<form><input type=password></form><p>Log in</p>{SCRIPT}", SourceRules(), False),
        ("<p></p>", SourceRules(), False),
    ],
    ids=["empty", "asks", "ar", "he", "select", "document", "challenge", "login", "no script"],
)
def test_shells_need_a_browser_and_walls_do_not(
    page: str, rules: SourceRules, wanted: bool
) -> None:
    assert needs_browser(extract(page.encode(), content_type="text/html", rules=rules)) is wanted


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Nothing on the path, no browser named, the extra as if installed. Yields the path."""
    monkeypatch.setitem(sys.modules, "scrapy_playwright", sys)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(VARIABLE, raising=False)
    find_browser.cache_clear()
    yield tmp_path
    find_browser.cache_clear()


def program(path: Path) -> str:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_without_the_extra_it_is_the_extra_that_is_missing(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "scrapy_playwright", None)
    found = find_browser(program(nowhere / "chromium"))
    assert found.path is None
    assert "clausewatch[js]" in (found.missing or "")


def test_without_a_browser_it_says_what_to_install(nowhere: Path) -> None:
    found = find_browser(None)
    assert found.path is None
    assert "install Chromium" in (found.missing or "")


def test_an_installed_browser_is_found(nowhere: Path) -> None:
    assert find_browser(None).missing
    find_browser.cache_clear()
    path = program(nowhere / "chromium-browser")
    assert find_browser(None).path == path


def test_the_watchlist_comes_before_the_environment(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = program(nowhere / "one"), program(nowhere / "other")
    monkeypatch.setenv(VARIABLE, other)
    assert find_browser(one).path == one
    assert find_browser(None).path == other


@pytest.mark.parametrize("name", ["gone", "folder", "text"])
def test_a_browser_that_was_named_is_not_replaced_by_another(nowhere: Path, name: str) -> None:
    program(nowhere / "chromium")
    (nowhere / "folder").mkdir()
    (nowhere / "text").write_text("no program")
    found = find_browser(str(nowhere / name))
    assert found.path is None
    assert "chromium names none" in (found.missing or "")
