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

from crawler.extract.essence_parts import PartReader, UnusualMarkup, Where
from crawler.extract.markup import MANY_TAGS, is_parsed_as_it_stands
from crawler.extract.seen_tags import SPACE, start_tag

_SCRIPT = b"<script"
_SCRIPT_CUT = b"<script></script>"
_ROOM = 4_000_000  # bytes of parts that are remembered
_MOST_TAGS = 20_000  # that are remembered


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

    def find(self, source: bytes) -> tuple[bytes, ...] | None:
        """All pieces of it; None when nothing can be said."""
        try:
            return tuple(self.pieces(source))
        except UnusualMarkup:
            return None

    def pieces(self, source: bytes) -> Iterator[bytes]:
        """The page that is looked at in ``source``, UTF-8, in pieces, each found when asked for.

        All up to the end of the head is one, however many scripts are in it. Raises UnusualMarkup
        where nothing can be said, be it at the very end.
        """
        if b"\x00" in source or not is_parsed_as_it_stands(source):
            raise UnusualMarkup
        where = self._start
        at = tags = 0
        in_head = False
        head: bytes | None = b""
        while True:
            part, script = self._next_part(source, at, where)
            where = part.ends
            tags += part.tags
            head = _joined(head, part.html)
            if head is None:
                yield part.html
            if script < 0:
                break
            tag, at, inside = _script(source, script, self._named)
            tags += inside
            if where is Where.HEAD and tag == _SCRIPT_CUT:
                in_head = True
                continue
            if head is not None:
                yield head
                head = None
            yield tag
            where = Where.BODY
        if tags > MANY_TAGS:
            raise UnusualMarkup
        yield (head or b"") + (_SCRIPT_CUT if in_head else b"")

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
        if len(self._known) > _MOST_TAGS:
            self._known.clear()
        self._parts[key] = part
        self._room -= len(piece)
        while self._room < 0:
            oldest = next(iter(self._parts))
            del self._parts[oldest]
            self._room += len(oldest[1])
        return part


def _joined(head: bytes | None, html: bytes) -> bytes | None:
    return head + html if head is not None else None


def _script(source: bytes, start: int, named: frozenset[bytes]) -> tuple[bytes, int, int]:
    """The script at ``start``, cut down; where what follows it begins; how many ``<`` it has."""
    tag = start_tag(source, named, start + 1)
    if tag is None or tag.name != b"script":
        raise UnusualMarkup
    signs = 2
    commented = False
    at = source.find(b"<", tag.end)
    while at >= 0:
        following = source[at + 1 : at + 2]
        if following == b"/":
            if source[at + 2 : at + 8].lower() == b"script":
                break
        elif following == b"!":
            commented = commented or source[at + 2 : at + 4] == b"--"
        elif commented and source[at + 1 : at + 7].lower() == b"script":
            raise UnusualMarkup  # what looks like its end may not end it
        signs += 1
        at = source.find(b"<", at + 1)
    closed = source.find(b">", at) + 1
    if at < 0 or not closed or source[at + 8 : closed - 1].strip(SPACE):
        raise UnusualMarkup
    cut = tag.cut.removesuffix(b">").removesuffix(b" /")
    return cut + b"></script>", closed, signs
