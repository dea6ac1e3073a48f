"""Whether a text reads like a legal document: by its words, and by what it calls itself."""

from __future__ import annotations

from functools import lru_cache

from crawler.extract import signals
from crawler.extract.gate.concepts import LEXICON
from crawler.extract.normalise import fold_words

_LEAST = 60  # words
_DENSITY = 0.045  # share of legal words from which a text reads like a legal document
_DENSITY_NAMED = 0.006  # the same where the page bears the name of a document, twice over
_FIRST_WORDS = 12
_EITHER_END = 120  # words
_OTHER_KINDS = {"reading_time", "results", "vacancies", "to_basket", "news_desk"}
_HINTS_OF_OTHERS = {"share_it", "more_like_it", "written_by", "sorted_by", "comment_on_it"}
_LONGEST_KNOWN = 400  # characters of a title that is remembered
_ENOUGH = 1_000_000  # characters: several times the longest policies


def reads_like_a_document(text: str, words: int, title: str | None = None) -> bool:
    """Long enough, and dense with the words of legal documents.

    A text that opens with the name of a document under a title that has one, too, may be written
    in plain words.
    """
    if words < _LEAST:
        return False
    found = text[:_ENOUGH].split()
    density = sum(map(signals.LEGAL_WORDS.__contains__, found)) / len(found)
    if density >= _DENSITY:
        return True
    opening = f" {' '.join(found[:_FIRST_WORDS])} "
    return (
        density >= _DENSITY_NAMED
        and names_document(title)
        and has_any(opening, signals.DOCUMENT_NAMES)
    )


def is_of_another_kind(text: str, *, asks: bool = False) -> bool:
    """Whether folded ``text`` is an article, a list of results or goods, a vacancy or news.

    By what stands at its beginning and its end. ``asks``: questions and answers are such, too.
    """
    words = text.split()
    if len(words) > 2 * _EITHER_END:
        words = words[:_EITHER_END] + words[-_EITHER_END:]
    found = LEXICON.found(words).keys()
    if found & _OTHER_KINDS or (asks and "asked_often" in found):
        return True
    return len(found & _HINTS_OF_OTHERS) > 1


def names_document(title: str | None) -> bool:
    """Whether a title has the name of a kind of document that is watched."""
    if title is None:
        return False
    return _is_known_name(title) if len(title) <= _LONGEST_KNOWN else _has_name(title)


def _has_name(title: str) -> bool:
    return has_any(f" {fold_words(title)} ", signals.DOCUMENT_NAMES)


# Pages of a site have titles and headings in common, and each is asked several times.
_is_known_name = lru_cache(maxsize=1024)(_has_name)


def has_any(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether folded ``text`` has one of ``phrases``, each with a space on either side."""
    return any(phrase in text for phrase in phrases)
