"""Plain text to blocks: what the lines of a policy without markup mean.

A short line before a paragraph is a heading, ``1. Title`` and ``1.1 Title`` are headings with a
level, lines with bullets are list items (also when a list stands in one line). Tables that were
flattened to lines stay paragraphs: nothing tells where a row ends.
"""

from __future__ import annotations

import re
from collections import Counter

from crawler.extract.html.inline import clean
from crawler.extract.html.segments import (
    DATE_LINE,
    LONGEST_HEADING,
    split_bullet,
    split_run_together,
)
from storage.document import Block, Document, heading, list_item, paragraph
from storage.model import BlockKind
from storage.values import value

_NUMBERED = re.compile(r"((?:\d{1,3}|[٠-٩]{1,3})(?:[.][0-9٠-٩]{1,3})*)[.):\-]*\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?؟。;؛,،…](?:[\"'”»)\]]*)$")
_FULL_STOP = re.compile(r"[.!?؟。](?:[\"'”»)\]]*)$")
_SHORT = 90  # characters: longest line that is a heading by position alone
_SHORT_WORDS = 14
_PROSE = 60  # characters: a line from which on it reads as prose
_RUN_OF_CELLS = 3  # short lines on end: cells of a flattened table, not headings
_DEEPEST = 6


@value(kw_only=False)
class _Line:
    text: str
    after_gap: bool  # a blank line (or the start) stands before it
    indent: int


def read_text(text: str) -> Document:
    """The document in ``text``; its title is a heading in the first line."""
    blocks = text_blocks(text)
    first = blocks[0] if blocks else None
    title = first.text if first is not None and first.kind is BlockKind.HEADING else None
    return Document(title=title, blocks=blocks)


def text_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text, in order."""
    lines = _lines(text)
    blocks: list[Block] = []
    numbered_level = 2
    for index, line in enumerate(lines):
        if (item := split_bullet(line.text)) is not None:
            blocks.extend(_items(line, item))
        elif _is_lone_date(lines, index):
            blocks.append(paragraph(line.text))
        elif found := _NUMBERED.match(line.text):
            level = _numbered_level(lines, index, found)
            numbered_level = level or numbered_level
            blocks.append(_numbered_block(line.text, found, level))
        elif _is_heading(lines, index):
            blocks.append(heading(line.text, 1 if index == 0 else 2))
        else:
            blocks.extend(_paragraphs(line.text))
    return _without_repeated_headings(blocks)


def _without_repeated_headings(blocks: list[Block]) -> tuple[Block, ...]:
    """A line that stands out again and again is a cell of a flattened table."""
    times = Counter(block.text for block in blocks if block.kind is BlockKind.HEADING)
    return tuple(
        paragraph(block.text)
        if block.kind is BlockKind.HEADING and times[block.text] >= _RUN_OF_CELLS
        else block
        for block in blocks
    )


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    gap = True
    for raw in text.splitlines():
        cleaned = clean(raw)
        if not cleaned:
            gap = True
            continue
        indent = len(raw) - len(raw.lstrip())
        lines.append(_Line(text=cleaned, after_gap=gap, indent=indent))
        gap = False
    return lines


def _items(line: _Line, item: str) -> list[Block]:
    together = split_run_together(line.text)
    depth = min(line.indent // 4, 5)
    if together is None:
        return [list_item(item, depth)] if item else []
    intro, items = together
    first = split_bullet(intro) if intro else None
    head = [list_item(first or intro, depth)] if intro else []
    return head + [list_item(each, depth) for each in items]


def _paragraphs(text: str) -> list[Block]:
    together = split_run_together(text)
    if together is None:
        return [paragraph(text)]
    intro, items = together
    head = [paragraph(intro)] if intro else []
    return head + [list_item(item) for item in items]


def _is_lone_date(lines: list[_Line], index: int) -> bool:
    """A date that opens with its day, and no item of a numbered list beside it."""
    if not DATE_LINE.fullmatch(lines[index].text):
        return False
    around = lines[max(0, index - 1) : index] + lines[index + 1 : index + 2]
    return not any(_NUMBERED.match(line.text) for line in around)


def _numbered_level(lines: list[_Line], index: int, found: re.Match[str]) -> int:
    """The level of a numbered heading, or 0 for a numbered item."""
    text = lines[index].text
    title = text[found.end() :]
    if not _is_short(text) or _SENTENCE_END.search(title):
        return 0
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following is None:
        return 0
    if not following.after_gap and not lines[index].after_gap and _NUMBERED.match(following.text):
        return 0  # one line of a numbered list
    return min(_DEEPEST, 2 + found[1].count("."))


def _numbered_block(text: str, found: re.Match[str], level: int) -> Block:
    if level:
        return heading(text, level)
    if "." in found[1] or len(text) > 4 * LONGEST_HEADING:
        return paragraph(text)  # a numbered clause: its number is part of what it says
    return list_item(text[found.end() :], ordered=True)


def _is_short(text: str) -> bool:
    return len(text) <= _SHORT and text.count(" ") < _SHORT_WORDS


def _is_heading(lines: list[_Line], index: int) -> bool:
    line = lines[index]
    if not _is_short(line.text) or (
        _SENTENCE_END.search(line.text) and not line.text.endswith(("?", "؟"))
    ):
        return False
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following is None or _states_a_value(line.text):
        return False
    if line.text.endswith(":") and split_bullet(following.text) is not None:
        return False  # the words that open a list
    if not (line.after_gap or _FULL_STOP.search(lines[index - 1].text)):
        return False
    return _is_followed_by_prose(lines, index)


def _states_a_value(text: str) -> bool:
    """``Effective date: 9 December 2024`` is a statement, not a heading."""
    label, colon, value = text.partition(":")
    return bool(label and colon and any(map(str.isdigit, value)))


def _is_followed_by_prose(lines: list[_Line], index: int) -> bool:
    following = lines[index + 1].text
    if index == 0 or _NUMBERED.match(following) or split_bullet(following) is not None:
        return True
    if len(following) >= _PROSE or _FULL_STOP.search(following):
        return True
    if following.endswith(":"):
        return True
    run = lines[index : index + _RUN_OF_CELLS]
    return lines[index].after_gap and not all(_is_short(each.text) for each in run)
