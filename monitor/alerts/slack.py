"""An alert as a Slack message: Block Kit inside its limits, and nothing in it can ping anyone.

Sources: docs.slack.dev, "Block Kit" (header 150, section 3,000, 50 blocks) and "Formatting
message text" (escape ``& < >``). Lengths are counted as Slack counts them, in UTF-16 units, after
escaping; the whole message stays under 10,000.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import Any

from monitor.alerts.composing import composer
from monitor.alerts.markup import BULLET, WORD_JOINER, Markup, compact_json, line_mark, units
from monitor.alerts.message import Message, fitting
from monitor.alerts.model import AlertContent, RenderedRequest
from monitor.alerts.runs import Line, Role, Run, Style
from monitor.alerts.safe_text import shorten

HEADER_LIMIT = 150
SECTION_LIMIT = 3_000
BLOCK_LIMIT = 50
MESSAGE_LIMIT = 9_900  # of the whole JSON text

_NAME_LIMITS = (48, 40, 32, 24, 16, 8)  # characters

_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        # Slack has no escape for its own marks; these look the same and mean nothing to it.
        "*": "∗",
        "~": "∼",
        "`": "ˋ",
    }
)
_PINGS = re.compile(r"@(?=channel|here|everyone|$)", re.IGNORECASE)
# Slack writes words between such lines in italics; those within a word it leaves alone.
_ITALICS = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_SPACES = re.compile(" {2,}")
_MARKS = {Style.STRONG: "*", Style.ADDED: "*", Style.REMOVED: "~", Style.CODE: "`"}


def _safe(text: str) -> str:
    """A page's text that Slack will show as it is."""
    text = _ITALICS.sub("ˍ", text.translate(_ESCAPES))
    return _PINGS.sub(f"@{WORD_JOINER}", text)


_PLAIN = Markup(escape=_safe, marks={})


def render_slack(content: AlertContent, language: str = "en") -> RenderedRequest:
    """The message to post to an incoming webhook."""
    body = fitting(composer(content, language), _body, _fits)
    return RenderedRequest(body=compact_json(body), headers=(("content-type", "application/json"),))


def _fits(body: dict[str, Any]) -> bool:
    blocks = [*body["blocks"], *body["attachments"][0]["blocks"]]
    texts = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    return (
        len(blocks) <= BLOCK_LIMIT
        and all(units(text) <= SECTION_LIMIT for text in texts)
        and units(compact_json(body).decode("utf-8")) <= MESSAGE_LIMIT
    )


def _body(message: Message) -> dict[str, Any]:
    """Title outside, the rest inside an attachment, because only attachments have a colour."""
    title = _title(message)
    blocks = [_section(lines) for section in message.sections for lines in section.turns]
    return {
        "text": title,
        "blocks": [{"type": "header", "text": {"type": "plain_text", "text": title}}],
        "attachments": [
            {
                "color": message.colour,
                "fallback": title,
                "blocks": [*blocks, {"type": "context", "elements": [_text(_footer(message))]}],
            }
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _title(message: Message) -> str:
    """Long names are cut for its sake, and not the clauses."""
    line = message.title
    for limit in _NAME_LIMITS:
        runs = [
            replace(one, text=shorten(one.text, limit)) if one.isolated else one
            for one in line.runs
        ]
        title = f"{line_mark(line)}{_PLAIN.joined(runs)}"
        if units(title) <= HEADER_LIMIT:
            return title
    return _safe(message.headline)


def _section(lines: tuple[Line, ...]) -> dict[str, Any]:
    return {"type": "section", "text": _text("\n".join(map(_line, lines)))}


def _text(line: str) -> dict[str, Any]:
    """``verbatim``: Slack is not to look for links and names in what a page says."""
    return {"type": "mrkdwn", "text": line, "verbatim": True}


def _footer(message: Message) -> str:
    lines = [_line(line) for line in message.footer]
    if message.url:
        label = message.words.say("lines", "page")
        link = f"<{message.url.replace('&', '&amp;')}|{label}>"
        lines[-1] = f"{line_mark(message.footer[-1])}{link} · {lines[-1]}"
    return "\n".join(lines)


def _line(line: Line) -> str:
    """One line. Slack sees a mark only where it stands tight round words and apart from others."""
    written = ""
    for style, row in groupby(line.runs, lambda one: one.style):
        inner = _row(style, tuple(row))
        words = inner.strip(" ")
        mark = _MARKS.get(style, "") if words else ""
        if not mark:
            tight = written.endswith(("*", "~")) and inner[:1].isalnum()
            written += f"{' ' if tight else ''}{inner}"
            continue
        apart = inner[0] == " " or written[-1:].isalnum() or written.endswith(("*", "~"))
        after = " " if inner[-1] == " " else ""
        written += f"{' ' if apart else ''}{mark}{words}{mark}{after}"
    quote = ">" if line.role is Role.QUOTE else ""
    bullet = BULLET if line.role is Role.ITEM else ""
    return f"{quote}{line_mark(line)}{bullet}{_SPACES.sub(' ', written)}"


def _row(style: Style, row: tuple[Run, ...]) -> str:
    """Neighbours of one style, which share their marks."""
    if style is Style.CODE:
        return _safe("".join(one.text for one in row).strip())
    return _PLAIN.joined(row)
