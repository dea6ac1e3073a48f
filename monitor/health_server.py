"""``/healthz`` and ``/metrics`` of the daemon, for whoever watches the watcher.

Plain HTTP on the address that the watchlist names, usually of this machine alone. Both only read;
neither says anything of what is watched but numbers.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from storage.errors import OperationError, StorageError
from storage.times import Clock, to_text

logger = logging.getLogger(__name__)

_SILENT_AFTER = timedelta(minutes=15)  # as long as the unit's WatchdogSec
_TIMEOUT_SECONDS = 10.0


@dataclass(slots=True, kw_only=True)
class Pulse:
    """When the daemon last gave a sign of life; shared between its threads."""

    clock: Clock
    _last_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._last_at = self.clock()

    def beat(self) -> None:
        self._last_at = self.clock()

    @property
    def last_at(self) -> datetime:
        return self._last_at

    def is_alive(self) -> bool:
        return self.clock() - self._last_at < _SILENT_AFTER


@contextmanager
def serving(address: tuple[str, int], database: Path, pulse: Pulse) -> Iterator[int]:
    """Serve from a thread; yields the port. Raises OperationError where it cannot listen."""
    render = _renderer(database, pulse.clock)

    class Handler(_Handler):
        pages: ClassVar = {"/healthz": lambda: _health(pulse), "/metrics": render}

    try:
        server = ThreadingHTTPServer(address, Handler)
    except OSError as error:
        raise OperationError(
            f"'metrics' cannot listen on {address[0]}:{address[1]}: {error.strerror}; "
            "name another address or port in the watchlist"
        ) from error
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


Page = tuple[HTTPStatus, str, bytes]  # status, content type, body


class _Handler(BaseHTTPRequestHandler):
    pages: ClassVar[dict[str, Callable[[], Page]]]
    timeout = _TIMEOUT_SECONDS
    server_version = "clausewatch"
    sys_version = ""

    def do_GET(self) -> None:
        page = self.pages.get(self.path.partition("?")[0])
        status, content_type, body = page() if page else _words(HTTPStatus.NOT_FOUND, "not here")
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        logger.debug(format, *args)


def _health(pulse: Pulse) -> Page:
    alive = pulse.is_alive()
    shape = {"status": "ok" if alive else "silent", "last_sign_of_life_at": to_text(pulse.last_at)}
    status = HTTPStatus.OK if alive else HTTPStatus.SERVICE_UNAVAILABLE
    return status, "application/json", json.dumps(shape).encode()


def _renderer(database: Path, clock: Clock) -> Callable[[], Page]:
    try:
        from monitor.metrics import CONTENT_TYPE, render_metrics  # noqa: PLC0415  an extra
    except ImportError:
        said = "metrics need an extra: pip install 'clausewatch[metrics]'"
        logger.warning("%s", said)
        return lambda: _words(HTTPStatus.NOT_IMPLEMENTED, said)

    def page() -> Page:
        try:
            return HTTPStatus.OK, CONTENT_TYPE, render_metrics(database, clock)
        except StorageError as error:
            logger.warning("no metrics: %s", error)
            return _words(HTTPStatus.SERVICE_UNAVAILABLE, "the database cannot be read")

    return page


def _words(status: HTTPStatus, words: str) -> Page:
    return status, "text/plain; charset=utf-8", f"{words}\n".encode()
