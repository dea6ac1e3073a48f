"""The words by which pages that are not the document give themselves away, in six languages.

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


CHALLENGE = _phrases("challenge")
CHALLENGE_MARKS = tuple(_LISTS["challenge_marks"])  # of markup, as they stand
SOFT_404 = _phrases("soft_404")
ERROR_PAGE = _phrases("error_page")
NEEDS_JAVASCRIPT = _phrases("needs_javascript")
REDIRECT = _phrases("redirect")
LOGIN = _phrases("login")
CONSENT = _phrases("consent")
ACCEPT = _phrases("accept")
DOCUMENT_NAMES = _phrases("document_names")
LEGAL_WORDS = _words("legal_words")
RELATED = _words("related")
