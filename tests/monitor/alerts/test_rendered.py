"""Golden alerts: what receivers get, in English, Arabic and Hebrew."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from monitor.alerts.model import AlertContent, alert_from_data
from monitor.alerts.payload import alert_data
from monitor.alerts.rendering import UnsupportedEndpoint, render
from storage.model import EndpointKind

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "alerts"
CASES = sorted(path.name for path in GOLDEN.iterdir())
SENT = datetime(2026, 3, 5, 14, 8, tzinfo=UTC)
SCHEMA = json.loads((ROOT / "monitor/alerts/schemas/webhook.schema.json").read_text("utf-8"))

Alert = Callable[[str], AlertContent]


@pytest.mark.parametrize("case", CASES)
def test_messages(case: str, alert: Alert, golden: Callable[[Path, object], None]) -> None:
    messages = {
        kind.value: json.loads(render(kind, alert(case), delivery_id="msg_1", sent_at=SENT).body)
        for kind in (EndpointKind.WEBHOOK, EndpointKind.SLACK)
    }
    golden(GOLDEN / case / "expected.json", messages)


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


@pytest.mark.parametrize(
    "kind", [kind for kind in EndpointKind if kind not in ("webhook", "slack")]
)
def test_other_kinds_are_refused_in_words(kind: EndpointKind, alert: Alert) -> None:
    with pytest.raises(UnsupportedEndpoint, match="use webhook or slack"):
        render(kind, alert("test"), delivery_id="msg_1", sent_at=SENT)
