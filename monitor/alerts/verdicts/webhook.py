"""The generic endpoint, as Standard Webhooks says.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

=================================================  ===============================================
answer                                             verdict
=================================================  ===============================================
2xx                                                delivered, whatever its body says
410                                                the endpoint is disabled: gone for good
429                                                throttled by ``Retry-After``
others                                             try again: a receiver that is being repaired may
                                                   answer anything; ``Retry-After`` is honoured
=================================================  ===============================================
"""

from __future__ import annotations

from monitor.alerts.verdicts.answer import GONE, TOO_MANY, Chat, Rule, no_word, wait_by_header
from storage.model import AttemptOutcome

CHAT = Chat(
    rules=(
        Rule(outcome=AttemptOutcome.DISABLED, statuses=GONE),
        Rule(outcome=AttemptOutcome.THROTTLED, statuses=TOO_MANY),
    ),
    word=no_word,
    wait=wait_by_header,
)
