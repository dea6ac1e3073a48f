"""Parsing hostile markup in bounded time.

lexbor follows the HTML standard, whose algorithm costs the depth of the open elements at many
tags: 200,000 nested elements would take minutes. Browsers cap the depth (512 in Blink); so does
:func:`tame`, before parsing, on the rare page that has very many tags. Real pages pass untouched.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

_MANY_TAGS = 12_000  # below this even the worst nesting parses in a fraction of a second
_DEEPEST = 400  # open elements
_LONG_TAG = 60_000  # characters between "<" and ">"
_MANY_ATTRIBUTES = 3_000
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,30})([^<>]{0,2000}>)?")
# Void elements, and those whose end tag may be missing: open ones close by themselves.
_UNCOUNTED = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "html",
        "head",
        "body",
        "option",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "dt",
        "dd",
        "li",
        "script",
        "style",
    ]
)


def parse(html: str, source: bytes | None = None) -> LexborHTMLParser:
    """The tree of ``html``; every input has one. ``source``: the same in UTF-8, where known."""
    if source is None:
        source = html.encode("utf-8", "replace")
    if b"\x00" in source:
        html = html.replace("\x00", "")
        source = html.encode("utf-8", "replace")
    if source.count(b"<") > _MANY_TAGS or _has_long_gap(source):
        source = tame(html).encode("utf-8", "replace")
    return LexborHTMLParser(source)


def tame(html: str) -> str:
    """``html`` without the tags that only cost time."""
    html = _without_long_tags(html)
    return _without_depth(html) if html.count("<") > _MANY_TAGS else html


def _has_long_gap(source: bytes) -> bool:
    """Somewhere no ">" comes for a long while; looks at a few places only."""
    position = 0
    while len(source) - position > _LONG_TAG:
        last = source.rfind(b">", position, position + _LONG_TAG)
        if last < 0:
            return True
        position = last + 1
    return False


def _without_long_tags(html: str) -> str:
    parts = html.split(">")
    return ">".join(part if len(part) <= _LONG_TAG else _short_tag(part) for part in parts)


def _short_tag(part: str) -> str:
    """The text before the tag, and the tag without attributes when it has thousands of them."""
    at = part.rfind("<")
    found = _TAG.match(part, at) if at >= 0 else None
    if found is None or len(part) - at <= _LONG_TAG:
        return part
    tag = part[at:]
    if tag.count("=") <= _MANY_ATTRIBUTES and tag.count(" ") <= 10 * _MANY_ATTRIBUTES:
        return part
    return part[: found.end(2)]


def _without_depth(html: str) -> str:
    depth = 0
    cuts: list[tuple[int, int]] = []
    for found in _TAG.finditer(html):
        name = found[2].lower()
        if name in _UNCOUNTED or (found[3] or "").endswith("/>"):
            continue
        if not found[1]:
            depth += 1
            if depth > _DEEPEST:
                cuts.append(found.span())
        elif depth > 0:
            if depth > _DEEPEST:
                cuts.append(found.span())
            depth -= 1
    if not cuts:
        return html
    kept: list[str] = []
    position = 0
    for start, end in cuts:
        kept.append(html[position:start])
        position = end
    kept.append(html[position:])
    return " ".join(kept)
