"""Phrases by which the lines of a page are known, of all languages together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import read_data
from monitor.analysis.text.tokens import folded_phrase


def phrase_list(name: str) -> Iterator[tuple[str, ...]]:
    """All phrases of a list of ``lexicons/page_parts.toml`` as folded words."""
    for table in _tables().values():
        for phrase in table[name]:
            yield folded_phrase(phrase)


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return parse_table(read_data("page_parts.toml"))
