"""The local site of the demo: every service's page, in the edition that is published."""

from __future__ import annotations

import hashlib

from monitor.demo.local_server import LocalServer, Request
from monitor.demo.texts import PAGES, Edition, Page

_ROBOTS = b"User-agent: *\nAllow: /\n"
_PLAIN = (("Content-Type", "text/plain"),)


class DemoSite(LocalServer):
    """Publishes the first edition until told otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self._edition = Edition.FIRST

    def publish(self, edition: Edition) -> None:
        self._edition = edition

    def url(self, page: Page) -> str:
        return f"{self.base_url}{page.path}"

    def respond(self, request: Request) -> None:
        if request.path == "/robots.txt":
            request.answer(200, _ROBOTS, _PLAIN)
            return
        page = next((page for page in PAGES if page.path == request.path), None)
        if page is None or request.command != "GET":
            request.answer(404, b"not found\n", _PLAIN)
            return
        body = page.body(self._edition)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            request.answer(304, headers=(("ETag", etag),))
            return
        request.answer(200, body, (("Content-Type", page.content_type), ("ETag", etag)))
