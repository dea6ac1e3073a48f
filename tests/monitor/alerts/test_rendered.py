"""Golden alerts: what receivers get, in English, Arabic and Hebrew."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import standardwebhooks
from support.chat_limits import CHATS, problems

from monitor.alerts.catalogue import LANGUAGES
from monitor.alerts.html_message import render_html
from monitor.alerts.model import AlertContent, HealthAlert
from monitor.alerts.payload import alert_data
from monitor.alerts.plain import render_plain
from monitor.alerts.rendering import UnsupportedEndpoint, render
from monitor.alerts.signing import new_secret
from monitor.alerts.stored import alert_from_data
from storage.model import EndpointKind

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "alerts"
CASES = sorted(path.name for path in GOLDEN.iterdir())
SENT = datetime(2026, 3, 5, 14, 8, tzinfo=UTC)
SHOWN = ("en", "ar", "he")
SCHEMA = json.loads((ROOT / "monitor/alerts/schemas/webhook.schema.json").read_text("utf-8"))

Alert = Callable[[str], AlertContent]


def attempt(kind: str, content: AlertContent, language: str = "en") -> Any:
    request = render(
        EndpointKind(kind),
        content,
        delivery_id="msg_1",
        sent_at=SENT,
        language=language,
        chat="-1001",
    )
    return json.loads(request.body)


@pytest.mark.parametrize("case", CASES)
def test_webhook_bodies(case: str, alert: Alert, golden: Callable[[Path, object], None]) -> None:
    golden(GOLDEN / case / "expected.json", attempt("webhook", alert(case)))


@pytest.mark.parametrize("language", SHOWN)
@pytest.mark.parametrize("case", CASES)
def test_messages(
    case: str, language: str, alert: Alert, golden: Callable[[Path, object], None]
) -> None:
    content = alert(case)
    messages: dict[str, object] = {chat: attempt(chat, content, language) for chat in CHATS}
    messages["text"] = render_plain(content, language).split("\n")
    messages["html"] = render_html(content, language).split("\n")
    golden(GOLDEN / case / f"{language}.json", messages)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_chat_would_take_them(case: str, language: str, alert: Alert) -> None:
    for chat in CHATS:
        request = render(
            EndpointKind(chat),
            alert(case),
            delivery_id="msg_1",
            sent_at=SENT,
            language=language,
            chat="-1001",
        )
        assert problems(chat, request.body) == [], chat


def test_slack_sets_nothing_of_a_page_in_italics(alert: Alert) -> None:
    content = alert("source_broken")
    assert isinstance(content, HealthAlert)
    said = replace(content, reason="_all_ of user_id, (_x_)")
    body = render(EndpointKind.SLACK, said, delivery_id="m", sent_at=SENT).body.decode()
    assert "ˍallˍ of user_id, (ˍxˍ)" in body


@pytest.mark.parametrize("case", CASES)
def test_webhook_bodies_follow_the_published_schema(case: str, alert: Alert) -> None:
    rendered = render(EndpointKind.WEBHOOK, alert(case), delivery_id="msg_1", sent_at=SENT)
    jsonschema.validate(json.loads(rendered.body), SCHEMA)


@pytest.mark.parametrize("case", CASES)
def test_what_was_sent_reads_back_as_the_same_alert(case: str, alert: Alert) -> None:
    content = alert(case)
    body = json.loads(render(EndpointKind.WEBHOOK, content, delivery_id="m", sent_at=SENT).body)
    again = alert_from_data(body["type"], body["timestamp"], body["data"])
    assert alert_data(again) == alert_data(content)


def test_the_schema_is_sound_and_published_as_it_is_shipped() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    published = ROOT / "docs/schemas/webhook.schema.json"
    shipped = ROOT / "monitor/alerts/schemas/webhook.schema.json"
    assert published.read_bytes() == shipped.read_bytes()


@pytest.mark.parametrize("kind", [EndpointKind.EMAIL, EndpointKind.APPRISE])
def test_kinds_that_take_no_request_are_refused_in_words(kind: EndpointKind, alert: Alert) -> None:
    with pytest.raises(UnsupportedEndpoint, match="takes no request over HTTP"):
        render(kind, alert("test"), delivery_id="msg_1", sent_at=SENT)


def test_a_cloud_event_is_signed_as_it_is_sent(alert: Alert) -> None:
    secret = new_secret()
    content = alert("arabic_silent")
    request = render(
        EndpointKind.WEBHOOK,
        content,
        delivery_id="msg_1",
        sent_at=datetime.now(UTC),
        secrets=[secret],
        cloudevents=True,
    )
    headers = dict(request.headers)
    event: Any = standardwebhooks.Webhook(secret).verify(request.body, headers)
    assert headers["content-type"] == "application/cloudevents+json"
    assert {name: event[name] for name in ("specversion", "id", "source", "type", "subject")} == {
        "specversion": "1.0",
        "id": "msg_1",
        "source": "urn:clausewatch",
        "type": "policy.silent_change",
        "subject": "شركة-النسيم/سياسة-الخصوصية",
    }
    assert event["data"] == alert_data(content)
