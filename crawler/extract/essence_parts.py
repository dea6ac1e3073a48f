"""The HTML between two scripts of a page, token by token, without what reading does not look at.

Tokens end where the HTML standard says, in every context in which they can stand here; where the
context would decide, nothing is claimed of the page.
"""

from __future__ import annotations

from enum import Enum

from crawler.extract.seen_tags import SPACE, Tag, end_tag, start_tag

_LONGEST_KNOWN = 2048  # bytes of a tag
_MOST_JOINED = 40  # parts of one tag that has "<" in its attributes

# Their text is no markup; what is in them is kept, and must not look like markup.
_TEXTS = frozenset((b"title", b"textarea", b"xmp", b"iframe", b"noembed", b"noframes"))
_FOREIGN = frozenset((b"svg", b"math"))
# In drawings and formulas these begin HTML again.
_INSIDE_OUT = frozenset(
    (b"foreignobject", b"desc", b"annotation-xml", b"mi", b"mo", b"mn", b"ms", b"mtext")
)
_PLAIN_BOXES = frozenset((b"div", b"span"))
# Scripts have been found before, in small letters; these others begin what is not HTML any more.
_NOT_READ = frozenset((b"script", b"plaintext", b"frameset"))
_SPECIAL = _TEXTS | _FOREIGN | _INSIDE_OUT | _NOT_READ | {b"style", b"select", b"template"}
_OF_HEAD = frozenset((b"meta", b"link"))


class UnusualMarkup(Exception):
    """Nothing is claimed of this page."""


class Where(Enum):
    """In which part of a page, as far as it matters."""

    BEFORE = 0  # the head was not opened yet
    HEAD = 1
    NOSCRIPT = 2  # of the head
    BODY = 3  # or wherever nothing more is known


class PartReader:
    """Reads the HTML between two scripts, token by token."""

    def __init__(
        self, piece: bytes, where: Where, named: frozenset[bytes], known: dict[bytes, bytes]
    ) -> None:
        self.segments = piece.split(b"<")
        self.where = where
        self.is_open = False
        self._named = named
        self._known = known
        self._at = 1
        self._foreign: list[bytes] = []  # drawings and formulas that are open
        self._in_choice = False
        self._out: list[bytes] = []

    def read(self) -> list[bytes]:
        """The pieces of what is looked at. Raises UnusualMarkup."""
        out, segments, known = self._out, self.segments, self._known.get
        self._text(segments[0])
        count = len(segments)
        at = 1
        while at < count:
            tag, closed, text = segments[at].partition(b">")
            cut = known(tag)
            if cut is not None and closed and self.where is Where.BODY:  # as nearly all of a page
                out += cut, text
                at += 1
            else:
                self._at = at
                self._token(segments[at])
                at = self._at
        if self._foreign or self._in_choice:
            raise UnusualMarkup
        return out

    def _text(self, text: bytes) -> None:
        """Text behind a token. Anything but white space begins the body."""
        if self.where is not Where.BODY and text.strip(SPACE):
            self.where = Where.BODY
        if self.where is not Where.HEAD:
            self._out.append(text)

    def _token(self, segment: bytes) -> None:
        first = segment[:1]
        if first == b"!":
            self._declaration(segment)
        elif first == b"/":
            self._end_tag(segment)
        elif first.isalpha():
            self._start_tag(segment)
        elif first == b"?":
            self._bogus(segment)
        else:  # no tag: the sign itself
            self.where = Where.BODY
            self._out.append(b"<" + segment)
            self._at += 1

    # --- comments and the like ---

    def _declaration(self, segment: bytes) -> None:
        if segment.startswith(b"!--"):
            self._comment()
        elif segment.startswith(b"![CDATA["):
            raise UnusualMarkup
        else:
            self._bogus(segment)

    def _bogus(self, segment: bytes) -> None:
        """A declaration, and what parsers take for a comment: up to the next ``>``."""
        inside, closed, text = segment.partition(b">")
        if not closed:
            raise UnusualMarkup
        if self.where is not Where.BEFORE:
            self.where = Where.BODY
        self._out.append(b"<" + inside + b">")
        self._at += 1
        self._text(text)

    def _comment(self) -> None:
        inside, closed, text = self.segments[self._at][3:].partition(b"-->")
        if (inside + closed).startswith((b">", b"->")):
            raise UnusualMarkup  # one that ends where it begins
        self._at += 1
        while not closed or b"--!>" in inside:
            if b"--!>" in inside:
                raise UnusualMarkup
            if self._at == len(self.segments):
                self.is_open = True
                return
            inside, closed, text = self.segments[self._at].partition(b"-->")
            self._at += 1
        if self.where is not Where.HEAD:
            self._out.append(b"<!---->")
        self._text(text)

    # --- tags ---

    def _end_tag(self, segment: bytes) -> None:
        tag = end_tag(segment)
        if tag is None:
            raise UnusualMarkup
        text = segment[tag.end :]
        if self.where is not Where.BODY:
            is_noscript = self.where is Where.NOSCRIPT and tag.name == b"noscript"
            self.where = Where.HEAD if is_noscript else Where.BODY
        if tag.name in _FOREIGN:
            if self._foreign[-1:] == [tag.name]:  # else one stays open, and no script may come
                self._foreign.pop()
        elif tag.name == b"select":
            self._in_choice = False
        else:
            self._remember(segment, tag)
        self._out.append(tag.cut)
        self._at += 1
        self._text(text)

    def _start_tag(self, segment: bytes) -> None:
        tag = start_tag(segment, self._named)
        self._at += 1
        if tag is None:
            segment, tag = self._joined(segment)
        text = segment[tag.end :]
        if tag.name in _SPECIAL:
            self._special(tag, text)
            return
        if self.where is Where.BODY:
            self._remember(segment, tag)
            self._out.append(tag.cut)
        else:
            self._before_body(tag)
        self._text(text)

    def _remember(self, segment: bytes, tag: Tag) -> None:
        """A tag that ends at its first ``>``, and means the same wherever it stands."""
        end = tag.end - 1
        if end <= _LONGEST_KNOWN and segment.find(b">") == end:
            self._known[segment[:end]] = tag.cut

    def _joined(self, segment: bytes) -> tuple[bytes, Tag]:
        """A tag that has ``<`` within quotes, whole."""
        for _ in range(_MOST_JOINED):
            if self._at == len(self.segments):
                break
            segment += b"<" + self.segments[self._at]
            self._at += 1
            tag = start_tag(segment, self._named)
            if tag is not None:
                return segment, tag
        raise UnusualMarkup

    def _before_body(self, tag: Tag) -> None:
        if self.where is Where.BEFORE:
            if tag.name == b"head":
                self.where = Where.HEAD
            elif tag.name != b"html":
                self.where = Where.BODY
        elif tag.name in _OF_HEAD:
            if self.where is Where.HEAD and b" " not in tag.cut:
                return
        elif self.where is Where.HEAD and tag.name == b"noscript":
            self.where = Where.NOSCRIPT
        elif not (self.where is Where.HEAD and tag.name == b"base"):
            self.where = Where.BODY
        self._out.append(tag.cut)

    def _special(self, tag: Tag, text: bytes) -> None:
        name = tag.name
        if name in _NOT_READ or (name == b"template" and self._in_choice):
            raise UnusualMarkup
        if name == b"style":
            self._style(tag, text)
            return
        if not (self.where is Where.HEAD and name == b"title"):
            self.where = Where.BODY
        self._out.append(tag.cut)
        if name in _TEXTS:
            self._close(name, text)
            return
        if self._foreign and name in _INSIDE_OUT and not tag.closes_itself:
            self._embedded(name, text)
            return
        if name in _FOREIGN and not tag.closes_itself:
            self._foreign.append(name)
        elif name == b"select":
            self._in_choice = True
        self._text(text)

    def _close(self, name: bytes, text: bytes) -> None:
        """The end of an element whose text is no markup, and has none."""
        self._out.append(text)
        segment = self.segments[self._at] if self._at < len(self.segments) else b""
        tag = end_tag(segment)
        if tag is None or tag.name != name:
            raise UnusualMarkup
        self._out.append(tag.cut)
        self._at += 1
        self._text(segment[tag.end :])

    def _embedded(self, name: bytes, text: bytes) -> None:
        """HTML within a drawing: boxes in good order, of which every parser knows the end."""
        inside = [name]
        self._out.append(text)
        while inside:
            segment = self.segments[self._at] if self._at < len(self.segments) else b""
            tag = start_tag(segment, self._named) or end_tag(segment)
            if tag is None:
                raise UnusualMarkup
            if tag.is_end:
                if tag.name != inside.pop():
                    raise UnusualMarkup
            elif tag.name in _PLAIN_BOXES and not tag.closes_itself:
                inside.append(tag.name)
            else:
                raise UnusualMarkup
            self._out += tag.cut, segment[tag.end :]
            self._at += 1

    def _style(self, tag: Tag, text: bytes) -> None:
        """What looks like markup in it is none, unless the element stands in the wrong place."""
        inside = [tag.cut, text]
        while True:
            segment = self.segments[self._at] if self._at < len(self.segments) else b""
            closing = end_tag(segment)
            if closing is not None and closing.name == b"style":
                break
            if not segment or segment[:6].lower() == b"/style":
                raise UnusualMarkup
            if self._foreign or self._in_choice:
                raise UnusualMarkup
            inside += b"<", segment
            self._at += 1
        if self.where is Where.BEFORE:
            self.where = Where.BODY
        if self.where is not Where.HEAD or b" " in tag.cut:
            self._out += inside
            self._out.append(closing.cut)
        self._at += 1
        self._text(segment[closing.end :])
