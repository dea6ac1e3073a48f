"""A body as text, which is made only where somebody asks for all of it.

Most pages are UTF-8 and parsed as they came: of their text no more is asked than how it begins. All
of it at once takes as much memory again, and the time to fill that.
"""

from __future__ import annotations

from codecs import BOM_UTF8

from crawler.extract.charset import decode, without_wide_letters

_START = 20_000  # characters
_PIECE = 8_192  # bytes
_CONTINUES, _CONTINUATION = 0xC0, 0x80  # UTF-8: a byte that begins no character
_LONGEST_REST = 3  # bytes of a character behind its first
_LOST = "\ufffd"


class Source:
    """A body, decoded. ``received``: the body, if the parser may have it as it came."""

    __slots__ = ("_text", "charset", "received", "start")

    def __init__(self, body: bytes, content_type: str | None) -> None:
        self._text: str | None = None
        start = _start_of_plain(body)
        if start is not None:
            self.received: bytes | None = body
            self.charset = "utf-8"
            self.start = start
            return
        text, self.charset = decode(body, content_type)
        has_nul = b"\0" in body
        self._text = without_wide_letters(text) if has_nul else text
        self.start = self._text[:_START]
        is_whole = not (has_nul or body.startswith(BOM_UTF8) or _LOST in text)
        self.received = body if self.charset == "utf-8" and is_whole else None

    @property
    def text(self) -> str:
        """All of it."""
        if self._text is None:
            self._text = (self.received or b"").decode("utf-8")
        return self._text


def _start_of_plain(body: bytes) -> str | None:
    """The first letters of a body that is UTF-8, nothing before it, replaced or gone; else None.

    A label is asked only where escape sequences may be another encoding's.
    """
    if body.startswith(BOM_UTF8) or b"\0" in body or b"\x1b" in body:
        return None
    if b"\xef" in body and _LOST.encode() in body:
        return None
    start = ""
    begin = 0
    try:
        while begin < len(body):
            end = begin + _PIECE
            last = min(end + _LONGEST_REST, len(body))  # what has more of them is no UTF-8
            while end < last and body[end] & _CONTINUES == _CONTINUATION:
                end += 1
            piece = body[begin:end]
            if len(start) < _START:
                start += piece.decode("utf-8")
            elif not piece.isascii():
                piece.decode("utf-8")
            begin = end
    except UnicodeDecodeError:
        return None
    return start[:_START]
