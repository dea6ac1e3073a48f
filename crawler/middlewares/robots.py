"""robots.txt is obeyed, by RFC 9309.

- 2xx: its rules hold. What is a web page or unreadable holds no rules.
- other 4xx: there are no rules; everything is allowed.
- 429 and 5xx: the host wants no visitors now; nothing is asked of it in this run.
- no answer (name, connection, TLS, time): the page is not asked for either, and its outcome is what
  happened to robots.txt, since that is what is wrong with the host.
- redirects: five are followed, also to other hosts; more count as 4xx.

Read once per run and origin, within 512 KiB and half the time that a page gets. ``Crawl-delay`` is
kept up to a minute.
"""

from __future__ import annotations

import asyncio
from typing import Self
from urllib.parse import urljoin

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached
from w3lib.url import safe_url_string

from crawler.addresses import AddressPolicy, policy_of
from crawler.content_encoding import decode_body
from crawler.hosts import Hosts, host_of
from crawler.politeness import Politeness
from crawler.robots import (
    MAX_BYTES,
    RobotsRules,
    allow_everything,
    parse_robots,
    product_token,
)
from crawler.verdicts import (
    REDIRECTS,
    Refused,
    is_worth_another_try,
    rate_limit_of,
)
from crawler.visit import Budget, require_allowed
from storage.model import Outcome
from storage.times import utc_now

_MAX_HOPS = 5
_MAX_SECONDS = 15.0


class RobotsMiddleware:
    """First in the chain: a request that robots.txt denies never leaves."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        settings = crawler.settings
        self._user_agent: str = settings["USER_AGENT"]
        self._token = product_token(self._user_agent)
        self._policy: AddressPolicy = policy_of(tuple(settings.getlist("ALLOW_PRIVATE")))
        self._seconds = min(_MAX_SECONDS, settings.getfloat("DOWNLOAD_TIMEOUT") / 2)
        self._delay_seconds = settings.getfloat("DOWNLOAD_DELAY")
        self._known: dict[str, asyncio.Task[RobotsRules]] = {}
        crawler.signals.connect(self._cut_off, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises Refused when the page must not be asked for."""
        parts = urlparse_cached(request)
        host = host_of(request.url)
        request.meta["download_slot"] = host  # "example.org." is no second host
        if "robots" in request.meta:
            self._politeness.meet(host)
            self._politeness.recall(request, host)
            return
        origin = f"{parts.scheme}://{parts.netloc}"
        task = self._known.get(origin)
        if task is None:
            self._politeness.meet(host)
            task = asyncio.ensure_future(self._rules_of(origin, host))
            self._known[origin] = task
        self._politeness.recall(request, host)
        rules = task.result() if task.done() else await asyncio.shield(task)
        if not rules.allows(request.url):
            raise Refused(
                Outcome.ROBOTS_DENIED,
                "robots.txt does not allow this page: ask the site, or watch another URL",
            )

    @property
    def _politeness(self) -> Politeness:
        assert self._crawler.engine is not None
        hosts: Hosts = self._crawler.spider.hosts  # type: ignore[union-attr]
        return Politeness(self._crawler.engine.downloader, self._delay_seconds, hosts)

    async def _rules_of(self, origin: str, host: str) -> RobotsRules:
        response = await self._fetch_patiently(f"{origin}/robots.txt")
        if response is None:
            return allow_everything(self._token)
        rules = parse_robots(_body(response), self._token)
        delay = rules.crawl_delay_seconds
        if delay is not None:
            self._politeness.crawl_delay(host, delay)
        return rules

    async def _fetch_patiently(self, url: str) -> Response | None:
        """With a second try where that may help."""
        try:
            return await self._fetch(url)
        except Refused as refused:
            if not is_worth_another_try(refused):
                raise _about_robots(refused) from None
        try:
            return await self._fetch(url)
        except Refused as refused:
            raise _about_robots(refused) from None

    async def _fetch(self, url: str) -> Response | None:
        """The robots.txt with status 2xx; None when there is none. Raises Refused."""
        budget = Budget(self._seconds)
        for _ in range(_MAX_HOPS + 1):
            require_allowed(url, self._policy)
            response = await self._ask(url, budget)
            if response.status not in REDIRECTS:
                return _usable(response)
            location = response.headers.get("Location")
            if location is None:
                return None
            try:
                url = urljoin(url, safe_url_string(location.strip()))
            except ValueError:
                return None
        return None

    async def _ask(self, url: str, budget: Budget) -> Response:
        request = Request(
            url,
            callback=NO_CALLBACK,
            priority=1000,
            headers={"User-Agent": self._user_agent, "Accept": "text/plain, */*;q=0.5"},
            meta={"robots": True, "budget": budget, "download_maxsize": 0},
        )
        assert self._crawler.engine is not None
        return await self._crawler.engine.download_async(request)

    @staticmethod
    def _cut_off(data: bytes, request: Request) -> None:
        """Read no more of a robots.txt than counts; what was read then stands."""
        meta = request.meta
        if "robots" not in meta:
            return
        meta["received"] = meta.get("received", 0) + len(data)
        if meta["received"] >= MAX_BYTES:
            raise StopDownload(fail=False)


def _usable(response: Response) -> Response | None:
    status = response.status
    if 200 <= status < 300:  # noqa: PLR2004  the classes of RFC 9110, section 15
        return response
    limit = rate_limit_of(status, _header(response, "Retry-After"), utc_now())
    if limit is not None:
        raise limit
    if status >= 500:  # noqa: PLR2004
        raise Refused(Outcome.HTTP_ERROR, str(status), http_status=status)
    return None


def _body(response: Response) -> bytes:
    encodings = [value.decode("latin-1") for value in response.headers.getlist("Content-Encoding")]
    try:
        return decode_body(response.body, encodings, MAX_BYTES)
    except Refused:  # compressed, and damaged or far too large: not a text with rules
        return b""


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")


def _about_robots(refused: Refused) -> Refused:
    if refused.outcome is Outcome.HTTP_ERROR:
        return Refused(
            Outcome.ROBOTS_DENIED,
            f"robots.txt answers {refused.http_status}: by RFC 9309 the site is left alone until "
            "it can be read",
            http_status=refused.http_status,
        )
    return Refused(
        refused.outcome,
        f"robots.txt could not be read: {refused.reason}",
        http_status=refused.http_status,
        retry_after_seconds=refused.retry_after_seconds,
    )
