"""Text inside one leaf: white space, invisible marks, and where links begin and end."""

from __future__ import annotations

import re

from storage.document import Link

# Marks that no reader sees, bidi controls (they could reorder what is shown around the text) and
# control characters; U+200C and U+200D stay: Persian and Indic words need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def clean(text: str) -> str:
    """One line, single spaces, no unseen marks."""
    text = text.strip()
    if text.isprintable() and "  " not in text:  # the only space that is printable is U+0020
        return text
    cleaned = " ".join(text.split())
    return cleaned if cleaned.isprintable() else " ".join(_UNSEEN.sub("", text).split())


class Line:
    """One visual line while it is being read: pieces of raw text, and links over runs of pieces."""

    __slots__ = ("links", "pieces", "plain")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.links: list[tuple[int, int, str]] = []  # piece from, to, href
        self.plain = False  # some of its words are not bold

    def is_blank(self) -> bool:
        return not any(piece and not piece.isspace() for piece in self.pieces)

    def read(self) -> tuple[str, tuple[Link, ...]]:
        """The clean text and its links, positions in code points."""
        if not self.links:
            pieces = self.pieces
            return clean(pieces[0] if len(pieces) == 1 else "".join(pieces)), ()
        return _read_with_links(self.pieces, self.links)


def _read_with_links(
    pieces: list[str], spans: list[tuple[int, int, str]]
) -> tuple[str, tuple[Link, ...]]:
    parts: list[str] = []
    length = 0
    links: list[Link] = []
    position = 0
    pending = False  # white space was seen since the last word
    for start, end, href in [*spans, (len(pieces), len(pieces), "")]:
        for target, chunk in (("", pieces[position:start]), (href, pieces[start:end])):
            if not chunk:
                continue
            seen = chunk[0] if len(chunk) == 1 else "".join(chunk)
            text = " ".join(seen.split())
            if not text.isprintable():
                seen = _UNSEEN.sub("", seen)
                text = " ".join(seen.split())
            if not text:
                pending = pending or bool(seen)
                continue
            if length and (pending or seen[0].isspace()):
                parts.append(" ")
                length += 1
            parts.append(text)
            if target:
                links.append(Link(start=length, end=length + len(text), href=target))
            length += len(text)
            pending = seen[-1].isspace()
        position = end
    return "".join(parts), tuple(links)
