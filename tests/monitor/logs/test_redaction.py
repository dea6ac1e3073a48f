"""No secret gets into what is said, however it is dressed."""

from __future__ import annotations

import json
import time
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.logs.redaction import MARK, learn_proxies, learn_secret, redacted

SHAPES = [
    "https://hooks.slack.com/services/T0000/B0000/{}",
    "https://hooks.slack.com/workflows/T0000/A0000/123/{}",
    "https://discord.com/api/webhooks/123456789/{}",
    "https://discordapp.com/api/v10/webhooks/123456789/{}?wait=true",
    "https://api.telegram.org/bot123456789:{}/sendMessage",
    "https://chat.googleapis.com/v1/spaces/AAAA/messages?key=x&token={}",
    "https://acme.webhook.office.com/webhookb2/{}/IncomingWebhook/1/2",
    "https://prod-1.westeurope.logic.azure.com:443/workflows/1/triggers/x?sig={}",
    "https://chat.example.org/hooks/{}",
    "https://hc-ping.com/{}",
    "whsec_{}",
    "xoxb-123-{}",
    "syt_{}",
    "Authorization: Bearer {}",
    '"authorization": "Basic {}"',
    "bearer {}",
    "https://user:{}@chat.example.org/x",
    "http://{}:x@proxy.example:3128",
    "https://receiver.example/in?lang=en&token={}",
    "https://receiver.example/in?api_key={}#top",
    "123456789:AA{}AA",
]
SECRET = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y"


@pytest.mark.parametrize("shape", SHAPES, ids=range(len(SHAPES)))
@pytest.mark.parametrize("around", ["{}", "said {} at once", "('{}',)", '{{"url": "{}"}}'])
def test_the_usual_shapes_are_known_by_their_look(shape: str, around: str) -> None:
    said = redacted(around.format(shape.format(SECRET)))
    assert SECRET not in said
    assert MARK in said


@pytest.mark.parametrize(
    "innocent",
    [
        "watching 12 sources",
        "acme/privacy-policy: http_error (404)",
        "https://example.org/privacy?lang=en",
        "the bearer of bad news",
        "2026-03-05T14:07:09.123456Z",
        "we keep basic information about you",
        "user@example.org asked https://example.org/@name/policy",
    ],
)
def test_ordinary_sentences_stay(innocent: str) -> None:
    assert redacted(innocent) == innocent


def test_a_password_is_known_as_it_is_sent_and_as_the_address_writes_it() -> None:
    learn_secret("smtp://bob:bl%40ck-b1rd%21@mail.example")
    assert redacted("535 bl@ck-b1rd! is wrong") == f"535 {MARK} is wrong"
    assert redacted("bl%40ck-b1rd%21") == MARK


def test_a_password_with_an_at_sign_leaves_no_half() -> None:
    assert redacted("smtp://bob:one@two@mail.example/") == f"smtp://{MARK}@mail.example/"


@settings(deadline=None, max_examples=30)
@given(
    secret=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=60),
    before=st.text(max_size=20),
    after=st.text(max_size=20),
)
def test_a_secret_that_was_resolved_is_known_whatever_it_looks_like(
    secret: str, before: str, after: str
) -> None:
    learn_secret(secret)
    for form in (secret, quote(secret, safe=""), quote(secret)):
        assert form not in redacted(f"{before} {form} {after}")


def test_parts_of_an_address_are_known_too() -> None:
    learn_secret("https://robot:hunter22@rooms.example/v2/in/abc123def456ghi789?room=9&pin=0042xyz")
    for leak in (
        "POST /v2/in/abc123def456ghi789?room=9&pin=0042xyz",
        "no answer for abc123def456ghi789",
        "robot:hunter22 was refused",
        "{'pin': '0042xyz'}",
        json.dumps("/v2/in/abc123def456ghi789").replace("/", "\\/"),
    ):
        said = redacted(leak)
        assert MARK in said
        for secret in ("abc123def456ghi789", "hunter22", "0042xyz"):
            assert secret not in said
    assert redacted("messages about /v2/in of rooms.example") == (
        "messages about /v2/in of rooms.example"
    )


def test_a_signing_secret_is_known_by_its_bytes() -> None:
    learn_secret("whsec_c2lnbmluZy1zZWNyZXQtb2Ytb3Vycw==")
    assert "c2lnbmluZy1zZWNyZXQtb2Ytb3Vycw" not in redacted("c2lnbmluZy1zZWNyZXQtb2Ytb3Vycw==")
    assert "signing-secret-of-ours" not in redacted("b'signing-secret-of-ours'")
    assert b"signing-secret-of-ours".hex() not in redacted(b"signing-secret-of-ours".hex())


def test_passwords_of_proxies_are_known() -> None:
    learn_proxies({"HTTPS_PROXY": "http://me:proxy-pass-77@proxy.example:3128", "HOME": "/x:y@z"})
    assert "proxy-pass-77" not in redacted("cannot connect with proxy-pass-77")
    assert redacted("/x:y@z") == "/x:y@z"


@pytest.mark.parametrize(
    "hostile",
    ["https://" * 40_000, "://" + "a" * 300_000, "bearer " * 50_000, "1" * 300_000, "a:b" * 90_000],
    ids=["schemes", "userinfo", "bearers", "digits", "colons"],
)
def test_it_takes_linear_time(hostile: str) -> None:
    began = time.thread_time()
    redacted(hostile)
    assert time.thread_time() - began < 2.0
