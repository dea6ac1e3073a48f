"""Handlers that read: each call gets a read-only connection of its own, in a thread of its own.

Starlette runs them in its threads, for they are no coroutines. The answer gets a validator: who
asks again with it is told that nothing changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from starlette.requests import Request
from starlette.responses import Response

from monitor.cli.history_filters import check_category
from monitor.report.words import Frame
from monitor.web.asking import Question
from monitor.web.language import frame_for
from monitor.web.settings import WebSettings
from storage.database import Database, open_readonly

_OK, _NOT_MODIFIED = 200, 304


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a handler has: the request, its query, and the database for as long as it runs."""

    request: Request
    question: Question
    db: Database
    settings: WebSettings

    @cached_property
    def frame(self) -> Frame:
        """Our words in the reader's language."""
        return frame_for(self.request)

    def path(self, name: str) -> str:
        """A part of the address."""
        found: str = self.request.path_params[name]
        return found

    def category(self) -> str | None:
        """The one that is asked for; raises UsageError where there is none of that name."""
        name = self.question.text("category")
        check_category(self.db, name)
        return name

    @property
    def base(self) -> str:
        """How the outside names this server."""
        return self.settings.public_url or str(self.request.base_url).rstrip("/")


Handler = Callable[[Reading], Response]
Endpoint = Callable[[Request], Response]


def reading(handler: Handler, settings: WebSettings) -> Endpoint:
    """The handler as an endpoint."""

    def endpoint(request: Request) -> Response:
        with open_readonly(settings.database) as db:
            response = handler(
                Reading(
                    request=request,
                    question=Question(request, settings.clock()),
                    db=db,
                    settings=settings,
                )
            )
        return validated(request, response)

    return endpoint


def validated(request: Request, response: Response) -> Response:
    """With an ETag; 304 for who has these very bytes already (RFC 9110)."""
    if response.status_code != _OK:
        return response
    tag = f'"{hashlib.sha256(response.body).hexdigest()[:32]}"'
    response.headers["ETag"] = tag
    if not _matches(request.headers.get("if-none-match", ""), tag):
        return response
    kept = {
        name: response.headers[name]
        for name in ("etag", "cache-control")
        if name in response.headers
    }
    return Response(status_code=_NOT_MODIFIED, headers=kept)


def _matches(asked: str, tag: str) -> bool:
    known = (one.strip().removeprefix("W/") for one in asked.split(","))
    return asked.strip() == "*" or tag in known
