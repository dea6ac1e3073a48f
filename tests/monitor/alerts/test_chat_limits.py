"""The checks of what chats accept see what they are for: each finds what was put in on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from support.chat_limits import CHATS, problems

from monitor.alerts.model import AlertContent
from monitor.alerts.rendering import render
from storage.model import EndpointKind

Load = Callable[[str], AlertContent]
Change = Callable[[Any], object]


def payload(chat: str, alert: Load) -> Any:
    request = render(
        EndpointKind(chat),
        alert("english_changed"),
        delivery_id="msg_1",
        sent_at=datetime(2026, 3, 5, tzinfo=UTC),
        chat="-1001",
    )
    assert problems(chat, request.body) == []
    return json.loads(request.body)


def slack_text(value: Any) -> Any:
    return value["attachments"][0]["blocks"][0]["text"]


def embed(value: Any) -> Any:
    return value["embeds"][0]


def card(value: Any) -> Any:
    return value["attachments"][0]["content"]


def widget(value: Any) -> Any:
    return value["cardsV2"][0]["card"]["sections"][0]["widgets"][0]["textParagraph"]


def attachment(value: Any) -> Any:
    return value["attachments"][0]


def added(place: Change, name: str, more: Any) -> Change:
    def change(value: Any) -> None:
        found: Any = place(value)
        found[name] += more

    return change


def put(place: Change, name: str, new: object) -> Change:
    def change(value: Any) -> None:
        found: Any = place(value)
        found[name] = new

    return change


def whole(value: Any) -> Any:
    return value


RUN = {"type": "RichTextBlock", "inlines": []}

BROKEN = [
    ("slack", "long", added(slack_text, "text", "x" * 3_000)),
    ("slack", "ping", added(slack_text, "text", "<!channel>")),
    ("slack", "at", added(slack_text, "text", "@here")),
    ("slack", "link", added(slack_text, "text", "<https://e.example|x> <mailto:a|b>")),
    ("slack", "escape", added(slack_text, "text", "a & b")),
    ("discord", "long", added(embed, "description", "x" * 4_000)),
    ("discord", "title", added(embed, "title", "x" * 256)),
    ("discord", "mention", added(embed, "description", " <@1>")),
    ("discord", "mentions", put(whole, "allowed_mentions", {"parse": ["everyone"]})),
    ("discord", "link", added(embed, "description", " [x](https://e.example/)[y](javascript:z)")),
    ("discord", "heading", added(embed, "description", "\n# big")),
    ("discord", "mark", added(embed, "description", " **open")),
    ("discord", "spoiler", added(embed, "description", " ||x||")),
    ("teams", "long", put(card, "fallbackText", "x" * 28_000)),
    ("teams", "markdown", added(card, "body", [{"type": "TextBlock", "text": "[x](y)"}])),
    ("teams", "empty", added(card, "body", [RUN])),
    ("teams", "version", put(card, "version", "1.6")),
    ("teams", "mentions", put(card, "msteams", {"entities": []})),
    ("teams", "action", put(card, "actions", [{"type": "Action.Submit", "title": "x"}])),
    ("google-chat", "long", added(widget, "text", "x" * 32_000)),
    ("google-chat", "tag", added(widget, "text", "<img src=x>")),
    ("google-chat", "open", added(widget, "text", "<b>x")),
    ("google-chat", "script", added(widget, "text", '<a href="javascript:x">x</a>')),
    ("google-chat", "mention", put(whole, "fallbackText", "<users/all>")),
    ("mattermost", "long", added(attachment, "text", "x" * 16_384)),
    ("mattermost", "mention", added(attachment, "text", " @all")),
    ("mattermost", "trimmed", added(attachment, "text", " -@all")),
    ("mattermost", "link", added(attachment, "text", " https://e.example")),
    ("mattermost", "emoji", added(attachment, "text", " :smile:")),
    ("mattermost", "preview", put(whole, "text", "x")),
    ("telegram", "long", added(whole, "text", "x" * 4_096)),
    ("telegram", "entities", added(whole, "text", "<b>x</b>" * 101)),
    ("telegram", "tag", added(whole, "text", "<u>x</u>")),
    ("telegram", "nesting", added(whole, "text", "<b><s>x</b></s>")),
    ("telegram", "user", added(whole, "text", '<a href="tg://user?id=1">x</a>')),
    ("telegram", "mention", added(whole, "text", " @name")),
    ("telegram", "command", added(whole, "text", " /start")),
    ("telegram", "entity", added(whole, "text", "&nbsp;")),
    ("telegram", "chat", put(whole, "chat_id", "")),
    ("matrix", "long", added(whole, "body", "x" * 64_000)),
    ("matrix", "tag", added(whole, "formatted_body", "<script>x</script>")),
    ("matrix", "mention", added(whole, "formatted_body", "<p>@room</p>")),
    ("matrix", "mentions", put(whole, "m.mentions", {"room": True})),
]


@pytest.mark.parametrize(
    ("chat", "change"),
    [pytest.param(chat, change, id=f"{chat}-{name}") for chat, name, change in BROKEN],
)
def test_a_fault_is_seen(chat: str, change: Change, alert: Load) -> None:
    value = payload(chat, alert)
    change(value)
    assert problems(chat, json.dumps(value, ensure_ascii=False).encode("utf-8"))


@pytest.mark.parametrize("chat", CHATS)
@pytest.mark.parametrize(
    "text", ["\u202eturned", "\u2068open", "closed\u2069", "\x1b[2J"], ids=ascii
)
def test_unseen_signs_of_pages_are_seen(chat: str, text: str, alert: Load) -> None:
    value = payload(chat, alert)
    value["extra"] = text
    assert problems(chat, json.dumps(value, ensure_ascii=False).encode("utf-8"))


@pytest.mark.parametrize("body", [b"", b"{", "{}".encode("utf-16")], ids=["none", "cut", "utf-16"])
def test_what_is_no_json_is_seen(body: bytes) -> None:
    assert problems("slack", body)
