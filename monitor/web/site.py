"""The pages' template engine and what every page of the site has around it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from starlette.responses import HTMLResponse, Response

from monitor.report.rendering import Assets, assets, make_environment
from storage.version import __version__

STYLE_PATH, SCRIPT_PATH, ICON_PATH = "/style.css", "/script.js", "/favicon.ico"
_FOREVER = "public, max-age=31536000, immutable"
_PROGRAM = f"clausewatch {__version__}"
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" '
    'rx="3" fill="#1d4f8c"/><path d="M4 5h8M4 8h8M4 11h5" stroke="#fff" stroke-width="1.6"/></svg>'
)


def source_path(key: str, *rest: str) -> str:
    """The address of a source, or of something of it."""
    parts = "".join(f"/{quote(part, safe='')}" for part in rest)
    return f"/sources/{quote(key, safe='/')}{parts}"


@lru_cache(maxsize=1)
def environment() -> Environment:
    found = make_environment("monitor.web")
    found.filters["path"] = source_path
    found.filters["segment"] = lambda text: quote(text, safe="")
    found.globals |= {
        "style_path": f"{STYLE_PATH}?v={_digest(assets().style)}",
        "script_path": f"{SCRIPT_PATH}?v={_digest(assets().script)}",
        "program": _PROGRAM,
    }
    return found


def warm_up() -> None:
    """Compile every template now: the first reader need not wait for it."""
    for name in environment().list_templates(extensions=["html", "xml"]):
        environment().get_template(name)


def page(template: str, *, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> HTMLResponse:
    return HTMLResponse(environment().get_template(template).render(**values), status.value)


def problem(status: HTTPStatus, words: str) -> Response:
    """A page that says what went wrong."""
    return page("problem.html", status=status, words=words, title=status.phrase)


def icon() -> Response:
    """Browsers ask for one by themselves, and call a missing one an error."""
    return Response(_ICON, media_type="image/svg+xml", headers={"Cache-Control": _FOREVER})


def style() -> Response:
    return _asset(assets(), "style", "text/css")


def script() -> Response:
    return _asset(assets(), "script", "text/javascript")


def _asset(found: Assets, name: str, media_type: str) -> Response:
    text = getattr(found, name)
    headers = {"Cache-Control": _FOREVER, "ETag": f'"{_digest(text)}"'}
    return Response(text, media_type=media_type, headers=headers)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
