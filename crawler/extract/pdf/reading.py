"""PDF files to documents, by pypdfium2 (the extra ``pdf``) or by the program pdftotext.

pypdfium2 is asked first: it tells the type and place of every letter, so headings, lists, tables
and running headers are known, and right-to-left text is put in order here, from places. pdftotext
is asked where it is installed and the extra is not; it gives lines of text.
"""

from __future__ import annotations

import json
import re

from crawler.extract.formats import UnsupportedContent
from crawler.extract.html.inline import clean
from crawler.extract.model import Format, PdfReading
from crawler.extract.pdf.layout import layout
from crawler.extract.pdf.lines import Page, read_pages
from crawler.extract.pdf.plain import read_plain
from crawler.extract.pdf.process import PDFIUM, ask_pdfium, ask_pdftotext, find_reader
from storage.document import Block, Document
from storage.errors import ExtractError
from storage.model import BlockKind

INSTALL = "install 'clausewatch[pdf]', or the program pdftotext (package poppler-utils)"

_WINDOW = 1024  # bytes in which the file says that it is a PDF
_END = 4096  # bytes in which it says that it is whole
_FILE_NAME = re.compile(
    r"\.(?:docx?|dotx?|odt|rtf|pdf|indd|pages|html?|txt|tmp|pptx?|xlsx?)$|[\\/]|^(?:microsoft "
    r"(?:word|powerpoint)|untitled|document\d*$|unknown|about:blank|powerpoint)",
    re.IGNORECASE,
)
_LONGEST_TITLE = 300  # characters
_LEAST_WORDS = 4  # a page: with fewer the text is in pictures, save a stamp or a page number
_REFUSALS = {
    "password": "a PDF file that asks for a password",
    "long": "a PDF file too long to be read (over 2,000 pages or 1,000,000 characters)",
}


def is_pdf(body: bytes) -> bool:
    """The bytes say so; readers accept it after some junk, other formats with it are not meant."""
    start = body[:_WINDOW].lstrip(b"\xef\xbb\xbf\x00\t\n\v\f\r ")
    return start.startswith(b"%PDF-")


def is_current_reader(format_name: str, reader: str | None) -> bool:
    """Whether a text of this format, read by ``reader``, would be read by the same today.

    Where nothing can read PDFs any more, what was read stands.
    """
    if format_name != Format.PDF:
        return True
    now = find_reader()
    return now is None or now == reader


def read_pdf(body: bytes, *, url: str | None = None) -> PdfReading:
    """The document in a PDF.

    Raises UnsupportedContent when nothing can read PDFs here or a password is asked for,
    ExtractError for a file that is broken, cut short or beyond the limits.
    """
    if not is_pdf(body):
        raise ExtractError("this is not a PDF file: its first bytes do not say so")
    reader = find_reader()
    if reader is None:
        raise UnsupportedContent("a PDF file", f"to read it, {INSTALL}")
    end = body[-_END:]
    if b"%%EOF" not in end and b"startxref" not in end:
        raise ExtractError("this PDF is cut short: its end is missing; it is fetched again")
    if reader.partition(" ")[0] == PDFIUM:
        return _by_pdfium(body, reader, url)
    text = ask_pdftotext(body)
    blocks = read_plain(text)
    return _reading(None, blocks, reader, pages=max(1, text.count("\f")))


def _by_pdfium(body: bytes, reader: str, url: str | None) -> PdfReading:
    lines = ask_pdfium(body).splitlines()
    try:
        head = json.loads(lines[0])
        error = next((found for line in lines if (found := json.loads(line).get("error"))), None)
        if error in _REFUSALS:
            raise UnsupportedContent(_REFUSALS[error])
        if error or len(lines) != head["pages"] + 1:
            raise ExtractError("this PDF is broken: a page cannot be opened")
        pages: tuple[Page, ...] = read_pages(lines[1:])
        title = clean(str(head["title"]))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ExtractError("this PDF cannot be read: the reader gave no answer") from error
    return _reading(title, layout(pages, url), reader, pages=len(pages))


def _reading(title: str | None, blocks: tuple[Block, ...], reader: str, pages: int) -> PdfReading:
    words = sum(block.text.count(" ") + 1 for block in blocks)
    return PdfReading(
        document=Document(title=_title(title, blocks), blocks=blocks),
        reader=reader,
        has_text=words >= _LEAST_WORDS * pages,
    )


def _title(stated: str | None, blocks: tuple[Block, ...]) -> str | None:
    if stated and len(stated) <= _LONGEST_TITLE and not _FILE_NAME.search(stated):
        return stated
    headings = (block for block in blocks if block.kind is BlockKind.HEADING)
    first = min(headings, key=lambda block: block.level, default=None)
    return first.text if first else None
