"""An alert as a Discord embed: within its limits, pinging nobody.

Sources: docs.discord.com, "Message Resource" (embed title 256, description 4,096, footer 2,048,
6,000 in all; ``allowed_mentions``) and "Webhook Resource". Lengths are counted in UTF-16 units,
the stricter way. Discord's Markdown takes a backslash before its signs, but not before one that
would end a mark of ours: those are replaced by signs that look the same.
"""

from __future__ import annotations

import re
from typing import Any

from monitor.alerts.composing import composer
from monitor.alerts.markup import Markup, compact_json, line_mark, units
from monitor.alerts.message import Message, fitting
from monitor.alerts.model import AlertContent, RenderedRequest
from monitor.alerts.runs import Line, Role, Style, styled

TITLE_LIMIT = 256
DESCRIPTION_LIMIT = 4_096
TOTAL_LIMIT = 6_000

_LOOKALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
_SIGNS = re.compile(r"[\\_|\[\]<@]|:(?=//|\w+:)")


def _escaped(text: str) -> str:
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
    roles={Role.QUOTE: ("> ", ""), Role.NOTE: ("-# ", "")},
    line_start=True,
)


def render_discord(content: AlertContent, language: str = "en") -> RenderedRequest:
    """The message to post to a webhook."""
    body = fitting(composer(content, language), _body, _fits)
    return RenderedRequest(body=compact_json(body), headers=(("content-type", "application/json"),))


def _fits(body: dict[str, Any]) -> bool:
    embed = body["embeds"][0]
    title, description = units(embed["title"]), units(embed["description"])
    return (
        title <= TITLE_LIMIT
        and description <= DESCRIPTION_LIMIT
        and title + description <= TOTAL_LIMIT
    )


def _body(message: Message) -> dict[str, Any]:
    return {
        "embeds": [
            {
                "title": message.headline,
                "description": _description(message),
                "color": int(message.colour.removeprefix("#"), 16),
            }
        ],
        "allowed_mentions": {"parse": []},
    }


def _description(message: Message) -> str:
    """Paragraphs, with the document's name first: titles do not take a backslash everywhere."""
    subject = Line(
        runs=styled(message.subject, Style.STRONG),
        rtl=message.rtl,
    )
    paragraphs = ["\n".join(_MARKUP.lines(section.lines)) for section in message.sections]
    footer = _MARKUP.lines(message.footer)
    if message.url:
        link = f"[{message.words.say('lines', 'page')}]({message.url})"
        footer.insert(0, f"{line_mark(message.footer[0])}{link}")
    head = [_MARKUP.line(subject)] if message.subject else []
    return "\n\n".join(["\n".join([*head, *paragraphs[:1]]), *paragraphs[1:], "\n".join(footer)])
