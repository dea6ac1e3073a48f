"""Standard Webhooks 1.0: the headers that let a receiver check who sent a body, and when.

https://github.com/standard-webhooks/standard-webhooks - ``v1`` is HMAC-SHA256 over
``id.timestamp.body``. During a rotation every secret signs, and the receiver needs only one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets as random_source
from collections.abc import Sequence
from datetime import datetime

from storage.errors import OperationError

_PREFIX = "whsec_"
_NEW_SECRET_BYTES = 32


class MalformedSecret(OperationError):
    """A signing secret that is none. The message does not repeat it."""


def decode_secret(secret: str) -> bytes:
    """The key inside ``whsec_`` + base64 (padding may be missing); raises MalformedSecret."""
    how = f"a signing secret is {_PREFIX} followed by base64"
    if not secret.startswith(_PREFIX):
        raise MalformedSecret(how)
    encoded = secret.removeprefix(_PREFIX).rstrip("=")
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise MalformedSecret(how) from None
    if not key:
        raise MalformedSecret(how)
    return key


def new_secret() -> str:
    """A fresh secret to hand to a receiver."""
    key = random_source.token_bytes(_NEW_SECRET_BYTES)
    return f"{_PREFIX}{base64.b64encode(key).decode('ascii')}"


def signature(body: bytes, message_id: str, timestamp: int, secret: str) -> str:
    """``v1,`` and the signature of these exact bytes; ``timestamp`` is Unix seconds."""
    signed = b".".join((message_id.encode("utf-8"), str(timestamp).encode("ascii"), body))
    digest = hmac.new(decode_secret(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode('ascii')}"


def webhook_headers(
    body: bytes, *, message_id: str, sent_at: datetime, secrets: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """``webhook-id``, ``webhook-timestamp`` and, if there are secrets, ``webhook-signature``."""
    timestamp = int(sent_at.timestamp())
    headers = [("webhook-id", message_id), ("webhook-timestamp", str(timestamp))]
    if secrets:
        signatures = (signature(body, message_id, timestamp, secret) for secret in secrets)
        headers.append(("webhook-signature", " ".join(signatures)))
    return tuple(headers)
