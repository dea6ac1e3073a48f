"""The words of a clause in which little changed: what stood there and what stands there now.

A clause of which no fact is told would be "reworded" and no more, though two words are the news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.opening_words import LETTERS, opening_words

_WORDS = 8  # of a side, from the first changed place to the last one
_LETTERS = 80
_BETWEEN = 2  # unchanged words between two places that are told as one
_TINY = 4  # letters that say nothing without the words beside them: "one", "du", "13"
_CLOSING = {"(": ")", "[": "]", "\u201c": "\u201d"}
_EDGES = " \t\n\u00a0.,;:!?\u060c\u061b\u061f|()[]\u201c\u201d\u201e\"'"

_MARKS = frozenset(_EDGES)


def short_change(diff: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The words that went and those that came, ``""`` where there are none; ``None``: too many.

    ``diff`` has ``=``, ``-`` and ``+`` with what stays, went and came.
    """
    if all(sign != "=" for sign, _ in diff):  # a clause that came or went as a whole
        return None
    changed = [at for at, (sign, text) in enumerate(diff) if sign != "=" and text.strip(_EDGES)]
    if not changed:
        return None
    old, new = _sides(diff, changed[0], changed[-1])
    if old == new or not any(letter.isalnum() for letter in old + new):
        return None
    if any(len(side) > _LETTERS or len(side.split()) > _WORDS for side in (old, new)):
        return None
    return old, new


def longest_change(diff: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The same of the place in which most words changed, each side cut; "" for what has none.

    ``None`` where nothing that is written changed, and of a clause that came or went as a whole.
    """
    if all(sign != "=" for sign, _ in diff):
        return None
    places = [
        (len(" ".join(text for sign, text in diff[first : last + 1] if sign != "=").split()), place)
        for place in _places(diff)
        for first, last in [place]
    ]
    for _, (first, last) in sorted(places, key=lambda one: -one[0]):
        old, new = _sides(diff, first, last)
        most = LETTERS * 2 // 3 if old and new else LETTERS
        told = opening_words(old, most), opening_words(new, most)
        if any(told) and told[0] != told[1]:
            return told
    return None


def _places(diff: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """From the first to the last changed part of each place: a word between two parts no."""
    first = last = None
    for at, (sign, text) in enumerate(diff):
        if sign == "=":
            if first is not None and last is not None and len(text.split()) > _BETWEEN:
                yield first, last
                first = None
        elif text.strip(_EDGES):
            first, last = at if first is None else first, at
    if first is not None and last is not None:
        yield first, last


def _sides(diff: Sequence[tuple[str, str]], first: int, last: int) -> tuple[str, str]:
    """What stood and what stands from one part of the diff to another, in whole words."""
    before = "".join(text for sign, text in diff[:first] if sign == "=")
    behind = "".join(text for sign, text in diff[last + 1 :] if sign == "=")
    within = diff[first : last + 1]
    sides = ["".join(text for sign, text in within if sign in ("=", one)) for one in "-+"]
    said = [side for side in sides if side]
    # What is written together with one of them: "29/04" of "29/04/2022".
    head = _last(before) if any(map(_begins_within, said)) else ""
    tail = _first(behind) if any(map(_ends_within, said)) else ""
    head, tail = (end if end == end.strip() else "" for end in (head, tail))
    old, new = (_trimmed(f"{head}{side}{tail}") for side in sides)
    if old != new and max(len(old), len(new)) <= _TINY:
        head = head if _MARKS & set(head) else _last(before.removesuffix(head)) + head
        tail = tail if _MARKS & set(tail) else tail + _first(behind.removeprefix(tail))
        old, new = (_trimmed(f"{head}{side}{tail}") for side in sides)
    return old, new


def _trimmed(text: str) -> str:
    """Without marks around it, but with the bracket that closes one inside."""
    bare = text.strip(_EDGES)
    missing = "".join(
        shut for opening, shut in _CLOSING.items() if bare.count(opening) > bare.count(shut)
    )
    behind = text[text.find(bare) + len(bare) :].lstrip()
    return bare + missing if missing and behind.startswith(missing) else bare


def _begins_within(side: str) -> bool:
    """No white space parts it from what stands before: ".com", not ", too"."""
    marks = side[: len(side) - len(side.lstrip(_EDGES))]
    return not any(map(str.isspace, marks))


def _ends_within(side: str) -> bool:
    return _begins_within(side[::-1])


def _last(text: str) -> str:
    """The last word, with what parts it from the next."""
    words = text.split()
    return text[text.rfind(words[-1]) :] if words else ""


def _first(text: str) -> str:
    words = text.split()
    return text[: text.find(words[0]) + len(words[0])] if words else ""
