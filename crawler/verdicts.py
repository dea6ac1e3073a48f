"""What the answer of a server means: a document, or a typed outcome with a reason. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from storage.model import Outcome

MAX_RETRY_AFTER_SECONDS = 7 * 86_400
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_DOCUMENTS = frozenset({200, 203})  # 203: a proxy transformed it; still the page
# Some servers and firewalls take a validator for an attack: asked without, they give the page.
CONDITION_REFUSED = frozenset({400, 403, 412, 416, 431})
_WORTH_ANOTHER_TRY = frozenset({500, 502, 503, 504, 520, 521, 522, 523, 524})

_ADVICE = {
    401: "the page wants a login: watch a public page instead",
    402: "the page wants a payment: watch a public page instead",
    403: "the server refuses this client: open the page in a browser, write to the site if need be",
    404: "the page is gone: check the URL",
    406: "the server has no version of this page for the languages asked for",
    407: "a proxy wants a login",
    408: "the server gave up waiting; it is tried again at the next check",
    410: "the page is gone for good: check the URL",
    451: "the server withholds the page for legal reasons",
    999: "the server turns away clients that are no browsers",
}


class Refused(Exception):
    """A fetch that ended without a page. Becomes a row, never an error of the run."""

    def __init__(
        self,
        outcome: Outcome,
        reason: str,
        *,
        http_status: int | None = None,
        retry_after_seconds: int | None = None,
    ) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.http_status = http_status
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The head of a response; ``was_conditional`` when the request carried validators."""

    status: int
    retry_after: str | None
    was_conditional: bool
    now: datetime


def require_document(answer: Answer) -> None:
    """Return when the body is the page; raises Refused with the outcome otherwise.

    Redirects are not for here.
    """
    status = answer.status
    if status in _DOCUMENTS:
        return
    if status == HTTPStatus.NOT_MODIFIED:
        raise _not_modified(answer)
    limit = rate_limit_of(status, answer.retry_after, answer.now)
    if limit is not None:
        raise limit
    if status == HTTPStatus.PARTIAL_CONTENT:
        raise Refused(
            Outcome.PROTOCOL_ERROR,
            "the server sent a part of the page though all of it was asked for",
            http_status=status,
        )
    raise Refused(Outcome.HTTP_ERROR, _explain(status), http_status=status)


def is_worth_another_try(refused: Refused) -> bool:
    """Whether a second request a moment later may well succeed."""
    if refused.outcome is Outcome.HTTP_ERROR:
        return refused.http_status in _WORTH_ANOTHER_TRY
    return refused.outcome is Outcome.CONNECTION_ERROR


def rate_limit_of(status: int, retry_after: str | None, now: datetime) -> Refused | None:
    """What 429 means, and 503 with a time; None for every other answer."""
    if status not in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        return None
    wait = retry_after_seconds(retry_after, now)
    if status == HTTPStatus.SERVICE_UNAVAILABLE and wait is None:
        return None
    return _rate_limited(status, wait)


def _rate_limited(status: int, wait: int | None) -> Refused:
    when = f"; asked again in {wait} s at the earliest" if wait else ""
    return Refused(
        Outcome.RATE_LIMITED,
        f"{status}: the server asks for fewer requests{when}",
        http_status=status,
        retry_after_seconds=wait,
    )


def retry_after_seconds(value: str | None, now: datetime) -> int | None:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3), between 0 and seven days.

    None when there is no such header, or none that can be read.
    """
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        # Ten digits are more than seven days; int() of a megabyte of digits is no good idea.
        return min(int(text[:10]), MAX_RETRY_AFTER_SECONDS)
    try:
        instant = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    wait = int((instant - now).total_seconds())
    return max(0, min(wait, MAX_RETRY_AFTER_SECONDS))


def _not_modified(answer: Answer) -> Refused:
    if answer.was_conditional:
        return Refused(Outcome.NOT_MODIFIED, "", http_status=answer.status)
    return Refused(
        Outcome.PROTOCOL_ERROR,
        "the server answered 304 (not modified) though nothing conditional was asked",
        http_status=answer.status,
    )


def _explain(status: int) -> str:
    advice = _ADVICE.get(status)
    if advice is None:
        advice = _general_advice(status)
    return f"{_name(status)}: {advice}"


def _general_advice(status: int) -> str:
    if 200 <= status < 300:  # noqa: PLR2004  the classes of RFC 9110, section 15
        return "the answer carries no document"
    if 300 <= status < 400:  # noqa: PLR2004
        return "the server names no single place where the page is"
    if 500 <= status < 600:  # noqa: PLR2004
        return "the server has a fault; it is tried again at the next check"
    return "the server refuses the request: check the URL"


def _name(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
