"""The server: every behaviour at an address of its own."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Self

from support.hostile.peer import BEHAVIOURS, MEGABYTE, Left, Peer, page


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came; ``at`` is seconds, monotonic."""

    name: str
    path: str
    headers: dict[str, str]
    at: float


class HostileServer:
    """Every behaviour at an address of its own, one port for all. ``size`` is of the large ones."""

    def __init__(self, *, size: int = 50 * MEGABYTE, names: tuple[str, ...] = ()) -> None:
        self._size = size
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._log: list[Asked] = []
        self._turns: dict[str, int] = {}
        self._threads: list[threading.Thread] = []
        self._selector = selectors.DefaultSelector()
        self.port = 0
        self.hosts = dict(zip(names or BEHAVIOURS, _addresses(), strict=False))
        for name, listener in zip(self.hosts, _listeners([*self.hosts.values()]), strict=True):
            self.port = listener.getsockname()[1]
            self._selector.register(listener, selectors.EVENT_READ, name)
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def url(self, name: str) -> str:
        scheme = "https" if name.endswith("_tls") else "http"
        return f"{scheme}://{self.hosts[name]}:{self.port}/page"

    def asked(self, name: str) -> list[Asked]:
        with self._lock:
            return [request for request in self._log if request.name == name]

    def close(self) -> None:
        self._closing.set()
        self._thread.join()
        for thread in self._threads:
            thread.join()
        for key in list(self._selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
        self._selector.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            for key, _ in self._selector.select(0.1):
                assert isinstance(key.fileobj, socket.socket)
                connection, _ = key.fileobj.accept()
                thread = threading.Thread(
                    target=self._serve, args=(connection, key.data), daemon=True
                )
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket, name: str) -> None:
        connection.settimeout(5)
        with connection, contextlib.suppress(OSError, ValueError, Left):
            if name.endswith("_tls"):
                BEHAVIOURS[name](Peer(connection=connection, closing=self._closing))
                return
            with connection.makefile("rb") as reader:
                self._answer(connection, name, reader)
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_WR)

    def _answer(self, connection: socket.socket, name: str, reader: BinaryIO) -> None:
        path, headers = _read_request(reader)
        robots = path == "/robots.txt"
        with self._lock:
            self._log.append(Asked(name=name, path=path, headers=headers, at=time.monotonic()))
            self._turns[name] = self._turns.get(name, 0) + (not robots)
            turn = self._turns[name]
        peer = Peer(
            connection=connection,
            closing=self._closing,
            path=path,
            headers=headers,
            turn=turn,
            size=self._size,
        )
        if robots is name.startswith("robots_"):
            BEHAVIOURS[name](peer)
        elif robots:
            peer.answer(b"", status=b"HTTP/1.1 404 Not Found\r\n")
        else:
            peer.answer(page())


def _addresses() -> Iterator[str]:
    return (f"127.0.{net}.{number}" for net in (4, 5, 6) for number in range(1, 255))


def _listeners(hosts: list[str]) -> list[socket.socket]:
    """One for each, all at the same port; another one when a stranger has it at some address."""
    while True:
        listeners: list[socket.socket] = []
        try:
            for host in hosts:
                port = listeners[0].getsockname()[1] if listeners else 0
                listeners.append(socket.create_server((host, port), backlog=64))
        except OSError:
            for listener in listeners:
                listener.close()
        else:
            return listeners


def _read_request(reader: BinaryIO) -> tuple[str, dict[str, str]]:
    _, path, _ = reader.readline().decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while entry := reader.readline().decode("latin-1").strip():
        name, _, value = entry.partition(":")
        headers[name.lower()] = value.strip()
    return path, headers
