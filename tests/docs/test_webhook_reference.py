"""What docs/webhooks.md shows is true: the signature check, the schedule, the events."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from standardwebhooks import Webhook

from monitor.alerts.payload import alert_data
from monitor.alerts.retry import SCHEDULE_SECONDS
from monitor.alerts.stored import alert_from_data
from storage.model import EventType

_DOCS = Path(__file__).parents[2] / "docs"
_REFERENCE = (_DOCS / "webhooks.md").read_text(encoding="utf-8")
_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
_BODY = '{"data": "לא נמכור"}'.encode()
_NOW = 1_750_000_000


@pytest.fixture
def is_genuine() -> Callable[..., bool]:
    """The function in the document, as a reader would paste it."""
    names: dict[str, Any] = {}
    exec(_REFERENCE.split("```python\n")[1].split("```")[0], names)
    return names["is_genuine"]


@pytest.fixture
def headers() -> dict[str, str]:
    at = datetime.fromtimestamp(_NOW, UTC)
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(_NOW),
        "webhook-signature": "v1,AAAA " + Webhook(_SECRET).sign("msg_1", at, _BODY.decode()),
    }


def test_the_shown_check_accepts_what_is_signed(
    is_genuine: Callable[..., bool], headers: dict[str, str]
) -> None:
    assert is_genuine(_SECRET, headers, _BODY, now=_NOW)


@pytest.mark.parametrize("changed", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_the_shown_check_refuses_what_was_touched(
    is_genuine: Callable[..., bool], headers: dict[str, str], changed: str
) -> None:
    for value in ("", "v1,1", str(_NOW - 1)):
        assert not is_genuine(_SECRET, headers | {changed: value}, _BODY, now=_NOW)
    missing = {name: value for name, value in headers.items() if name != changed}
    assert not is_genuine(_SECRET, missing, _BODY, now=_NOW)
    assert not is_genuine(_SECRET, headers, _BODY + b" ", now=_NOW)
    assert not is_genuine(_SECRET, headers, _BODY, now=_NOW + 301)


def test_the_shown_body_is_one_that_is_sent() -> None:
    shown = json.loads(_REFERENCE.split("```json\n")[1].split("```")[0])
    content = alert_from_data(shown["type"], shown["timestamp"], shown["data"])
    assert alert_data(content) == shown["data"]
    schema = json.loads((_DOCS / "schemas" / "webhook.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(shown, schema)


@pytest.mark.parametrize(
    ("event", "shape"),
    [
        pytest.param("source.broken", "health", id="health"),
        pytest.param("policy.effective_soon", "reminder", id="reminder"),
        pytest.param("run.anomalous", "anomaly", id="anomaly"),
        pytest.param("delivery.dead", "dead_letter", id="dead-letter"),
    ],
)
def test_the_keys_of_other_events_are_those_of_the_schema(event: str, shape: str) -> None:
    schema = json.loads((_DOCS / "schemas" / "webhook.schema.json").read_text(encoding="utf-8"))
    row = re.search(rf"^\| `{re.escape(event)}` \|.*\| (.*) \|$", _REFERENCE, re.MULTILINE)
    assert row is not None
    assert re.findall(r"`(\w+)`", row[1]) == schema["$defs"][shape]["required"]


def test_every_event_is_named() -> None:
    named = set(re.findall(r"`([a-z_.]+)`", _REFERENCE))
    assert {event.value for event in EventType} <= named


def test_the_schedule_is_the_written_one() -> None:
    written = "5 seconds, 5 minutes, 30 minutes, 2, 5, 10, 14, 20 and 24 hours"
    assert written in _REFERENCE
    hours = [hour * 3600 for hour in (2, 5, 10, 14, 20, 24)]
    assert list(SCHEDULE_SECONDS) == [0, 5, 300, 1800, *hours]
