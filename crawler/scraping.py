"""Scrapy, set up for one run."""

from __future__ import annotations

from collections.abc import Callable

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.settings import Settings
from twisted.python.failure import Failure

from crawler.hosts import Hosts
from crawler.messages import CrawlJob
from crawler.recorder import Recorder
from crawler.spiders.policy import PolicySpider
from crawler.visit import Visit


class QuietLogFormatter(LogFormatter):
    """No line per page: the outcome is in the database."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult:  # noqa: ARG002
        return None  # type: ignore[return-value]

    def scraped(
        self,
        item: object,  # noqa: ARG002
        response: Response | Failure | None,  # noqa: ARG002
        spider: Spider,  # noqa: ARG002
    ) -> LogFormatterResult:
        return None  # type: ignore[return-value]


def scrape(
    job: CrawlJob,
    visits: list[Visit],
    recorder: Recorder,
    *,
    hosts: Hosts,
    configure_logging: Callable[[], None],
) -> None:
    """Make the visits; returns when each has ended. Raises what kept Scrapy from starting."""
    process = AsyncCrawlerProcess(_settings(job))
    configure_logging()
    task = process.crawl(PolicySpider, visits=visits, hosts=hosts, recorder=recorder)
    process.start(install_signal_handlers=False)
    if task.done() and not task.cancelled() and (error := task.exception()) is not None:
        raise error


def _settings(job: CrawlJob) -> Settings:
    settings = Settings()
    # By name: scrapy.cfg is only found from the folder that holds it.
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(
        {
            "USER_AGENT": job.user_agent,
            "DOWNLOAD_TIMEOUT": job.timeout_seconds,
            "DOWNLOAD_DELAY": job.delay_seconds,
            "DOWNLOAD_MAXSIZE": job.max_body_bytes,
            "ALLOW_PRIVATE": list(job.allow_private),
            "CHROMIUM": job.chromium,
        },
        priority="cmdline",
    )
    return settings
