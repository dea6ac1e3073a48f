"""An alert as an Adaptive Card 1.5, as a Microsoft Teams workflow takes it.

Sources: learn.microsoft.com, "Create incoming webhooks with Workflows" (the envelope), "Microsoft
Teams connector: known issues" (about 28 KB, every element counted) and adaptivecards.io ("TextRun":
no Markdown is read in it, so that a page's words need no escape; "rtl" since 1.5). TextBlocks would
read Markdown and ``{{DATE(...)}}``, and cannot strike: there are none. Senders have met refusals
from 21 KB on, so that this stays under 20,000 bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from monitor.alerts.composing import composer
from monitor.alerts.markup import BULLET, compact_json, line_mark
from monitor.alerts.message import Message, Section, fitting
from monitor.alerts.model import AlertContent, RenderedRequest
from monitor.alerts.runs import Line, Role, Run, Runs, Style

MESSAGE_LIMIT = 20_000  # bytes

_CARD = "application/vnd.microsoft.card.adaptive"
_CONTAINERS = {"high": "attention", "medium": "warning", "low": "accent", "good": "good"}
_WORD_MARKS = {Style.REMOVED, Style.ADDED}
_LOOKS: dict[Style, dict[str, Any]] = {
    Style.PLAIN: {},
    Style.STRONG: {"weight": "Bolder"},
    Style.ADDED: {"weight": "Bolder", "color": "Good"},
    Style.REMOVED: {"strikethrough": True, "color": "Attention"},
    Style.CODE: {"fontType": "Monospace"},
}


def render_teams(content: AlertContent, language: str = "en") -> RenderedRequest:
    """The message to post to the address of a workflow."""
    body = fitting(composer(content, language), _body, _fits)
    return RenderedRequest(body=compact_json(body), headers=(("content-type", "application/json"),))


def _fits(body: dict[str, Any]) -> bool:
    return len(compact_json(body)) <= MESSAGE_LIMIT


def _body(message: Message) -> dict[str, Any]:
    title = "".join(one.text for one in message.title.runs)
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "rtl": message.rtl,
        "fallbackText": title,
        "msteams": {"width": "Full"},
        "body": [
            _title(message),
            *(_section(message, section) for section in message.sections),
            _footer(message),
        ],
    }
    if message.url:
        label = message.words.say("lines", "page")
        card["actions"] = [{"type": "Action.OpenUrl", "title": label, "url": message.url}]
    attachment = {"contentType": _CARD, "contentUrl": None, "content": card}
    return {"type": "message", "summary": title, "attachments": [attachment]}


def _title(message: Message) -> dict[str, Any]:
    head: list[Run] = [Run(text=message.headline)]
    items = [_block(Line(runs=tuple(head), rtl=message.rtl), size="Medium", weight="Bolder")]
    if message.subject:
        line = Line(runs=message.subject, rtl=message.rtl)
        items.append(_block(line, weight="Bolder"))
    return {
        "type": "Container",
        "style": _CONTAINERS[message.band],
        "bleed": True,
        "items": items,
    }


def _section(message: Message, section: Section) -> dict[str, Any]:
    return {
        "type": "Container",
        "spacing": "Medium",
        "items": [_turned(message, line) for line in section.lines],
    }


def _turned(message: Message, line: Line) -> dict[str, Any]:
    """A line that runs the other way than the card has a container that turns it."""
    block = _block(line)
    if line.rtl is message.rtl:
        return block
    return {"type": "Container", "rtl": line.rtl, "items": [block]}


def _footer(message: Message) -> dict[str, Any]:
    items = [_block(line, size="Small", isSubtle=True) for line in message.footer]
    return {"type": "Container", "separator": True, "items": items}


def _block(line: Line, **look: Any) -> dict[str, Any]:
    runs = [_run(one, look) for one in _apart(line.runs)]
    start = f"{line_mark(line)}{BULLET if line.role is Role.ITEM else ''}"
    if start and runs:
        runs = [{"type": "TextRun", "text": start, **look}, *runs]
    block: dict[str, Any] = {"type": "RichTextBlock", "inlines": runs}
    if line.role is Role.ITEM:
        block["spacing"] = "None"
    elif line.role is Role.QUOTE:
        block["spacing"] = "Small"
    return block


def _apart(runs: Runs) -> Iterator[Run]:
    """What went and what came in its place, never without a space between them."""
    before = Run(text=" ")
    for one in runs:
        if not one.text:
            continue
        if {before.style, one.style} == _WORD_MARKS and before.text[-1] != " " != one.text[0]:
            yield Run(text=" ")
        yield one
        before = one


def _run(one: Run, look: dict[str, Any]) -> dict[str, Any]:
    is_apart = one.isolated and one.style is not Style.CODE
    text = one.text.join(one.shielded) if is_apart else one.text
    return {"type": "TextRun", "text": text, **look, **_LOOKS[one.style]}
