"""One request of one client, what every behaviour may do with it, and the list of them."""

from __future__ import annotations

import itertools
import socket
import struct
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from support.pages import policy

MEGABYTE = 1_000_000
OK = b"HTTP/1.1 200 OK\r\n"
HTML = b"Content-Type: text/html; charset=utf-8\r\n"
_DRIP_SECONDS = 0.05
BLOCK = 1 << 16
FOUND = b"HTTP/1.1 302 Found\r\n"


class Left(Exception):
    """The other side is gone, or the server is closing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One request of one client; ``turn`` counts the requests for this behaviour's page."""

    connection: socket.socket
    closing: threading.Event
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    turn: int = 1
    size: int = 50 * MEGABYTE  # of what is made large

    def send(self, *parts: bytes) -> None:
        try:
            self.connection.sendall(b"".join(parts))
        except OSError as error:
            raise Left from error

    def pause(self, seconds: float = _DRIP_SECONDS) -> None:
        if self.closing.wait(seconds):
            raise Left

    def drip(self, data: bytes) -> None:
        """A byte at a time, for ever."""
        for byte in itertools.cycle(data):
            self.send(bytes([byte]))
            self.pause()

    def flood(self, block: bytes) -> None:
        """As fast as it goes, for ever."""
        block *= max(1, BLOCK // len(block))
        while not self.closing.is_set():
            self.send(block)

    def answer(self, body: bytes, *, headers: bytes = HTML, status: bytes = OK) -> None:
        self.send(status, headers, b"Content-Length: %d\r\n\r\n" % len(body), body)

    def redirect(self, location: bytes, extra: bytes = b"") -> None:
        self.answer(b"", headers=b"Location: " + location + b"\r\n" + extra, status=FOUND)

    def reset(self) -> None:
        """Tear the connection down instead of closing it."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


Behaviour = Callable[[Peer], None]
BEHAVIOURS: dict[str, Behaviour] = {}


def named(function: Behaviour) -> Behaviour:
    BEHAVIOURS[function.__name__] = function
    return function


def page(language: str = "en") -> bytes:
    return policy(language).encode()


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(level=1, wbits=31)
    block = b"<p>" + bytes(BLOCK)
    return b"".join(packer.compress(block) for _ in range(size // BLOCK)) + packer.flush()
