"""In whose language the pages speak: asked for, remembered, or the browser's.

What pages of publishers say stays in its own language; so does the API, which programs read.
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from monitor.alerts.catalogue import LANGUAGES, OLD_CODES
from monitor.report.words import ENGLISH, Frame, frame_of

PARAMETER = "lang"
COOKIE = "clausewatch_language"
OWN_NAMES = {
    "en": "English",
    "ar": "العربية",
    "he": "עברית",
    "fr": "Français",
    "de": "Deutsch",
    "es": "Español",
}
_A_YEAR = 365 * 24 * 3600
_MOST = 20  # of the languages that a browser names


def frame_for(request: Request) -> Frame:
    """Of a page: what the address says, else said last, else the browser's, else English."""
    known = (asked(request), _one_of(request.cookies.get(COOKIE, "")), _preferred(request))
    return frame_of(next(filter(None, known), ENGLISH.language))


def frame_of_feed(request: Request) -> Frame:
    """What the address says, else English: a feed is the same for whoever asks."""
    return frame_of(asked(request) or ENGLISH.language)


def asked(request: Request) -> str | None:
    return _one_of(request.query_params.get(PARAMETER, ""))


def remember(request: Request, response: Response) -> None:
    """What was asked for holds for the pages that follow; it opens nothing, so it is no secret."""
    response.headers["Vary"] = "Accept-Language, Cookie"
    if language := asked(request):
        response.set_cookie(COOKIE, language, max_age=_A_YEAR, httponly=True, samesite="lax")


def _one_of(code: str) -> str | None:
    code = code.strip().partition("-")[0].lower()
    code = OLD_CODES.get(code, code)
    return code if code in LANGUAGES else None


def _preferred(request: Request) -> str | None:
    """Of Accept-Language (RFC 9110, section 12.5.4), the first of those that are liked most."""
    named = [*_weighed(request.headers.get("accept-language", ""))]
    liked = max(named, key=lambda one: one[0], default=(0.0, None))
    return liked[1] if liked[0] > 0 else None


def _weighed(header: str) -> Iterator[tuple[float, str]]:
    for part in header.split(",")[:_MOST]:
        code, _, weight = part.partition(";")
        if language := _one_of(code):
            yield _weight(weight), language


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if not name:
        return 1.0
    try:
        weight = float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
