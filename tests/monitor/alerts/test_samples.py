"""Invented alerts of every event in every language: within every chat's limits, and read back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from support.chat_limits import problems

from monitor.alerts.catalogue import LANGUAGES
from monitor.alerts.html_message import render_html
from monitor.alerts.mail_message import mail_message
from monitor.alerts.model import ChangeAlert, event_of
from monitor.alerts.payload import alert_body, alert_data
from monitor.alerts.rendering import render
from monitor.alerts.samples import sample, sample_languages
from monitor.alerts.stored import alert_from_data
from storage.model import EndpointKind, EventType

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "docs/schemas/webhook.schema.json").read_text("utf-8")
)
NOW = datetime(2026, 3, 5, 14, 7, tzinfo=UTC)
CHATS = [
    kind
    for kind in EndpointKind
    if kind not in (EndpointKind.WEBHOOK, EndpointKind.EMAIL, EndpointKind.APPRISE)
]


def test_there_is_one_for_each_language_that_we_write_in() -> None:
    assert set(sample_languages()) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", EventType)
def test_a_sample_is_what_a_chat_takes(event: EventType, language: str) -> None:
    content = sample(event, language, now=NOW)
    assert event_of(content) == event
    for kind in CHATS:
        body = render(
            kind, content, delivery_id="msg_1", sent_at=NOW, language=language, chat="-1"
        ).body
        assert problems(kind, body) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", EventType)
def test_a_sample_is_a_real_alert(event: EventType, language: str) -> None:
    content = sample(event, language, now=NOW)
    data = alert_data(content)
    assert alert_data(alert_from_data(event, content.created_at, data)) == data


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_sides_of_the_diff_are_the_clause(language: str) -> None:
    content = sample(EventType.POLICY_CHANGED, language, now=NOW)
    assert isinstance(content, ChangeAlert)
    for clause in content.change.clause_changes:
        old = "".join(text for op, text in clause.diff if op != "+")
        new = "".join(text for op, text in clause.diff if op != "-")
        assert (clause.before or "", clause.after or "") == (old, new)


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_and_mail_say_it_in_its_direction(language: str) -> None:
    content = sample(EventType.SILENT_CHANGE, language, now=NOW)
    html = render_html(content, language)
    way = "rtl" if language in ("ar", "he") else "ltr"
    assert f'<html lang="{language}" dir="{way}">' in html
    mail = mail_message(
        content,
        sender="a@here.example",
        to=("b@there.example",),
        delivery_id="msg_1",
        sent_at=NOW,
        language=language,
    )
    assert "\n" not in mail["Subject"]
    assert mail.as_bytes().isascii()


@pytest.mark.parametrize("event", EventType)
def test_samples_follow_the_published_schema(event: EventType) -> None:
    jsonschema.validate(json.loads(alert_body(sample(event, "he", now=NOW))), SCHEMA)


HOSTILE = "<script>alert(1)</script><img src=x onerror=y> \"'><a href='javascript:z'>@all \u202e"


def test_a_hostile_page_stays_text_in_html() -> None:
    content = sample(EventType.POLICY_CHANGED, "en", now=NOW)
    data = alert_data(content)
    data["source"]["service"] = HOSTILE
    data["source"]["url"] = "javascript:alert(1)"
    data["clause_changes"][0]["diff"] = [["-", HOSTILE], ["+", f"{HOSTILE}!"]]
    data["clause_changes"][0]["heading_path"] = [HOSTILE]
    html = render_html(alert_from_data(EventType.POLICY_CHANGED, content.created_at, data), "en")
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:alert" not in html
    assert "\u202e" not in html
    assert html.count("<a ") == 0
