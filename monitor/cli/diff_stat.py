"""A change in numbers: how many clauses of each category, and how many words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from monitor.change_shape import Shape
from monitor.cli.change_view import verdict
from monitor.cli.fact_words import count_words
from monitor.cli.table import Column, Row, table_lines
from storage.model import ClauseChangeKind

_KINDS = tuple(kind.value for kind in ClauseChangeKind)
_BAR = 20  # columns of the longest


def clauses_of(change: Shape, category: str | None) -> Shape:
    """The change with the clauses of one category only."""
    if category is None:
        return change
    clauses = [one for one in change["clause_changes"] if category in one["categories"]]
    return change | {"clause_changes": clauses}


def stat_lines(change: Shape, *, width: int) -> Iterator[str]:
    """For each category its changed clauses and words; a clause counts for its first category."""
    yield verdict(change)
    clauses = change["clause_changes"]
    if not clauses:
        return
    yield from table_lines(_COLUMNS, _rows(clauses), width=width)
    plus, minus = words_of(clauses)
    yield (
        f"{count_words(len(clauses), 'clause')} changed, "
        f"{count_words(plus, 'word')} added (+), {count_words(minus, 'word')} removed (-)"
    )


def words_of(clauses: Iterable[Shape]) -> tuple[int, int]:
    """(words added, words removed)."""
    counts = {"+": 0, "-": 0, "=": 0}
    for clause in clauses:
        for op, text in clause["diff"]:
            counts[op] += len(text.split())
    return counts["+"], counts["-"]


_COLUMNS = (
    Column(title="CATEGORY", flexible=True),
    Column(title="CLAUSES", right=True),
    Column(title="HOW", flexible=True),
    Column(title="WORDS", right=True),
    Column(title=""),
)


def _rows(clauses: list[Shape]) -> Iterator[Row]:
    groups: dict[str, list[Shape]] = defaultdict(list)
    for clause in clauses:
        groups[clause["categories"][0]].append(clause)
    most = max(sum(words_of(group)) for group in groups.values())
    for name, group in groups.items():
        plus, minus = words_of(group)
        yield Row(
            cells=(name, str(len(group)), _how(group), str(plus + minus), _bar(plus, minus, most))
        )


def _how(group: list[dict[str, Any]]) -> str:
    counts = {kind: sum(one["kind"] == kind for one in group) for kind in _KINDS}
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)


def _bar(plus: int, minus: int, most: int) -> str:
    """Signs in proportion, as `git diff --stat` has them; one at least where there is a word."""
    scale = min(1.0, _BAR / max(most, 1))
    return "".join(
        sign * max(round(count * scale), bool(count)) for sign, count in (("+", plus), ("-", minus))
    )
