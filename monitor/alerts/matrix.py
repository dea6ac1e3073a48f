"""An alert as the content of a Matrix ``m.room.message`` event.

Source: spec.matrix.org, Client-Server API: "m.room.message", "org.matrix.custom.html" (the tags
that clients are asked to show), "Size limits" (65,536 bytes for the whole event) and "User and
room mentions" (with ``m.mentions`` empty nobody is notified for what a text says). Link previews
are turned off as MSC4095 has it.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from monitor.alerts.composing import composer
from monitor.alerts.markup import Markup, compact_json, html_escaped, line_mark
from monitor.alerts.message import Message, fitting
from monitor.alerts.model import AlertContent, RenderedRequest
from monitor.alerts.plain import plain_message
from monitor.alerts.runs import Line, Role, Style, styled

EVENT_LIMIT = 60_000  # bytes of the content; the event's other parts take the rest of 65,536

_QUOTES = (
    ("<p><blockquote>", "<blockquote>"),
    ("<br><blockquote>", "</p><blockquote>"),
    ("</blockquote><br>", "</blockquote><p>"),
    ("</blockquote></p>", "</blockquote>"),
)
_BREAK = "<br>"

_MARKUP = Markup(
    escape=html_escaped,
    marks={
        Style.STRONG: ("<strong>", "</strong>"),
        Style.ADDED: ("<strong>", "</strong>"),
        Style.REMOVED: ("<del>", "</del>"),
        Style.CODE: ("<code>", "</code>"),
    },
)


def render_matrix(content: AlertContent, language: str = "en") -> RenderedRequest:
    """The content of the event, to be put to a room."""
    body = fitting(composer(content, language), _body, _fits)
    return RenderedRequest(body=compact_json(body), headers=(("content-type", "application/json"),))


def _fits(body: dict[str, Any]) -> bool:
    return len(compact_json(body)) <= EVENT_LIMIT


def _body(message: Message) -> dict[str, Any]:
    return {
        "msgtype": "m.text",
        "body": plain_message(message),
        "format": "org.matrix.custom.html",
        "formatted_body": _html(message),
        "m.mentions": {},
        "com.beeper.linkpreviews": [],
    }


def _html(message: Message) -> str:
    title = message.title
    colour = f'<font color="{message.colour}" data-mx-color="{message.colour}">'
    runs = styled(title.runs, Style.STRONG)
    head = f"<p>{colour}{_MARKUP.line(Line(runs=runs, rtl=title.rtl))}</font></p>"
    footer = _MARKUP.lines(message.footer)
    if message.url:
        label = html_escaped(message.words.say("lines", "page"))
        url = message.url.replace("&", "&amp;")
        footer.insert(0, f'{line_mark(title)}<a href="{url}">{label}</a>')
    parts = [_blocks(lines) for section in message.sections for lines in section.turns]
    return "".join([head, *parts, f"<p>{_BREAK.join(footer)}</p>"])


def _blocks(lines: tuple[Line, ...]) -> str:
    """Paragraphs, with quotes between them."""
    blocks = []
    for is_quote, row in groupby(lines, lambda line: line.role is Role.QUOTE):
        tag = "blockquote" if is_quote else "p"
        blocks.append(f"<{tag}>{_BREAK.join(_MARKUP.lines(row))}</{tag}>")
    return "".join(blocks)
