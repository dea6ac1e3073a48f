"""A real browser for pages that we write: what it says, asks for, and how accessible it finds them.

Chromium is the one that pages are rendered in; axe-core is a file that ``CLAUSEWATCH_AXE`` names
(`npm pack axe-core`). Where either is missing the tests that need it are skipped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from crawler.rendering.finding import find_browser

FOUND = find_browser(None)
AXE = os.environ.get("CLAUSEWATCH_AXE", "")
needs_browser = pytest.mark.skipif(FOUND.path is None, reason=f"no browser: {FOUND.missing}")
needs_axe = pytest.mark.skipif(
    not (AXE and Path(AXE).is_file()), reason="CLAUSEWATCH_AXE names no axe.min.js"
)
_GRAVE = ("serious", "critical")
_RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


@dataclass
class Seen:
    """A page in the browser, and what it did that it should not."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        """To another address, with a clean record; a page for each costs three times that."""
        self.complaints.clear()
        self.requests.clear()
        self.page.goto(address)

    def findings(self) -> list[str]:
        """What axe-core finds serious or critical."""
        self.page.evaluate(Path(AXE).read_text("utf-8"))
        found = self.page.evaluate(_RUN)
        return [
            f"{one['id']}: {node['html'][:160]}"
            for one in found
            if one["impact"] in _GRAVE
            for node in one["nodes"]
        ]

    def tabbed(self, times: int) -> list[str]:
        """What gets the focus, one press of Tab after the other."""
        seen = []
        for _ in range(times):
            self.page.keyboard.press("Tab")
            seen.append(
                self.page.evaluate(
                    "() => { const e = document.activeElement; "
                    "return e.id || e.className || e.textContent.trim() || e.tagName }"
                )
            )
        return seen


@contextmanager
def browsing() -> Iterator[Any]:
    """The browser. Imports Playwright, which not every installation has."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=FOUND.path, args=["--no-sandbox"], chromium_sandbox=False
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Any, address: str, *, scripts: bool = True, **known: Any) -> Iterator[Seen]:
    """A page at ``address``; axe-core may be run in it whatever its policy says."""
    context = browser.new_context(java_script_enabled=scripts, **known)
    page = context.new_page()
    seen = Seen(page)
    page.on("console", lambda said: seen.complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    page.goto(address)
    try:
        yield seen
    finally:
        context.close()
