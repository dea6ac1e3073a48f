"""Parsing hostile markup in bounded time.

lexbor follows the HTML standard, whose algorithm costs the depth of the open elements at many
tags: 200,000 nested elements would take minutes. Browsers cap the depth (512 in Blink); so does
:func:`parse`, beforehand, on the rare page that has very many tags. Real pages pass untouched.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

_MANY_TAGS = 12_000  # below this even the worst nesting parses in a fraction of a second
_DEEPEST = 400  # open elements
_LONG_TAG = 60_000  # characters between "<" and ">"
_MANY_ATTRIBUTES = 3_000
_TAG = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9]{0,30})([^<>]{0,2000}>)?")
# Void elements, and those whose end tag may be missing: open ones close by themselves.
_UNCOUNTED = frozenset(
    [
        b"area",
        b"base",
        b"br",
        b"col",
        b"embed",
        b"hr",
        b"img",
        b"input",
        b"link",
        b"meta",
        b"param",
        b"source",
        b"track",
        b"wbr",
        b"p",
        b"html",
        b"head",
        b"body",
        b"option",
        b"tr",
        b"td",
        b"th",
        b"thead",
        b"tbody",
        b"tfoot",
        b"dt",
        b"dd",
        b"li",
        b"script",
        b"style",
    ]
)


def parse(html: str | bytes) -> LexborHTMLParser:
    """The tree of ``html``, which is UTF-8 if it is bytes; every input has one."""
    source = html if isinstance(html, bytes) else html.encode("utf-8", "replace")
    if b"\x00" in source:
        source = source.replace(b"\x00", b"")
    source = _without_long_tags(source)
    if source.count(b"<") > _MANY_TAGS:
        source = _without_depth(source)
    return LexborHTMLParser(source)


def _without_long_tags(source: bytes) -> bytes:
    """Without the attributes of tags that have thousands of them.

    Looks at a few places only: where no ">" comes for a long while (mostly scripts).
    """
    kept: list[bytes] = []
    copied = position = 0
    while len(source) - position > _LONG_TAG:
        last = source.rfind(b">", position, position + _LONG_TAG)
        if last >= 0:
            position = last + 1
            continue
        end = source.find(b">", position + _LONG_TAG)
        end = end if end >= 0 else len(source)
        if (cut := _end_of_long_tag(source[position:end])) is not None:
            kept.append(source[copied : position + cut])
            copied = end
        position = end + 1
    return b"".join([*kept, source[copied:]]) if kept else source


def _end_of_long_tag(part: bytes) -> int | None:
    """Where to cut text that ends in a tag, or None: behind the name of a tag far too long."""
    at = part.rfind(b"<")
    found = _TAG.match(part, at) if at >= 0 else None
    if found is None or len(part) - at <= _LONG_TAG:
        return None
    tag = part[at:]
    if tag.count(b"=") <= _MANY_ATTRIBUTES and tag.count(b" ") <= 10 * _MANY_ATTRIBUTES:
        return None
    return found.end(2)


def _without_depth(source: bytes) -> bytes:
    """Without the tags of elements that lie too deep."""
    depth = 0
    cuts: list[tuple[int, int]] = []
    for found in _TAG.finditer(source):
        name = found[2].lower()
        if name in _UNCOUNTED or (found[3] or b"").endswith(b"/>"):
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
        return source
    kept: list[bytes] = []
    position = 0
    for start, end in cuts:
        kept.append(source[position:start])
        position = end
    kept.append(source[position:])
    return b" ".join(kept)
