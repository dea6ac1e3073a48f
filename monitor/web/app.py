"""The application: the guard before the routes, and an answer to everything that goes wrong."""

from __future__ import annotations

import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web import api, site
from monitor.web.asking import NotFound
from monitor.web.comparing import Busy
from monitor.web.guard import Guard
from monitor.web.routes import make_routes, open_paths
from monitor.web.settings import WebSettings
from monitor.web.shapes import API
from storage.errors import ClauseWatchError, StorageError, UsageError

logger = logging.getLogger(__name__)

_SOON_SECONDS = "5"


def make_app(settings: WebSettings) -> ASGIApp:
    """The whole web for one database."""
    router = Router(make_routes(settings), redirect_slashes=False, default=_nowhere)
    site.warm_up()
    handlers = {
        HTTPException: _refused,
        NotFound: _not_found,
        UsageError: _wrong,
        Busy: _busy,
        ClauseWatchError: _failed,
    }
    return Guard(_LastResort(ExceptionMiddleware(router, handlers)), settings, open_paths())


async def _nowhere(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise HTTPException(HTTPStatus.NOT_FOUND)


def _answer(request: Request, status: HTTPStatus, words: str) -> Response:
    if request.url.path.startswith(f"{API}/"):
        return api.problem(status, words)
    return site.problem(request, status, words)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _answer(request, HTTPStatus(error.status_code), "There is no such page.")


def _not_found(request: Request, error: Exception) -> Response:
    return _answer(request, HTTPStatus.NOT_FOUND, str(error))


def _wrong(request: Request, error: Exception) -> Response:
    return _answer(request, HTTPStatus.BAD_REQUEST, str(error))


def _busy(request: Request, error: Exception) -> Response:
    response = _answer(request, HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    response.headers["Retry-After"] = _SOON_SECONDS
    return response


def _failed(request: Request, error: Exception) -> Response:
    """The database cannot be read, or what it holds is damaged: no path of this machine is told."""
    logger.error("%s: %s", request.url.path, error)
    words = "The history cannot be read just now; the log of the server says why."
    unavailable = isinstance(error, StorageError)
    status = HTTPStatus.SERVICE_UNAVAILABLE if unavailable else HTTPStatus.INTERNAL_SERVER_ERROR
    return _answer(request, status, words)


class _LastResort:
    """The boundary of a request: an error of ours is logged, and nothing of it is shown."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            logger.exception("%s could not be answered", scope["path"])
            if begun:
                raise
            response = _answer(
                Request(scope), HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here."
            )
            await response(scope, receive, send)
