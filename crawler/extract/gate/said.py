"""What a page says besides its menus and footers, as far as a comparison asks for it."""

from __future__ import annotations

from crawler.extract.gate.furniture import said_blocks
from crawler.extract.gate.likeness import DOCUMENT, examples
from crawler.extract.gate.reading import reads_like_a_document
from crawler.extract.model import Extraction

LONGEST = 700  # words: a longer text is asked whole
_LEAST = 150  # words from which examples tell a document in words that no list has
_SURELY = 30.0  # log-odds over all other kinds


def reads_like_one(extraction: Extraction) -> bool:
    """Like a document, by what it says."""
    words = words_said(extraction) if extraction.own else extraction.words
    return reads_like_a_document(said(extraction), words, extraction.document.title)


def is_like_a_document(extraction: Extraction) -> bool:
    """Whether it is by far likelier a document than anything else, in whatever words it speaks."""
    if words_said(extraction) < _LEAST:
        return False
    like = examples().weigh(said(extraction))
    rival = max(weight for kind, weight in like.items() if kind != DOCUMENT)
    return like[DOCUMENT] >= rival + _SURELY


def said(extraction: Extraction) -> str:
    """Of a short page the text without menus and footers, which name documents."""
    if extraction.words > LONGEST:
        return extraction.comparison.text
    return " ".join(lines_said(extraction))


def lines_said(extraction: Extraction) -> list[str]:
    return list(extraction.own) or said_blocks(extraction.document.blocks)


def words_said(extraction: Extraction) -> int:
    return len(said(extraction).split()) if extraction.words <= LONGEST else extraction.words
