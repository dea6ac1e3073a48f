"""HTML as a browser reads it, and what must never stand in a page that shows strangers' text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser

# Text of a stranger that tries to be more than text, one way each.
HOSTILE = (
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "</title></textarea></desc><iframe src=https://evil.example/>",
    "\u202eevil\u2066 \x00\x1b[31m",
    "<!--",
    "&lt;b&gt;",
)
HOSTILE_ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://a.example",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/x",
    "https://",
    "http://[broken",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
)
_ALLOWED = """
html head meta title style script link body a abbr article aside b bdi br button caption code dd del
desc details div dl dt fieldset footer form g circle h1 h2 h3 h4 h5 h6 header hr i input ins label
legend li line main mark meter nav ol option p path pre rect section select small span strong
summary svg table tbody td text th thead time tr ul blockquote -text -comment q cite
"""
_ELEMENTS = frozenset(_ALLOWED.split())
_SCRIPTS = ("script", "style")


def parsed(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html)


def live_parts(html: str) -> list[str]:
    """Elements, attributes and addresses in a page that only a stranger could have brought."""
    found = []
    for node in parsed(html).css("*"):
        if node.tag not in _ELEMENTS:
            found.append(f"<{node.tag}>")
        for name, value in node.attributes.items():
            if name.startswith("on") or name in ("style", "srcdoc", "src", "formaction"):
                found.append(f"{name}={value}")
            if name in ("href", "action") and not re.match(
                r"(#|/(?!/)|\?|https?://[^/])", value or "?"
            ):
                found.append(f"{name}={value}")
    return found


def digests(html: str) -> dict[str, list[str]]:
    """The digests of the inline styles and scripts, as a policy names them."""
    page = parsed(html)
    return {tag: [_digest(node.text() or "") for node in page.css(tag)] for tag in _SCRIPTS}


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def policy(html: str) -> dict[str, str]:
    """The directives of the page's own Content-Security-Policy."""
    (meta,) = parsed(html).css('meta[http-equiv="Content-Security-Policy"]')
    content = meta.attributes["content"] or ""
    pairs = (part.strip().partition(" ") for part in content.split(";"))
    return {name: value for name, _, value in pairs}


def outline(html: str) -> list[int]:
    """The levels of the headings, in order."""
    return [int(node.tag[1]) for node in parsed(html).css("h1, h2, h3, h4, h5, h6")]


def skipped_levels(html: str) -> list[tuple[int, int]]:
    """Where a heading stands more than one level below the one before it."""
    levels = [0, *outline(html)]
    return [(above, below) for above, below in pairwise(levels) if below > above + 1]


def doubled_ids(html: str) -> list[str]:
    ids = Counter(node.attributes["id"] for node in parsed(html).css("[id]"))
    return [name or "" for name, count in ids.items() if count > 1]


def dead_fragments(html: str) -> list[str]:
    """Links and labels within the page that lead nowhere."""
    page = parsed(html)
    ids = {node.attributes["id"] for node in page.css("[id]")}
    wanted = [(node.attributes["href"] or "")[1:] for node in page.css('a[href^="#"]')]
    for node in page.css("[aria-labelledby]"):
        wanted += (node.attributes["aria-labelledby"] or "").split()
    return [name for name in wanted if name not in ids]


def outward_links(html: str) -> list[dict[str, str | None]]:
    return [node.attributes for node in parsed(html).css("a[href^=http]")]
