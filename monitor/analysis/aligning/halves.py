"""Pages that say everything in two languages: which block of one half is which of the other.

Halves may follow each other or take turns. Blocks of one language are paired with those of the
other in order, section by section; where the sections differ in length nothing is paired, for a
wrong partner would make news of a drift that is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from monitor.analysis.model import Analysis
from storage.model import BlockKind

_HALF = 0.15  # share of the letters from which a language is a half of its own
_TWO = 2


def halves_of(analysis: Analysis) -> tuple[str, ...]:
    """The languages that are a half each, the larger first; empty for a page in one."""
    counts: Counter[str] = Counter()
    for clause in analysis.clauses:
        counts[clause.language] += len(clause.text)
    total = counts.total()
    found = [
        language for language, count in counts.most_common() if language and count >= _HALF * total
    ]
    return tuple(found) if len(found) >= _TWO else ()


def counterparts(analysis: Analysis) -> dict[int, int]:
    """The partner of each block that has one, both ways; only of pages with just two halves."""
    halves = halves_of(analysis)
    if len(halves) != _TWO:
        return {}
    one, other = (_sections(analysis, language) for language in halves)
    partners: dict[int, int] = {}
    if len(one) != len(other):
        return {}
    for here, there in zip(one, other, strict=True):
        if len(here) == len(there):
            partners.update(zip(here, there, strict=True))
            partners.update(zip(there, here, strict=True))
    return partners


def _sections(analysis: Analysis, language: str) -> list[list[int]]:
    """The blocks of one language, a new section from each heading."""
    sections: list[list[int]] = []
    for index, is_heading in _blocks(analysis, language):
        if is_heading or not sections:
            sections.append([])
        sections[-1].append(index)
    return sections


def _blocks(analysis: Analysis, language: str) -> Iterator[tuple[int, bool]]:
    for clause in analysis.clauses:
        if clause.language == language:
            yield clause.block, clause.kind is BlockKind.HEADING
