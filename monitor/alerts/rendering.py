"""An alert as the request that an endpoint of a given kind takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.alerts.model import AlertContent, RenderedRequest
from monitor.alerts.slack import render_slack
from monitor.alerts.webhook import render_webhook
from storage.errors import OperationError
from storage.model import EndpointKind


class UnsupportedEndpoint(OperationError):
    """An endpoint of a kind that this version cannot deliver to."""

    def __init__(self, kind: EndpointKind) -> None:
        self.kind = kind
        super().__init__(f"this version cannot deliver to {kind}: use webhook or slack")


def render(
    kind: EndpointKind,
    content: AlertContent,
    *,
    delivery_id: str,
    sent_at: datetime,
    secrets: Sequence[str] = (),
    language: str = "en",
    chat: str | None = None,  # noqa: ARG001
    cloudevents: bool = False,  # noqa: ARG001
) -> RenderedRequest:
    """The bytes and headers of one attempt. Raises UnsupportedEndpoint, MalformedSecret.

    ``language`` is that of our own words (ar de en es fr he; another is en); a page's words stay
    in theirs. ``chat`` is Telegram's chat id. ``cloudevents`` wraps a webhook's body as a
    CloudEvent.
    """
    match kind:
        case EndpointKind.WEBHOOK:
            return render_webhook(
                content, delivery_id=delivery_id, sent_at=sent_at, secrets=secrets
            )
        case EndpointKind.SLACK:
            return render_slack(content, language)
        case _:
            raise UnsupportedEndpoint(kind)
