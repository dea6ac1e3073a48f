"""Slack's incoming webhooks answer with a status and one word in plain text.

https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks (handling errors),
changelog of 2016-05-17 (which status goes with which word), docs.slack.dev "Rate limits".

=================================================  ===============================================
answer                                             verdict
=================================================  ===============================================
200 ``ok``                                         delivered
no_service, no_team, no_active_hooks,              the endpoint is disabled: the webhook, its
channel_not_found, channel_is_archived,            channel or its workspace is gone
invalid_token, token_revoked; 404; 410
invalid_payload, invalid_blocks, no_text,          this message is refused
too_many_attachments, user_not_found ...; 400; 413
429, rate_limited                                  throttled by ``Retry-After``
403 action_prohibited and other restrictions       try again: an administrator can lift them
500 rollup_error; others                           try again
=================================================  ===============================================
"""

from __future__ import annotations

import re

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

_GONE = words(
    "no_service",
    "no_team",
    "no_active_hooks",
    "channel_not_found",
    "channel_is_archived",
    "invalid_token",
    "token_revoked",
)
_TOO_FAST = words("rate_limited", "ratelimited")
_UNFIT = words(
    "invalid_payload",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_attachments",
    "missing_text_or_fallback_or_attachments",
    "no_text",
    "too_many_attachments",
    "msg_too_long",
    "user_not_found",
)
_FORBIDDEN = words(
    "action_prohibited",
    "posting_to_general_channel_denied",
    "restricted_action",
    "team_access_not_granted",
)
_WORD = re.compile(rb"[a-z][a-z_]{2,60}")


def _word(answer: Answer) -> str | None:
    """Plain text; workflow webhooks answer ``{"ok": false, "error": "..."}`` instead."""
    said = answer.body.strip()
    if not _WORD.fullmatch(said):
        return safe_code(answer.json().get("error"))
    word = said.decode("ascii")
    is_known = word in _GONE | _TOO_FAST | _UNFIT | _FORBIDDEN
    return word if is_known or answer.status not in SUCCESS else None


CHAT = Chat(
    rules=(
        Rule(outcome=AttemptOutcome.DISABLED, words=_GONE),
        Rule(outcome=AttemptOutcome.THROTTLED, statuses=TOO_MANY),
        Rule(outcome=AttemptOutcome.THROTTLED, words=_TOO_FAST),
        Rule(outcome=AttemptOutcome.REFUSED, words=_UNFIT),
        Rule(
            outcome=AttemptOutcome.RETRY,
            words=_FORBIDDEN,
            advice="an administrator of the workspace forbids it: ask for permission",
        ),
        Rule(outcome=AttemptOutcome.DISABLED, statuses=codes(404)),
        Rule(outcome=AttemptOutcome.DISABLED, statuses=GONE),
        Rule(outcome=AttemptOutcome.REFUSED, statuses=codes(400) | TOO_LARGE),
    ),
    word=_word,
    wait=wait_by_header,
)
