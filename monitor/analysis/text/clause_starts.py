"""Where "and" begins a clause of its own: no negation in front of it reaches over it.

"We do not ask for money and sell your data" sells: in Arabic and Hebrew what is sold so has "and"
glued on, and in Arabic each verb has its own negation. Two verbs side by side may have theirs in
common ("we do not sell and share"), and some negations reach over both ("without selling and
sharing").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from monitor.analysis.text.words import Words
from storage.folding import fold

_FOLLOWS = 2  # words behind a verb that show that it is none at the end: "und verkaufen Ihre"
_INFINITIVE = "ל"  # in front of a Hebrew one, which has no clause of its own
_ARABIC_AND = "و"  # there a verb beside another has its own negation

Marks = list[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Joining:
    """How a language begins a clause with "and": see the lists of the lexicon."""

    glued: tuple[str, ...]
    ends: tuple[str, ...]
    needs_object: bool  # only a verb in front of its object is finite for sure


def clause_starts(
    verbs: Collection[int],
    nouns: Collection[int],
    words: Words,
    marks: Marks,
    joining: Joining,
) -> frozenset[int]:
    """The places of the verbs, and of the words of who acts, that begin a clause with "and".

    ``verbs`` and ``nouns`` are the places of the acts.
    """
    if joining.glued:
        return frozenset(_glued(verbs, nouns, words, marks, joining.glued))
    return frozenset(
        place
        for place in verbs
        if _is_after_and(place, words, marks)
        and place - 2 not in verbs
        and words.texts[place].endswith(joining.ends)
        and (not joining.needs_object or _has_object(place, words, marks))
    )


def _glued(
    verbs: Collection[int],
    nouns: Collection[int],
    words: Words,
    marks: Marks,
    glued: tuple[str, ...],
) -> Iterator[int]:
    for place, word in enumerate(words.texts):
        here = marks[place]
        is_verb = place in verbs or (place in nouns and "finite" in here) or "light" in here
        if "users" in here or not (is_verb or "actors" in here):
            continue
        folded = fold(word)
        if not folded.startswith(glued) or folded[1:].startswith(_INFINITIVE):
            continue
        if is_verb:
            beside = place - 1 in verbs and not _is_apart(place, words)
            if not beside or folded.startswith(_ARABIC_AND):
                yield place
        elif place + 1 in verbs or place + 1 in nouns:
            yield place


def _is_apart(place: int, words: Words) -> bool:
    """A comma stands in front of the word."""
    return bool(words.source[words.end(place - 1) : words.starts[place]].strip())


def _is_after_and(place: int, words: Words, marks: Marks) -> bool:
    return (
        place > 0
        and "joins" in marks[place - 1]
        and words.sentences[place - 1] == words.sentences[place]
    )


def _has_object(place: int, words: Words, marks: Marks) -> bool:
    behind = range(place + 1, min(place + 1 + _FOLLOWS, len(marks)))
    return any(
        words.sentences[at] == words.sentences[place]
        and not {"follow", "objects"}.isdisjoint(marks[at])
        for at in behind
    )
