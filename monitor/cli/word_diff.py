"""A word diff as lines for people: ``[-old-]{+new+}``, or red and green where colour is wanted.

Each line stands by itself: a run that goes over a line end is closed and opened again, so that
cutting or copying one line leaves nothing open, and the bidi isolates of a line are its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from monitor.cli.output import colour_wanted, paint
from monitor.cli.terminal import display_width, isolate, neutral, wrap

RLM = "\u200f"  # right-to-left mark: gives a line its direction where isolates hide its letters
CONTEXT_WORDS = 12  # of unchanged text on either side of a change
_ELLIPSIS = "…"
_STYLES = {"-": "removed", "+": "added", "=": ""}
_BRACKETS = {"-": ("[-", "-]"), "+": ("{+", "+}"), "=": ("", "")}

Run = tuple[str, str]  # (op, text) with op "=", "-" or "+"


def diff_lines(
    runs: Sequence[Run], *, width: int, indent: str, whole: bool = False
) -> Iterator[str]:
    """Wrapped lines of a word diff; long unchanged stretches are cut unless ``whole``."""
    cleaned = [(op, neutral(text)) for op, text in runs if text]
    mark = RLM if _mostly_right_to_left(text for _, text in cleaned) else ""
    words = _words(cleaned if whole else _shortened(cleaned))
    for line in _filled(words, max(width - len(indent), 20)):
        yield f"{indent}{mark}{_rendered(line)}"


def text_lines(text: str, *, width: int, indent: str, style: str = "") -> Iterator[str]:
    """A whole text of a page as wrapped lines in one style."""
    clean = neutral(text)
    mark = RLM if _mostly_right_to_left([clean]) else ""
    for line in wrap(clean, max(width - len(indent), 20)):
        yield f"{indent}{mark}{paint(line, style)}"


def _shortened(runs: Sequence[Run]) -> Iterator[Run]:
    last = len(runs) - 1
    for place, (op, text) in enumerate(runs):
        words = text.split()
        keep_before = CONTEXT_WORDS if place > 0 else 0
        keep_after = CONTEXT_WORDS if place < last else 0
        if op != "=" or len(words) <= keep_before + keep_after + 1:
            yield op, text
            continue
        head, tail = words[:keep_before], words[len(words) - keep_after :]
        leading = " " if text[:1].isspace() else ""
        trailing = " " if text[-1:].isspace() else ""
        yield op, leading + " ".join([*head, _ELLIPSIS, *tail]) + trailing


def _words(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    """What stands between two spaces, as parts of one op each: ``mail[-s-]`` stays together."""
    word: list[Run] = []
    for op, text in runs:
        pieces = text.split(" ")
        for place, piece in enumerate(pieces):
            if place and word:
                yield tuple(word)
                word = []
            if piece:
                word.append((op, piece))
    if word:
        yield tuple(word)


def _filled(words: Iterable[tuple[Run, ...]], width: int) -> Iterator[list[tuple[Run, ...]]]:
    line: list[tuple[Run, ...]] = []
    used = 0
    for word in words:
        columns = _columns(word, line[-1][-1][0] if line else None)
        if line and used + 1 + columns > width:
            yield line
            line, used = [], 0
            columns = _columns(word, None)
        used += columns + bool(line)
        line.append(word)
    if line:
        yield line


def _columns(word: tuple[Run, ...], before: str | None) -> int:
    total = 0
    for op, text in word:
        total += display_width(text)
        if op not in ("=", before) and not colour_wanted():
            total += 4
        before = op
    return total


def _rendered(line: list[tuple[Run, ...]]) -> str:
    """The words of a line joined by spaces, neighbours of one op in one pair of brackets."""
    pieces: list[Run] = []
    for place, word in enumerate(line):
        if place:
            same = line[place - 1][-1][0] == word[0][0]
            pieces.append((word[0][0] if same else "=", " "))
        pieces.extend(word)
    return "".join(
        _run(op, "".join(text for _, text in group))
        for op, group in groupby(pieces, key=lambda piece: piece[0])
    )


def _run(op: str, text: str) -> str:
    if op == "=":
        return text
    inner = isolate(text)
    if colour_wanted():
        return paint(inner, _STYLES[op])
    opening, closing = _BRACKETS[op]
    return f"{opening}{inner}{closing}"


def _mostly_right_to_left(texts: Iterable[str]) -> bool:
    balance = 0
    for text in texts:
        if text.isascii():
            balance -= sum(map(str.isalpha, text))
            continue
        for character in text:
            match unicodedata.bidirectional(character):
                case "R" | "AL":
                    balance += 1
                case "L":
                    balance -= 1
    return balance > 0
