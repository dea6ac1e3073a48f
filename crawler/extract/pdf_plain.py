"""The text that pdftotext writes, to blocks: lines re-flowed, page numbers taken out.

The lines are given places on a page of letters of one width, and laid out like any others.
"""

from __future__ import annotations

from crawler.extract.inline import clean
from crawler.extract.pdf_layout import layout
from crawler.extract.pdf_lines import Line, Page, Word
from storage.document import Block

_SIZE = 10.0  # points; nothing depends on it
_LETTER = 5.0
_PITCH = 12.0


def read_plain(text: str) -> tuple[Block, ...]:
    """The blocks of a text whose pages are parted by form feeds."""
    pages = text.split("\f")
    return layout([_page(number, page) for number, page in enumerate(pages)], None)


def _page(number: int, text: str) -> Page:
    rows = text.split("\n")
    height = _PITCH * (len(rows) + 1)
    lines: list[Line] = []
    for row, raw in enumerate(rows, 1):
        words: list[Word] = []
        left = 0.0
        for word in clean(raw).split():
            right = left + _LETTER * len(word)
            words.append(Word(text=word, left=left, right=right))
            left = right + _LETTER
        if words:
            y = height - row * _PITCH
            lines.append(
                Line(page=number, y=y, size=_SIZE, bold=False, rtl=False, words=tuple(words))
            )
    return Page(height=height, lines=tuple(lines))
