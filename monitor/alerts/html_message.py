"""An alert as an HTML page of its own: for mail, and to be looked at before it is sent.

Everything is escaped by the template engine; styles stand in the elements, because mail programs
drop style sheets. Nothing in it is loaded from anywhere.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.alerts.composing import composer
from monitor.alerts.markup import dead
from monitor.alerts.message import FITS, Fit
from monitor.alerts.model import AlertContent
from monitor.alerts.plain import plain_title

_SCHEMES = ("http", "https")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("monitor.alerts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["dead"] = dead
    return environment


def render_html(content: AlertContent, language: str = "en", fit: Fit = FITS[0]) -> str:
    """The whole page; the only link in it is the one to the document."""
    message = composer(content, language)(fit)
    url = message.url if urlsplit(message.url).scheme in _SCHEMES else ""
    template = _environment().get_template("message.html")
    return template.render(message=message, title=plain_title(message), page_url=url)
