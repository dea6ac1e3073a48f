"""A page with nothing in it that reading does not look at: equal ones are read alike.

Of a hundred byte changes of real pages most change a token in a script, an address in the head,
a hidden field. What is left here without them is itself a page, and reading it gives what reading
the whole gives. Only constructs of which the HTML standard leaves no doubt are cut down; a page
that has another one anywhere has no essence, and is simply read.

The tokens of a page are found as parsers find them: tags end at the first ``>`` outside of quotes,
comments at the first ``-->``, scripts at the first ``</script``. Where that depends on where they
stand (scripts within drawings, say), there is no essence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from crawler.extract.essence_parts import PartReader, UnusualMarkup, Where
from crawler.extract.markup import MANY_TAGS, is_parsed_as_it_stands
from crawler.extract.seen_tags import SPACE, start_tag

_SCRIPT = b"<script"
_SCRIPT_CUT = b"<script></script>"
_ROOM = 8_000_000  # bytes that are remembered
_COPIES = 3  # of a part that are remembered: it, what is left of it, and its tags


@dataclass(slots=True)
class _Part:
    """What stands between two scripts, cut down."""

    html: bytes
    ends: Where
    tags: int
    is_open: bool  # it ends within a comment


class Essences:
    """Finds what is looked at in pages; remembers the parts of the last ones.

    ``named``: the attributes that rules name; ``None`` if there are no rules that select.
    """

    def __init__(self, named: frozenset[bytes] | None = None) -> None:
        self._named = named or frozenset()
        self._start = Where.BEFORE if named is None else Where.BODY
        self._parts: dict[tuple[Where, bytes], _Part] = {}
        self._known: dict[bytes, bytes] = {}
        self._room = _ROOM

    def digest(self, source: bytes) -> bytes | None:
        """Of what is looked at in ``source``, UTF-8; None when nothing can be said."""
        found = self.find(source)
        return sha256(found).digest() if found is not None else None

    def find(self, source: bytes) -> bytes | None:
        """The page that is looked at in ``source``."""
        if b"\x00" in source or not is_parsed_as_it_stands(source):
            return None
        try:
            return b"".join(self._pieces(source))
        except UnusualMarkup:
            return None

    def _pieces(self, source: bytes) -> Iterator[bytes]:
        where = self._start
        at = tags = 0
        in_head = False
        while True:
            part, script = self._next_part(source, at, where)
            yield part.html
            where = part.ends
            tags += part.tags
            if script < 0:
                break
            tag, at, inside = _script(source, script, self._named)
            tags += inside
            if where is Where.HEAD and tag == _SCRIPT_CUT:
                in_head = True
            else:
                yield tag
                where = Where.BODY
        if tags > MANY_TAGS:
            raise UnusualMarkup
        if in_head:
            yield _SCRIPT_CUT

    def _next_part(self, source: bytes, start: int, where: Where) -> tuple[_Part, int]:
        """What stands up to the next script that is not in a comment, and where that begins."""
        script = source.find(_SCRIPT, start)
        while True:
            piece = source[start:script] if script >= 0 else source[start:]
            part = self._parts.get((where, piece)) or self._read(where, piece)
            if not part.is_open:
                return part, script
            end = source.find(b"-->", script)
            if script < 0 or end < 0:
                raise UnusualMarkup
            script = source.find(_SCRIPT, end)

    def _read(self, where: Where, piece: bytes) -> _Part:
        key = where, piece
        reader = PartReader(piece, where, self._named, self._known)
        html = b"".join(reader.read())
        part = _Part(html, reader.where, len(reader.segments) - 1, reader.is_open)
        self._room -= _COPIES * len(piece)
        if self._room < 0:
            self._parts.clear()
            self._known.clear()
            self._room = _ROOM - _COPIES * len(piece)
        self._parts[key] = part
        return part


def _script(source: bytes, start: int, named: frozenset[bytes]) -> tuple[bytes, int, int]:
    """The script at ``start``, cut down; where what follows it begins; how many ``<`` it has."""
    tag = start_tag(source, named, start + 1)
    if tag is None or tag.name != b"script":
        raise UnusualMarkup
    signs = 2
    commented = False
    at = source.find(b"<", tag.end)
    while at >= 0:
        following = source[at + 1 : at + 8]
        if following[:1] == b"/" and following.lower() == b"/script":
            break
        if following.startswith(b"!--"):
            commented = True
        elif commented and following[:6].lower() == b"script":
            raise UnusualMarkup  # what looks like its end may not end it
        signs += 1
        at = source.find(b"<", at + 1)
    closed = source.find(b">", at) + 1
    if at < 0 or not closed or source[at + 8 : closed - 1].strip(SPACE):
        raise UnusualMarkup
    cut = tag.cut.removesuffix(b">").removesuffix(b" /")
    return cut + b"></script>", closed, signs
