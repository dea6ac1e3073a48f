"""Tags with nothing in them that reading does not look at.

A tag is cut down only where it is written as nearly all tags are, so that the standard leaves no
doubt about where it ends and what its attributes are; of any other nothing is claimed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from crawler.extract.consent import BOXES, may_name_box
from crawler.extract.links import decoded_email
from crawler.extract.tree import NEVER

SPACE = b"\t\n\f\r "  # of the HTML standard, which has no vertical tab among them

_GAP = rb"[\t\n\f\r ]*"
_VALUE = rb"""(?:"[^"]*"|'[^']*'|[^\t\n\f\r "'=<>`]+)"""
_NAME = rb"""[^\t\n\f\r "'<>/=`]+"""
_PAIR = rb"(" + _NAME + rb")(?:" + _GAP + rb"=" + _GAP + rb"(" + _VALUE + rb"))?"
_ATTRIBUTE = re.compile(_PAIR)
# A name needs a space before it, or the quotes that end a value. Linear: what is repeated without
# a way back ends where something else must follow.
_START = re.compile(
    rb"([A-Za-z][A-Za-z0-9:._-]*+)"
    rb"((?:(?:[\t\n\f\r ]++|(?<=[\"']))"
    + _PAIR.replace(b"(", b"(?:").replace(b"(?:?:", b"(?:")
    + rb")*+)"
    rb"[\t\n\f\r ]*+(/?)>"
)
_END = re.compile(rb"/([A-Za-z][A-Za-z0-9:._-]*+)[\t\n\f\r ]*>")

_ANYWHERE = frozenset((b"role", b"aria-modal", b"aria-level"))
_MAY_BE_ANYWHERE = re.compile(rb"role|aria-", re.IGNORECASE)
_SHOWN = _ANYWHERE | {b"class", b"value", b"data-cfemail"}
_OF_TAG = {
    b"a": frozenset((b"href",)),
    b"input": frozenset((b"type",)),
    b"font": frozenset((b"color", b"face", b"size")),  # a parser asks whether they are there
}
_NEVER = frozenset(tag.encode() for tag in NEVER)
_BOXES = frozenset(tag.encode() for tag in BOXES)
_WHOLE = frozenset((b"template", b"base", b"annotation-xml"))


class Tag(NamedTuple):
    """``cut``: the tag with what is looked at; ``end``: where it ends in the text given."""

    name: bytes
    cut: bytes
    end: int
    closes_itself: bool = False
    is_end: bool = False


def start_tag(text: bytes, named: frozenset[bytes], start: int = 0) -> Tag | None:
    """The start tag at ``start``, behind its ``<``; None if it is written unusually.

    ``named`` are the attributes that the rules of a source name.
    """
    found = _START.match(text, start)
    if found is None:
        return None
    name, attributes, closing = found[1].lower(), found[2], found[3]
    if attributes:
        seen = _seen(name, attributes, named)
        if seen is None:
            return None
        attributes = seen
    cut = b"<" + name + attributes + (b" />" if closing else b">")
    return Tag(name, cut, found.end(), bool(closing))


def end_tag(text: bytes) -> Tag | None:
    """The same of an end tag."""
    found = _END.match(text)
    if found is None:
        return None
    name = found[1].lower()
    return Tag(name, b"</" + name + b">", found.end(), is_end=True)


def _seen(name: bytes, attributes: bytes, named: frozenset[bytes]) -> bytes | None:
    """The attributes of a tag that are looked at, as they stand; None where one comes twice."""
    kept = _kept(name, named)
    if kept is None:
        return attributes
    if kept is _ANYWHERE and not _MAY_BE_ANYWHERE.search(attributes):
        return b""  # of scripts and pictures nearly always
    pairs = _ATTRIBUTE.findall(attributes)
    found = {attribute.lower(): value for attribute, value in pairs}
    if len(found) < len(pairs):
        return None
    if name in _BOXES and b"id" in found and _names_box(found[b"id"]):
        kept |= {b"id"}
    elif name == b"input" and not _is_hidden(found):
        kept |= {b"value"}
    if b"data-cfemail" in found and b"data-cfemail" not in named:
        found[b"data-cfemail"] = _same_address(found[b"data-cfemail"])
    return b"".join(
        [
            b" " + attribute + b"=" + value if value else b" " + attribute
            for attribute, value in found.items()
            if attribute in kept
        ]
    )


@lru_cache(maxsize=1024)
def _kept(name: bytes, named: frozenset[bytes]) -> frozenset[bytes] | None:
    """The names of the attributes that are looked at; None: all of them."""
    if name in _WHOLE:
        return None
    if name in _NEVER and name not in _OF_TAG and not named:
        return _ANYWHERE
    shown = _ANYWHERE if name in _NEVER else _SHOWN
    return shown | _OF_TAG.get(name, frozenset()) | named


def _unquoted(value: bytes) -> bytes:
    return value[1:-1] if value[:1] in (b'"', b"'") else value


def _same_address(value: bytes) -> bytes:
    """Cloudflare's code of an address, which is another at every fetch, with the key 0."""
    inside = _unquoted(value)
    address = decoded_email(inside.decode("ascii")) if inside.isalnum() else ""
    return b'"00' + address.encode().hex().encode() + b'"' if address else value


def _names_box(value: bytes) -> bool:
    """An ``id`` that may be the name of a box that asks about cookies."""
    inside = _unquoted(value)
    return b"&" in inside or may_name_box(inside.decode("utf-8", "replace"))


def _is_hidden(found: dict[bytes, bytes]) -> bool:
    """What a hidden field holds is shown to nobody, unless it plays another role."""
    kind = found.get(b"type", b"").strip(b"\"'").lower()
    return kind == b"hidden" and b"role" not in found
