"""Telegram's Bot API: ``{"ok": false, "error_code", "description", "parameters"}``.

https://core.telegram.org/bots/api#making-requests and #responseparameters; the descriptions are
not documented (github.com/TelegramBotAPI/errors lists them). ``ok`` counts, whatever the status.

=================================================  ===============================================
answer                                             verdict
=================================================  ===============================================
``ok: true``                                       delivered
429, ``parameters.retry_after``                    throttled by it
400 with ``parameters.migrate_to_chat_id``         the group became a supergroup: sent there at
                                                   once, and the new number is said
401 Unauthorized, 404 Not Found                    the endpoint is disabled: the token is not valid
403 bot was kicked, was blocked, is not a member,  the endpoint is disabled: the bot is out
user is deactivated; 400 chat not found
400 not enough rights, have no rights, topic ...;  try again: an administrator can change it
other 403 (known to be passing)
other 400 (can't parse entities, message is too    this message is refused
long ...), 413
others                                             try again
=================================================  ===============================================
"""

from __future__ import annotations

import re
from http import HTTPStatus

from monitor.alerts.verdicts.answer import (
    SUCCESS,
    TOO_LARGE,
    TOO_MANY,
    Answer,
    Chat,
    Rule,
    codes,
    seconds_in,
    wait_by_header,
    words,
)
from storage.model import AttemptOutcome

MOVED = "group chat was upgraded"
_OUT = (
    "kicked",
    "blocked",
    "not a member",
    "deactivated",
    "chat not found",
    "was deleted",
    "peer_id_invalid",
)
_FORBIDDEN = ("rights", "write access", "topic_closed", "topic closed", "chat_restricted")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z :'_,-]{2,100}", re.ASCII)  # no digit: so no token, no chat


def _word(answer: Answer) -> str | None:
    """Our word for the sort of refusal, or the description where it is harmless."""
    said = answer.json()
    if said.get("ok") is not False:
        return None
    if moved_to(answer) is not None:
        return MOVED
    described = said.get("description")
    text = described if isinstance(described, str) else ""
    folded = text.casefold()
    for sort in (*_OUT, *_FORBIDDEN):
        if sort in folded:
            return sort
    if said.get("error_code") == HTTPStatus.TOO_MANY_REQUESTS:
        return "too many requests"
    if answer.status in SUCCESS:
        return f"ok: false, {said.get('error_code')}"[:40] if not _PLAIN.fullmatch(text) else text
    return text if _PLAIN.fullmatch(text) else None


def moved_to(answer: Answer) -> str | None:
    """The number of the supergroup that a group became."""
    parameters = answer.json().get("parameters")
    moved = parameters.get("migrate_to_chat_id") if isinstance(parameters, dict) else None
    return str(moved) if isinstance(moved, int) and not isinstance(moved, bool) else None


def _wait(answer: Answer) -> float | None:
    parameters = answer.json().get("parameters")
    asked = seconds_in(parameters.get("retry_after")) if isinstance(parameters, dict) else None
    return wait_by_header(answer) if asked is None else asked


CHAT = Chat(
    rules=(
        Rule(outcome=AttemptOutcome.THROTTLED, statuses=TOO_MANY),
        Rule(outcome=AttemptOutcome.THROTTLED, words=words("too many requests")),
        Rule(outcome=AttemptOutcome.RETRY, words=words(MOVED)),
        Rule(
            outcome=AttemptOutcome.DISABLED,
            words=words(*_OUT),
            advice="the bot is not in that chat, or the chat is gone: add it again",
        ),
        Rule(
            outcome=AttemptOutcome.RETRY,
            words=words(*_FORBIDDEN),
            advice="the bot may not write there now: an administrator of the chat can change that",
        ),
        Rule(
            outcome=AttemptOutcome.DISABLED,
            statuses=codes(401, 404),
            advice="the bot's token is not valid: ask @BotFather for another",
        ),
        Rule(outcome=AttemptOutcome.REFUSED, statuses=codes(400) | TOO_LARGE),
    ),
    word=_word,
    wait=_wait,
)
