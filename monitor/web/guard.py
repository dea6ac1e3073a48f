"""Before every page: who may ask, for which host, and how; and the headers of every answer.

A page anywhere can point its own name at 127.0.0.1 and then read what a local server answers (DNS
rebinding). So a request must ask for a name that was given to this server; an address in digits
cannot be rebound.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
from collections.abc import Iterable
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web.settings import LOOPBACK_NAMES, WebSettings

COOKIE = "clausewatch"
ALLOWED = ("GET", "HEAD")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_ENTRY = "a bearer token, a password of this token, or the cookie that /enter?token=... sets"


class Guard:
    """ASGI middleware around the whole application; ``open_paths`` need no token."""

    def __init__(self, app: ASGIApp, settings: WebSettings, open_paths: Iterable[str]) -> None:
        self._app = app
        self._settings = settings
        self._open = frozenset(open_paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # no web sockets; a lifespan that is not answered is none

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not self._is_ours(headers.get("host", "")):
            return _refused(
                HTTPStatus.MISDIRECTED_REQUEST,
                "this server does not answer under that name; 'serve --public-url' names one",
            )
        if scope["method"] not in ALLOWED:
            return _refused(
                HTTPStatus.METHOD_NOT_ALLOWED, "only reading is possible", Allow=", ".join(ALLOWED)
            )
        if scope["path"] in self._open or self._knows_token(headers):
            return None
        return _refused(
            HTTPStatus.UNAUTHORIZED,
            f"this needs {_ENTRY}",
            **{"WWW-Authenticate": 'Bearer realm="clausewatch", Basic realm="clausewatch"'},
        )

    def _is_ours(self, host: str) -> bool:
        name = host_name(host)
        if name is None:
            return False
        if name in LOOPBACK_NAMES or name == self._settings.public_host:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _knows_token(self, headers: Headers) -> bool:
        token = self._settings.token
        if token is None:
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        match scheme.lower():
            case "bearer":
                return same(given.strip(), token)
            case "basic":
                return same(_password(given), token)
        return same(_cookie(headers), self._settings.cookie or "")


def host_name(host: str) -> str | None:
    """The name in a Host header without its port, lower case; None for what is none."""
    if host.startswith("["):
        name, bracket, rest = host[1:].partition("]")
        return name.lower() if bracket and (not rest or rest.startswith(":")) else None
    name, _, port = host.partition(":")
    is_name = bool(name) and (not port or port.isdigit())
    return name.lower().rstrip(".") if is_name else None


def same(one: str, other: str) -> bool:
    """Compared in a time that does not tell how much of it was right."""
    digests = (hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in (one, other))
    return hmac.compare_digest(*digests)


def _password(given: str) -> str:
    try:
        decoded = base64.b64decode(given, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return decoded.partition(":")[2]


def _cookie(headers: Headers) -> str:
    """Among whatever other programs on this host have set: cookies know no ports, and
    ``http.cookies`` reads nothing where one of them has a name that it does not like.
    """
    return cookie_parser(headers.get("cookie", "")).get(COOKIE, "")


def _refused(status: HTTPStatus, words: str, **headers: str) -> Response:
    return PlainTextResponse(f"{status.value} {words}\n", status.value, headers=headers)
