"""An alert for the generic endpoint: the JSON body and its Standard Webhooks headers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.alerts.model import AlertContent, RenderedRequest
from monitor.alerts.payload import alert_body
from monitor.alerts.signing import webhook_headers


def render_webhook(
    content: AlertContent, *, delivery_id: str, sent_at: datetime, secrets: Sequence[str] = ()
) -> RenderedRequest:
    """The same body on every attempt; ``sent_at`` is of this one. Raises MalformedSecret."""
    body = alert_body(content)
    headers = webhook_headers(body, message_id=delivery_id, sent_at=sent_at, secrets=secrets)
    return RenderedRequest(body=body, headers=(("content-type", "application/json"), *headers))
