"""A process of its own that opens one PDF: stdin is the file, stdout one JSON line for each page.

Run by path, not as a module (see :mod:`crawler.extract.pdf.process`), and importing nothing of
clausewatch: it is alone with the bytes of a stranger. The first line is
``{"pages": N, "title": T}`` or ``{"error": WORD}``; each further line is a page::

    {"width": W, "height": H,
     "lines": [{"y": Y, "size": S, "bold": B, "words": [[text, left, right], ...]}, ...],
     "links": [[left, bottom, right, top, href], ...]}

in points, y upwards, in the order of the file. In a line with ``"glyphs": true`` (any that has
right-to-left letters) the words are single characters ``[text, left, right]``, letters from
right to left by their ink: their order in the file means nothing, their places do.

``python worker.py PROGRAM ARGUMENT...`` becomes that program, under the same limits.
"""

from __future__ import annotations

import ctypes
import json
import math
import os
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

_MEMORY = 768 << 20  # bytes of address space
_SECONDS = 40  # of CPU
_OUTPUT = 96 << 20  # bytes
_MOST_PAGES = 2_000
_MOST_CHARACTERS = 1_000_000
_MOST_LINKS = 2_000  # a page
_SAMPLES = 4  # words of a line that tell whether it is bold
_TITLE = 1_000  # bytes
_ADDRESS = 4_096  # bytes
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_URI = 3  # PDFACTION_URI
_FORCED_BOLD = 1 << 18  # PDF 32000-1, table 123
_BOLD_WEIGHT = 600
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"semibold", b"demi")
_LINE_SHIFT = 0.45  # of the font size: a baseline further away is another line
_CELL_GAP = 1.8  # of the font size: white space from which on words stand apart
_WORD_GAP = 0.28  # of the font size: white space between words that no space character marks
_SLANT = 0.1  # radians
_RTL = ((0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC))  # blocks of Unicode
_HYPHENS = "\x02\ufffe\u00ad"  # how the library writes a hyphen at the end of a line


class _Refused(Exception):
    """The word for stdout."""


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, _OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))


def _is_rtl(code: int) -> bool:
    return any(first <= code <= last for first, last in _RTL)


class _Page:
    """One page being read; coordinates are turned upright."""

    def __init__(self, pdfium: Any, document: Any, index: int) -> None:
        self.pdfium = pdfium
        self.page = pdfium.FPDF_LoadPage(document, index)
        self.text = self.page and pdfium.FPDFText_LoadPage(self.page)
        if not self.text:
            raise _Refused("broken")
        self.count = max(0, pdfium.FPDFText_CountChars(self.text))
        self.turns = pdfium.FPDFPage_GetRotation(self.page) % 4
        self.width = pdfium.FPDF_GetPageWidthF(self.page)  # as shown
        self.height = pdfium.FPDF_GetPageHeightF(self.page)
        self._loose = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._tight = tuple(ctypes.c_double() for _ in range(4))
        self._origin = (ctypes.c_double(), ctypes.c_double())
        self._bold: dict[bytes, bool] = {}

    def close(self) -> None:
        self.pdfium.FPDFText_ClosePage(self.text)
        self.pdfium.FPDF_ClosePage(self.page)

    def upright(self, x: float, y: float) -> tuple[float, float]:
        match self.turns:
            case 1:
                return y, self.height - x
            case 2:
                return self.width - x, self.height - y
            case 3:
                return self.width - y, x
        return x, y

    def span(self, index: int) -> tuple[float, float]:
        """Where a character begins and ends across the page."""
        box = self._loose
        self.pdfium.FPDFText_GetLooseCharBox(self.text, index, box)
        return self._ordered(box.left, box.bottom, box.right, box.top)

    def inked(self, index: int) -> tuple[float, float]:
        """The same by its ink: the letters of a ligature have places of their own."""
        left, right, bottom, top = self._tight
        self.pdfium.FPDFText_GetCharBox(self.text, index, left, right, bottom, top)
        return self._ordered(left.value, bottom.value, right.value, top.value)

    def _ordered(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float]:
        if not self.turns:
            return left, right
        one, other = self.upright(left, bottom)[0], self.upright(right, top)[0]
        return min(one, other), max(one, other)

    def baseline(self, index: int) -> float:
        x, y = self._origin
        self.pdfium.FPDFText_GetCharOrigin(self.text, index, x, y)
        return self.upright(x.value, y.value)[1]

    def size(self, index: int) -> float:
        """The font size as shown, in points; 0 for text that stands at an angle."""
        pdfium, matrix = self.pdfium, self._matrix
        size = float(pdfium.FPDFText_GetFontSize(self.text, index))
        if not pdfium.FPDFText_GetMatrix(self.text, index, matrix):
            return size
        angle = math.atan2(matrix.b, matrix.a) - self.turns * math.pi / 2
        if abs(math.remainder(angle, 2 * math.pi)) > _SLANT:
            return 0.0
        return size * math.hypot(matrix.c, matrix.d)

    def is_bold(self, index: int) -> bool:
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        self.pdfium.FPDFText_GetFontInfo(self.text, index, name, 128, flags)
        known = self._bold.get(name.value)
        if known is None:
            folded = name.value.lower()
            known = any(word in folded for word in _BOLD_NAMES) or (
                self.pdfium.FPDFText_GetFontWeight(self.text, index) >= _BOLD_WEIGHT
                or flags.value & _FORCED_BOLD != 0
            )
            self._bold[name.value] = known
        return known


@dataclass(slots=True)
class _Piece:
    """A word or a space: the characters from ``start`` to before ``end`` of the page."""

    text: str
    start: int
    end: int
    left: float
    right: float


class _Line:
    """Words on one baseline, without wide gaps."""

    def __init__(self, y: float, size: float) -> None:
        self.y = y
        self.size = size
        self.pieces: list[_Piece] = []
        self.rtl = False
        self.right = -math.inf

    def add(self, piece: _Piece, *, rtl: bool, size: float) -> None:
        self.pieces.append(piece)
        self.rtl = self.rtl or rtl
        self.size = max(self.size, size)
        self.right = max(self.right, piece.right)

    def shape(self, page: _Page) -> dict[str, Any] | None:
        words = [piece for piece in self.pieces if piece.text != " "]
        if not words:
            return None
        shape = {
            "y": round(self.y, 1),
            "size": round(self.size, 1),
            "bold": all(
                page.is_bold(word.start) for word in words[:: max(1, len(words) // _SAMPLES)]
            ),
            "words": self._glyphs(page) if self.rtl else self._words(words),
        }
        return shape | {"glyphs": True} if self.rtl else shape

    def _glyphs(self, page: _Page) -> list[list[Any]]:
        glyphs: list[list[Any]] = []
        for piece in self.pieces:
            for text, index in zip(piece.text, range(piece.start, piece.end), strict=True):
                # the letters of a ligature share one advance
                edges = page.inked(index) if _is_rtl(ord(text)) else page.span(index)
                glyphs.append([text, *(round(edge, 2) for edge in edges)])
        return glyphs

    def _words(self, pieces: list[_Piece]) -> list[list[Any]]:
        """Words that only change their font within are one."""
        words: list[list[Any]] = []
        end = -1
        for piece in pieces:
            if words and piece.start == end and piece.left - words[-1][2] <= _WORD_GAP * self.size:
                words[-1][0] += piece.text
                words[-1][2] = round(max(words[-1][2], piece.right), 1)
            else:
                words.append([piece.text, round(piece.left, 1), round(piece.right, 1)])
            end = piece.end
        return words


def _lines(page: _Page) -> list[_Line]:
    lines: list[_Line] = []
    line: _Line | None = None
    fresh = True
    for text, start, end in _pieces(page):
        if text == "\n":
            fresh = True
            continue
        left, right = page.span(start)
        if text == " ":
            if line is not None:
                line.pieces.append(_Piece(text, start, end, left, right))
            continue
        size = page.size(start)
        if not size:
            continue
        right = max(right, page.span(end - 1)[1])
        y = page.baseline(start)
        has_rtl = any(map(_is_rtl, map(ord, text))) if not text.isascii() else False
        rtl = has_rtl or (line is not None and line.rtl)
        if line is None or (fresh and not rtl) or _starts_anew(line, y, size, left, rtl=rtl):
            line = _Line(y, size)
            lines.append(line)
        line.add(_Piece(text, start, end, left, right), rtl=has_rtl, size=size)
        fresh = False
    return lines


def _pieces(page: _Page) -> Iterator[tuple[str, int, int]]:
    """Words, spaces and line ends (as one line feed), with their places on the page.

    The library puts a space or a line end wherever there is a gap, so the letters between two
    stand together. After a hyphen at the end of a line it puts none.
    """
    get, text = page.pdfium.FPDFText_GetUnicode, page.text
    word: list[str] = []
    start = 0
    for index in range(page.count):
        code = get(text, index)
        shown = "" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)  # noqa: PLR2004
        if shown and not shown.isspace() and shown not in _HYPHENS:
            if not word:
                start = index
            word.append(shown)
            continue
        hyphen = bool(shown) and shown in _HYPHENS
        if hyphen:
            start = start if word else index
            word.append("-")
        if word:
            yield "".join(word), start, start + len(word)
            word = []
        if hyphen or shown in ("\r", "\n"):
            yield "\n", index, index + 1
        elif shown:
            yield " ", index, index + 1
    if word:
        yield "".join(word), start, start + len(word)


def _starts_anew(line: _Line, y: float, size: float, left: float, *, rtl: bool) -> bool:
    largest = max(size, line.size)
    if abs(y - line.y) > _LINE_SHIFT * largest:
        return True
    if rtl:
        return False  # the order of the file says nothing, nor do its line ends
    return left - line.right > _CELL_GAP * largest


def _links(pdfium: Any, document: Any, page: _Page) -> list[list[Any]]:
    found: list[list[Any]] = []
    position = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    box = pdfium.FS_RECTF()
    address = ctypes.create_string_buffer(_ADDRESS)
    while len(found) < _MOST_LINKS and pdfium.FPDFLink_Enumerate(page.page, position, link):
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != _URI:
            continue
        size = pdfium.FPDFAction_GetURIPath(document, action, address, _ADDRESS)
        if not 1 < size <= _ADDRESS or not pdfium.FPDFLink_GetAnnotRect(link, box):
            continue
        one, other = page.upright(box.left, box.bottom), page.upright(box.right, box.top)
        corners = [*map(min, one, other), *map(max, one, other)]
        href = address.raw[: size - 1].decode("utf-8", "replace")
        found.append([*(round(edge, 1) for edge in corners), href])
    return found


def _title(pdfium: Any, document: Any) -> str:
    title = ctypes.create_string_buffer(_TITLE)
    size = pdfium.FPDF_GetMetaText(document, b"Title", title, _TITLE)
    return title.raw[: max(0, min(size, _TITLE) - 2)].decode("utf-16-le", "ignore")


def _read(pdfium: Any, body: bytes, out: TextIO) -> None:
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(body, len(body), None)
    if not document:
        refused = pdfium.FPDF_GetLastError() == _PASSWORD
        raise _Refused("password" if refused else "broken")
    pages = pdfium.FPDF_GetPageCount(document)
    if pages < 1:
        raise _Refused("broken")
    if pages > _MOST_PAGES:
        raise _Refused("long")
    _write(out, {"pages": pages, "title": _title(pdfium, document)})
    left = _MOST_CHARACTERS
    for index in range(pages):
        page = _Page(pdfium, document, index)
        left -= page.count
        if left < 0:
            raise _Refused("long")
        shapes = [shape for line in _lines(page) if (shape := line.shape(page))]
        _write(
            out,
            {
                "width": round(page.width, 1),
                "height": round(page.height, 1),
                "lines": shapes,
                "links": _links(pdfium, document, page),
            },
        )
        page.close()


def _write(out: TextIO, value: dict[str, Any]) -> None:
    out.write(json.dumps(value, separators=(",", ":")) + "\n")


def main() -> None:
    _limit()
    if len(sys.argv) > 1:
        os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606  no shell; the caller names the program
    import pypdfium2.raw as pdfium  # noqa: PLC0415  after the limits

    body = sys.stdin.buffer.read()
    try:
        _read(pdfium, body, sys.stdout)
    except _Refused as refused:
        _write(sys.stdout, {"error": str(refused)})


if __name__ == "__main__":
    main()
