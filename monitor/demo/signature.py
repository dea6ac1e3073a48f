"""Checking a signed delivery as its receiver does, with the standard library alone.

The same lines stand in docs/webhooks.md. Written for receivers: shares no code with the sender.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping

TOLERANCE_SECONDS = 300  # as the Standard Webhooks specification recommends


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, *, now: float) -> bool:
    """Whether ``body`` was signed with ``secret`` ("whsec_…"), about ``now`` (Unix seconds).

    ``headers`` have lower-case names.
    """
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        age = abs(now - int(timestamp))
    except (binascii.Error, ValueError):
        return False
    if not message_id or age > TOLERANCE_SECONDS:
        return False
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    return any(
        version == "v1" and hmac.compare_digest(expected.encode(), signature.encode())
        for version, _, signature in (
            entry.partition(",") for entry in headers.get("webhook-signature", "").split()
        )
    )
