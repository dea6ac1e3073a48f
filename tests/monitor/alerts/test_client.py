"""Posting: every way a receiver can fail has its outcome, and no secret leaks on the way."""

from __future__ import annotations

import ast
import logging
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from crawler.addresses import AddressPolicy, policy_of
from monitor.alerts.client import WebhookClient
from monitor.alerts.guarding import Resolver, system_resolver
from monitor.alerts.model import AttemptResult, RenderedRequest
from storage.model import AttemptOutcome, EndpointKind

Receiver = Any  # see conftest.py
NOW = datetime(2026, 3, 5, 14, 7, tzinfo=UTC)
LOOPBACK = policy_of(("127.0.0.0/8",))
REQUEST = RenderedRequest(
    body='{"text":"سياسة"}'.encode(),
    headers=(("content-type", "application/json"), ("webhook-id", "msg_1")),
)


@cache
def usual_trust() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def post(
    url: str,
    *,
    kind: EndpointKind = EndpointKind.WEBHOOK,
    policy: AddressPolicy = LOOPBACK,
    total_seconds: float = 5.0,
    tls: ssl.SSLContext | None = None,
    resolver: Resolver = system_resolver,
) -> AttemptResult:
    with WebhookClient(
        policy,
        user_agent="clausewatch/0",
        total_seconds=total_seconds,
        tls=tls or usual_trust(),
        resolver=resolver,
    ) as client:
        return client.send(kind, url, REQUEST, now=NOW)


@pytest.fixture(autouse=True)
def no_secret_in_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    assert "s3cret" not in caplog.text
    assert "127.0.0.1" not in caplog.text


def test_the_very_bytes_and_headers_arrive(receiver: Receiver) -> None:
    result = post(receiver.url)
    assert result == AttemptResult(outcome=AttemptOutcome.DELIVERED, http_status=200)
    (got,) = receiver.received
    assert got.path == "/hook/s3cret"
    assert got.body == REQUEST.body
    headers = {name.lower(): value for name, value in got.headers.items()}
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == "msg_1"
    assert headers["user-agent"] == "clausewatch/0"


W = EndpointKind.WEBHOOK
DELIVERED, RETRY = AttemptOutcome.DELIVERED, AttemptOutcome.RETRY


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, DELIVERED),
        (204, DELIVERED),
        (304, RETRY),
        (401, RETRY),
        (410, AttemptOutcome.DISABLED),
        (429, AttemptOutcome.THROTTLED),
        (503, RETRY),
    ],
)
def test_what_an_answer_means(receiver: Receiver, status: int, outcome: AttemptOutcome) -> None:
    receiver.status = status
    receiver.body = b"" if status in (204, 304) else b"/hook/s3cret not found"
    result = post(receiver.url)
    assert (result.outcome, result.http_status) == (outcome, status)
    if outcome is DELIVERED:
        assert result.error is None
    else:
        assert str(status) in (result.error or "")
        assert "s3cret" not in (result.error or "")


def test_another_method_and_a_token(receiver: Receiver) -> None:
    with WebhookClient(LOOPBACK, user_agent="clausewatch/0", tls=usual_trust()) as client:
        result = client.send(
            EndpointKind.MATRIX, receiver.url, REQUEST, now=NOW, method="PUT", token="tok3n"
        )
    assert result.outcome is DELIVERED
    (got,) = receiver.received
    assert (got.method, got.headers["authorization"]) == ("PUT", "Bearer tok3n")


@pytest.mark.parametrize("token", ["t\u0660ken", "to\nken"])
def test_a_token_that_fits_no_header_is_an_outcome(receiver: Receiver, token: str) -> None:
    with WebhookClient(LOOPBACK, user_agent="clausewatch/0", tls=usual_trust()) as client:
        result = client.send(W, receiver.url, REQUEST, now=NOW, token=token)
    assert result.outcome is RETRY
    assert "malformed" in (result.error or "")
    assert "ken" not in (result.error or "").replace("token", "")


def test_redirects_are_not_followed(receiver: Receiver) -> None:
    receiver.status, receiver.headers = 308, {"location": f"{receiver.url}/elsewhere"}
    result = post(receiver.url)
    assert "redirects are not followed" in (result.error or "")
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300),
        (format_datetime(NOW - timedelta(minutes=5), usegmt=True), 0),
        ("soon", None),
        ("-5", None),
        ("9" * 30, None),
        ("Mon, 99 Foo 2026 00:00:00 GMT", None),
    ],
    ids=["seconds", "spaces", "date", "past", "word", "negative", "huge", "bad-date"],
)
def test_retry_after(receiver: Receiver, value: str, seconds: int | None) -> None:
    receiver.status, receiver.headers = 429, {"retry-after": value}
    assert post(receiver.url).retry_after_seconds == seconds


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("close", "broke off or does not speak HTTP"),
        ("garbage", "broke off or does not speak HTTP"),
        ("silent", "did not answer in time"),
        ("drip", "did not answer in time"),
    ],
)
def test_no_answer_is_tried_again(receiver: Receiver, mode: str, error: str) -> None:
    receiver.mode = mode
    result = post(receiver.url, total_seconds=0.3)
    assert (result.outcome, result.http_status) == (RETRY, None)
    assert error in (result.error or "")


@pytest.mark.parametrize("mode", ["endless", "cut"])
def test_an_answer_counts_whatever_its_body_does(receiver: Receiver, mode: str) -> None:
    receiver.mode = mode
    assert post(receiver.url).outcome is DELIVERED


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/s3cret"
        result = post(url)
    assert result.outcome is RETRY
    assert "nothing listens" in (result.error or "")


def test_a_name_that_does_not_resolve() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    result = post("https://hooks.example/s3cret", resolver=nowhere)
    assert result.error == "the host's name cannot be resolved"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "s3cret",
        "ftp://hooks.example/s3cret",
        "https://user:s3cret@hooks.example/",
        "http://2130706433/s3cret",
        "https://[::1/s3cret",
        "https://hooks.example:x/s3cret",
        "https://" + "a" * 300 + ".example/s3cret",
        "https://xn--\u0660.example/s3cret",
    ],
)
def test_a_url_that_cannot_be_posted_to_is_an_outcome(url: str) -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    result = post(url, resolver=nowhere)
    assert result.outcome is RETRY
    assert result.error
    assert "s3cret" not in result.error


# --- the guard -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{port}/s3cret", "http://[::ffff:127.0.0.1]:{port}/s3cret"]
)
def test_a_private_address_is_refused(receiver: Receiver, url: str) -> None:
    result = post(url.format(port=receiver.port), policy=AddressPolicy())
    assert "is not a public address" in (result.error or "")
    assert receiver.received == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_leads_to_a_private_address_is_refused(receiver: Receiver, scheme: str) -> None:
    def inside(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    url = f"{scheme}://hooks.example:{receiver.port}/s3cret"
    result = post(url, policy=AddressPolicy(), resolver=inside)
    assert "is not a public address" in (result.error or "")
    assert receiver.received == []


def test_the_address_that_was_judged_is_the_one_connected_to(receiver: Receiver) -> None:
    """A name that changes its mind is asked only once."""
    asked = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    url = f"http://hooks.example:{receiver.port}/s3cret"
    assert post(url, resolver=rebinding).outcome is DELIVERED
    assert asked == ["hooks.example"]
    assert receiver.received[0].headers["Host"] == f"hooks.example:{receiver.port}"


def test_of_several_addresses_only_allowed_ones_are_tried(receiver: Receiver) -> None:
    def mixed(host: str, port: int) -> list[str]:
        return ["10.0.0.1", "fe80::1%eth0", "127.0.0.1"]

    url = f"http://hooks.example:{receiver.port}/s3cret"
    assert post(url, resolver=mixed).outcome is DELIVERED


def test_plain_http_goes_only_where_allow_private_says() -> None:
    def public(host: str, port: int) -> list[str]:
        return ["93.184.216.34"]

    result = post("http://hooks.example/s3cret", resolver=public)
    assert "http:// is not encrypted" in (result.error or "")


def test_proxies_of_the_environment_are_not_used(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert post(receiver.url).outcome is DELIVERED


# --- TLS -------------------------------------------------------------------------------------


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_tls_with_a_trusted_certificate(tls_receiver: Receiver, authority: trustme.CA) -> None:
    assert post(tls_receiver.url, tls=trusting(authority)).outcome is DELIVERED


def test_the_certificate_is_for_the_name_not_the_address(
    tls_receiver: Receiver, authority: trustme.CA
) -> None:
    def inside(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    tls = trusting(authority)
    good = post(f"https://hooks.example:{tls_receiver.port}/s3cret", tls=tls, resolver=inside)
    assert good.outcome is DELIVERED
    bad = post(f"https://other.example:{tls_receiver.port}/s3cret", tls=tls, resolver=inside)
    assert "certificate" in (bad.error or "")


def test_without_a_context_the_usual_authorities_are_trusted(tls_receiver: Receiver) -> None:
    with WebhookClient(LOOPBACK, user_agent="clausewatch/0") as client:
        result = client.send(W, tls_receiver.url, REQUEST, now=NOW)
    assert "certificate cannot be trusted" in (result.error or "")


def test_a_certificate_of_nobody_known_is_refused(tls_receiver: Receiver) -> None:
    result = post(tls_receiver.url)
    assert result.outcome is RETRY
    assert "certificate cannot be trusted" in (result.error or "")
    assert tls_receiver.received == []


def test_https_to_a_receiver_without_tls(receiver: Receiver) -> None:
    result = post(receiver.url.replace("http:", "https:"))
    assert result.outcome is RETRY
    assert "TLS" in (result.error or "")


# --- the house -------------------------------------------------------------------------------


def test_httpx_is_known_to_one_module_only() -> None:
    root = Path(__file__).parents[3]
    users = set()
    for path in (root / package for package in ("crawler", "monitor", "storage")):
        for module in path.rglob("*.py"):
            text = module.read_text(encoding="utf-8")
            if "httpx" not in text and "httpcore" not in text:
                continue
            for node in ast.walk(ast.parse(text)):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    names = [node.module or ""]
                if any(name.split(".")[0] in ("httpx", "httpcore") for name in names):
                    users.add(module.relative_to(root).as_posix())
    assert users == {"monitor/alerts/client.py"}
