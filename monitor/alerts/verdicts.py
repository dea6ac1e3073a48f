"""What an answer means for a delivery.

========================  =======================================================================
2xx                       delivered
410                       the receiver is gone for good: its endpoint is switched off
other, webhook            try again by the schedule (Standard Webhooks: a receiver that is being
                          repaired may answer anything)
404, Slack                the channel, the app or the workspace is gone: switched off
400 and 413, Slack        this message will never be taken; others will
3xx                       not followed: try again, and say that the URL moved
========================  =======================================================================
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from monitor.alerts.model import AttemptResult
from storage.model import AttemptOutcome, EndpointKind

_SLACK_REFUSALS = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})
_SLACK_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_SLACK_ERROR = re.compile(rb"[a-z][a-z_]{2,60}")  # no_service, invalid_blocks: safe to repeat
_SECONDS = re.compile(r"\d{1,9}", re.ASCII)


def judge_answer(
    kind: EndpointKind, status: int, *, retry_after: str | None, body: bytes, now: datetime
) -> AttemptResult:
    """The result of an attempt that was answered; ``body`` is the beginning of the answer's."""
    outcome = _outcome(kind, status)
    if outcome is AttemptOutcome.DELIVERED:
        return AttemptResult(outcome=outcome, http_status=status)
    return AttemptResult(
        outcome=outcome,
        http_status=status,
        retry_after_seconds=retry_after_seconds(retry_after, now),
        error=_error(kind, status, outcome, body),
    )


def _outcome(kind: EndpointKind, status: int) -> AttemptOutcome:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return AttemptOutcome.DELIVERED
    if status == HTTPStatus.GONE:
        return AttemptOutcome.DISABLED
    if kind is EndpointKind.SLACK and status in _SLACK_GONE:
        return AttemptOutcome.DISABLED
    if kind is EndpointKind.SLACK and status in _SLACK_REFUSALS:
        return AttemptOutcome.REFUSED
    return AttemptOutcome.RETRY


def _error(kind: EndpointKind, status: int, outcome: AttemptOutcome, body: bytes) -> str:
    said = f"the receiver answered {status}{_phrase(status)}"
    if kind is EndpointKind.SLACK and _SLACK_ERROR.fullmatch(body.strip()):
        said += f" ({body.strip().decode('ascii')})"
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return f"{said}: redirects are not followed, write the URL it moved to"
    if outcome is AttemptOutcome.DISABLED:
        return f"{said}: it is gone for good, give the endpoint another URL"
    if outcome is AttemptOutcome.REFUSED:
        return f"{said}: it will not take this message"
    return said


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""


def retry_after_seconds(value: str | None, now: datetime) -> int | None:
    """``Retry-After``, seconds or an HTTP date, as seconds from now; None when it is neither."""
    if value is None:
        return None
    if _SECONDS.fullmatch(value.strip()):
        return int(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0, int((moment - now).total_seconds()))
