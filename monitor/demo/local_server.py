"""An HTTP server on 127.0.0.1, at a port that the system chooses, for as long as a block lasts."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


class Request(BaseHTTPRequestHandler):
    """One request; handed to :meth:`LocalServer.respond`."""

    server: _Listener

    def do_GET(self) -> None:
        self.server.owner.respond(self)

    def do_POST(self) -> None:
        self.server.owner.respond(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base names it so
        """The story tells what happened; a line per request would drown it."""

    def answer(
        self, status: int, body: bytes = b"", headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class LocalServer(ABC):
    """Serves while its ``with`` block lasts; each request in a thread of its own."""

    def __init__(self) -> None:
        self._listener = _Listener(self)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,))

    @abstractmethod
    def respond(self, request: Request) -> None:
        """Answer one request, exactly once."""

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._listener.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()


class _Listener(ThreadingHTTPServer):
    def __init__(self, owner: LocalServer) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.owner = owner
