"""How long to wait between two requests to one host, kept in Scrapy's downloader slots.

A slot sends one request at a time (``CONCURRENT_REQUESTS_PER_DOMAIN = 1``). Its delay counts from
the end of one to the start of the next (see :mod:`crawler.download`); robots.txt, redirects and
second tries included.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader import Downloader

from crawler.addresses import is_loopback
from crawler.hosts import Hosts


class Politeness:
    """The delays of one run. ``delay_seconds`` is what every host gets at least."""

    def __init__(self, downloader: Downloader, delay_seconds: float, hosts: Hosts) -> None:
        self._downloader = downloader
        self._delay_seconds = delay_seconds
        self._hosts = hosts

    def recall(self, request: Request, host: str) -> None:
        """Call before any request: a new slot, or one made again, knows when its host was asked."""
        asked_at = self._hosts.asked_at(host)
        if asked_at is not None:
            _, slot = self._downloader._get_slot(request)  # noqa: SLF001  it makes the slot
            slot.lastseen = max(slot.lastseen, asked_at)

    def meet(self, host: str) -> None:
        """Call before the first request to a host."""
        if is_loopback(host) and host not in self._downloader.per_slot_settings:
            self.slow_down(host, 0.0)

    def crawl_delay(self, host: str, seconds: float) -> None:
        """The host's robots.txt asks for this delay."""
        least = 0.0 if is_loopback(host) else self._delay_seconds
        self.slow_down(host, max(seconds, least))

    def slow_down(self, host: str, seconds: float) -> None:
        # Idle slots are dropped after a minute and made again from these settings.
        self._downloader.per_slot_settings[host] = {"delay": seconds}
        slot = self._downloader.slots.get(host)
        if slot is not None:
            slot.delay = seconds
