"""What an answer means for a delivery: one table per chat, in its module here.

Five verdicts: *delivered*; *try again* by the schedule; *throttled* (everything for this endpoint
waits, and no attempt of the schedule is used up); *refused* (this message will never be taken,
others will); *disabled* (nothing will be taken until a person acts). Redirects are not followed,
anywhere: try again, and say so. What no rule names is tried again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from monitor.alerts.model import AttemptResult
from monitor.alerts.verdicts import (
    discord,
    google_chat,
    matrix,
    mattermost,
    slack,
    teams,
    telegram,
    webhook,
)
from monitor.alerts.verdicts.answer import SUCCESS, Answer, Chat, retry_after_seconds
from storage.model import AttemptOutcome, EndpointKind

__all__ = ["CHATS", "Answer", "judge_answer", "retry_after_seconds"]

CHATS: Mapping[EndpointKind, Chat] = MappingProxyType(
    {
        EndpointKind.WEBHOOK: webhook.CHAT,
        EndpointKind.SLACK: slack.CHAT,
        EndpointKind.DISCORD: discord.CHAT,
        EndpointKind.TEAMS: teams.CHAT,
        EndpointKind.GOOGLE_CHAT: google_chat.CHAT,
        EndpointKind.MATTERMOST: mattermost.CHAT,
        EndpointKind.TELEGRAM: telegram.CHAT,
        EndpointKind.MATRIX: matrix.CHAT,
    }
)
_ADVICE = {
    AttemptOutcome.DISABLED: "it is gone for good, give the endpoint another URL",
    AttemptOutcome.REFUSED: "it will not take this message",
    AttemptOutcome.THROTTLED: "too many messages at once, the rest waits",
}


def judge_answer(kind: EndpointKind, answer: Answer) -> AttemptResult:
    """The result of an attempt that was answered."""
    chat = CHATS[kind]
    word = chat.word(answer)
    outcome, advice = _verdict(chat, answer.status, word)
    moved = telegram.moved_to(answer) if kind is EndpointKind.TELEGRAM else None
    return AttemptResult(
        outcome=outcome,
        http_status=answer.status,
        retry_after_seconds=_whole(chat.wait(answer)),
        error=None
        if outcome is AttemptOutcome.DELIVERED
        else _error(answer.status, word, advice or _ADVICE.get(outcome, "")),
        moved_to=moved,
    )


def _verdict(chat: Chat, status: int, word: str | None) -> tuple[AttemptOutcome, str]:
    """In a 2xx only an error that the body names counts against it."""
    for rule in chat.rules:
        if (word is not None or status not in SUCCESS) and rule.fits(status, word):
            return rule.outcome, rule.advice
    if status in SUCCESS and word is None:
        return AttemptOutcome.DELIVERED, ""
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return AttemptOutcome.RETRY, "redirects are not followed, write the URL it moved to"
    return AttemptOutcome.RETRY, ""


def _error(status: int, word: str | None, advice: str) -> str:
    said = f"the receiver answered {status}{_phrase(status)}" + (f" ({word})" if word else "")
    return f"{said}: {advice}" if advice else said


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else math.ceil(seconds)
