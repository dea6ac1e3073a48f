"""A proxy on this machine that the browser must use for everything it asks.

A browser resolves names by itself, at any time: checking an address beforehand leaves a gap for
names that resolve differently a moment later, and for redirects. So the browser may connect to
nothing but this proxy, and the proxy connects only to addresses that the policy allows: it resolves
the name once, checks what came out, and connects to that very address.

``CONNECT`` for https and web sockets; plain requests in absolute form, one per connection. Bounded
in time, in the length of a request's head and in the bytes of an answer.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

from crawler.addresses import AddressPolicy, AddressRefused, check_url, not_public

_HEAD_BYTES = 64 * 1024
_HEAD_SECONDS = 15.0
_CONNECT_SECONDS = 10.0
_IDLE_SECONDS = 60.0
_MAX_ADDRESSES = 4
_CHUNK = 64 * 1024
_HOP_BY_HOP = (b"proxy-", b"connection:", b"keep-alive:")

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Unreachable(Exception):
    """The destination was refused or does not answer; ``status`` is for the browser."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class GuardingProxy:
    """Serves from :meth:`start` to :meth:`close`. ``on_refused`` hears of each refused host."""

    def __init__(
        self,
        policy: AddressPolicy,
        *,
        max_bytes: int,
        on_refused: Callable[[str, str], None] | None = None,
    ) -> None:
        self._policy = policy
        self._max_bytes = max_bytes
        self._on_refused = on_refused
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> Self:
        self._server = await asyncio.start_server(
            self._accept, "127.0.0.1", 0, limit=_HEAD_BYTES, backlog=128
        )
        return self

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        if self._server is None:
            return
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError):
            pass  # one side left, or spoke no HTTP: the browser sees a cut connection
        except asyncio.LimitOverrunError:
            pass
        except asyncio.CancelledError:
            if self._server is not None and self._server.is_serving():
                raise
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_HEAD_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
        line, _, fields = head.partition(b"\r\n")
        method, target, _ = line.decode("ascii").split(" ")
        url = f"https://{target}/" if method == "CONNECT" else target
        try:
            ahead = await self._connect(url)
        except Unreachable as problem:
            writer.write(f"HTTP/1.1 {problem.status}\r\nContent-Length: 0\r\n".encode())
            writer.write(b"Connection: close\r\n\r\n")
            await writer.drain()
            return
        try:
            if method == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connection Established\r\n\r\n")
            else:
                ahead[1].write(_origin_form(method, url, fields))
            await self._relay((reader, writer), ahead)
        finally:
            ahead[1].close()

    async def _connect(self, url: str) -> Streams:
        """Connect to where ``url`` leads, if that may be reached."""
        try:
            check_url(url, self._policy)
        except AddressRefused as refusal:
            raise self._refused(url, refusal.reason) from None
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = await _resolve(host, port)
        allowed = [address for address in addresses if self._policy.allows(address)]
        if not allowed:
            raise self._refused(url, not_public(addresses[0]))
        for address in allowed[:_MAX_ADDRESSES]:
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(_CONNECT_SECONDS):
                    return await asyncio.open_connection(address, port)
        raise Unreachable("502 Bad Gateway", "no connection")

    def _refused(self, url: str, reason: str) -> Unreachable:
        if self._on_refused is not None:
            self._on_refused(urlsplit(url).hostname or "", reason)
        return Unreachable("403 Forbidden", reason)

    async def _relay(self, browser: Streams, ahead: Streams) -> None:
        """Both ways, until either side is done."""
        ways = [
            asyncio.ensure_future(self._pump(browser[0], ahead[1])),
            asyncio.ensure_future(self._pump(ahead[0], browser[1])),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        left = self._max_bytes
        while left > 0:
            async with asyncio.timeout(_IDLE_SECONDS):
                chunk = await source.read(min(_CHUNK, left))
            if not chunk:
                return
            left -= len(chunk)
            sink.write(chunk)
            await sink.drain()


async def _resolve(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(_CONNECT_SECONDS):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        raise Unreachable("502 Bad Gateway", "the name cannot be resolved") from None
    return [str(entry[4][0]) for entry in found]


def _origin_form(method: str, url: str, fields: bytes) -> bytes:
    """The request as the server wants it; without keep-alive, so that one is all it gets."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [
        line for line in fields.split(b"\r\n") if line and not line.lower().startswith(_HOP_BY_HOP)
    ]
    head = [f"{method} {target} HTTP/1.1".encode("ascii"), *kept, b"Connection: close", b"", b""]
    return b"\r\n".join(head)
