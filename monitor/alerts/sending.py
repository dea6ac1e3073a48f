"""One attempt: the secrets of an endpoint, an alert in its form, and the way it goes there."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from monitor.alerts.addressing import address
from monitor.alerts.apprise_sender import inert, send_by_apprise
from monitor.alerts.client import WebhookClient
from monitor.alerts.model import AlertContent, AttemptResult, RenderedRequest
from monitor.alerts.plain import render_plain
from monitor.alerts.rendering import render
from monitor.config import Endpoint, Watchlist, resolve_secret
from storage.errors import ClauseWatchError
from storage.model import AttemptOutcome, EndpointKind

logger = logging.getLogger(__name__)


class Sender:
    """Sends to one endpoint. Use as a context, from one thread."""

    def __init__(self, watchlist: Watchlist, endpoint: Endpoint) -> None:
        self._watchlist = watchlist
        self._endpoint = endpoint
        self._client: WebhookClient | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._client is not None:
            self._client.close()

    def send(
        self, content: AlertContent, *, delivery_id: str, now: datetime, language: str = "en"
    ) -> AttemptResult:
        """One attempt. What is wrong on our side (a secret that is not there) is worth a retry."""
        try:
            url = self._secret(self._endpoint.url_reference)
            if self._endpoint.kind is EndpointKind.EMAIL:
                return self._mailed(content, url, delivery_id, now, language)
            if self._endpoint.kind is EndpointKind.APPRISE:
                return send_by_apprise(url, content, language)
            return self._sent(content, url, delivery_id, now, language)
        except ClauseWatchError as error:
            return AttemptResult(outcome=AttemptOutcome.RETRY, error=str(error))

    def _mailed(
        self, content: AlertContent, url: str, delivery_id: str, now: datetime, language: str
    ) -> AttemptResult:
        from monitor.alerts.smtp import mail_server, send_mail  # noqa: PLC0415  few need it

        endpoint = self._endpoint
        assert endpoint.sender is not None, "the watchlist was checked"
        return send_mail(
            mail_server(url),
            mail_of(endpoint, content, delivery_id, now, language),
            sender=endpoint.sender,
            to=endpoint.to,
            policy=self._watchlist.settings.address_policy,
        )

    def _sent(
        self, content: AlertContent, url: str, delivery_id: str, now: datetime, language: str
    ) -> AttemptResult:
        endpoint = self._endpoint
        request = rendered(self._watchlist, endpoint, content, delivery_id, now, language)
        result = self._posted(request, url, delivery_id, now)
        if endpoint.kind is not EndpointKind.TELEGRAM or result.moved_to is None:
            return result
        # A group that became a supergroup is the same people under another number: a message that
        # waited for somebody to correct the watchlist would reach nobody.
        moved = replace(endpoint, chat=result.moved_to)
        request = rendered(self._watchlist, moved, content, delivery_id, now, language)
        again = self._posted(request, url, delivery_id, now)
        note = f"the group has become a supergroup: write chat = {moved.chat!r}"
        logger.warning("endpoint %s: %s", endpoint.name, note)
        return replace(again, error=f"{again.error}; {note}" if again.error else note)

    def _posted(
        self, request: RenderedRequest, url: str, delivery_id: str, now: datetime
    ) -> AttemptResult:
        endpoint = self._endpoint
        method, completed = address(endpoint.kind, url, delivery_id=delivery_id, room=endpoint.room)
        token = self._secret(endpoint.token_reference) if endpoint.token_reference else None
        return self._http().send(
            endpoint.kind, completed, request, now=now, method=method, token=token
        )

    def _http(self) -> WebhookClient:
        """One for all messages of a pass: reading the certificate authorities takes a while."""
        if self._client is None:
            settings = self._watchlist.settings
            self._client = WebhookClient(settings.address_policy, user_agent=settings.user_agent)
        return self._client

    def _secret(self, reference: str) -> str:
        return resolve_secret(reference, self._watchlist.base_dir)


def payload_of(
    endpoint: Endpoint, content: AlertContent, *, delivery_id: str, now: datetime, language: str
) -> str:
    """What would be sent, as text, without reading a secret: a webhook's is not signed."""
    if endpoint.kind is EndpointKind.EMAIL:
        return mail_of(endpoint, content, delivery_id, now, language).as_string()
    if endpoint.kind is EndpointKind.APPRISE:
        return inert(render_plain(content, language))
    request = render(
        endpoint.kind,
        content,
        delivery_id=delivery_id,
        sent_at=now,
        language=language,
        chat=endpoint.chat,
        cloudevents=endpoint.cloudevents,
    )
    return request.body.decode("utf-8")


def mail_of(
    endpoint: Endpoint, content: AlertContent, delivery_id: str, now: datetime, language: str
) -> EmailMessage:
    from monitor.alerts.mail_message import mail_message  # noqa: PLC0415  Jinja2

    assert endpoint.sender is not None, "the watchlist was checked"
    return mail_message(
        content,
        sender=endpoint.sender,
        to=endpoint.to,
        delivery_id=delivery_id,
        sent_at=now,
        language=language,
    )


def rendered(
    watchlist: Watchlist,
    endpoint: Endpoint,
    content: AlertContent,
    delivery_id: str,
    now: datetime,
    language: str,
) -> RenderedRequest:
    """What is posted to an endpoint over HTTP; raises SecretUnavailable, MalformedSecret."""
    return render(
        endpoint.kind,
        content,
        delivery_id=delivery_id,
        sent_at=now,
        secrets=[
            resolve_secret(reference, watchlist.base_dir)
            for reference in endpoint.secret_references
        ],
        language=language,
        chat=endpoint.chat,
        cloudevents=endpoint.cloudevents,
    )
