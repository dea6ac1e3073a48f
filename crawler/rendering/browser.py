"""The browser of one crawl: begun at the first page that needs it, ended with the crawl.

scrapy-playwright's download handler is used inside ours instead of beside it: registered in the
settings, it would start Playwright's driver in every crawl (see the decision record). It builds on
that handler's private start, because the signal that starts it is long past by then.

Every page gets a context of its own, which is closed whatever happens; what does not let itself be
closed is killed with the browser, and the next page gets a new one.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Coroutine
from contextlib import suppress
from itertools import count
from typing import Any

from playwright.async_api import Browser, Page, Route
from playwright.async_api import Error as PlaywrightError
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from crawler.addresses import AddressPolicy, policy_of
from crawler.failures import too_large
from crawler.rendering.document import PageMoved, Received, Rendered
from crawler.rendering.proxy import GuardingProxy
from crawler.rendering.settling import settle
from crawler.rendering.tab import BrowserTab, PageTooLarge
from crawler.verdicts import Refused
from storage.model import Outcome
from storage.snapshots import Headers

logger = logging.getLogger(__name__)

_TABS = 2  # at a time: a page may take hundreds of megabytes
_CLOSE_SECONDS = 3.0
_START_SECONDS = 30.0
_LEAVE_SECONDS = 1.5  # of a page's time, kept for a look that takes long
_MAX_TRAFFIC = 100_000_000  # bytes of one connection
_VIEWPORT = {"width": 1366, "height": 768}
_HEAP_MEGABYTES = 512
# It can neither resolve a name nor reach anything but the proxy.
_ARGUMENTS = (
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-pings",
    "--disable-gpu",
    f"--js-flags=--max-old-space-size={_HEAP_MEGABYTES}",
)


class BrowserLost(Exception):
    """The browser is gone: it crashed, or had to be killed."""


class BrowserRenderer:
    """One per crawl. Failures leave as Refused, or as PageMoved."""

    def __init__(self, crawler: Crawler, path: str) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._path = path
        self._policy: AddressPolicy = policy_of(tuple(settings.getlist("ALLOW_PRIVATE")))
        self._max_bytes = settings.getint("DOWNLOAD_MAXSIZE")
        self._tabs = asyncio.Semaphore(_TABS)
        self._starting = asyncio.Lock()
        self._handler: Any = None
        self._proxy: GuardingProxy | None = None
        self._names = (f"page-{number}" for number in count())
        self._process: tuple[Browser, int] | None = None

    async def render(self, received: Received, *, seconds: float) -> Rendered:
        """The document after its scripts ran and its text settled, within ``seconds``.

        Once more where the browser itself was lost: another page may have been its end.
        """
        async with self._tabs:
            try:
                return await self._attempt(received, seconds)
            except BrowserLost:
                logger.warning("the browser was lost while a page was rendered; it is started anew")
            try:
                return await self._attempt(received, seconds)
            except BrowserLost as lost:
                raise _failed(lost) from lost

    async def _attempt(self, received: Received, seconds: float) -> Rendered:
        handler = await self._started()
        browser: Browser = handler.browser
        name = next(self._names)
        tab = self._tab(received)
        try:
            async with asyncio.timeout(seconds):
                settled = await _unless_moved(
                    tab, self._look(handler, received, tab, name, seconds)
                )
        except PageTooLarge:
            raise too_large(self._max_bytes) from None
        except TimeoutError:
            raise _not_in_time(seconds) from None
        except PlaywrightError as error:
            if not browser.is_connected():
                raise BrowserLost(_first_line(error)) from error
            raise _failed(error) from error
        finally:
            await self._close_tab(handler, name)
        if not settled:
            raise _not_settled()
        html = tab.html.encode("utf-8", "replace")
        return Rendered(html=html, browser=f"chromium/{browser.version}")

    async def _look(
        self, handler: Any, received: Received, tab: BrowserTab, name: str, seconds: float
    ) -> bool:
        now = asyncio.get_running_loop().time
        until = now() + seconds - _LEAVE_SECONDS
        await self._open(handler, received, tab, name, seconds)
        left = max(0.0, until - now())
        return await settle(tab, seconds=left, now=now, sleep=asyncio.sleep)

    async def close(self) -> None:
        if self._handler is not None:
            try:
                async with asyncio.timeout(_CLOSE_SECONDS):
                    await self._handler.close()
            except (TimeoutError, PlaywrightError):
                self._kill()
        if self._proxy is not None:
            await self._proxy.close()

    def _tab(self, received: Received) -> BrowserTab:
        document = {
            "status": received.status,
            "headers": _for_browser(received.headers),
            "body": received.body,
        }
        return BrowserTab(
            url=received.url,
            document=document,
            rules=received.rules,
            policy=self._policy,
            max_bytes=self._max_bytes,
        )

    async def _started(self) -> Any:
        """The handler with its browser; raises Refused when there is none to be had."""
        async with self._starting:
            try:
                async with asyncio.timeout(_START_SECONDS):
                    if self._handler is None:
                        self._handler = await self._start()
                    await self._handler._maybe_launch_browser()  # noqa: SLF001
                    await self._remember_process(self._handler.browser)
            except (PlaywrightError, OSError, TimeoutError) as error:
                logger.warning("the browser cannot be started: %s", _first_line(error))
                raise Refused(
                    Outcome.SUSPECT,
                    f"no_browser: {self._path} cannot be started ({_first_line(error)[:150]})",
                ) from error
        return self._handler

    async def _start(self) -> Any:
        self._proxy = await GuardingProxy(self._policy, max_bytes=_MAX_TRAFFIC).start()
        handler = ScrapyPlaywrightDownloadHandler(self._crawler)
        handler.config.launch_options = {
            "executable_path": self._path,
            "args": list(_ARGUMENTS),
            "proxy": {"server": self._proxy.url, "bypass": "<-loopback>"},
            "chromium_sandbox": os.geteuid() != 0,  # Chromium's does not work for root
            "timeout": _START_SECONDS * 1000,
            "handle_sigint": False,
            "handle_sigterm": False,
            "handle_sighup": False,
        }
        handler.config.download_timeout_secs = 1.0  # downloads are refused: do not wait for one
        handler.config.target_closed_max_retries = 0
        await handler._launch()  # noqa: SLF001
        return handler

    async def _remember_process(self, browser: Browser) -> None:
        if self._process is not None and self._process[0] is browser:
            return
        session = await browser.new_browser_cdp_session()
        info = await session.send("SystemInfo.getProcessInfo")
        number = next(entry["id"] for entry in info["processInfo"] if entry["type"] == "browser")
        self._process = (browser, int(number))

    async def _open(
        self, handler: Any, received: Received, tab: BrowserTab, name: str, seconds: float
    ) -> None:
        async def prepare(page: Page, _: Request) -> None:
            # What opens beside the page asks for nothing: the page's own routes come first.
            await page.context.route("**/*", _abort)
            await tab.attach(page)

        request = Request(
            received.url,
            meta={
                "playwright": True,
                "playwright_include_page": True,
                "playwright_context": name,
                "playwright_context_kwargs": _context(received),
                "playwright_page_init_callback": prepare,
                "playwright_page_goto_kwargs": {
                    "wait_until": "domcontentloaded",
                    "timeout": seconds * 1000,
                },
            },
            dont_filter=True,
        )
        await handler.download_request(request)
        if not tab.was_used:
            raise PlaywrightError("the page did not open")

    async def _close_tab(self, handler: Any, name: str) -> None:
        """Close the page's context; kill the browser when that hangs."""
        wrapper = handler.context_wrappers.get(name)
        if wrapper is None:
            return
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await wrapper.context.close()
        except (TimeoutError, PlaywrightError):
            self._kill()

    def _kill(self) -> None:
        """The process that we started, by its number, while we know that it is that one."""
        if self._process is not None and self._process[0].is_connected():
            with suppress(ProcessLookupError):
                os.kill(self._process[1], signal.SIGKILL)


async def _abort(route: Route) -> None:
    with suppress(PlaywrightError):
        await route.abort("blockedbyclient")


def _context(received: Received) -> dict[str, Any]:
    return {
        "user_agent": received.user_agent,
        "locale": received.locale,
        "extra_http_headers": {"Accept-Language": received.accept_language},
        "timezone_id": "UTC",
        "viewport": _VIEWPORT,
        "service_workers": "block",
        "accept_downloads": False,
        "permissions": [],
    }


_NOT_FOR_BROWSER = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"}
)


def _for_browser(headers: Headers) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in headers:
        folded = name.lower()
        if folded in _NOT_FOR_BROWSER:
            continue
        joint = "\n" if folded == "set-cookie" else ", "
        kept[folded] = f"{kept[folded]}{joint}{value}" if folded in kept else value
    return kept


async def _unless_moved(tab: BrowserTab, work: Coroutine[Any, Any, bool]) -> bool:
    """Do ``work`` until a script leads elsewhere; raises PageMoved then."""
    task = asyncio.ensure_future(work)
    try:
        either: set[asyncio.Future[Any]] = {task, tab.moved}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if tab.moved.done():
            raise PageMoved(tab.moved.result())
        return await task
    finally:
        if not task.done():
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _not_in_time(seconds: float) -> Refused:
    return Refused(
        Outcome.TIMED_OUT,
        f"the page did not finish its scripts within {seconds:g} s",
    )


def _not_settled() -> Refused:
    return Refused(
        Outcome.SUSPECT,
        "not_settled: the text of the page still changed when its time was up; 'select' the part "
        "that stands still, or 'ignore' what changes",
    )


def _failed(error: BaseException) -> Refused:
    return Refused(
        Outcome.SUSPECT, f"browser_failed: the browser lost the page ({_first_line(error)[:150]})"
    )


def _first_line(error: BaseException) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
