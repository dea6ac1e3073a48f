"""Words of two sides: what is optional on one day is required on the next.

A heading, a column, a cell or a short line says such a word and no more. The words stand in
``lexicons/opposites.toml``, those of all languages together.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import read_data
from monitor.analysis.text.matching import Hit, Matcher
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.words import Words, split_words

_SIDES = ("one", "other")
_FREE = ("cost", "one")
_BOUND = 600  # letters that are read
_Side = tuple[str, str]  # of which table, and which of its two lists


def is_opposite(before: str, after: str) -> bool:
    """What one text says the other says the opposite of: "free of charge", "for a fee"."""
    gone, come = _sides(before[:_BOUND]), _sides(after[:_BOUND])
    return any((name, _other(side)) in come - gone for name, side in gone - come)


def turns(before: str, after: str) -> bool:
    """The opposite is said, or a word that decides came or went: "with consent", "optional"."""
    if is_opposite(before, after):
        return True
    moved = _sides(before[:_BOUND]) ^ _sides(after[:_BOUND])
    return any(name in _weighty() for name, _ in moved)


def places_of_free(sentence: Words) -> frozenset[int]:
    """The places of the words by which something costs nothing."""
    hits = (hit for hit in _matcher().find(sentence) if hit.payload == _FREE)
    return frozenset(at for hit in hits for at in range(hit.first, hit.last + 1))


def _other(side: str) -> str:
    return _SIDES[side == _SIDES[0]]


@remembered
def _sides(text: str) -> frozenset[_Side]:
    """The sides that the words of ``text`` take; "not required" is not "required", too."""
    hits = _matcher().find(split_words(text))
    return frozenset(hit.payload for hit in hits if not _is_within_another(hit, hits))


def _is_within_another(hit: Hit[_Side], hits: list[Hit[_Side]]) -> bool:
    return any(
        one.first <= hit.first
        and hit.last <= one.last
        and one.last - one.first > hit.last - hit.first
        for one in hits
    )


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return parse_table(read_data("opposites.toml"))


@cache
def _weighty() -> frozenset[str]:
    return frozenset(name for name, table in _tables().items() if table.get("weighty"))


@cache
def _matcher() -> Matcher[_Side]:
    return Matcher(
        (term, (name, side))
        for name, table in _tables().items()
        for side in _SIDES
        for term in table[side]
    )
