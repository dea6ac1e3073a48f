"""Who acts in a sentence, on what, and whether a negation denies or only limits.

All look at the words around an act or around the word that decides about it; ``marks`` are the
lists of the lexicon that each word stands in.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.analysis.words import Words

Marks = list[frozenset[str]]

_OBJECT = 8  # words between an act and what it is done with
_AROUND = 2  # words before an act that make it part of a name: "taxe de vente"
_WARES = 4  # words between selling and what is sold
_LIMIT = 25  # words between "ne" and "que"
_COMPLETED = 8  # words before "ne" in which it may have been completed: "aucune donnée n'est"
_BETWEEN = frozenset({"may", "negation", "duties", "imperatives"})
_NAMED_OBJECT = ("ها", "هم", "هن")  # glued to an Arabic verb: we use *it*


def is_of_data(first: int, last: int, words: Words, marks: Marks) -> bool:
    """What is used, in front of the act or behind it, are data."""
    if words.texts[last].endswith(_NAMED_OBJECT):
        return True
    behind = range(last + 1, min(last + 1 + _OBJECT, len(marks)))
    before = range(max(0, first - _OBJECT), first)
    return any("objects" in marks[at] for at in _of_sentence((*behind, *before), first, words))


def is_of_wares(last: int, words: Words, marks: Marks) -> bool:
    """What is sold are goods or services, named before any data are."""
    for at in _of_sentence(range(last + 1, min(last + 1 + _WARES, len(marks))), last, words):
        if "objects" in marks[at]:
            return False
        if "wares" in marks[at]:
            return True
    return False


def is_in_name(first: int, last: int, words: Words, marks: Marks) -> bool:
    """``trade mark``, ``taxe de vente``."""
    before = _of_sentence(range(max(0, first - _AROUND), first), first, words)
    if any("not_after" in marks[at] for at in before):
        return True
    behind = _of_sentence(range(last + 1, min(last + 2, len(marks))), first, words)
    return any("not_before" in marks[at] for at in behind)


def is_readers(mark: int, words: Words, marks: Marks) -> bool:
    """The reader is told what to do: "you must not", "users may", "please do not"."""
    at = mark
    ordered = "imperatives" in marks[mark]
    while at > 0 and words.sentences[at - 1] == words.sentences[mark]:
        at -= 1
        if "readers" in marks[at]:
            return True
        if _BETWEEN.isdisjoint(marks[at]):
            return False
        ordered = ordered or "imperatives" in marks[at]
    return ordered


def limits(negation: int, words: Words, marks: Marks) -> bool:
    """``ne ... que`` says "only": unless a word such as ``pas`` completes the negation."""
    if "halves" not in marks[negation]:
        return False
    before = range(max(0, negation - _COMPLETED), negation)
    if any("completes" in marks[at] for at in _of_sentence(before, negation, words)):
        return False
    behind = range(negation + 1, min(negation + 1 + _LIMIT, len(marks)))
    for at in _of_sentence(behind, negation, words):
        if "completes" in marks[at]:
            return False
        if "only" in marks[at]:
            return True
    return False


def _of_sentence(places: range | tuple[int, ...], near: int, words: Words) -> Iterator[int]:
    for at in places:
        if words.sentences[at] == words.sentences[near]:
            yield at
