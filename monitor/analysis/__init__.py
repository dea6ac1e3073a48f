"""Understanding: what a policy says, and what a change of it means.

Pure functions of values: no network, no clock, no database, no model at run time. The same input
gives the same output on every machine and every day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import chain

from monitor.analysis.change import compare
from monitor.analysis.clauses.classifying import classify_blocks, unread_clauses
from monitor.analysis.clauses.lexicon_extension import ExtraTerms, with_own_terms
from monitor.analysis.dates import find_stated_dates
from monitor.analysis.model import Analysis, Clause, Comparison, Quantity, StatedDates, Statement
from monitor.analysis.parties.finding import find_parties
from monitor.analysis.quantities.finding import find_quantities
from monitor.analysis.shapes import comparison_json, inspection_json
from monitor.analysis.statements.finding import find_statements
from monitor.analysis.text.languages import languages_and_direction
from monitor.analysis.text.tokens import words, words_of_lines
from storage.document import Block, Document, heading_paths

__all__ = [
    "ANALYSIS_REVISION",
    "Analysis",
    "Comparison",
    "ExtraTerms",
    "StatedDates",
    "analyse",
    "blocks_read",
    "compare",
    "comparison_json",
    "inspection_json",
]

# Raise this by one when the same document would be understood in another way, so that stored
# results can be told from fresh ones.
ANALYSIS_REVISION = 1

# So much of a document is read for what it states, five times the longest policy that we know. What
# comes after is kept, compared and shown as every text is; its clauses have no category.
_BLOCKS = 5_500
_LETTERS = 1_000_000
_AT_ONCE = 1_000  # blocks
_SHARE = 0.02  # of the words, below which a language is a quotation and not named


def analyse(
    document: Document,
    *,
    seen_on: date | None = None,
    language: str | None = None,
    region: str | None = None,
    earlier: tuple[StatedDates, ...] = (),
    service: str = "",
    extra: tuple[ExtraTerms, ...] = (),
) -> Analysis:
    """Everything that can be said about one version.

    ``seen_on`` is the day of its first capture, ``language`` and ``region`` what the watchlist
    says (hints, ISO 639-1 and ISO 3166), ``earlier`` the dates that earlier versions stated: all
    three help to read a date such as 03/04/2024, and nothing else. ``service`` is whose document
    it is, which is no party of its own. ``extra`` are terms of a person's own, which give clauses
    categories besides those that they have.
    """
    blocks = document.blocks
    languages, direction = languages_and_direction(blocks, language)
    dates = find_stated_dates(blocks, languages, seen_on=seen_on, region=region, earlier=earlier)
    paths = list(heading_paths(blocks))
    read = blocks_read(document)
    near = blocks[:read]
    clauses = classify_blocks(near, languages[:read], paths[:read])
    if extra:
        clauses = with_own_terms(clauses, near, extra)
    counts = _counted(blocks)
    quantities, statements = _stated(near, clauses)
    unread = unread_clauses(blocks, languages, paths, start=read)
    return Analysis(
        document=document,
        languages=_ranked(languages, counts),
        direction=direction,
        words=sum(counts),
        dates=dates,
        clauses=(*clauses, *unread),
        parties=find_parties(near, clauses, service=service),
        quantities=quantities,
        statements=statements,
    )


def blocks_read(document: Document) -> int:
    """How many of its blocks, from the first on, are read for what they state: all of a policy."""
    letters = 0
    for index, block in enumerate(document.blocks[:_BLOCKS]):
        letters += len(block.text)
        if letters > _LETTERS:
            return index
    return min(len(document.blocks), _BLOCKS)


def _counted(blocks: Sequence[Block]) -> list[int]:
    """How many words each block has; those of the blocks that are read are asked for again."""
    lines = [block.text for block in blocks]
    near = map(words, lines[:_BLOCKS])
    return list(map(len, chain(near, words_of_lines(lines[_BLOCKS:]))))


def _stated(
    blocks: Sequence[Block], clauses: Sequence[Clause]
) -> tuple[tuple[Quantity, ...], tuple[Statement, ...]]:
    """What the blocks state, some blocks at a time.

    Both split a text into its words, which are not remembered to the end of an endless document.
    """
    quantities: list[Quantity] = []
    statements: list[Statement] = []
    for start in range(0, len(blocks), _AT_ONCE):
        some, their = blocks[start : start + _AT_ONCE], clauses[start : start + _AT_ONCE]
        quantities += find_quantities(some, their)
        statements += find_statements(some, their)
    return tuple(quantities), tuple(statements)


def _ranked(languages: tuple[str, ...], counts: list[int]) -> tuple[str, ...]:
    """Languages by their words, most first; one that only a name or two is in does not count."""
    totals: Counter[str] = Counter()
    for language, count in zip(languages, counts, strict=True):
        if language:
            totals[language] += count
    least = _SHARE * totals.total()
    ranked = sorted(totals, key=lambda language: (-totals[language], language))
    return tuple(language for language in ranked if totals[language] >= least)
