"""The receiving end: it takes what is genuine and refuses the rest."""

from __future__ import annotations

import http.client
import json
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from standardwebhooks import Webhook

from monitor.demo.receiver import DemoReceiver
from monitor.demo.signature import TOLERANCE_SECONDS, is_genuine

_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
_BODY = '{"type": "policy.changed", "data": {"summary": "لا نبيع"}}'.encode()
_NOW = 1_750_000_000


def _headers(body: bytes, *, at: int = _NOW, secret: str = _SECRET) -> dict[str, str]:
    """Signed by the reference implementation, not by ours."""
    signature = Webhook(secret).sign("msg_1", datetime.fromtimestamp(at, UTC), body.decode())
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(at),
        "webhook-signature": signature,
    }


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    try:
        connection.request("POST", parts.path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_what_the_reference_implementation_signs_is_genuine() -> None:
    assert is_genuine(_SECRET, _headers(_BODY), _BODY, now=_NOW)


def test_any_of_several_signatures_will_do() -> None:
    headers = _headers(_BODY)
    headers["webhook-signature"] = f"v1a,AAAA v1,AAAA {headers['webhook-signature']}"
    assert is_genuine(_SECRET, headers, _BODY, now=_NOW)


@pytest.mark.parametrize(
    ("changes", "body", "now"),
    [
        pytest.param({}, _BODY + b" ", _NOW, id="another body"),
        pytest.param({"webhook-id": "msg_2"}, _BODY, _NOW, id="another id"),
        pytest.param({"webhook-id": ""}, _BODY, _NOW, id="no id"),
        pytest.param({"webhook-timestamp": "soon"}, _BODY, _NOW, id="no timestamp"),
        pytest.param({}, _BODY, _NOW + TOLERANCE_SECONDS + 1, id="too old"),
        pytest.param({}, _BODY, _NOW - TOLERANCE_SECONDS - 1, id="from the future"),
        pytest.param({"webhook-signature": ""}, _BODY, _NOW, id="no signature"),
        pytest.param({"webhook-signature": "v1,ä"}, _BODY, _NOW, id="not ASCII"),
    ],
)
def test_what_was_touched_is_not_genuine(changes: dict[str, str], body: bytes, now: int) -> None:
    assert not is_genuine(_SECRET, _headers(_BODY) | changes, body, now=now)


def test_another_secret_is_not_genuine() -> None:
    other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
    assert not is_genuine(other, _headers(_BODY), _BODY, now=_NOW)
    assert not is_genuine("whsec_not base64!", _headers(_BODY), _BODY, now=_NOW)


def test_the_receiver_keeps_what_is_signed_and_refuses_what_is_not() -> None:
    with DemoReceiver() as receiver:
        genuine = _headers(_BODY, at=int(time.time()), secret=receiver.secret)
        forged = _headers(_BODY, at=int(time.time()))
        assert _post(receiver.webhook_url, _BODY, genuine) == 204
        assert _post(receiver.webhook_url, _BODY, forged) == 401
        assert _post(receiver.chat_url, b'{"text": "hello"}', {}) == 200
    assert [message.body for message in receiver.webhook] == [_BODY]
    assert [message.payload for message in receiver.chat] == [json.loads('{"text": "hello"}')]
    assert receiver.refused == 1
