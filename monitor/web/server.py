"""Listening: uvicorn with bounds, and nothing in its log that could be a secret."""

from __future__ import annotations

import signal
import socket

import uvicorn
from starlette.types import ASGIApp

from storage.errors import OperationError

_AT_ONCE = 64  # requests; more are told to come back
_IDLE_SECONDS = 15
_END_SECONDS = 5


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; raises OperationError where there can be none. Port 0: any."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise OperationError(f"cannot listen on {host}: {error.strerror or error}") from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except OSError as error:
        listening.close()
        raise OperationError(
            f"cannot listen on {host} port {port}: {error.strerror}; name another with --port"
        ) from error
    return listening


def make_server(app: ASGIApp) -> uvicorn.Server:
    """With all that it needs imported. Addresses are not logged: one may hold the token."""
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_AT_ONCE,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_END_SECONDS,
        ws="none",
    )
    config.load()
    return uvicorn.Server(config)


def run_server(server: uvicorn.Server, listening: socket.socket) -> None:
    """Until SIGINT or SIGTERM; being told to stop is no failure."""
    # uvicorn raises the signal that stopped it once more, which would be the status 143.
    signal.signal(signal.SIGTERM, lambda *_: None)
    server.run(sockets=[listening])
