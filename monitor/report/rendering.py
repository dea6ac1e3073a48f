"""The template engine: everything that is not ours is cleaned and escaped, nothing is forgotten.

``finalize`` sees every value before it is escaped: control, bidi and invisible characters of
strangers go. A name that a template misspells is an error, not an empty place.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.alerts.safe_text import clean
from monitor.alerts.suspicions import in_words
from monitor.report import words
from monitor.report.directions import direction_of

_SCHEMES = ("http", "https")
_ISO_DAY = re.compile(r"\b(\d{4}-\d\d(?:-\d\d)?)\b( \d\d:\d\d(?::\d\d)?(?: UTC)?)?")
_UNBROKEN = r'<bdi dir="ltr"><span class="date">\1</span>\2</bdi>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """The style and the script of every page, with the digests that a policy names."""

    style: str
    script: str

    @property
    def policy(self) -> str:
        """The Content-Security-Policy of a page that stands alone: nothing but these two."""
        return (
            f"default-src 'none'; style-src {_source(self.style)}; "
            f"script-src {_source(self.script)}; base-uri 'none'; form-action 'none'"
        )


def _source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@lru_cache(maxsize=1)
def assets() -> Assets:
    folder = files("monitor.report").joinpath("templates")
    return Assets(
        style=folder.joinpath("report.css").read_text("utf-8"),
        script=folder.joinpath("report.js").read_text("utf-8"),
    )


def make_environment(*packages: str, frame: words.Frame = words.ENGLISH) -> Environment:
    """An engine for the templates here and in ``templates`` of other packages."""
    loaders = [PackageLoader(package) for package in (*packages, "monitor.report")]
    environment = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "link": web_link,
        "day": words.day,
        "minute": words.minute,
        "counted": frame.counted,
        "direction": lambda text: direction_of([text]),
        "in_words": lambda reason: in_words(
            reason, None if frame is words.ENGLISH else frame.words
        ),
        "arrows": _arrows,
        "told": _told,
    }
    environment.globals |= {
        "frame": frame,
        "say": frame.say,
        "fill": partial(_fill, frame),
        "comma": frame.words.list_separator,
    }
    return environment


@cache
def environment(language: str = "en") -> Environment:
    return make_environment(frame=words.frame_of(language))


def render(template: str, language: str = "en", **values: object) -> str:
    """A page that stands alone: style, script and policy inside."""
    own = assets()
    return (
        environment(language)
        .get_template(template)
        .render(
            policy=own.policy,
            style=Markup(own.style),  # noqa: S704  files of this package
            script=Markup(own.script),  # noqa: S704
            **values,
        )
    )


def web_link(address: str | None) -> str | None:
    """An address that may be a link: http or https with a host; None for every other."""
    if not address:
        return None
    cleaned = clean(address).strip()
    try:
        parts = urlsplit(cleaned)
        fits = parts.scheme in _SCHEMES and bool(parts.hostname)
    except ValueError:
        return None
    return cleaned if fits else None


def _arrows(text: str) -> str:
    """The other arrow may break at a line's end."""
    return text.replace(" -> ", " → ")


def _told(text: str) -> Markup:
    """A line of ours, escaped as every text.

    A date in it does not break at a line's end, nor turn round behind Arabic words.
    """
    return Markup(_ISO_DAY.sub(_UNBROKEN, str(escape(clean(_arrows(text))))))  # noqa: S704


def _fill(frame: words.Frame, name: str, /, **filled: object) -> Markup:
    """As ``say``, with markup in the places; what is none is cleaned and escaped as every text."""
    values = {one: _finalize(value) for one, value in filled.items()}
    return Markup(escape(frame.say(name))).format(**values)  # noqa: S704


def _finalize(value: object) -> object:
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return clean(value)
