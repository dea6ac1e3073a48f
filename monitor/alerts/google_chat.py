"""An alert as a Google Chat card.

Sources: developers.google.com/workspace/chat, "Create messages" (32,000 bytes in all), "Cards v2"
(100 widgets) and "Format messages" (HTML tags in card texts: b, i, u, s, font, a, br). The header
holds our own words only, for it takes no markup and has no escape.
"""

from __future__ import annotations

from typing import Any

from monitor.alerts.composing import composer
from monitor.alerts.markup import Markup, compact_json, html_escaped, line_mark
from monitor.alerts.message import Message, fitting
from monitor.alerts.model import AlertContent, RenderedRequest
from monitor.alerts.runs import Line, Role, Style, styled

MESSAGE_LIMIT = 31_000  # bytes; documented: 32,000
WIDGET_LIMIT = 100
_BREAK = "<br>"
_CARD = "clausewatch"

_MARKUP = Markup(
    escape=html_escaped,
    marks={
        Style.STRONG: ("<b>", "</b>"),
        Style.ADDED: ("<b>", "</b>"),
        Style.REMOVED: ("<s>", "</s>"),
        Style.CODE: ('<font color="#5f6368">', "</font>"),
    },
    roles={Role.NOTE: ('<font color="#5f6368">', "</font>")},
)
_TITLES = Markup(escape=lambda text: text.replace("<", "‹").replace(">", "›"), marks={})


def render_google_chat(content: AlertContent, language: str = "en") -> RenderedRequest:
    """The message to post to an incoming webhook."""
    body = fitting(composer(content, language), _body, _fits)
    return RenderedRequest(
        body=compact_json(body), headers=(("content-type", "application/json; charset=UTF-8"),)
    )


def _fits(body: dict[str, Any]) -> bool:
    sections = body["cardsV2"][0]["card"]["sections"]
    widgets = sum(len(section["widgets"]) for section in sections)
    return widgets <= WIDGET_LIMIT and len(compact_json(body)) <= MESSAGE_LIMIT


def _body(message: Message) -> dict[str, Any]:
    title = message.title
    lines = [f'<font color="{message.colour}"><b>{html_escaped(message.headline)}</b></font>']
    if message.subject:
        runs = styled(message.subject, Style.STRONG)
        lines.append(_MARKUP.line(Line(runs=runs, rtl=message.rtl)))
    if message.rtl:
        lines[0] = f"{line_mark(title)}{lines[0]}"
    footer = _MARKUP.lines(message.footer)
    if message.url:
        label = html_escaped(message.words.say("lines", "page"))
        url = message.url.replace("&", "&amp;")
        footer.insert(0, f'{line_mark(title)}<a href="{url}">{label}</a>')
    parts = [[_MARKUP.lines(lines) for lines in part.turns] for part in message.sections]
    sections = [_section(texts) for texts in ([lines], *parts, [footer])]
    return {
        "fallbackText": f"{line_mark(title)}{_TITLES.joined(title.runs)}",
        "cardsV2": [{"cardId": _CARD, "card": {"sections": sections}}],
    }


def _section(texts: list[list[str]]) -> dict[str, Any]:
    """One widget for each direction: a widget takes its own from its first letter."""
    return {"widgets": [{"textParagraph": {"text": _BREAK.join(lines)}} for lines in texts]}
