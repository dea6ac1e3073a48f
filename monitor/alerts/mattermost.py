"""An alert as a Mattermost attachment: within a post's limit, mentioning nobody.

Sources: developers.mattermost.com, "Incoming webhooks" and "Message attachments" (mentions work
inside attachments; text is Markdown); a post holds 16,383 characters (server limit
PostMessageMaxRunesV2). Signs that end a mark of ours are replaced by ones that look the same.
"""

from __future__ import annotations

import re
from typing import Any

from monitor.alerts.composing import composer
from monitor.alerts.markup import WORD_JOINER, Markup, compact_json, dead, line_mark
from monitor.alerts.message import Message, fitting
from monitor.alerts.model import AlertContent, RenderedRequest
from monitor.alerts.runs import Line, Style, styled

POST_LIMIT = 16_383
TEXT_LIMIT = 12_000  # of the attachment; with its fallback well under a post

_LOOKALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
_SIGNS = re.compile(r"[\\_|\[\]]")
_EMOJI = re.compile(r":(?=[\w+-]+:)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_SITE = re.compile(r"\bwww(?=\.|$)", re.IGNORECASE)


def _escaped(text: str) -> str:
    text = _EMOJI.sub(f":{WORD_JOINER}", _ENTITY.sub(f"&{WORD_JOINER}", text))
    text = dead(_SITE.sub(f"www{WORD_JOINER}", text))
    return _SIGNS.sub(r"\\\g<0>", text.translate(_LOOKALIKES))


def _code(text: str) -> str:
    return text.translate(_LOOKALIKES)


_MARKUP = Markup(
    escape=_escaped,
    escape_code=_code,
    marks={
        Style.STRONG: ("**", "**"),
        Style.ADDED: ("**", "**"),
        Style.REMOVED: ("~~", "~~"),
        Style.CODE: ("`", "`"),
    },
    line_start=True,
)


def render_mattermost(content: AlertContent, language: str = "en") -> RenderedRequest:
    """The message to post to an incoming webhook."""
    body = fitting(composer(content, language), _body, _fits)
    return RenderedRequest(body=compact_json(body), headers=(("content-type", "application/json"),))


def _fits(body: dict[str, Any]) -> bool:
    attachment = body["attachments"][0]
    return len(attachment["text"]) + len(attachment["fallback"]) <= TEXT_LIMIT


def _body(message: Message) -> dict[str, Any]:
    title = message.title
    runs = styled(title.runs, Style.STRONG)
    head = _MARKUP.line(Line(runs=runs, rtl=title.rtl))
    paragraphs = [
        "  \n".join(_MARKUP.lines(lines)) for section in message.sections for lines in section.turns
    ]
    footer = _MARKUP.lines(message.footer)
    if message.url:
        link = f"[{message.words.say('lines', 'page')}]({message.url})"
        footer.insert(0, f"{line_mark(title)}{link}")
    text = "\n\n".join([head, *paragraphs, "  \n".join(footer)])
    fallback = f"{line_mark(title)}{_plain(title)}"
    return {"attachments": [{"fallback": fallback, "color": message.colour, "text": text}]}


def _plain(title: Line) -> str:
    return Markup(escape=_escaped, marks={}).joined(title.runs)
