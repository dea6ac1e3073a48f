"""Word diffs of two texts.

diff-match-patch runs on tokens mapped to private characters, with ``Diff_Timeout = 0``: on
characters it would cut Arabic words, and with its default limit of one second the result would
depend on the load of the machine. Work is bounded by size instead: a large pair is first cut into
equal and different runs of sentences, then of words, by :mod:`monitor.analysis.text.sequence`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from diff_match_patch import diff_match_patch

from monitor.analysis.aligning.tidying import tidy
from monitor.analysis.text.sequence import match_in_order
from monitor.analysis.text.subsequence import common_subsequence
from monitor.analysis.text.tokens import sentences, tokens

Diff = tuple[tuple[str, str], ...]

EQUAL, DELETED, INSERTED = "=", "-", "+"

_PRIVATE = 0xF0000  # plane 15; 65,534 characters, far above what one run may hold
_LIMIT = 700  # tokens of both sides together that the exact algorithm may take (quadratic)
_ENDLESS = 1_500_000  # letters of both sides of one block that are not told apart by words
_WORK = 6_000_000  # squared tokens that one comparison may spend on exact diffs


_Large = Callable[["Differ", str, str], list[tuple[str, str]]]


class Differ:
    """Diffs pairs of texts; the pairs of one comparison share a bound on the work."""

    def __init__(self) -> None:
        self._left = _WORK
        self._engine = diff_match_patch()
        self._engine.Diff_Timeout = 0

    def diff(self, old: str, new: str) -> Diff:
        """``=``, ``-`` and ``+`` runs; joining ``=``/``-`` gives old, ``=``/``+`` gives new."""
        if old == new:
            return ((EQUAL, old),) if old else ()
        if not old or not new:
            return ((DELETED, old),) if old else ((INSERTED, new),)
        if len(old) + len(new) > _ENDLESS:
            return merge(_coarse(sentences(old), sentences(new)))
        start, end = _equal_ends(old, new)
        middle, middle2 = old[start : len(old) - end], new[start : len(new) - end]
        runs = self._runs(tokens(middle), tokens(middle2), large=_by_sentences)
        return merge([(EQUAL, old[:start]), *runs, (EQUAL, old[len(old) - end :])])

    def _runs(self, old: list[str], new: list[str], large: _Large | None) -> list[tuple[str, str]]:
        start, end = shared_ends(old, new)
        middle, middle2 = old[start : len(old) - end], new[start : len(new) - end]
        runs = [(EQUAL, "".join(old[:start]))]
        size = len(middle) + len(middle2)
        if not middle or not middle2:
            runs += [(DELETED, "".join(middle)), (INSERTED, "".join(middle2))]
        elif size <= _LIMIT and size * size <= self._left:
            self._left -= size * size
            if set(middle).isdisjoint(middle2):  # one word for another, mostly
                runs += [(DELETED, "".join(middle)), (INSERTED, "".join(middle2))]
            else:
                runs += self._exact(middle, middle2)
        elif large is None:
            runs += _coarse(middle, middle2)
        else:
            runs += large(self, "".join(middle), "".join(middle2))
        runs.append((EQUAL, "".join(old[len(old) - end :])))
        return runs

    def _exact(self, old: list[str], new: list[str]) -> list[tuple[str, str]]:
        codes: dict[str, str] = {}
        for token in (*old, *new):
            codes.setdefault(token, chr(_PRIVATE + len(codes)))
        backward = {code: token for token, code in codes.items()}
        before = "".join([codes[token] for token in old])
        after = "".join([codes[token] for token in new])
        parts = _shortest(before, after)
        self._engine.diff_cleanupMerge(parts)
        signs = {0: EQUAL, -1: DELETED, 1: INSERTED}
        return [
            (signs[sign], "".join(map(backward.__getitem__, text)))
            for sign, text in tidy(parts, self._engine)
        ]

    def words_of(self, old: str, new: str) -> list[tuple[str, str]]:
        """A run of different sentences, diffed by words."""
        return self._runs(tokens(old), tokens(new), large=None)


def _shortest(old: str, new: str) -> list[tuple[int, str]]:
    """A shortest edit script, as the engine writes it: -1 deleted, 1 inserted, 0 equal."""
    parts: list[tuple[int, str]] = []
    at = at2 = 0
    for i, j in [*common_subsequence(old, new), (len(old), len(new))]:
        if at < i:
            parts.append((-1, old[at:i]))
        if at2 < j:
            parts.append((1, new[at2:j]))
        parts.append((0, old[i : i + 1]))
        at, at2 = i + 1, j + 1
    return parts[:-1] if len(parts) > 1 else parts


def _by_sentences(differ: Differ, old: str, new: str) -> list[tuple[str, str]]:
    here, there = sentences(old), sentences(new)
    runs: list[tuple[str, str]] = []
    for before, after, equal in _cut(here, there):
        runs += [(EQUAL, before)] if equal else differ.words_of(before, after)
    return runs


def _coarse(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Words matched without looking for the shortest way: linear."""
    runs: list[tuple[str, str]] = []
    for before, after, equal in _cut(old, new):
        runs += [(EQUAL, before)] if equal else [(DELETED, before), (INSERTED, after)]
    return runs


def _cut(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str, bool]]:
    """Alternating different and equal runs of both sides, as ``(old, new, equal)``."""
    runs: list[tuple[str, str, bool]] = []
    at = at2 = 0
    for i, j in [*match_in_order(old, new), (len(old), len(new))]:
        if at < i or at2 < j:
            runs.append(("".join(old[at:i]), "".join(new[at2:j]), False))
        if i < len(old):
            runs.append((old[i], new[j], True))
        at, at2 = i + 1, j + 1
    return runs


def _equal_ends(old: str, new: str) -> tuple[int, int]:
    """Letters at the start and at the end of both that need not be cut into tokens to be compared.

    Where a word follows white space a token begins, whatever stands around.
    """
    shortest = min(len(old), len(new))
    equal = _longest(shortest, lambda size: old.startswith(new[:size]))
    start = old.rfind(" ", 0, equal) + 1
    if old[start : start + 1].isspace() or new[start : start + 1].isspace():
        start = 0
    shown = _longest(shortest - equal, lambda size: old.endswith(new[len(new) - size :]))
    space = old.find(" ", len(old) - shown)
    end = len(old) - space - 1 if space >= 0 else 0
    return start, 0 if old[len(old) - end : len(old) - end + 1].isspace() else end


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """The largest size that fits, of which all smaller ones do."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low


def shared_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many are the same from the first on, and of the rest from the last back."""
    shortest = min(len(old), len(new))
    start = 0
    while start < shortest and old[start] == new[start]:
        start += 1
    end = 0
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def merge(runs: Sequence[tuple[str, str]]) -> Diff:
    """Runs without empty ones, neighbours of one sign joined, deletions before insertions."""
    merged: list[tuple[str, list[str]]] = []
    changed: dict[str, list[str]] = {DELETED: [], INSERTED: []}
    for sign, text in runs:
        if sign != EQUAL:
            changed[sign].append(text)
            continue
        if not text:
            continue
        merged += _flushed(changed)
        if merged and merged[-1][0] == EQUAL:
            merged[-1][1].append(text)
        else:
            merged.append((EQUAL, [text]))
    merged += _flushed(changed)
    return tuple((sign, "".join(parts)) for sign, parts in merged)


def _flushed(changed: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    runs = [(sign, parts) for sign, parts in changed.items() if "".join(parts)]
    changed.update({DELETED: [], INSERTED: []})
    return runs


def rebuild(diff: Diff) -> tuple[str, str]:
    """The two texts that ``diff`` is of."""
    old = "".join(text for sign, text in diff if sign != INSERTED)
    new = "".join(text for sign, text in diff if sign != DELETED)
    return old, new
