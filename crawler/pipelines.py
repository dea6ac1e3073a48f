"""The one item pipeline: hands items to the recorder and waits until they are on disk."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Self

from scrapy.crawler import Crawler

from crawler.items import Failed, Page
from crawler.recorder import Recorder
from crawler.spiders.policy import PolicySpider


class RecordPipeline:
    """The wait is what keeps the crawl from running ahead of the disk."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert isinstance(crawler.spider, PolicySpider)
        return cls(crawler.spider.recorder)

    async def process_item(self, item: Page | Failed) -> Page | Failed:
        loop = asyncio.get_running_loop()
        written: asyncio.Future[None] = loop.create_future()
        self._recorder.record(item, partial(loop.call_soon_threadsafe, _resolve, written))
        await written
        return item


def _resolve(written: asyncio.Future[None]) -> None:
    if not written.done():
        written.set_result(None)
