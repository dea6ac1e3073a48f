"""The door: a token once in an address, a cookie from then on."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from monitor.web.guard import COOKIE, same
from monitor.web.settings import WebSettings
from monitor.web.site import page

_A_MONTH = 30 * 24 * 3600


def enter(request: Request, settings: WebSettings) -> Response:
    """Sets the cookie for who brings the token, and shows the way in to who does not."""
    given = request.query_params.get("token", "")
    if settings.token is None:
        return _to_the_pages()
    if same(given, settings.token):
        response = _to_the_pages()
        response.set_cookie(
            COOKIE,
            settings.cookie or "",
            max_age=_A_MONTH,
            httponly=True,
            samesite="strict",
            secure=settings.is_behind_tls,
        )
        return response
    status = HTTPStatus.UNAUTHORIZED if given else HTTPStatus.OK
    return page(request, "enter.html", status=status, wrong=bool(given))


def _to_the_pages() -> Response:
    # Not a redirect that is followed: the cookie is strict, and a link from a mail led here.
    return RedirectResponse("/", HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"})
