"""Microsoft Teams: the request trigger of a Workflows (Power Automate) flow.

https://learn.microsoft.com/azure/logic-apps ("Request" trigger; error codes of workflows),
https://learn.microsoft.com/power-automate/limits-and-config. 202 says that the flow was started,
not that the card stands in the channel: a flow that fails afterwards is seen only in its history.
The retired Office 365 connectors answered 200 with a failure in words.

=================================================  ===============================================
answer                                             verdict
=================================================  ===============================================
202 (200 when the flow has a Response action)      delivered
200 "... delivery failed ... HTTP error 429 ..."   throttled; with another number: try again
401 and 403 with DirectApiAuthorizationRequired,   the endpoint is disabled: the signature (``sig``)
DirectApiInvalidSignature, AuthorizationFailed ... of the address is missing, expired or renewed
404 (WorkflowNotFound or no such route), 410       the endpoint is disabled: the flow is gone, or
                                                   the address is one of those that were retired
400 WorkflowTriggerIsNotEnabled, other 401, 403    try again: the flow's owner can switch it on
400 TriggerInputSchemaMismatch, others; 413        this message is refused
429                                                throttled by ``Retry-After``
others                                             try again
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

_OLD_FAILURE = re.compile(rb"delivery failed[^.]{0,200}?HTTP error (\d{3})", re.IGNORECASE)


def _word(answer: Answer) -> str | None:
    if answer.status in SUCCESS:
        failed = _OLD_FAILURE.search(answer.body)
        return f"HTTP {failed[1].decode('ascii')}" if failed else None
    error = answer.json().get("error")
    return safe_code(error.get("code")) if isinstance(error, dict) else None


CHAT = Chat(
    rules=(
        Rule(outcome=AttemptOutcome.THROTTLED, words=words("HTTP 429")),
        Rule(outcome=AttemptOutcome.THROTTLED, statuses=TOO_MANY),
        Rule(
            outcome=AttemptOutcome.DISABLED,
            words=words(
                "DirectApiAuthorizationRequired",
                "DirectApiInvalidSignature",
                "DirectApiRequestHasMoreThanOneAuthorization",
                "AuthorizationFailed",
                "AuthenticationFailed",
                "InvalidSignature",
                "SasTokenExpired",
            ),
            advice="the signature in its URL is missing or not valid: copy the flow's URL anew",
        ),
        Rule(
            outcome=AttemptOutcome.DISABLED,
            words=words("WorkflowNotFound"),
            advice="the flow is gone: make a new one and give the endpoint its URL",
        ),
        Rule(
            outcome=AttemptOutcome.RETRY,
            words=words("WorkflowTriggerIsNotEnabled", "FlowSuspended", "WorkflowDisabled"),
            advice="the flow is switched off: its owner can switch it on",
        ),
        Rule(
            outcome=AttemptOutcome.DISABLED,
            statuses=codes(404) | GONE,
            advice="the flow is gone or got another URL: copy the flow's URL anew",
        ),
        Rule(outcome=AttemptOutcome.REFUSED, statuses=codes(400) | TOO_LARGE),
    ),
    word=_word,
    wait=wait_by_header,
)
