"""Who acts in a sentence, and whether a negation denies or only limits.

All look at the words around an act or around the word that decides about it; ``marks`` are the
lists of the lexicon that each word stands in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from monitor.analysis.text.tokens import folded_word
from monitor.analysis.text.wording import is_light
from monitor.analysis.text.words import Words

Marks = list[frozenset[str]]

_LIMIT = 25  # words between "ne" and "que"
_COMPLETED = 8  # words before "ne" in which it may have been completed: "aucune donnée n'est"
_THAN = 3  # words behind "longer" in which "than" stands
_SO_MUCH = 12  # words behind an act in which it is said of how much
_AROUND = 2  # words between a negation and the modal verb that it denies
_MODAL = frozenset({"may", "allows", "forbids"})
_COMMAS = frozenset(",،;")
_BETWEEN = frozenset({"may", "negation", "duties", "imperatives"})

# Words for what may happen, not for what somebody is allowed to do; "بحق" is "against".
_POSSIBLE = frozenset(
    map(
        folded_word,
        ("قد", "ربما", "עשוי", "עשויה", "עשויים", "עשויות", "עלול", "עלולה", "ייתכן", "بحق"),
    )
)


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


def is_permitted_to_readers(mark: int, words: Words, marks: Marks) -> bool:
    """What decides is of a modal verb whose subject the reader is: "Kunden dürfen ... nicht"."""
    modal = _modal_of(mark, words, marks)
    if modal is None:
        return False
    near = [modal - 1, modal - 2, modal + 1]
    if modal + 2 < len(marks) and is_light(words.texts[modal + 1]):
        near.append(modal + 2)  # "darf der Kunde"
    for at in of_sentence(tuple(at for at in near if 0 <= at < len(marks)), modal, words):
        if "ours" in marks[at]:
            return False
        if "readers" in marks[at] or _is_addressed(at, words, marks):
            return True
    return False


def modal_of_reader(words: Words, marks: Marks) -> int | None:
    """The place of the word by which the reader may do something, where one stands."""
    for at, here in enumerate(marks):
        if "may" not in here and "allows" not in here:
            continue
        possible = folded_word(words.texts[at]) in _POSSIBLE
        if not possible and is_permitted_to_readers(at, words, marks):
            return at
    return None


def _modal_of(mark: int, words: Words, marks: Marks) -> int | None:
    """The modal verb at ``mark``, right behind it, or before it in the same clause."""
    for at in of_sentence(range(mark, min(mark + 1 + _AROUND, len(marks))), mark, words):
        if not _MODAL.isdisjoint(marks[at]):
            return at
    for at in of_sentence(range(mark - 1, max(-1, mark - 1 - _COMPLETED), -1), mark, words):
        if not _MODAL.isdisjoint(marks[at]):
            return at
        if "stops" in marks[at] or "subordinate" in marks[at]:
            return None
    return None


def _is_addressed(place: int, words: Words, marks: Marks) -> bool:
    if "addressed" not in marks[place]:
        return False
    first = words.texts[place][:1]
    return first.isupper() or not first.isascii()


def limits(negation: int, words: Words, marks: Marks) -> bool:
    """``ne ... que`` says "only": unless a word such as ``pas`` completes the negation."""
    if "halves" not in marks[negation]:
        return False
    before = range(max(0, negation - _COMPLETED), negation)
    if any("completes" in marks[at] for at in of_sentence(before, negation, words)):
        return False
    behind = range(negation + 1, min(negation + 1 + _LIMIT, len(marks)))
    for at in of_sentence(behind, negation, words):
        if "completes" in marks[at]:
            return False
        if "only" in marks[at]:
            return True
    return False


def is_hollow(negation: int, words: Words, marks: Marks) -> bool:
    """``not only``, ``not longer than``; but "no longer" denies."""
    behind = negation + 1
    if behind >= len(marks):
        return False
    return "hollow" in marks[behind] or _is_degree(behind, words, marks)


def is_bounded(act: int, words: Words, marks: Marks, acts: Collection[int]) -> bool:
    """``do not keep data longer than needed`` keeps them; ``acts`` are the places of all acts."""
    for at in of_sentence(range(act + 1, min(act + 1 + _SO_MUCH, len(marks))), act, words):
        if at in acts or "stops" in marks[at]:
            return False
        if _is_degree(at, words, marks):
            return True
    return False


def is_parted(first: int, last: int, words: Words) -> bool:
    """A comma stands between the two words."""
    return not _COMMAS.isdisjoint(words.source[words.end(first) : words.starts[last]])


def _is_degree(place: int, words: Words, marks: Marks) -> bool:
    """``longer than``: of how much something is, not whether."""
    if "degrees" not in marks[place]:
        return False
    behind = range(place + 1, min(place + 1 + _THAN, len(marks)))
    return any("than" in marks[at] for at in of_sentence(behind, place, words))


def of_sentence(places: range | tuple[int, ...], near: int, words: Words) -> Iterator[int]:
    """Those of ``places`` that stand in the sentence of ``near``."""
    for at in places:
        if words.sentences[at] == words.sentences[near]:
            yield at
