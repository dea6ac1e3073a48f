"""On what something is done: an act with data, or one with anything else.

All look at the words around an act; ``marks`` are the lists of the lexicon that each word stands
in, ``first`` and ``last`` the places of the act itself.
"""

from __future__ import annotations

from monitor.analysis.statements.parts_of_sentence import Marks, of_sentence
from monitor.analysis.text.wording import is_light
from monitor.analysis.text.words import Words

COLLECT = "collect"
RETAIN = "retain"
SELL = "sell"
SHARE = "share"
TRANSFER = "transfer"

_OBJECT = 8  # words between an act and what it is done with
_AROUND = 2  # words before an act that make it part of a name: "taxe de vente"
_WARES = 4  # words between selling and what is sold, or keeping and what is kept
_SAFE = 8  # words between keeping data and how they are kept
_TO_WHOM = 12  # words behind an act in which it is said to whom
_TO = 4  # words in front of a German verb in which it is
_LEVY = 8  # words between collecting and a fee that is collected,
_STRANGE = 2  # and how many of them may say something of it
_NAMED_OBJECT = ("ها", "هم", "هن")  # glued to an Arabic verb: we use *it*
_OF_DATA = frozenset({"use", TRANSFER})  # what else is used or transferred is no news of data


def is_with_data(
    act: str, first: int, last: int, words: Words, marks: Marks, *, noun: bool
) -> bool:
    """Not a name with the act in it, taking part, the sale of goods, or the use of a service.

    Nor a fee, a parcel or a consent that is collected, or a secret that is kept.
    """
    if _is_in_name(first, last, words, marks):
        return False
    if noun and act == SHARE and "taking" in marks[min(last + 1, len(marks) - 1)]:
        return False
    if _is_none_of_data(act, first, last, words, marks):
        return False
    if act in _OF_DATA and not _is_of_data(first, last, words, marks):
        # Where it goes tells as well of what "the transfer to a country outside the EU" is.
        return noun and act == TRANSFER and "abroad" in _behind(last, words, marks)
    return True


def _is_none_of_data(act: str, first: int, last: int, words: Words, marks: Marks) -> bool:
    if act == SELL:
        return _is_of("wares", last, words, marks)
    if act == RETAIN:
        return _is_no_storing(last, words, marks)
    return act == COLLECT and _is_of_another_thing(first, last, words, marks)


def where_to(first: int, last: int, words: Words, marks: Marks, *, verb_last: bool) -> str:
    """Who transfers to third parties shares; ``transfer`` is to another country."""
    behind = _behind(last, words, marks)
    if "abroad" in behind:
        return TRANSFER
    handed = "recipients" in behind or (verb_last and _is_to_them(first, words, marks))
    return SHARE if handed else TRANSFER


def _behind(last: int, words: Words, marks: Marks) -> set[str]:
    places = range(last + 1, min(last + 1 + _TO_WHOM, len(marks)))
    return {mark for at in of_sentence(places, last, words) for mark in marks[at]}


def _is_to_them(first: int, words: Words, marks: Marks) -> bool:
    """German names them in front of its verb: ``an Dritte übertragen``."""
    before = list(of_sentence(range(max(1, first - _TO), first), first, words))
    named = any("recipients" in marks[at] and words.texts[at - 1] == "an" for at in before)
    return named and not any("abroad" in marks[at] for at in before)


def _is_of_data(first: int, last: int, words: Words, marks: Marks) -> bool:
    """What is used, in front of the act or behind it, are data."""
    if words.texts[last].endswith(_NAMED_OBJECT):
        return True
    behind = range(last + 1, min(last + 1 + _OBJECT, len(marks)))
    before = range(max(0, first - _OBJECT), first)
    return any("objects" in marks[at] for at in of_sentence((*behind, *before), first, words))


def _is_of(things: str, last: int, words: Words, marks: Marks) -> bool:
    """What is sold or kept is one of ``things``, named before any data are."""
    for at in of_sentence(range(last + 1, min(last + 1 + _WARES, len(marks))), last, words):
        if "objects" in marks[at]:
            return False
        if things in marks[at]:
            return True
    return False


def _is_no_storing(last: int, words: Words, marks: Marks) -> bool:
    """Privacy is kept, or a right; or it is said that data are kept *safe*."""
    if _is_of("kept", last, words, marks):
        return True
    if "keeps" not in marks[last]:
        return False
    behind = list(of_sentence(range(last + 1, min(last + 1 + _SAFE, len(marks))), last, words))
    guards = bool(behind) and "guarding" in marks[behind[0]]
    return guards or any("safe" in marks[at] and "objects" in marks[at - 1] for at in behind)


def _is_in_name(first: int, last: int, words: Words, marks: Marks) -> bool:
    """``trade mark``, ``taxe de vente``."""
    before = of_sentence(range(max(0, first - _AROUND), first), first, words)
    if any("not_after" in marks[at] for at in before):
        return True
    behind = of_sentence(range(last + 1, min(last + 2, len(marks))), first, words)
    return any("not_before" in marks[at] for at in behind)


def _is_of_another_thing(first: int, last: int, words: Words, marks: Marks) -> bool:
    """A fee, a parcel or a consent is collected, named nearer than any data are."""
    behind = range(last + 1, min(last + 1 + _LEVY, len(marks)))
    before = range(first - 1, max(-1, first - 1 - _LEVY), -1)
    sides = (_thing_among(behind, last, words, marks), _thing_among(before, first, words, marks))
    near = min((side for side in sides if side), default=(0, False))
    return near[1]


def _thing_among(places: range, near: int, words: Words, marks: Marks) -> tuple[int, bool] | None:
    """How far from the act it is said what is collected, and that it is no data."""
    strange = 0
    for far, at in enumerate(of_sentence(places, near, words)):
        here = marks[at]
        if "objects" in here:
            return (far, False)
        if "levies" in here:
            return (far, not _names_data(at, words, marks))
        if "consents" in here:
            return (far, True) if not strange else None
        if "wide" in here or "joins" in here:
            return None
        strange += not (here or is_light(words.texts[at]))
        if strange > _STRANGE:
            return None
    return None


def _names_data(place: int, words: Words, marks: Marks) -> bool:
    """``fee data``: it is data on what is collected."""
    behind = range(place + 1, min(place + 2, len(marks)))
    return any("objects" in marks[at] for at in of_sentence(behind, place, words))
