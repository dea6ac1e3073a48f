"""Signatures as receivers check them, with the reference implementation."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import standardwebhooks

from monitor.alerts.model import AlertContent
from monitor.alerts.signing import MalformedSecret, decode_secret, new_secret, webhook_headers
from monitor.alerts.webhook import render_webhook

OLD, NEW = new_secret(), new_secret()


@pytest.mark.parametrize("case", ["english_changed", "arabic_silent", "hebrew_silent", "test"])
@pytest.mark.parametrize("receiver_has", [OLD, NEW], ids=["old", "new"])
def test_either_secret_of_a_rotation_verifies(
    case: str, receiver_has: str, alert: Callable[[str], AlertContent]
) -> None:
    request = render_webhook(
        alert(case), delivery_id="msg_7", sent_at=datetime.now(UTC), secrets=(NEW, OLD)
    )
    verified = standardwebhooks.Webhook(receiver_has).verify(request.body, dict(request.headers))
    assert verified == json.loads(request.body)


def test_a_changed_byte_or_another_secret_does_not_verify() -> None:
    body = b'{"type":"test"}'
    headers = dict(
        webhook_headers(body, message_id="msg_7", sent_at=datetime.now(UTC), secrets=(NEW,))
    )
    for secret, seen in ((OLD, body), (NEW, body + b" ")):
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            standardwebhooks.Webhook(secret).verify(seen, headers)


def test_a_known_signature() -> None:
    """The example of the Standard Webhooks reference."""
    headers = webhook_headers(
        b'{"test": 2432232314}',
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        sent_at=datetime.fromtimestamp(1614265330, UTC),
        secrets=("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",),
    )
    assert headers == (
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("webhook-timestamp", "1614265330"),
        ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
    )


def test_without_a_secret_nothing_is_signed() -> None:
    headers = dict(webhook_headers(b"{}", message_id="m", sent_at=datetime.now(UTC), secrets=()))
    assert set(headers) == {"webhook-id", "webhook-timestamp"}


def test_missing_padding_is_no_matter() -> None:
    assert decode_secret("whsec_" + base64.b64encode(b"abcd").decode().rstrip("=")) == b"abcd"


@pytest.mark.parametrize(
    "secret", ["", "s3cret", "whsec_", "whsec_====", "whsec_s3cret!", "whsec_سر", "whsec_a"]
)
def test_what_is_no_secret_is_not_repeated(secret: str) -> None:
    with pytest.raises(MalformedSecret, match="whsec_ followed by base64") as refused:
        decode_secret(secret)
    assert "s3cret" not in str(refused.value)
