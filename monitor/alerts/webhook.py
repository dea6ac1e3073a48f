"""An alert for the generic endpoint: the JSON body and its Standard Webhooks headers.

On request the body is a CloudEvent in structured mode (CloudEvents 1.0.2, JSON event format): the
same ``data``, with the delivery's id as the event's. The signature covers the bytes either way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.alerts.bounded import encode, short
from monitor.alerts.model import AlertContent, RenderedRequest, event_of
from monitor.alerts.payload import alert_body, alert_data
from monitor.alerts.signing import webhook_headers

_SOURCE = "urn:clausewatch"
_SUBJECT_BYTES = 200


def render_webhook(
    content: AlertContent,
    *,
    delivery_id: str,
    sent_at: datetime,
    secrets: Sequence[str] = (),
    cloudevents: bool = False,
) -> RenderedRequest:
    """The same body on every attempt; ``sent_at`` is of this one. Raises MalformedSecret."""
    body = cloud_event(content, delivery_id) if cloudevents else alert_body(content)
    kind = "application/cloudevents+json" if cloudevents else "application/json"
    headers = webhook_headers(body, message_id=delivery_id, sent_at=sent_at, secrets=secrets)
    return RenderedRequest(body=body, headers=(("content-type", kind), *headers))


def cloud_event(content: AlertContent, delivery_id: str) -> bytes:
    """``subject`` is the key of the source, missing where the alert is about none."""
    source = getattr(content, "source", None)
    event = {
        "specversion": "1.0",
        "id": delivery_id,
        "source": _SOURCE,
        "type": event_of(content),
        "time": content.created_at,
        "datacontenttype": "application/json",
    }
    if source is not None:
        event["subject"] = short(source.key, _SUBJECT_BYTES)
    return encode(event | {"data": alert_data(content)})
