"""A web site on this machine for tests: real sockets, scripted pages, and a log of what was asked.

    with Site() as site:
        site.page("/privacy", "<p>We do not sell your data.</p>", etag='"1"')
        ...
        assert [request.path for request in site.log] == ["/robots.txt", "/privacy"]

Paths that nobody published are 404, ``/robots.txt`` too, unless "*" has a script. Behaviours beyond
well-formed answers are :class:`Raw` (bytes as they are), :class:`Stall` (then silence) and
:class:`Reset`.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import BinaryIO, Self

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as received; header names in lower case. ``at`` is seconds, monotonic."""

    at: float
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Raw:
    """These bytes, whatever they mean; then the connection is closed."""

    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Stall:
    """These bytes, then nothing, until the other side gives up."""

    start: bytes = b""


@dataclass(frozen=True, slots=True)
class Reset:
    """These bytes, then the connection is torn down."""

    start: bytes = b""


Behaviour = Reply | Raw | Stall | Reset
Script = Callable[[Asked], Behaviour]


@dataclass(slots=True)
class _State:
    scripts: dict[str, Script] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    connections: set[socket.socket] = field(default_factory=set)
    threads: list[threading.Thread] = field(default_factory=list)


class Site:
    """Serves from construction until :meth:`close`. ``tls`` makes it https."""

    def __init__(
        self, *, host: str = "127.0.0.1", name: str | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family, backlog=128)
        self.port: int = self._listener.getsockname()[1]
        shown = name or (f"[{host}]" if ":" in host else host)
        self.origin = f"{'https' if tls else 'http'}://{shown}:{self.port}"
        self._tls = tls
        self._state = _State()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def url(self, path: str) -> str:
        return self.origin + path

    @property
    def log(self) -> list[Asked]:
        """Everything asked so far, in order of arrival."""
        with self._lock:
            return list(self._state.log)

    def asked(self, path: str) -> list[Asked]:
        return [request for request in self.log if request.path == path]

    def page(
        self,
        path: str,
        body: str | bytes,
        *,
        status: int = 200,
        content_type: str | None = HTML,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> None:
        """Publish a page; with validators it answers 304 to whoever has it already."""
        fields = dict(headers or {})
        if content_type is not None:
            fields["Content-Type"] = content_type
        if etag is not None:
            fields["ETag"] = etag
        if last_modified is not None:
            fields["Last-Modified"] = last_modified
        reply = Reply(
            status=status,
            headers=tuple(fields.items()),
            body=body.encode() if isinstance(body, str) else body,
        )

        def serve(asked: Asked) -> Behaviour:
            known = (etag, asked.headers.get("if-none-match"))
            dated = (last_modified, asked.headers.get("if-modified-since"))
            if (etag and known[0] == known[1]) or (last_modified and dated[0] == dated[1]):
                return Reply(status=304, headers=reply.headers)
            return reply

        self.script(path, serve)

    def redirect(self, path: str, location: str, *, status: int = 302) -> None:
        self.script(path, lambda _: Reply(status=status, headers=(("Location", location),)))

    def behave(self, path: str, behaviour: Behaviour) -> None:
        self.script(path, lambda _: behaviour)

    def script(self, path: str, script: Script) -> None:
        with self._lock:
            self._state.scripts[path] = script

    def remove(self, path: str) -> None:
        with self._lock:
            self._state.scripts.pop(path, None)

    def close(self) -> None:
        """Stop serving; every connection is closed when this returns."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        with self._lock:
            connections, threads = list(self._state.connections), list(self._state.threads)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            with self._lock:
                self._state.connections.add(connection)
                self._state.threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket) -> None:
        connection = plain
        try:
            if self._tls is None and plain.recv(1, socket.MSG_PEEK) == b"\x16":
                plain.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")  # TLS spoken to a plain port
                return
            if self._tls is not None:
                connection = self._tls.wrap_socket(plain, server_side=True)
                with self._lock:
                    self._state.connections.discard(plain)
                    self._state.connections.add(connection)
            with connection.makefile("rb") as reader:
                while (asked := _read_request(reader)) is not None:
                    with self._lock:
                        self._state.log.append(asked)
                        scripts = self._state.scripts
                        script = scripts.get(asked.path) or scripts.get("*", _not_found)
                    if not _answer(connection, asked, script(asked)):
                        break
        except (OSError, ValueError):  # the other side left, or never spoke TLS
            pass
        finally:
            with self._lock:
                self._state.connections -= {plain, connection}
            connection.close()
            plain.close()


def _not_found(_: Asked) -> Behaviour:
    return Reply(status=404, headers=(("Content-Type", HTML),), body=b"<h1>Not found</h1>")


def _read_request(reader: BinaryIO) -> Asked | None:
    """The next request of a connection; None when the other side is done."""
    line = reader.readline().decode("latin-1")
    if not line.strip():
        return None
    method, path, _ = line.split(" ", 2)
    headers: dict[str, str] = {}
    while entry := reader.readline().decode("latin-1").strip():
        name, _, value = entry.partition(":")
        headers[name.lower()] = value.strip()
    body = reader.read(int(headers.get("content-length", "0")))
    return Asked(at=time.monotonic(), method=method, path=path, headers=headers, body=body)


def _answer(connection: socket.socket, asked: Asked, behaviour: Behaviour) -> bool:
    """Send it; whether the connection may serve another request."""
    match behaviour:
        case Reply():
            connection.sendall(_rendered(asked, behaviour))
            return asked.headers.get("connection", "").lower() != "close"
        case Raw(chunks):
            for chunk in chunks:
                connection.sendall(chunk)
        case Stall(start):
            connection.sendall(start)
            while connection.recv(4096):
                continue
        case Reset(start):
            connection.sendall(start)
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    return False


def _rendered(asked: Asked, reply: Reply) -> bytes:
    try:
        phrase = HTTPStatus(reply.status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [f"HTTP/1.1 {reply.status} {phrase}"]
    lines += [f"{name}: {value}" for name, value in reply.headers]
    names = {name.lower() for name, _ in reply.headers}
    has_body = reply.status not in (204, 304) and asked.method != "HEAD"
    if reply.status not in (204, 304) and "content-length" not in names:
        lines.append(f"Content-Length: {len(reply.body)}")
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    return head + reply.body if has_body else head
