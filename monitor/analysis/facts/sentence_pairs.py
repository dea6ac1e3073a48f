"""The sentences of a clause that changed, each with what became of it.

A paragraph denies one thing and states another; what it says of both is told apart by its
sentences. Those that stand on both sides as they were say nothing new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import filterfalse

from monitor.analysis.text.tokens import sentences, words
from monitor.analysis.text.wording import is_light

Sentence = str | None
SentencePair = tuple[Sentence, Sentence]  # None where the other side has none that is like it

_ALIKE = 0.5  # share of the words of the shorter sentence that both have,
_ALIKE_ALONE = 0.25  # where each side has one sentence that changed
_MOST = 40  # changed sentences of one side; a clause with more was written anew
_BOUND = 20_000  # letters of a side that are read


@lru_cache(maxsize=64)  # several rules ask for those of one clause, one after the other
def changed_sentences(before: str, after: str) -> tuple[SentencePair, ...]:
    """Those that only one side has, likest first; each stands in one pair.

    Of a clause that was written anew nothing is paired.
    """
    here, there = _parts(before), _parts(after)
    gone, come = _only(here, there), _only(there, here)
    if len(gone) > _MOST or len(come) > _MOST:
        return (*((one, None) for one in gone), *((None, one) for one in come))
    paired = _likest(gone, come)
    lost = set(range(len(gone))) - {at for at, _ in paired}
    new = set(range(len(come))) - {at for _, at in paired}
    return (
        *((gone[at], come[to]) for at, to in paired),
        *((gone[at], None) for at in sorted(lost)),
        *((None, come[at]) for at in sorted(new)),
    )


def is_reordered(before: str, after: str) -> bool:
    """Every sentence that changed has the words it had, in another order."""
    if frozenset(words(before)) != frozenset(words(after)):
        return False  # nearly always so, and soon seen
    pairs = changed_sentences(before, after)
    return bool(pairs) and all(
        old is not None and new is not None and Counter(words(old)) == Counter(words(new))
        for old, new in pairs
    )


def _parts(text: str) -> list[str]:
    """The sentences of a text; a line of its own is one."""
    lines = text[:_BOUND].split("\n")
    return [part.strip() for line in lines for part in sentences(line) if words(part)]


def _only(some: Sequence[str], others: Sequence[str]) -> list[str]:
    known = Counter(map(words, others))
    found: list[str] = []
    for one in some:
        key = words(one)
        if known[key]:
            known[key] -= 1
        else:
            found.append(one)
    return found


def _likest(gone: Sequence[str], come: Sequence[str]) -> list[tuple[int, int]]:
    sides = [[_weighty(one) for one in side] for side in (gone, come)]
    ranked = sorted(
        (-_likeness(one, other), at, to)
        for at, one in enumerate(sides[0])
        for to, other in enumerate(sides[1])
    )
    least = _ALIKE_ALONE if len(gone) == len(come) == 1 else _ALIKE
    pairs: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for likeness, at, to in ranked:
        if -likeness < least:
            break
        if at not in taken[0] and to not in taken[1]:
            pairs.append((at, to))
            taken[0].add(at)
            taken[1].add(to)
    return pairs


def _weighty(sentence: str) -> frozenset[str]:
    found = words(sentence)
    return frozenset(filterfalse(is_light, found)) or frozenset(found)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other))
