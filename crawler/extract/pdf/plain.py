"""The text that pdftotext writes, to blocks: lines re-flowed, page numbers taken out.

The lines are given places on a page of letters of one width, and laid out like any others.
"""

from __future__ import annotations

from crawler.extract.html.inline import clean
from crawler.extract.pdf.layout import layout
from crawler.extract.pdf.lines import Line, Page, Word
from storage.document import Block

_SIZE = 10.0  # points; nothing depends on it
_LETTER = 5.0
_PITCH = 12.0
_MARGINS = 12  # rows


def read_plain(text: str) -> tuple[Block, ...]:
    """The blocks of a text whose pages are parted by form feeds."""
    pages = text.split("\f")
    return layout([_page(number, page) for number, page in enumerate(pages)], None)


def _page(number: int, text: str) -> Page:
    rows = [clean(row) for row in text.strip("\n").split("\n")]
    height = _PITCH * (len(rows) + _MARGINS)
    apart = len(rows) > 1 and not rows[-2]  # the last line alone: it may be a footer
    lines: list[Line] = []
    for row, said in enumerate(rows, 1):
        y = _PITCH if apart and row == len(rows) else height - row * _PITCH
        if said:
            lines.append(
                Line(page=number, y=y, size=_SIZE, bold=False, rtl=False, words=_words(said))
            )
    return Page(height=height, lines=tuple(lines))


def _words(said: str) -> tuple[Word, ...]:
    words: list[Word] = []
    left = 0.0
    for word in said.split():
        right = left + _LETTER * len(word)
        words.append(Word(text=word, left=left, right=right))
        left = right + _LETTER
    return tuple(words)
