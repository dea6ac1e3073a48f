"""What extraction takes and gives. Pure values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from storage.document import Document

# Raise this by one when the same bytes would give another document or another digest: versions
# remember it, and stored snapshots are then derived again as `technical` versions.
EXTRACTOR_REVISION = 2


class Format(StrEnum):
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The gate's judgement; ``reasons`` are stable words such as ``challenge`` or ``soft_404``.

    ``lifts_after``: after how many refused looks at the same text it is accepted all the same,
    because only a comparison speaks against it; None: never. ``guess`` is what a page that may
    pass by itself would be called if it turned out not to be the document.
    """

    ok: bool = True
    reasons: tuple[str, ...] = ()
    lifts_after: int | None = None
    guess: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonText:
    """The words that count, and their digests (SHA-256 hex).

    ``digest`` is the version key. ``masked_digest`` is of the same text with relative times,
    clocks, hex ids and copyright years replaced by a mark. Two texts differ only if both do.
    """

    text: str
    digest: str
    masked_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """A page as read: ``markdown`` is the canonical text, ``words`` counts its words.

    ``links_digest`` covers the link targets without tracking parameters and fragments;
    ``structure_digest`` the kinds and levels of the blocks. ``title`` is ``document.title``.
    ``charset`` is of a PDF the program that read it, with its release. ``notes`` are stable words
    such as ``text_order_uncertain``. ``own``: of a short page with boxes that hang beside its
    message the lines of the message alone, folded. ``is_hinted``: rows of goods or headlines, or
    what it declares to search engines, say that it is something else.
    """

    format: Format
    charset: str | None
    document: Document
    markdown: str
    words: int
    comparison: ComparisonText
    links_digest: str
    structure_digest: str
    quality: Quality
    notes: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    is_hinted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfReading:
    """A PDF as read; ``reader`` names the program and its release.

    Without ``has_text`` there are pages but hardly words: pictures of a document.
    """

    document: Document
    reader: str
    has_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousText:
    """What the quality gate may know of the source's current version."""

    words: int
    comparison_text: str
    title: str | None
