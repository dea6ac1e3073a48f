"""Whatever a page says: payloads within limits, valid, quiet, and with directions kept apart."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.alert_data import alerts, change_events, changes, made
from support.chat_limits import CHATS, problems, strings

from monitor.alerts.catalogue import LANGUAGES
from monitor.alerts.model import AlertContent
from monitor.alerts.payload import alert_body
from monitor.alerts.rendering import render
from monitor.alerts.webhook import cloud_event
from storage.model import EndpointKind

ROOT = Path(__file__).parents[3]
SENT = datetime(2026, 3, 5, 14, 8, tzinfo=UTC)
ATTEMPT: dict[str, Any] = {"delivery_id": "msg_1", "sent_at": SENT, "chat": "-1001"}
UNSEEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\x00-\x1f\x7f-\x9f]")
VALIDATOR = jsonschema.Draft202012Validator(
    json.loads((ROOT / "monitor/alerts/schemas/webhook.schema.json").read_text("utf-8"))
)


@given(change_events, changes)
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_a_small_clean_valid_webhook(event: str, data: dict[str, Any]) -> None:
    check_webhook(event, data)


@pytest.mark.soak
@given(change_events, changes)
@settings(deadline=None, max_examples=2_000, suppress_health_check=list(HealthCheck))
def test_two_thousand_webhooks(event: str, data: dict[str, Any]) -> None:
    check_webhook(event, data)


def check_webhook(event: str, data: dict[str, Any]) -> None:
    body = alert_body(made(event, data))
    assert len(body) < 20_000
    value = json.loads(body)
    VALIDATOR.validate(value)
    for text in strings(value):
        assert not UNSEEN.search(text)
    shown = value["data"]["clause_changes"]
    left_out = value["data"]["left_out"]["clause_changes"]
    assert len(shown) + left_out == len(data["clause_changes"])
    for change in shown:
        if not change["shortened"]:
            for side, op in (("before", "-"), ("after", "+")):
                joined = "".join(text for kind, text in change["diff"] if kind in ("=", op))
                assert joined == change[side]


languages = st.sampled_from(LANGUAGES)


def check(content: AlertContent, language: str) -> None:
    for chat in CHATS:
        request = render(EndpointKind(chat), content, language=language, **ATTEMPT)
        assert problems(chat, request.body) == [], chat


@given(alerts(), languages)
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_quiet_messages_within_limits(content: AlertContent, language: str) -> None:
    check(content, language)


@pytest.mark.soak
@given(alerts(), languages)
@settings(deadline=None, max_examples=10_000, suppress_health_check=list(HealthCheck))
def test_ten_thousand_alerts_for_each_chat(content: AlertContent, language: str) -> None:
    check(content, language)


@given(alerts())
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_a_cloud_event_has_the_same_data_and_the_same_bound(content: AlertContent) -> None:
    body = cloud_event(content, f"msg_{'0' * 32}")
    event, posted = json.loads(body), json.loads(alert_body(content))
    assert len(body) < 20_000
    assert (event["data"], event["type"], event["time"]) == (
        posted["data"],
        posted["type"],
        posted["timestamp"],
    )
    assert all(re.fullmatch("[a-z0-9]{1,20}", name) for name in event)


def rewrite(size: int, changes: int, word: str) -> dict[str, Any]:
    """A page of which everything changed."""
    part = word * (size // changes // (2 * len(word)))
    change = {
        "kind": "modified",
        "categories": ["other"],
        "heading_path": [word],
        "before": part,
        "after": part,
        "diff": [["-", part], ["+", part]],
        "facts": [],
    }
    return {
        "source": {"key": "a/b", "service": "A", "type": "B", "url": "https://a.example/"}
        | {"language": None, "tags": []},
        "version": 2,
        "previous_version": 1,
        "captured_at": "2026-03-05T14:02:00.000000Z",
        "summary": "",
        "class": "substantive",
        "material": "material",
        "silent": False,
        "severity": 50,
        "reasons": [],
        "effective": {"status": "none", "old": None, "new": None},
        "updated": {"status": "none", "old": None, "new": None},
        "categories": [],
        "clause_changes": [change] * changes,
        "parties": {"added": [], "removed": []},
    }


@pytest.mark.parametrize(
    ("changes", "word"),
    [(1, "word "), (3_000, "word "), (1, "\u0301"), (1, "🇫🇷"), (40, "كلمة "), (1, "<&>"), (1, '"')],
    ids=["one", "many", "marks", "flags", "arabic", "escapes", "quotes"],
)
def test_a_rewrite_of_a_megabyte_is_told_small_and_fast(changes: int, word: str) -> None:
    content = made("policy.changed", rewrite(1_000_000, changes, word))
    began = time.process_time()
    body = alert_body(content)
    sent = {chat: render(EndpointKind(chat), content, **ATTEMPT).body for chat in CHATS}
    assert time.process_time() - began < 5  # seconds; typically under 1
    assert len(body) < 20_000
    assert [problems(chat, body) for chat, body in sent.items()] == [[]] * len(CHATS)


def test_the_least_important_clauses_are_left_out_first() -> None:
    data = rewrite(300_000, 300, "word ")
    for rank, change in enumerate(data["clause_changes"]):
        data["clause_changes"][rank] = change | {"heading_path": [str(rank)]}
    value = json.loads(alert_body(made("policy.changed", data)))["data"]
    shown = [int(change["heading_path"][0]) for change in value["clause_changes"]]
    assert shown == list(range(len(shown)))
    assert len(shown) >= 12
    assert value["left_out"]["clause_changes"] == 300 - len(shown)
    shortened = [change["shortened"] for change in value["clause_changes"]]
    assert value["left_out"]["texts_shortened"] == sum(shortened) >= len(shown) - 1
    assert len(value["clause_changes"][0]["after"]) > len(value["clause_changes"][-1]["after"])
