"""Lexicons: which words speak for which category, one data file per language.

A file ``lexicons/categories/LANGUAGE.toml`` has a table per category with up to four lists of
terms, one term a line: ``strong`` decides alone, ``medium`` needs company, ``weak`` only supports,
and ``heading`` decides where a heading or another very short text says it. How a term is written:
:mod:`monitor.analysis.text.matching`.

A :class:`Lexicon` is a value and can be merged with another, so that people can add terms and
categories of their own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from monitor.analysis.text.data_tables import parse_table
from storage.values import value

WEIGHTS = {"strong": 4.0, "medium": 2.0, "weak": 1.0, "heading": 4.0}
LANGUAGES = ("ar", "de", "en", "es", "fr", "he")
_COMMENT = "#"


@value
class WeightedTerm:
    """``pattern`` speaks for ``category`` with ``weight``; ``short_only``: only in headings."""

    category: str
    pattern: str
    weight: float
    short_only: bool = False


@value
class Lexicon:
    """The terms of one language. ``language`` is ISO 639-1."""

    language: str
    terms: tuple[WeightedTerm, ...]

    def merge(self, other: Lexicon) -> Lexicon:
        """Both together; where both hold a pattern for a category, ``other`` decides its weight."""
        terms = {(term.category, term.pattern, term.short_only): term for term in self.terms}
        terms |= {(term.category, term.pattern, term.short_only): term for term in other.terms}
        return Lexicon(language=self.language, terms=tuple(terms.values()))


def parse_lexicon(source: str, language: str) -> Lexicon:
    """Read the text of a lexicon file. Raises ``ValueError`` naming what is wrong in it."""
    terms: list[WeightedTerm] = []
    for category, lists in parse_table(source).items():
        for strength, lines in lists.items():
            if strength not in WEIGHTS:
                raise ValueError(
                    f"lexicon {language!r}: [{category}] has {strength!r}; "
                    f"use one of {', '.join(WEIGHTS)}"
                )
            terms.extend(
                WeightedTerm(
                    category=category,
                    pattern=pattern,
                    weight=WEIGHTS[strength],
                    short_only=strength == "heading",
                )
                for pattern in term_lines(lines)
            )
    return Lexicon(language=language, terms=tuple(terms))


def term_lines(lines: str) -> list[str]:
    """The terms of a list as it stands in a file: one a line, ``#`` starts a comment."""
    stripped = (line.split(_COMMENT, 1)[0].strip() for line in lines.splitlines())
    return [line for line in stripped if line]


def read_data(name: str) -> str:
    """The text of a data file below ``lexicons/``."""
    return Path(__file__).parents[1].joinpath("lexicons", name).read_text(encoding="utf-8")


def closest_language(language: str) -> str:
    """A language that has data files: itself, else the one whose script and words are nearest."""
    if language in LANGUAGES:
        return language
    return {"fa": "ar", "ur": "ar", "yi": "he", "pt": "es", "ca": "es", "nl": "de"}.get(
        language, "en"
    )


@cache
def load_lexicon(language: str) -> Lexicon:
    """The built-in lexicon of one of :data:`LANGUAGES`; read once."""
    return parse_lexicon(read_data(f"categories/{language}.toml"), language)
