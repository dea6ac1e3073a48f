"""Right-to-left lines of a PDF: from the places of the letters to the order in which they are read.

A PDF says where each letter stands, not in which order they are read; its own order is now that of
the eye, now that of speech, by producer and even by word. So the letters are sorted by place, and
the Unicode bidirectional algorithm (UAX 9) is run backwards. What it cannot give back: whether a
number beside a Latin name in an Arabic sentence came before or after it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_WORD_GAP = 0.27  # of the font size: letters that do not join their next leave up to 0.2
_RAISED_GAP = 0.5  # the same beside a ligature of which only the mark has a place
_CELL_GAP = 1.8  # the same: white space from which on words stand apart
_KINDS = {"R": "R", "AL": "A", "L": "L", "EN": "D", "AN": "D"}
_JOINERS = ".,:/٫٬"  # one of them between two digits is part of the number
_SIGNS = "-+"  # the same, but not after Arabic letters (rule W2)
_UNITS = "%$€£₪°"
_LABEL_LAST = re.compile(r"(?s)(.*\S)\s*?\s([.)\]:-])\s?(\d{1,3})")
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"))
_ALEFS = frozenset("اأإآٱ")
_TOUCH = 0.03  # points
_OPENERS = "([{«"
_CLOSERS = ")]}»"


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """A character, with its marks once these are attached; points from the left."""

    text: str
    left: float
    right: float
    raised: bool = False  # its place is that of a mark above or below it

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


def rtl_share(text: str) -> tuple[int, int]:
    """How many letters are read from right to left, and how many from left to right."""
    kinds = [_kind(character) for character in text]
    return kinds.count("R") + kinds.count("A"), kinds.count("L")


def is_rtl_line(glyphs: Sequence[Glyph], *, among_rtl: bool) -> bool:
    """Whether a line is of a right-to-left paragraph; ``among_rtl``: most of its page is."""
    kinds = [
        kind
        for glyph in sorted(glyphs, key=lambda glyph: glyph.centre)
        if (kind := _kind(glyph.text)) in "RAL"
    ]
    if not kinds or among_rtl:
        return among_rtl
    latin = kinds.count("L")
    return latin < len(kinds) - latin or "L" not in (kinds[0], kinds[-1])


def ordered_segments(
    glyphs: Sequence[Glyph], *, size: float, rtl: bool
) -> Iterator[list[tuple[str, float, float]]]:
    """The words ``(text, left, right)`` of a line in reading order, parted at wide gaps.

    ``rtl`` is the direction of the paragraph.
    """
    segments = [[]] if not glyphs else _visual(glyphs, size)
    for segment in reversed(segments) if rtl else segments:
        order = _read_rtl(segment) if rtl else _read_ltr(segment)
        if words := _words(order):
            yield words


def _kind(character: str) -> str:
    """R, A (Arabic letter), L, D (digit), S (white space) or O; by the first character."""
    if character.isspace():
        return "S"
    return _KINDS.get(unicodedata.bidirectional(character[0]), "O")


def _visual(glyphs: Sequence[Glyph], size: float) -> list[list[Glyph]]:
    """From left to right, with one white space between words, marks on their letters."""
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
    marks = [glyph for glyph in inked if unicodedata.combining(glyph.text[0])]
    letters = [glyph for glyph in inked if not unicodedata.combining(glyph.text[0])]
    letters.sort(key=lambda glyph: glyph.centre)
    if not letters:
        return []
    _join_ligatures(letters, marks)
    _attach(marks, letters)
    # white space without width is the library's guess, and often stands in the wrong place
    spaces = sorted(
        (glyph.left + glyph.right) / 2
        for glyph in glyphs
        if glyph.text.isspace() and glyph.right - glyph.left > _WORD_GAP * size / 2
    )
    segments: list[list[Glyph]] = [[letters[0]]]
    reach = letters[0].right
    for before, after in pairwise(letters):
        gap = after.left - reach
        narrow = _RAISED_GAP if before.raised else _WORD_GAP
        spaced = bisect_left(spaces, before.centre) != bisect_right(spaces, after.centre)
        if gap > _CELL_GAP * size:
            segments.append([])
        elif spaced or gap > narrow * size:
            segments[-1].append(Glyph(text=" ", left=reach, right=after.left))
        segments[-1].append(after)
        reach = max(reach, after.right)
    return segments


def _join_ligatures(letters: list[Glyph], marks: list[Glyph]) -> None:
    """Lam and alef of one glyph: the library parts its box evenly, in either order."""
    edges = {mark.left for mark in marks} | {mark.right for mark in marks}
    for at, (one, other) in enumerate(pairwise(tuple(letters))):
        if {one.text, other.text} - _ALEFS != {"ل"} or abs(one.right - other.left) > _TOUCH:
            continue
        if abs((one.right - one.left) - (other.right - other.left)) > _TOUCH:
            continue
        raised = any(
            abs(edge - side) < _TOUCH for edge in edges for side in (one.left, other.right)
        )
        alef, lam = (one, other) if one.text in _ALEFS else (other, one)
        letters[at] = replace(one, text=alef.text, raised=raised)
        letters[at + 1] = replace(other, text=lam.text, raised=raised)


def _attach(marks: list[Glyph], letters: list[Glyph]) -> None:
    centres = [letter.centre for letter in letters]
    for mark in marks:
        at = bisect_left(centres, mark.centre)
        nearest = min(
            range(max(0, at - 1), min(len(letters), at + 1)),
            key=lambda index: abs(centres[index] - mark.centre),
        )
        letter = letters[nearest]
        letters[nearest] = replace(
            letter,
            text=letter.text + mark.text,
            left=min(letter.left, mark.left),
            right=max(letter.right, mark.right),
        )


def _read_rtl(visual: list[Glyph]) -> list[Glyph]:
    """The order of a paragraph from right to left."""
    runs = sorted(_kept_runs(visual), reverse=True)
    order: list[Glyph] = []
    turned: list[int] = []  # places in ``order`` of what stands at the outer level
    position = len(visual)
    for start, end in runs:
        turned.extend(range(len(order), len(order) + position - end))
        order.extend(reversed(visual[end:position]))
        order.extend(_label_first(visual[start:end], last=end == len(visual)))
        position = start
    turned.extend(range(len(order), len(order) + position))
    order.extend(reversed(visual[:position]))
    return _with_brackets(order, turned)


def _read_ltr(visual: list[Glyph]) -> list[Glyph]:
    """The order of a paragraph from left to right: only its foreign runs are turned."""
    order: list[Glyph] = []
    kinds = [_kind(glyph.text) for glyph in visual]
    position = 0
    while position < len(visual):
        if kinds[position] not in "RA":
            order.append(visual[position])
            position += 1
            continue
        end = position
        for ahead in range(position, len(visual)):
            if kinds[ahead] == "L":
                break
            if kinds[ahead] in "RA":
                end = ahead + 1
        order.extend(_read_rtl(visual[position:end]))
        position = end
    return order


def _kept_runs(visual: list[Glyph]) -> Iterator[tuple[int, int]]:
    """Stretches of a right-to-left line that are read from left to right: Latin text, numbers."""
    kinds = [_kind(glyph.text) for glyph in visual]
    position = 0
    while position < len(visual):
        if kinds[position] not in "LD":
            position += 1
            continue
        end = position
        for ahead in range(position, len(visual)):
            if kinds[ahead] in "RA":
                break
            if kinds[ahead] in "LD":
                end = ahead + 1
        if "L" in kinds[position:end]:
            yield _with_closers(visual, position, end)
        else:
            arabic = _follows_arabic(kinds, end)
            yield from _numbers(visual, kinds, position, end, arabic)
        position = end


def _follows_arabic(kinds: list[str], end: int) -> bool:
    """The letter that is read before the number is Arabic, not Hebrew."""
    for kind in kinds[end:]:
        if kind in "RAL":
            return kind == "A"
    return "A" in kinds


def _with_closers(visual: list[Glyph], start: int, end: int) -> tuple[int, int]:
    """A bracket that opened within the run closes with it, and the other way round."""
    depth = 0
    unopened = 0
    for glyph in visual[start:end]:
        if glyph.text in _OPENERS:
            depth += 1
        elif glyph.text in _CLOSERS:
            unopened += depth == 0
            depth = max(0, depth - 1)
    if depth and end < len(visual) and visual[end].text in _CLOSERS:
        end += 1
    if unopened and start and visual[start - 1].text in _OPENERS:
        start -= 1
    return start, end


def _numbers(
    visual: list[Glyph], kinds: list[str], start: int, end: int, arabic: bool
) -> Iterator[tuple[int, int]]:
    joiners = _JOINERS if arabic else _JOINERS + _SIGNS
    position = start
    while position < end:
        if kinds[position] != "D":
            position += 1
            continue
        last = position + 1
        while last < end and (
            kinds[last] == "D"
            or (visual[last].text in joiners and last + 1 < end and kinds[last + 1] == "D")
        ):
            last += 1
        first = position
        if not arabic:
            first -= first > 0 and visual[first - 1].text in _UNITS
            last += last < len(visual) and visual[last].text in _UNITS
        yield first, last
        position = last


def _label_first(run: list[Glyph], *, last: bool) -> list[Glyph]:
    """``Name .1`` at the right edge is ``1. Name``: its number is read first."""
    if not last:
        return run
    found = _LABEL_LAST.fullmatch("".join(glyph.text[0] for glyph in run))
    if found is None:
        return run
    sign, digits = found.start(2), found.start(3)
    return [*run[digits:], run[sign], *run[sign - 1 : sign], *run[: found.end(1)]]


def _with_brackets(order: list[Glyph], turned: list[int]) -> list[Glyph]:
    """Producers write either the shape that is seen or the sign that is meant, or mix them."""
    for opener, closer in _BRACKETS:
        at = [index for index in turned if order[index].text in (opener, closer)]
        signs = [order[index].text for index in at]
        wanted = [opener, closer] * (len(at) // 2)
        if len(at) % 2:  # the other one stands on another line: by what is seen
            swapped = {opener: closer, closer: opener}
            wanted = signs if signs[0] == opener else [swapped[sign] for sign in signs]
        for index, sign in zip(at, wanted, strict=True):
            order[index] = replace(order[index], text=sign)
    return order


def _words(order: list[Glyph]) -> list[tuple[str, float, float]]:
    words: list[tuple[str, float, float]] = []
    pending: list[Glyph] = []
    for glyph in [*order, Glyph(text=" ", left=0, right=0)]:
        if not glyph.text.isspace():
            pending.append(glyph)
        elif pending:
            words.append(
                (
                    "".join(each.text for each in pending),
                    min(each.left for each in pending),
                    max(each.right for each in pending),
                )
            )
            pending = []
    return words
