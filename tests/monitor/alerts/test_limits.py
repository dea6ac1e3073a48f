"""Whatever a page says: payloads within limits, valid, quiet, and with directions kept apart."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.model import ChangeAlert, alert_from_data
from monitor.alerts.payload import alert_body
from monitor.alerts.slack import render_slack
from storage.model import Category, ChangeClass, ClauseChangeKind, DateStatus

ROOT = Path(__file__).parents[3]
VALIDATOR = jsonschema.Draft202012Validator(
    json.loads((ROOT / "monitor/alerts/schemas/webhook.schema.json").read_text("utf-8"))
)

FROM_PAGES = re.compile("[\u061c\u202a-\u202e\u2066\u2067]|[\x00-\x1f\x7f-\x9f]")  # never ours
OUR_MARKS = "\u200e\u200f\u2068\u2069"
NASTY = [
    "<!channel>",
    "<!here|x>",
    "<@U123>",
    "<#C1>",
    "<https://evil.example|click>",
    "@channel @here @everyone",
    "*b* ~s~ `c` _i_",
    "&amp;<>&",
    "\u202eevil\u2069\u2066\u2067",
    "\x1b[2J\x00",
    "سياسة الخصوصية",
    "מדיניות פרטיות",
    "🇫🇷👩\u200d👧e\u0301",
    '"\\/\u2028',
    "\ud800",
    "x" * 400,
    "كلمة " * 300,
]
texts = st.lists(
    st.one_of(st.sampled_from(NASTY), st.text(max_size=20)), min_size=0, max_size=4
).map(" ".join)
ops = st.sampled_from(["=", "-", "+"])


@st.composite
def clause_changes(draw: st.DrawFn) -> dict[str, Any]:
    diff = draw(st.lists(st.tuples(ops, texts), max_size=6))
    fact = st.fixed_dictionaries(
        {"fact": texts, "before": texts | st.none(), "after": texts, "direction": texts}
    )
    return {
        "kind": draw(st.sampled_from(list(ClauseChangeKind))).value,
        "categories": draw(st.lists(st.sampled_from([*map(str, Category)]), unique=True)),
        "heading_path": draw(st.lists(texts, max_size=6)),
        "before": "".join(text for op, text in diff if op in "=-"),
        "after": "".join(text for op, text in diff if op in "=+"),
        "diff": diff,
        "facts": draw(st.lists(fact, max_size=3)),
    }


def dates() -> st.SearchStrategy[dict[str, Any]]:
    day = st.sampled_from(["2026-01-01", "2026-01", None])
    status = st.sampled_from([*map(str, DateStatus)])
    return st.fixed_dictionaries({"status": status, "old": day, "new": day})


stored = st.fixed_dictionaries(
    {
        "source": st.fixed_dictionaries(
            {
                "key": texts,
                "service": texts,
                "type": texts,
                "url": texts | st.just("https://naseem.example/خصوصية?a=<b>&c=|d"),
                "language": st.sampled_from(["ar", None]),
                "tags": st.lists(texts, max_size=20),
            }
        ),
        "version": st.integers(min_value=1, max_value=999),
        "previous_version": st.just(1) | st.none(),
        "captured_at": st.just("2026-03-05T14:02:00.000000Z"),
        "summary": texts,
        "class": st.sampled_from([*map(str, ChangeClass)]),
        "material": st.just("material"),
        "silent": st.booleans(),
        "severity": st.integers(min_value=0, max_value=100),
        "reasons": st.lists(texts, max_size=15),
        "effective": dates(),
        "updated": dates(),
        "categories": st.lists(st.sampled_from([*map(str, Category)]), unique=True),
        "clause_changes": st.lists(clause_changes(), max_size=5).flatmap(
            lambda changes: st.sampled_from([1, 1, 9, 40]).map(lambda times: changes * times)
        ),
        "parties": st.fixed_dictionaries(
            {"added": st.lists(texts, max_size=30), "removed": st.lists(texts, max_size=3)}
        ),
    }
)
events = st.sampled_from(["policy.changed", "policy.silent_change", "policy.rollback"])


def made(event: str, data: dict[str, Any]) -> ChangeAlert:
    content = alert_from_data(event, "2026-03-05T14:07:09.123456Z", data)
    assert isinstance(content, ChangeAlert)
    return content


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for part in value for text in strings(part)] if isinstance(value, list) else []


@given(events, stored)
@settings(deadline=None, max_examples=60)
def test_any_text_gives_a_small_clean_valid_webhook(event: str, data: dict[str, Any]) -> None:
    body = alert_body(made(event, data))
    assert len(body) < 20_000
    value = json.loads(body)
    VALIDATOR.validate(value)
    for text in strings(value):
        assert not FROM_PAGES.search(text)
        assert not set(text) & set(OUR_MARKS)
    shown = value["data"]["clause_changes"]
    left_out = value["data"]["left_out"]["clause_changes"]
    assert len(shown) + left_out == len(data["clause_changes"])
    for change in shown:
        if not change["shortened"]:
            for side, op in (("before", "-"), ("after", "+")):
                joined = "".join(text for kind, text in change["diff"] if kind in ("=", op))
                assert joined == change[side]


@given(events, stored)
@settings(deadline=None, max_examples=60)
def test_any_text_gives_a_quiet_slack_message_within_limits(
    event: str, data: dict[str, Any]
) -> None:
    body = render_slack(made(event, data)).body.decode("utf-8")
    message = json.loads(body)
    check_slack_limits(body, message)
    for text in strings(message):
        assert not FROM_PAGES.search(text.replace("\n", ""))
        assert balanced(text)
        assert not re.search(r"<[!@#]", text)
        assert not re.search(r"@(channel|here|everyone)", text, re.IGNORECASE)
        for link in re.findall(r"<[^>]*>?", text):
            assert re.fullmatch(r"<https?://[^<>| ]+\|the page>", link)
        assert not re.search(r"&(?!amp;|lt;|gt;)", text)


def check_slack_limits(body: str, message: dict[str, Any]) -> None:
    assert length(body) < 10_000
    blocks = [*message["blocks"], *message["attachments"][0]["blocks"]]
    assert len(blocks) <= 50
    for block in blocks:
        if block["type"] == "header":
            assert 0 < length(block["text"]["text"]) <= 150
        elif block["type"] == "section":
            assert 0 < length(block["text"]["text"]) <= 3_000
        else:
            assert 0 < length(block["elements"][0]["text"]) <= 3_000


def length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "\u2068") - (character == "\u2069")
        if depth < 0:
            return False
    return depth == 0


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
    body, slack = alert_body(content), render_slack(content).body.decode()
    assert time.process_time() - began < 3  # seconds; typically under 0.5
    assert len(body) < 20_000
    check_slack_limits(slack, json.loads(slack))


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
