"""An alert as the request that an endpoint of a given kind takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.alerts.discord import render_discord
from monitor.alerts.google_chat import render_google_chat
from monitor.alerts.matrix import render_matrix
from monitor.alerts.mattermost import render_mattermost
from monitor.alerts.model import AlertContent, RenderedRequest
from monitor.alerts.slack import render_slack
from monitor.alerts.teams import render_teams
from monitor.alerts.telegram import render_telegram
from monitor.alerts.webhook import render_webhook
from storage.errors import OperationError
from storage.model import EndpointKind

_CHATS = {
    EndpointKind.SLACK: render_slack,
    EndpointKind.DISCORD: render_discord,
    EndpointKind.TEAMS: render_teams,
    EndpointKind.GOOGLE_CHAT: render_google_chat,
    EndpointKind.MATTERMOST: render_mattermost,
    EndpointKind.MATRIX: render_matrix,
}


class UnsupportedEndpoint(OperationError):
    """An endpoint of a kind that takes no HTTP request of ours."""

    def __init__(self, kind: EndpointKind) -> None:
        self.kind = kind
        super().__init__(f"{kind} takes no request over HTTP")


def render(
    kind: EndpointKind,
    content: AlertContent,
    *,
    delivery_id: str,
    sent_at: datetime,
    secrets: Sequence[str] = (),
    language: str = "en",
    chat: str | None = None,
    cloudevents: bool = False,
) -> RenderedRequest:
    """The bytes and headers of one attempt. Raises UnsupportedEndpoint, MalformedSecret.

    ``language`` is that of our own words (ar de en es fr he; another is en); a page's words stay
    in theirs. ``chat`` is Telegram's chat id. ``cloudevents`` wraps a webhook's body as a
    CloudEvent.
    """
    if kind is EndpointKind.WEBHOOK:
        return render_webhook(
            content,
            delivery_id=delivery_id,
            sent_at=sent_at,
            secrets=secrets,
            cloudevents=cloudevents,
        )
    if kind is EndpointKind.TELEGRAM:
        return render_telegram(content, language, chat)
    if kind not in _CHATS:
        raise UnsupportedEndpoint(kind)
    return _CHATS[kind](content, language)
