"""Scrapy's http handler with what it lacks: bounds on headers, a budget of time over several
requests, one TLS context for all connections, and failures that say what happened. A request that
carries a page already has it rendered.

It builds on private classes of Scrapy and Twisted, because neither offers another place to count
header lines or to share a context; tests against hostile servers fail when an upgrade moves them.
"""

from __future__ import annotations

import time
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.web.http import _ChunkedTransferDecoder

from crawler.failures import ChunksBeyondBounds, HeadersBeyondBounds, refusal_for, too_large
from crawler.hosts import Hosts
from crawler.items import Page
from crawler.rendering.stage import RenderingStage
from crawler.resolver import GuardedResolver
from crawler.tls import VerifyingContextFactory
from crawler.verdicts import Refused
from crawler.visit import Budget
from storage.model import Outcome
from storage.times import to_text, utc_now

MAX_HEADER_LINES = 256
MAX_HEADER_BYTES = 64 * 1024
_LEAST_SECONDS = 0.01
_STATUSES = range(100, 1000)  # three digits (RFC 9110, 15)
_CHUNKS_JUDGED_FROM = 256 * 1024  # bytes on the wire
_MOST_WIRE_PER_BYTE = 4  # chunks of two bytes; an honest page comes in hundreds


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """For http and https. ``request.meta["budget"]`` is a :class:`crawler.visit.Budget`.

    Every failure leaves as :class:`crawler.verdicts.Refused`.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory  # noqa: SLF001
        self._contextFactory = VerifyingContextFactory()  # type: ignore[assignment]
        self._rendering = RenderingStage(crawler)

    async def close(self) -> None:
        await self._rendering.close()
        await super().close()

    async def download_request(self, request: Request) -> Response:
        await self._hosts.admit(request.meta["download_slot"])
        if "page" in request.meta:
            return await self._render(request)
        budget: Budget = request.meta["budget"]
        if budget.seconds_left <= 0:
            raise Refused(Outcome.TIMED_OUT, "redirects and tries took all the time there was")
        if budget.first_sent_at is None:
            budget.first_sent_at = to_text(utc_now())
        request.meta["download_timeout"] = max(budget.seconds_left, _LEAST_SECONDS)
        started = time.monotonic()
        try:
            response = await super().download_request(request)
        except CannotResolveHostError:
            raise self._unresolved(request) from None
        except DownloadCancelledError:
            raise too_large(self._default_maxsize) from None
        except Exception as error:
            raise refusal_for(error) from error
        finally:
            budget.seconds_left -= time.monotonic() - started
            self._count_delay_from_now(request)
        self._hear(request, response)
        return _with_sane_status(response)

    @property
    def _hosts(self) -> Hosts:
        hosts: Hosts = self._crawler.spider.hosts  # type: ignore[union-attr]
        return hosts

    def _hear(self, request: Request, response: Response) -> None:
        value = response.headers.get("Retry-After")
        retry_after = None if value is None else value.decode("latin-1")
        self._hosts.hear(request.meta["download_slot"], response.status, retry_after, utc_now())

    async def _render(self, request: Request) -> Response:
        page: Page = request.meta["page"]
        try:
            rendered = await self._rendering.render(page)
        finally:
            self._count_delay_from_now(request)
        request.meta["browser"] = rendered.browser
        return Response(page.url, status=page.http_status, body=rendered.html, request=request)

    def _count_delay_from_now(self, request: Request) -> None:
        """Scrapy counts from the moment it decides to send; the server sees that much later."""
        assert self._crawler.engine is not None
        self._hosts.was_asked(request.meta["download_slot"])
        slot = self._crawler.engine.downloader.slots.get(request.meta["download_slot"])
        if slot is not None:
            slot.lastseen = time.monotonic()

    @staticmethod
    def _unresolved(request: Request) -> Refused:
        from twisted.internet import reactor  # noqa: PLC0415  importing it installs one

        resolver: GuardedResolver = reactor.nameResolver
        return resolver.problem_with(urlparse_cached(request).hostname or "")


def _with_sane_status(response: Response) -> Response:
    if response.status not in _STATUSES:
        raise Refused(Outcome.PROTOCOL_ERROR, "the server answers with a status that is none")
    return response


class _BoundedParser(_LenientHTTPClientParser):
    """Counts the lines and bytes before the body, interim (1xx) answers included.

    The chunks of a body are handed on together, as they came in: handed on one by one, a server
    that sends a byte in each would keep the event loop from everybody else. Bytes that follow an
    answer end its connection, where they might pass for the next answer.
    """

    header_lines = 0
    header_bytes = 0
    wire_bytes = 0
    body_bytes = 0
    chunks: list[bytes] | None = None

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self.header_lines += 1
        self.header_bytes += len(line)
        if self.header_lines > MAX_HEADER_LINES or self.header_bytes > MAX_HEADER_BYTES:
            raise HeadersBeyondBounds
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: ARG002, N802
        raise HeadersBeyondBounds

    def switchToBodyMode(self, decoder: Any) -> None:  # noqa: N802
        if isinstance(decoder, _ChunkedTransferDecoder):
            self.chunks = []
            decoder.dataCallback = self.chunks.append
        super().switchToBodyMode(decoder)  # type: ignore[no-untyped-call]

    def rawDataReceived(self, data: bytes) -> None:  # noqa: N802
        super().rawDataReceived(data)  # type: ignore[no-untyped-call]
        self.wire_bytes += len(data)
        self._hand_on()

    def _finished(self, rest: bytes) -> None:
        self._hand_on()
        if rest:
            self.connHeaders.setRawHeaders(b"Connection", [b"close"])
        super()._finished(rest)  # type: ignore[no-untyped-call]

    def _hand_on(self) -> None:
        if not self.chunks:
            return
        data = b"".join(self.chunks)
        self.chunks.clear()
        self.body_bytes += len(data)
        if self.wire_bytes > max(_CHUNKS_JUDGED_FROM, _MOST_WIRE_PER_BYTE * self.body_bytes):
            raise ChunksBeyondBounds
        self.response._bodyDataReceived(data)  # noqa: SLF001


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answered = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _BoundedParser  # as the parent class does, and as safe
        return answered


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: ARG002, N802
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
