"""Discord's webhooks answer in JSON: ``{"code": 10015, "message": ...}``.

https://docs.discord.com/developers/topics/opcodes-and-status-codes (JSON error codes) and
/topics/rate-limits: the headers ``X-RateLimit-*`` come with successes too, and a body's
``retry_after`` has been milliseconds for webhooks without a version in their path
(discord/discord-api-docs#4722), so the header in seconds wins.

=================================================  ===============================================
answer                                             verdict
=================================================  ===============================================
200 (``?wait=true``: with the message), 204        delivered; ``X-RateLimit-Remaining: 0``: nothing
                                                   more for ``X-RateLimit-Reset-After`` seconds
404 with code 10015 (unknown webhook), 10003       the endpoint is disabled
(unknown channel), 401 with 50027 (token), 410
429                                                throttled by ``X-RateLimit-Reset-After``,
                                                   ``Retry-After`` or ``retry_after``
400 with 50035 (form), 50006 (empty), others; 413  this message is refused
400 with 50083 (thread archived), 403 (50013 ...)  try again: a moderator can mend it
404 without a code, others                         try again
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

_MILLISECONDS = 1_000


def _word(answer: Answer) -> str | None:
    if answer.status in SUCCESS:  # the message itself; it has no code
        return None
    code = answer.json().get("code")
    return safe_code(code) if code != 0 else None


def _wait(answer: Answer) -> float | None:
    reset = seconds_in(answer.headers.get("x-ratelimit-reset-after"))
    if answer.status in SUCCESS:
        return reset if answer.headers.get("x-ratelimit-remaining") == "0" else None
    if reset is not None and answer.headers.get("x-ratelimit-scope") != "global":
        return reset
    waits = (wait_by_header(answer), seconds_in(answer.json().get("retry_after")))
    known = [wait for wait in waits if wait is not None]
    if len(known) == len(waits) and min(known) > 0 and max(known) / min(known) >= _MILLISECONDS / 2:
        return min(known)  # one of them is in milliseconds
    return max(known) if known else None


CHAT = Chat(
    rules=(
        Rule(outcome=AttemptOutcome.THROTTLED, statuses=TOO_MANY),
        Rule(
            outcome=AttemptOutcome.DISABLED, words=words("code 10015", "code 10003", "code 50027")
        ),
        Rule(outcome=AttemptOutcome.DISABLED, statuses=GONE),
        Rule(
            outcome=AttemptOutcome.RETRY,
            words=words("code 50083", "code 50013", "code 50001", "code 160004"),
            advice="the channel does not let the webhook post now: a moderator can change that",
        ),
        Rule(outcome=AttemptOutcome.REFUSED, statuses=codes(400) | TOO_LARGE),
    ),
    word=_word,
    wait=_wait,
)
