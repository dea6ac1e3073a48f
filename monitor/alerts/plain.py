"""An alert as plain text: for mail, for terminals, for receivers that show no markup.

What went is written ``[-so-]``, what came ``{+so+}``, as in ``git diff --word-diff``.
"""

from __future__ import annotations

from monitor.alerts.composing import composer
from monitor.alerts.markup import Markup, dead
from monitor.alerts.message import FITS, Fit, Message
from monitor.alerts.model import AlertContent
from monitor.alerts.runs import Role, Style

_MARKUP = Markup(
    escape=lambda text: text,
    marks={Style.ADDED: ("{+", "+}"), Style.REMOVED: ("[-", "-]"), Style.CODE: ("", "")},
    roles={Role.QUOTE: ("  ", "")},
)


def plain_title(message: Message) -> str:
    """One line."""
    return _MARKUP.line(message.title)


def plain_message(message: Message) -> str:
    """Title, paragraphs and footer, with an empty line between them, and the page's address.

    Nothing that a page says becomes a mention or a link where this is shown; the address does.
    """
    paragraphs = ["\n".join(_MARKUP.lines(section.lines)) for section in message.sections]
    footer = "\n".join(_MARKUP.lines(message.footer))
    text = dead("\n\n".join([plain_title(message), *paragraphs, footer]))
    return f"{text}\n{message.url}" if message.url else text


def render_plain(content: AlertContent, language: str = "en", fit: Fit = FITS[0]) -> str:
    """The whole message."""
    return plain_message(composer(content, language)(fit))
