"""Where the download handler gives pages to the browser. Imports none until a page needs it."""

from __future__ import annotations

import asyncio

from scrapy.crawler import Crawler

from crawler.content_encoding import decode_body
from crawler.items import Page
from crawler.rendering.document import Received, Rendered, Renderer
from crawler.rendering.finding import find_browser
from crawler.verdicts import Refused
from storage.model import Outcome


class RenderingStage:
    """One per crawl; its renderer is made with the first page and closed with the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._renderer: Renderer | None = None

    async def render(self, page: Page) -> Rendered:
        """The page after its scripts; raises Refused and PageMoved."""
        settings = self._crawler.settings
        encodings = page.header_values("content-encoding")
        limit = settings.getint("DOWNLOAD_MAXSIZE")
        visit = page.visit
        received = Received(
            url=page.url,
            status=page.http_status,
            headers=page.headers,
            body=await asyncio.to_thread(decode_body, page.body, encodings, limit),
            accept_language=visit.accept_language(),
            locale=visit.locale(),
            user_agent=settings["USER_AGENT"],
            rules=visit.source.rules,
        )
        if self._renderer is None:
            self._renderer = self._make()
        return await self._renderer.render(received, seconds=settings.getfloat("DOWNLOAD_TIMEOUT"))

    async def close(self) -> None:
        if self._renderer is not None:
            await self._renderer.close()

    def _make(self) -> Renderer:
        browser = find_browser(self._crawler.settings["CHROMIUM"])
        if browser.path is None:
            raise Refused(Outcome.SUSPECT, f"no_browser: {browser.missing}")
        from crawler.rendering.browser import BrowserRenderer  # noqa: PLC0415  Playwright

        return BrowserRenderer(self._crawler, browser.path)
