"""An alert as a Telegram message in HTML mode.

Source: core.telegram.org/bots/api, "sendMessage" (1-4096 characters after entities parsing),
"HTML style" (``& < >`` as entities) and "MessageEntity". Of more than 100 entities the rest lose
their formatting in silence, which in a word diff would mix up what went and what came: so there
are always fewer. Lengths are counted in UTF-16 units.
"""

from __future__ import annotations

import re
from typing import Any

from monitor.alerts.composing import composer
from monitor.alerts.markup import WORD_JOINER, Markup, compact_json, html_escaped, line_mark, units
from monitor.alerts.message import Message, fitting
from monitor.alerts.model import AlertContent, RenderedRequest
from monitor.alerts.runs import Line, Role, Run, Style, styled

TEXT_LIMIT = 4_000  # after entities parsing; documented: 4,096
ENTITY_LIMIT = 90  # of ours; Telegram finds some by itself (hashtags, bare domains)

# Telegram has no colours: these stand for them.
_DOTS = {"high": "🔴", "medium": "🟠", "low": "🔵", "good": "🟢"}

_TAG = re.compile("<[^>]*>")
_OPENING = re.compile("<[a-z]")
_COMMAND = re.compile(r"(?<!\S)/(?=\w|$)")


def _escaped(text: str) -> str:
    return _COMMAND.sub(f"/{WORD_JOINER}", html_escaped(text))


_MARKUP = Markup(
    escape=_escaped,
    escape_code=_escaped,
    marks={
        Style.STRONG: ("<b>", "</b>"),
        Style.ADDED: ("<b>", "</b>"),
        Style.REMOVED: ("<s>", "</s>"),
        Style.CODE: ("<code>", "</code>"),
    },
    roles={Role.QUOTE: ("<blockquote>", "</blockquote>")},
)


def render_telegram(
    content: AlertContent, language: str = "en", chat: str | None = None
) -> RenderedRequest:
    """The body of ``sendMessage`` to ``chat``: an id, or ``@channel``."""
    text = fitting(composer(content, language), _text, _fits)
    body: dict[str, Any] = {
        "chat_id": chat or "",
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return RenderedRequest(body=compact_json(body), headers=(("content-type", "application/json"),))


def visible(text: str) -> str:
    """What is left after the entities were parsed."""
    plain = _TAG.sub("", text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _fits(text: str) -> bool:
    return units(visible(text)) <= TEXT_LIMIT and len(_OPENING.findall(text)) <= ENTITY_LIMIT


def _text(message: Message) -> str:
    title = message.title
    runs = styled(title.runs, Style.STRONG)
    paragraphs = ["\n".join(_MARKUP.lines(section.lines)) for section in message.sections]
    footer = _MARKUP.lines(message.footer)
    if message.url:
        label = _escaped(message.words.say("lines", "page"))
        url = message.url.replace("&", "&amp;")
        footer.insert(0, f'{line_mark(title)}<a href="{url}">{label}</a>')
    head = _MARKUP.line(Line(runs=(Run(text=f"{_DOTS[message.band]} "), *runs), rtl=title.rtl))
    return "\n\n".join([head, *paragraphs, "\n".join(footer)])
