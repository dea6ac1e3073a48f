"""One page in the browser: what it may ask, what it is loading, and what it shows."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from importlib.resources import files
from typing import Any
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import Dialog, Page, Request, Route
from playwright.async_api import Error as PlaywrightError

from crawler.addresses import AddressPolicy, AddressRefused, check_url
from crawler.extract import extract
from crawler.rendering.settling import Look
from crawler.rendering.shells import is_unfinished
from storage.errors import ExtractError
from storage.model import SourceRules

_SCRIPT = files("crawler.rendering").joinpath("page.js").read_text(encoding="utf-8")
_SCROLL = """() => {
  const height = document.documentElement.scrollHeight;
  const more = height > window.innerHeight;
  if (more) window.scrollTo(0, height);
  return more;
}"""
_NOT_NEEDED = frozenset({"image", "font", "media", "texttrack", "ping", "cspviolationreport"})
_NEVER_ENDS = frozenset({"eventsource", "websocket"})
_MOST_REQUESTS = 1_000  # of one page; a page that asks for more does it for ever
_QUIET_SECONDS = 0.5


class PageTooLarge(Exception):
    """The rendered document is larger than a page may be."""


class BrowserTab:
    """``document`` answers the first navigation; every later one is refused and kept in ``moved``.

    So the browser never fetches a document of the main frame: the crawler did, by its own rules,
    and does again where a script leads elsewhere.
    """

    def __init__(
        self,
        *,
        url: str,
        document: dict[str, Any],
        rules: SourceRules,
        policy: AddressPolicy,
        max_bytes: int,
    ) -> None:
        self.moved: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.html = ""
        self._url = url
        self._document: dict[str, Any] | None = document
        self._rules = rules
        self._policy = policy
        self._max_bytes = max_bytes
        self._requests = 0
        self._loading: set[Request] = set()
        self._last_seen_loading = time.monotonic()
        self._key = ""
        self._look = ("", True)
        self._page: Page | None = None

    async def attach(self, page: Page) -> None:
        """Before the page goes anywhere."""
        self._page = page
        page.on("dialog", _dismiss)
        page.on("popup", _close)
        page.on("request", self._begun)
        for event in ("requestfinished", "requestfailed"):
            page.on(event, self._ended)
        await page.route("**/*", self._route)

    @property
    def was_used(self) -> bool:
        """Whether the document was given to the browser."""
        return self._document is None

    async def look(self) -> Look:
        """Raises PageTooLarge, and what Playwright does."""
        page = self._attached
        found = await page.evaluate(_SCRIPT, [self._key, self._max_bytes])
        if found["large"]:
            raise PageTooLarge
        if found["html"] is not None:
            self._key = found["key"]
            self.html = found["html"]
            self._look = await asyncio.to_thread(_read, self.html, self._url, self._rules)
        text, is_shell = self._look
        return Look(text=text, is_shell=is_shell, is_quiet=self._is_quiet)

    async def scroll(self) -> bool:
        return bool(await self._attached.evaluate(_SCROLL))

    @property
    def _attached(self) -> Page:
        assert self._page is not None
        return self._page

    @property
    def _is_quiet(self) -> bool:
        now = time.monotonic()
        if self._loading:
            self._last_seen_loading = now
        return now - self._last_seen_loading >= _QUIET_SECONDS

    def _begun(self, request: Request) -> None:
        if request.resource_type not in _NOT_NEEDED | _NEVER_ENDS:
            self._loading.add(request)
            self._last_seen_loading = time.monotonic()

    def _ended(self, request: Request) -> None:
        if request in self._loading:
            self._loading.discard(request)
            self._last_seen_loading = time.monotonic()

    async def _route(self, route: Route) -> None:
        request = route.request
        with suppress(PlaywrightError):  # the page was closed meanwhile
            if self._is_document(request):
                await self._navigate(route)
            elif self._may_ask(request):
                await route.continue_()
            else:
                await route.abort("blockedbyclient")

    def _is_document(self, request: Request) -> bool:
        """Whether it is for the main frame. A frame that is not there yet is another one."""
        try:
            return request.is_navigation_request() and request.frame == self._attached.main_frame
        except PlaywrightError:
            return False

    async def _navigate(self, route: Route) -> None:
        document, self._document = self._document, None
        if document is not None:
            await route.fulfill(**document)
            return
        if route.request.method == "GET" and not self.moved.done():
            self.moved.set_result(route.request.url)
        await route.abort("aborted")

    def _may_ask(self, request: Request) -> bool:
        """Addresses are checked again, resolved, by the proxy."""
        self._requests += 1
        if request.resource_type in _NOT_NEEDED or self._requests > _MOST_REQUESTS:
            return False
        if urlsplit(request.url).scheme in ("data", "blob"):
            return True
        try:
            check_url(urldefrag(request.url)[0], self._policy)
        except AddressRefused:
            return False
        return True


async def _dismiss(dialog: Dialog) -> None:
    with suppress(PlaywrightError):
        await dialog.dismiss()


async def _close(popup: Page) -> None:
    with suppress(PlaywrightError):
        await popup.close()


def _read(html: str, url: str, rules: SourceRules) -> tuple[str, bool]:
    """The masked text that a version would have, and whether it is still none to speak of."""
    body = html.encode("utf-8", "replace")
    try:
        found = extract(body, content_type="text/html; charset=utf-8", url=url, rules=rules)
    except ExtractError:
        return "", True
    return found.comparison.masked_digest, is_unfinished(found)
