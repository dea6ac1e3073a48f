"""The pages' template engine and what every page of the site has around it."""

from __future__ import annotations

import hashlib
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from monitor.alerts.catalogue import LANGUAGES
from monitor.report.rendering import Assets, assets, make_environment
from monitor.report.words import ENGLISH, frame_of
from monitor.web.asking import address_of
from monitor.web.language import OWN_NAMES, PARAMETER, frame_for, remember
from storage.version import __version__

STYLE_PATH, SCRIPT_PATH, ICON_PATH = "/style.css", "/script.js", "/favicon.ico"
_FOREVER = "public, max-age=31536000, immutable"
_PROGRAM = f"clausewatch {__version__}"
_FAILED = HTTPStatus.INTERNAL_SERVER_ERROR.name  # for every status that is not told of by itself
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" '
    'rx="3" fill="#1d4f8c"/><path d="M4 5h8M4 8h8M4 11h5" stroke="#fff" stroke-width="1.6"/></svg>'
)


def source_path(key: str, *rest: str) -> str:
    """The address of a source, or of something of it."""
    parts = "".join(f"/{quote(part, safe='')}" for part in rest)
    return f"/sources/{quote(key, safe='/')}{parts}"


class _Compiled(BytecodeCache):
    """Templates are the same in all languages: they are compiled once.

    So none may give a constant to a filter that knows the language: that is worked out meanwhile.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


@cache
def environment(language: str = ENGLISH.language) -> Environment:
    frame = frame_of(language)
    found = make_environment("monitor.web", frame=frame)
    found.bytecode_cache = _COMPILED
    found.filters["path"] = source_path
    found.filters["segment"] = lambda text: quote(text, safe="")
    found.globals |= {
        "style_path": f"{STYLE_PATH}?v={_digest(assets().style)}",
        "script_path": f"{SCRIPT_PATH}?v={_digest(assets().script)}",
        "program": _PROGRAM,
        "feed": lambda path: path if frame is ENGLISH else f"{path}?{PARAMETER}={language}",
    }
    return found


def warm_up() -> None:
    """Compile every template now: the first reader need not wait for it."""
    for language in LANGUAGES:
        found = environment(language)
        for name in found.list_templates(extensions=["html", "xml"]):
            found.get_template(name)


def page(
    request: Request, template: str, *, status: HTTPStatus = HTTPStatus.OK, **values: Any
) -> HTMLResponse:
    """In the language of who asks, with links to the same in the others."""
    language = frame_for(request).language
    languages = [
        (code, name, address_of(request, **{PARAMETER: code, "token": None}))
        for code, name in OWN_NAMES.items()
    ]
    text = environment(language).get_template(template).render(languages=languages, **values)
    response = HTMLResponse(text, status.value)
    remember(request, response)
    return response


def problem(request: Request, status: HTTPStatus, words: str) -> Response:
    """A page that says what went wrong: ``words``, or in other languages what this status means."""
    frame = frame_for(request)
    name = status.name if status.name.lower() in frame.table["problems"] else _FAILED
    told = frame.of("problems", name.lower())
    return page(
        request,
        "problem.html",
        status=status,
        words=words if frame is ENGLISH else told,
        title=frame.of("statuses", name.lower()),
    )


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
