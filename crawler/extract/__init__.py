"""Bytes to a document: pure extraction of HTML, Markdown, plain text and PDF.

The front of the package. Nothing here fetches, stores or knows a clock. Failures are
:class:`storage.errors.ExtractError` and nothing else, whatever the bytes.
"""

from __future__ import annotations

from dataclasses import replace

from crawler.extract.derived import Derived, derive
from crawler.extract.formats import UnsupportedContent, decide_format, refuse_binary
from crawler.extract.gate.model import PageSignals
from crawler.extract.gate.pagesignals import page_signals
from crawler.extract.gate.quality import judge
from crawler.extract.gate.succession import is_new_baseline, is_same_document_text, judge_against
from crawler.extract.gate.vendors import Headers
from crawler.extract.html.page import Page, read_page
from crawler.extract.markdown import read_markdown
from crawler.extract.memory import Memory
from crawler.extract.model import (
    EXTRACTOR_REVISION,
    ComparisonText,
    Extraction,
    Format,
    PreviousText,
    Quality,
)
from crawler.extract.normalise import comparison_text
from crawler.extract.notes import MARKUP_SHOWN, reading_notes
from crawler.extract.pdf.reading import is_current_reader, is_pdf, read_pdf
from crawler.extract.source import Source
from crawler.extract.text import read_text
from storage.document import Document
from storage.model import SourceRules

__all__ = [
    "EXTRACTOR_REVISION",
    "ComparisonText",
    "Extraction",
    "Format",
    "PreviousText",
    "Quality",
    "UnsupportedContent",
    "comparison_text",
    "extract",
    "is_current_reader",
    "is_new_baseline",
    "is_same_document_text",
    "judge_against",
    "reading_notes",
]

_NO_RULES = SourceRules()
_QUALITIES: Memory[Quality] = Memory()


def extract(
    body: bytes,
    *,
    content_type: str | None = None,
    url: str | None = None,
    format: Format | None = None,  # noqa: A002 - the word of the command line
    rules: SourceRules = _NO_RULES,
    headers: Headers = (),
) -> Extraction:
    """Read ``body`` as a document; ``format=None`` decides by bytes, labels and address.

    ``headers`` are those of the response: some say that the body is a bot check.
    Raises UnsupportedContent for what cannot be read (images, binary, a PDF that asks for a
    password or on a machine without what reads PDFs), ExtractError for a broken PDF and for rules
    that cannot be used.
    """
    if format is Format.PDF or (format is None and is_pdf(body)):
        return _pdf_extraction(body, url, rules)
    refuse_binary(body)
    source = Source(body, content_type)
    refuse_binary(body, source.start, content_type)
    found = format or decide_format(source, content_type, url)
    page: Page | None = None
    match found:
        case Format.MARKDOWN:
            document = read_markdown(source.text, url=url)
        case Format.TEXT:
            document = read_text(source.text)
        case _:
            page = read_page(source, url=url, rules=rules)
            document = page.document
    return _extraction(found, source.charset, document, page, rules, headers)


def _pdf_extraction(body: bytes, url: str | None, rules: SourceRules) -> Extraction:
    reading = read_pdf(body, url=url)
    found = _extraction(Format.PDF, reading.reader, reading.document, None, rules)
    notes = reading_notes(Format.PDF, reading.document.blocks)
    quality = found.quality if reading.has_text else Quality(ok=False, reasons=("no_text_layer",))
    return replace(found, quality=quality, notes=notes)


def _extraction(
    found: Format,
    charset: str,
    document: Document,
    page: Page | None,
    rules: SourceRules,
    headers: Headers = (),
) -> Extraction:
    made = derive(document.blocks, rules.ignore, key=page.key if page is not None else None)
    signals = PageSignals()
    if page is not None:
        signals = page_signals(page, made.words, headers)
    return Extraction(
        format=found,
        charset=charset,
        document=document,
        markdown=made.markdown,
        words=made.words,
        comparison=made.texts.comparison,
        links_digest=made.links_digest,
        structure_digest=made.structure_digest,
        quality=_quality(made, document.title, signals, rules),
        notes=(MARKUP_SHOWN,) if page is not None and page.shows_markup else (),
        own=signals.own.lines if signals.own is not None else (),
        is_hinted=signals.declares_another or signals.leads_on,
    )


def _quality(made: Derived, title: str | None, signals: PageSignals, rules: SourceRules) -> Quality:
    """The judgement, of the same text of a page only once."""
    judged = made.texts, rules.language, title, signals
    found = _QUALITIES.find(judged)
    if found is None:
        found = judge(
            text=made.texts.comparison.text,
            title=title,
            words=made.words,
            raw_text=made.texts.shown,
            page=signals,
            language=rules.language,
        )
        _QUALITIES.keep(judged, found, size=len(made.texts.shown))
    return found
