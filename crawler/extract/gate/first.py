"""A first look at a source, when there is nothing to compare a page with.

What is clearly no document is held until people were told that the source is broken: a shop, a
paper, a home page; and a few words that sound rather like a message than like a document. Nothing
of such a page has the name of a document, or reads like one.
"""

from __future__ import annotations

from crawler.extract.gate.language import READ, main_language
from crawler.extract.gate.likeness import DOCUMENT, HOME, examples
from crawler.extract.gate.quality import kind_of
from crawler.extract.gate.reading import is_of_another_kind, names_document
from crawler.extract.gate.said import reads_like_one, said
from crawler.extract.model import Extraction, Format
from crawler.extract.signals import LEGAL_WORDS
from storage.model import BlockKind

_LEAST_FIRST = 25  # words: a shorter page does not tell what it is
_LIKE_HOME = 16.0  # log-odds from which a page is like a home page rather than a document
_SURELY_HOME = 28.0  # the same, of what has some legal words, or a language that is not read
_HINTED = 0.0  # the same, of what shows goods, or calls itself an article or a list of results
_HARDLY_LEGAL = 0.03  # share of legal words up to which a little likeness is enough
_LEAST_NO_DOCUMENT = 15  # words
_OPENING = 20_000  # characters


def seen_first(extraction: Extraction) -> str | None:
    """The reason to hold a page that reads well by itself; None for what may be the document."""
    spoken = _spoken(extraction)
    return spoken or ("other_page" if _is_of_no_document(extraction) else None)


def _spoken(extraction: Extraction) -> str | None:
    """What a few words tell at a first look that are rather like a message than like a document."""
    if extraction.format is not Format.HTML or not 0 < extraction.words < _LEAST_FIRST:
        return None
    if _bears_a_name(extraction) or reads_like_one(extraction):
        return None
    return kind_of(said(extraction))


def _bears_a_name(extraction: Extraction) -> bool:
    """Whether the title or a heading is the name of a document."""
    document = extraction.document
    heads = (block.text for block in document.blocks if block.kind is BlockKind.HEADING)
    return any(map(names_document, (document.title, *heads)))


def _is_of_no_document(extraction: Extraction) -> bool:
    """Whether a first look shows another page: a shop, a paper, a help page, a vacancy.

    Nothing of it has the name of a document, its words are of none, and it is rather like a home
    page, if only by what it calls itself. Texts in languages that are not read tell too little.
    """
    like = _likeness_to_home(extraction, least=_LEAST_NO_DOCUMENT)
    if like is None:
        return False
    text = said(extraction)
    words = text[:_OPENING].split()
    if sum(map(LEGAL_WORDS.__contains__, words)) > _HARDLY_LEGAL * len(words):
        return like >= _SURELY_HOME
    language = main_language(text)
    if language and language not in READ:
        return like >= _SURELY_HOME
    hinted = extraction.is_hinted or is_of_another_kind(text, asks=True)
    return like >= (_HINTED if hinted else _LIKE_HOME)


def is_like_a_home_page(extraction: Extraction) -> bool:
    """Whether a page is clearly a shop, a paper or a home page, and nothing speaks against it."""
    like = _likeness_to_home(extraction, least=_LEAST_FIRST)
    return like is not None and like >= _LIKE_HOME


def sounds_like_a_home_page(extraction: Extraction) -> bool:
    """The same by its words alone, whatever it is called: news may be of an agreement."""
    like = examples().weigh(said(extraction))
    return like[HOME] - like[DOCUMENT] >= _LIKE_HOME


def _likeness_to_home(extraction: Extraction, *, least: int) -> float | None:
    """In log-odds against documents; None for what bears the name of one, or reads like one."""
    if extraction.format is not Format.HTML or extraction.words < least:
        return None
    if _bears_a_name(extraction) or reads_like_one(extraction):
        return None
    like = examples().weigh(said(extraction))
    return like[HOME] - like[DOCUMENT]
