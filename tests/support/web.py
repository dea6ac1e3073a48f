"""The web on a real socket, and questions to it as a browser or a stranger would write them."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from support.policies import NOW

from monitor.web.app import make_app
from monitor.web.server import listen, make_server
from monitor.web.settings import WebSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Web:
    """Serves the history in ``folder`` for as long as it is entered."""

    folder: Path
    token: str | None = None
    public_url: str | None = None
    clock: Callable[[], datetime] = lambda: NOW
    port: int = field(init=False, default=0)

    def __enter__(self) -> Self:
        settings = WebSettings(
            database=self.folder / "clausewatch.db",
            watchlist=self.folder / "watchlist.toml",
            token=self.token,
            public_url=self.public_url,
            authority="watch@example.org",
            clock=self.clock,
        )
        listening = listen("127.0.0.1", 0)
        self.port = listening.getsockname()[1]
        self._server = make_server(make_app(settings))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """``headers`` with underscores for hyphens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            response = connection.getresponse()
            return Answer(
                status=response.status,
                headers={name.lower(): value for name, value in response.getheaders()},
                body=response.read(),
            )
        finally:
            connection.close()
