"""Text from pages on a terminal: data from a stranger, in either direction.

Everything a page wrote goes through :func:`neutral` before it reaches a terminal: an escape
sequence could move the cursor, rename the window or hide a line, and a bidi override could turn
"we do not sell" round. Right-to-left text set into a line of ours is isolated
(:func:`isolate`), so that it does not carry our own words along.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from storage.patterns import late

FSI = "\u2068"  # first strong isolate
PDI = "\u2069"  # pop directional isolate

# Bidi marks and controls, zero-width space and joiners' relatives that only hide things, soft
# hyphen, BOM, interlinear marks, tag letters. ZWNJ and ZWJ stay: Persian and emoji need them.
_UNSEEN = late(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_CONTROL = late("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAK = re.compile("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_RIGHT_TO_LEFT = late("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff]")
_SPACE, _DELETE = 0x20, 0x7F
_REMEMBERED = 4096  # letters whose width is known; those of a few scripts
_COLUMNS = 80  # where nobody knows
_PICTURES = 0x2400  # U+2400..U+241F: a visible sign for each control below the space


def terminal_columns() -> int:
    """Columns of the terminal; 80 when there is none (COLUMNS overrides both).

    As ``shutil.get_terminal_size``, for which every command would import all archive formats.
    """
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) > 0:
        return int(told)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _COLUMNS  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return _COLUMNS


def neutral(text: str) -> str:
    """``text`` on one line, with nothing in it that a terminal would obey.

    Controls become visible pictures (ESC is ``␛``), bidi marks and other unseen characters go,
    lone surrogates become U+FFFD, line breaks and tabs a space.
    """
    return _neutral_line(_BREAK.sub(" ", text))


def neutral_lines(text: str) -> str:
    r"""Like :func:`neutral`, but line breaks stay (all as ``\n``)."""
    return _neutral_line(_BREAK.sub("\n", text))


def _neutral_line(text: str) -> str:
    if text.isascii() and text.isprintable():  # most of what is written
        return text
    return _CONTROL.sub(_picture, _UNSEEN.sub("", text))


def _picture(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code == ord("\t"):
        return " "
    if code < _SPACE:
        return chr(_PICTURES + code)
    return "␡" if code == _DELETE else "\ufffd"


def is_right_to_left(text: str) -> bool:
    """Whether any letter of ``text`` is written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def isolate(text: str) -> str:
    """``text`` between FSI and PDI when it would disturb the line around it."""
    return f"{FSI}{text}{PDI}" if is_right_to_left(text) else text


def shown(text: str) -> str:
    """One line of a page's text, ready to stand in a line of ours."""
    return isolate(neutral(text))


def display_width(text: str) -> int:
    """Terminal columns of ``text`` (which is neutral already)."""
    if text.isascii() and text.isprintable():  # one column each; most of what is measured
        return len(text)
    return sum(map(_columns, text))


@lru_cache(_REMEMBERED)
def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def wrap(text: str, width: int, *, whole: bool = False) -> Iterator[str]:
    """Lines of ``text`` of at most ``width`` columns, broken at spaces where there are any.

    ``whole``: at spaces only; a path or a command that is longer has a line of its own.
    """
    if display_width(text) <= width:  # most of what stands in tables
        yield " ".join(text.split())
        return
    size = len if text.isascii() and text.isprintable() else display_width
    line: list[str] = []
    used = 0
    for word in text.split():
        for piece in (word,) if whole or size(word) <= width else _pieces(word, width):
            columns = size(piece)
            if line and used + 1 + columns > width:
                yield " ".join(line)
                line, used = [], 0
            used += columns + bool(line)
            line.append(piece)
    if line or not text.split():
        yield " ".join(line)


_JOINTS = frozenset("/-_.")  # where a key, a URL or an event's name may be broken


def _pieces(word: str, width: int) -> Iterator[str]:
    """A word too long for a line, in parts: after a joint where one is near enough to the end.

    It is never cut before a combining mark.
    """
    if display_width(word) <= width:
        yield word
        return
    start = used = joint = 0
    for position, character in enumerate(word):
        columns = _columns(character)
        if columns and used + columns > width and position > start:
            end = joint if joint - start > width // 3 else position
            yield word[start:end]
            used = display_width(word[end:position])
            start = end
        used += columns
        if character in _JOINTS:
            joint = position + 1
    yield word[start:]


def shorten(text: str, width: int) -> str:
    """``text`` cut to ``width`` columns, ending in ``…`` where something is missing."""
    if display_width(text) <= width:
        return text
    used = 0
    for position, character in enumerate(text):
        used += _columns(character)
        if used > width - 1:
            return text[:position].rstrip() + "…"
    return text
