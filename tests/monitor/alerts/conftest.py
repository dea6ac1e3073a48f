"""A receiver to post to, with each way to fail, and alerts to send."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme

from monitor.alerts.model import AlertContent
from monitor.alerts.stored import alert_from_data

GOLDEN = Path(__file__).parents[2] / "golden" / "alerts"


def stored_alert(case: str) -> tuple[str, str, dict[str, Any]]:
    """Event, instant and data of a golden case, as they would be stored."""
    stored = json.loads((GOLDEN / case / "alert.json").read_text(encoding="utf-8"))
    return stored["event"], stored["created_at"], stored["data"]


@pytest.fixture
def stored() -> Callable[[str], tuple[str, str, dict[str, Any]]]:
    return stored_alert


@pytest.fixture
def alert() -> Callable[[str], AlertContent]:
    """``alert("english_changed")``: the alert of a golden case."""

    def load(case: str) -> AlertContent:
        return alert_from_data(*stored_alert(case))

    return load


@dataclass
class Received:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class FakeReceiver:
    """Answers as ``mode`` says and keeps what it was sent. ``url`` has a secret in its path.

    Modes: ``answer`` (status, headers, body), ``close`` (no answer), ``garbage`` (not HTTP),
    ``silent`` (takes the request, says nothing), ``drip`` (headers without end, byte by byte),
    ``endless`` (a body without end), ``cut`` (a body that breaks off).
    """

    mode: str = "answer"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    received: list[Received] = field(default_factory=list)
    port: int = 0
    scheme: str = "http"
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/hook/s3cret"


class _Handler(BaseHTTPRequestHandler):
    receiver: FakeReceiver

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        receiver = self.receiver
        receiver.received.append(
            Received(self.command, self.path, dict(self.headers), self.rfile.read(length))
        )
        self.close_connection = True
        getattr(self, f"_{receiver.mode}")()

    do_PUT = do_POST  # noqa: N815

    def _answer(self) -> None:
        self.send_response(self.receiver.status)
        for name, value in self.receiver.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(self.receiver.body)))
        self.end_headers()
        self.wfile.write(self.receiver.body)

    def _close(self) -> None:
        pass

    def _garbage(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")

    def _silent(self) -> None:
        self.receiver.released.wait(10)

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
        self._trickle(b"x", pause=0.02)

    def _endless(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        self._trickle(b"x" * 65_536, pause=0)

    def _cut(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nok")

    def _trickle(self, part: bytes, pause: float) -> None:
        for _ in range(2_000):
            if self.receiver.released.wait(pause):
                return
            try:
                self.wfile.write(part)
            except OSError:
                return

    def log_message(self, *_: object) -> None:
        pass


def _serve(tls: ssl.SSLContext | None = None) -> Iterator[FakeReceiver]:
    receiver = FakeReceiver(scheme="https" if tls else "http")
    handler = type("Handler", (_Handler,), {"receiver": receiver})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # broken off on purpose
    if tls:
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def receiver() -> Iterator[FakeReceiver]:
    yield from _serve()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls_receiver(authority: trustme.CA) -> Iterator[FakeReceiver]:
    """With a certificate for 127.0.0.1 from an authority that nobody trusts by default."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "hooks.example").configure_cert(context)
    yield from _serve(context)
