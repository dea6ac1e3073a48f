"""The one item pipeline: hands items to the recorder and waits until they are on disk."""

from __future__ import annotations

import asyncio
from typing import Self

from scrapy.crawler import Crawler

from crawler.items import Failed, Page
from crawler.recorder import Recorder
from crawler.spiders.policy import PolicySpider


class RecordPipeline:
    """The wait is what keeps the crawl from running ahead of the disk."""

    def __init__(self, crawler: Crawler, recorder: Recorder) -> None:
        self._crawler = crawler
        self._recorder = recorder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert isinstance(crawler.spider, PolicySpider)
        return cls(crawler, crawler.spider.recorder)

    async def process_item(self, item: Page | Failed) -> Page | Failed:
        loop = asyncio.get_running_loop()
        written: asyncio.Future[bool] = loop.create_future()

        def done(needs_browser: bool) -> None:
            loop.call_soon_threadsafe(_resolve, written, needs_browser)

        self._recorder.record(item, done)
        needs_browser = await written
        if needs_browser and isinstance(item, Page):
            self._render(item)
        return item

    def _render(self, page: Page) -> None:
        """The visit goes on: the crawl does not end while this item is in its hands."""
        crawler = self._crawler
        assert crawler.engine is not None
        assert isinstance(crawler.spider, PolicySpider)
        crawler.engine.crawl(crawler.spider.render(page))


def _resolve(written: asyncio.Future[bool], needs_browser: bool) -> None:
    if not written.done():
        written.set_result(needs_browser)
