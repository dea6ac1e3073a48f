"""Mattermost's incoming webhooks answer ``{"id": "web.incoming_webhook....", "status_code"}``.

https://developers.mattermost.com/integrate/webhooks/incoming and the ids in the server's
``HandleIncomingWebhook``. A webhook that was deleted is a 400, not a 404.

=================================================  ===============================================
answer                                             verdict
=================================================  ===============================================
200 ``ok``                                         delivered
web.incoming_webhook.invalid.app_error (400),      the endpoint is disabled: the webhook, its
...channel.app_error, ...user.app_error; 404; 410  channel or its owner is gone
...disabled.app_error (501),                       try again: an administrator can change it
...permissions.app_error, ...channel_locked (403),
...cannot_post_to_deleted_channel...
...text.app_error, ...decode...; 400; 413          this message is refused
429                                                throttled by ``X-Ratelimit-Reset`` (seconds) or
                                                   ``Retry-After``
others                                             try again
=================================================  ===============================================
"""

from __future__ import annotations

from monitor.alerts.verdicts.answer import (
    GONE,
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

_HOOK = "web.incoming_webhook"


def _word(answer: Answer) -> str | None:
    return safe_code(answer.json().get("id")) if answer.json().get("status_code") else None


def _wait(answer: Answer) -> float | None:
    asked = wait_by_header(answer)
    if asked is None and answer.status in TOO_MANY:
        return seconds_in(answer.headers.get("x-ratelimit-reset"))
    return asked


CHAT = Chat(
    rules=(
        Rule(outcome=AttemptOutcome.THROTTLED, statuses=TOO_MANY),
        Rule(
            outcome=AttemptOutcome.DISABLED,
            words=words(
                f"{_HOOK}.invalid.app_error",
                f"{_HOOK}.channel.app_error",
                f"{_HOOK}.user.app_error",
            ),
        ),
        Rule(
            outcome=AttemptOutcome.RETRY,
            words=words(
                f"{_HOOK}.disabled.app_error",
                f"{_HOOK}.permissions.app_error",
                f"{_HOOK}.channel_locked.app_error",
                "api.post.create_post.can_not_post_to_deleted.error",
            ),
            advice="the server does not let the webhook post now: an administrator can change that",
        ),
        Rule(outcome=AttemptOutcome.DISABLED, statuses=codes(404) | GONE),
        Rule(outcome=AttemptOutcome.REFUSED, statuses=codes(400) | TOO_LARGE),
    ),
    word=_word,
    wait=_wait,
)
