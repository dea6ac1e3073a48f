"""Google Chat's webhooks answer as Google APIs do: ``{"error": {"code", "status", "details"}}``.

https://developers.google.com/workspace/chat/quickstart/webhooks and /chat/limits (one message a
second and space, shared by all its webhooks; back off exponentially on 429, no ``Retry-After``).

=================================================  ===============================================
answer                                             verdict
=================================================  ===============================================
200 with the message                               delivered
404 NOT_FOUND, 403 PERMISSION_DENIED,              the endpoint is disabled: the webhook or the
401 UNAUTHENTICATED, API_KEY_INVALID, 410          space is gone, or webhooks were forbidden there
400 INVALID_ARGUMENT, 413                          this message is refused
429 RESOURCE_EXHAUSTED                             throttled
409 ALREADY_EXISTS (the same ``requestId``)        delivered before
others                                             try again
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
    wait_by_header,
    words,
)
from storage.model import AttemptOutcome


def _word(answer: Answer) -> str | None:
    error = answer.json().get("error")
    if answer.status in SUCCESS and not isinstance(error, dict):
        return None
    if not isinstance(error, dict):
        return None
    details = error.get("details")
    reasons = [
        detail.get("reason")
        for detail in (details if isinstance(details, list) else [])
        if isinstance(detail, dict)
    ]
    if "API_KEY_INVALID" in reasons:
        return "API_KEY_INVALID"
    return safe_code(error.get("status"))


CHAT = Chat(
    rules=(
        Rule(outcome=AttemptOutcome.THROTTLED, statuses=TOO_MANY),
        Rule(outcome=AttemptOutcome.THROTTLED, words=words("RESOURCE_EXHAUSTED")),
        Rule(outcome=AttemptOutcome.DELIVERED, statuses=codes(409), words=words("ALREADY_EXISTS")),
        Rule(
            outcome=AttemptOutcome.DISABLED,
            words=words("NOT_FOUND", "PERMISSION_DENIED", "UNAUTHENTICATED", "API_KEY_INVALID"),
        ),
        Rule(outcome=AttemptOutcome.DISABLED, statuses=codes(404) | GONE),
        Rule(outcome=AttemptOutcome.REFUSED, words=words("INVALID_ARGUMENT")),
        Rule(outcome=AttemptOutcome.REFUSED, statuses=codes(400) | TOO_LARGE),
    ),
    word=_word,
    wait=wait_by_header,
)
