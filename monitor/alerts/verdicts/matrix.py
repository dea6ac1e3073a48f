"""Matrix home servers answer ``{"errcode": "M_...", "error": ...}``.

https://spec.matrix.org/latest/client-server-api/#standard-error-response: ``M_LIMIT_EXCEEDED``
comes with ``Retry-After`` (since v1.10) or ``retry_after_ms``. The same transaction id twice gives
the event of the first time: nothing is doubled.

=================================================  ===============================================
answer                                             verdict
=================================================  ===============================================
200 with ``event_id``                              delivered
429 M_LIMIT_EXCEEDED                               throttled by ``Retry-After``, ``retry_after_ms``
401 M_UNKNOWN_TOKEN, M_MISSING_TOKEN,              the endpoint is disabled: log in anew and give
M_USER_DEACTIVATED, M_USER_LOCKED                  it another token
403 M_FORBIDDEN                                    the endpoint is disabled: the user is not in the
                                                   room or may not write there
404 M_UNRECOGNIZED, M_NOT_FOUND; 410               the endpoint is disabled: no such server or room
413 M_TOO_LARGE, 400 M_BAD_JSON, M_NOT_JSON,       this message is refused
M_INVALID_PARAM, others
M_RESOURCE_LIMIT_EXCEEDED; others                  try again
=================================================  ===============================================
"""

from __future__ import annotations

from monitor.alerts.verdicts.answer import (
    GONE,
    SUCCESS,
    TOO_LARGE,
    TOO_MANY,
    Answer,
    Chat,
    Rule,
    codes,
    safe_code,
    seconds_in,
    wait_by_header,
    words,
)
from storage.model import AttemptOutcome


def _word(answer: Answer) -> str | None:
    said = answer.json()
    if answer.status in SUCCESS and "event_id" in said:
        return None
    return safe_code(said.get("errcode"))


def _wait(answer: Answer) -> float | None:
    asked = wait_by_header(answer)
    if asked is not None:
        return asked
    milliseconds = seconds_in(answer.json().get("retry_after_ms"))
    return None if milliseconds is None else milliseconds / 1_000


CHAT = Chat(
    rules=(
        Rule(outcome=AttemptOutcome.THROTTLED, statuses=TOO_MANY),
        Rule(outcome=AttemptOutcome.THROTTLED, words=words("M_LIMIT_EXCEEDED")),
        Rule(
            outcome=AttemptOutcome.DISABLED,
            words=words(
                "M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED", "M_USER_LOCKED"
            ),
            advice="the access token is not valid any more: log in anew and give it another",
        ),
        Rule(
            outcome=AttemptOutcome.DISABLED,
            words=words("M_FORBIDDEN", "M_GUEST_ACCESS_FORBIDDEN"),
            advice="the user is not in the room or may not write there: invite it",
        ),
        Rule(
            outcome=AttemptOutcome.DISABLED,
            words=words("M_UNRECOGNIZED", "M_NOT_FOUND"),
            advice="there is no such room, or no Matrix server at that URL",
        ),
        Rule(outcome=AttemptOutcome.RETRY, words=words("M_RESOURCE_LIMIT_EXCEEDED")),
        Rule(outcome=AttemptOutcome.DISABLED, statuses=GONE),
        Rule(outcome=AttemptOutcome.REFUSED, words=words("M_TOO_LARGE")),
        Rule(outcome=AttemptOutcome.REFUSED, statuses=codes(400) | TOO_LARGE),
    ),
    word=_word,
    wait=_wait,
)
