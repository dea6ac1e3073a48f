"""The words by which documents, and parts that are not of them, give themselves away.

They stand in ``signals.toml``; here they are read once, in folded form
(:func:`crawler.extract.normalise.fold_words`) with a space on either side, to be found as whole
words in folded text.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files

from crawler.extract.normalise import fold_words

_LISTS: dict[str, list[str]] = tomllib.loads(
    files("crawler.extract").joinpath("signals.toml").read_text(encoding="utf-8")
)


def _phrases(name: str) -> tuple[str, ...]:
    return tuple(f" {fold_words(phrase)} " for phrase in _LISTS[name])


def _words(name: str) -> frozenset[str]:
    return frozenset(fold_words(word) for word in _LISTS[name])


CHALLENGE_MARKS = tuple(_LISTS["challenge_marks"])  # of markup, as they stand
CHECK_MARKS = tuple(_LISTS["check_marks"])
DOCUMENT_NAMES = (
    *_phrases("document_names"),
    *(f"{fold_words(ending)} " for ending in _LISTS["document_endings"]),
)
BARE_NAMES = _phrases("bare_names")
LEGAL_WORDS = _words("legal_words")
PLACES = _words("places")
RELATED = _words("related")
COOKIE_NAMES = _words("cookie_names")
COOKIE_WORDS = tuple(fold_words(word) for word in _LISTS["cookie_words"])
FURNITURE = tuple(fold_words(phrase) for phrase in _LISTS["furniture"])
