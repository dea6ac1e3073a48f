"""Every documented answer of every chat, over a real connection, and its verdict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.chat_answers import SUCCESSES, TROUBLES, Trouble
from support.site import Reply, Site

from crawler.addresses import policy_of
from monitor.alerts.client import WebhookClient
from monitor.alerts.model import AttemptResult, RenderedRequest
from monitor.alerts.verdicts import CHATS, Answer, judge_answer, retry_after_seconds
from storage.model import AttemptOutcome, EndpointKind

NOW = datetime(2026, 3, 5, 14, 7, tzinfo=UTC)
REQUEST = RenderedRequest(body=b"{}", headers=(("content-type", "application/json"),))
CASES = [
    pytest.param(kind, trouble, id=f"{kind}-{trouble.name}")
    for kind, troubles in TROUBLES.items()
    for trouble in troubles
]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture(scope="module")
def client() -> Iterator[WebhookClient]:
    with WebhookClient(policy_of(("127.0.0.0/8",)), user_agent="clausewatch/0") as client:
        yield client


def _answered(
    site: Site, client: WebhookClient, kind: EndpointKind, status: int, body: bytes, headers: object
) -> AttemptResult:
    assert isinstance(headers, tuple)
    site.behave("/hook/s3cret", Reply(status=status, headers=headers, body=body))
    return client.send(kind, site.url("/hook/s3cret"), REQUEST, now=NOW)


@pytest.mark.parametrize(("kind", "trouble"), CASES)
def test_each_documented_answer(
    site: Site, client: WebhookClient, kind: EndpointKind, trouble: Trouble
) -> None:
    result = _answered(site, client, kind, trouble.status, trouble.body, trouble.headers)
    assert result.outcome is trouble.verdict, result
    assert result.http_status == trouble.status
    assert result.retry_after_seconds == trouble.wait
    if trouble.verdict is AttemptOutcome.DELIVERED:
        assert result.error is None
    else:
        assert f"the receiver answered {trouble.status}" in (result.error or "")
        assert trouble.says in (result.error or "")
        assert "s3cret" not in (result.error or "")
        assert "people" not in (result.error or "")


@pytest.mark.parametrize("kind", SUCCESSES)
def test_success(site: Site, client: WebhookClient, kind: EndpointKind) -> None:
    status, body = SUCCESSES[kind]
    result = _answered(site, client, kind, status, body, ())
    assert result == AttemptResult(outcome=AttemptOutcome.DELIVERED, http_status=status)


@pytest.mark.parametrize("kind", CHATS)
@pytest.mark.parametrize(
    "body", [b"", b"<html>ok</html>", b"[" * 60_000, b'{"ok": tr', b"null", b"\xff\xfe"]
)
def test_a_success_with_a_body_of_another_kind_is_one(kind: EndpointKind, body: bytes) -> None:
    result = judge_answer(kind, Answer(status=200, headers={}, body=body, now=NOW))
    assert result.outcome is AttemptOutcome.DELIVERED


def test_where_a_group_went_is_told(site: Site, client: WebhookClient) -> None:
    body = (
        b'{"ok": false, "error_code": 400, "parameters": {"migrate_to_chat_id": -100987},'
        b'"description": "Bad Request: group chat was upgraded to a supergroup chat"}'
    )
    result = _answered(site, client, EndpointKind.TELEGRAM, 400, body, ())
    assert (result.outcome, result.moved_to) == (AttemptOutcome.RETRY, "-100987")


@pytest.mark.parametrize("kind", CHATS)
@given(
    status=st.integers(100, 599),
    body=st.binary(max_size=60)
    | st.sampled_from([one.body for troubles in TROUBLES.values() for one in troubles]),
    retry_after=st.none() | st.text(max_size=20),
)
@settings(deadline=None, max_examples=60)
def test_any_answer_has_a_verdict(
    kind: EndpointKind, status: int, body: bytes, retry_after: str | None
) -> None:
    headers = {} if retry_after is None else {"retry-after": retry_after}
    result = judge_answer(kind, Answer(status=status, headers=headers, body=body, now=NOW))
    assert (result.error is None) == (result.outcome is AttemptOutcome.DELIVERED)
    if not 200 <= status < 300 and status != 409:
        assert result.outcome is not AttemptOutcome.DELIVERED
    assert result.retry_after_seconds is None or result.retry_after_seconds >= 0


@pytest.mark.parametrize("value", ["soon", "-5", "9" * 30, "Mon, 99 Foo 2026 00:00:00 GMT", "nan"])
def test_what_is_no_time_is_none(value: str) -> None:
    assert retry_after_seconds(value, NOW) is None


def test_control_characters_around_seconds_are_space() -> None:
    assert retry_after_seconds("30\x1f", NOW) == 30
