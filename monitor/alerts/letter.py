"""An alert as a letter: a subject, plain text, and HTML that says the same.

The HTML loads nothing from anywhere, runs nothing and has one link, to the page. What a page says
is escaped by the template engine; directions are those of the lines (``dir``, ``bdi``), so that no
mark of direction is needed in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.alerts.composing import composer
from monitor.alerts.message import FITS, Fit, Message
from monitor.alerts.model import AlertContent
from monitor.alerts.plain import plain_message, plain_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """``subject`` is one line of at most some 200 characters; ``html`` a whole document."""

    subject: str
    text: str
    html: str


def render_letter(content: AlertContent, language: str = "en", fit: Fit = FITS[0]) -> Letter:
    message = composer(content, language)(fit)
    return Letter(
        subject=plain_title(message),
        text=f"{plain_message(message)}\n",
        html=_rendered("letter.html", message),
    )


def render_fragment(content: AlertContent, language: str = "en", fit: Fit = FITS[0]) -> str:
    """The alert as one ``<div>``, for a page of somebody else's; safe to be put there as it is."""
    return _rendered("fragment.html", composer(content, language)(fit))


def _rendered(template: str, message: Message) -> str:
    return _environment().get_template(template).render(message=message)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("monitor.alerts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
