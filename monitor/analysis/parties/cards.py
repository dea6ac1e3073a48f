"""Lists of processors that are no tables: cards under a heading that says who they are.

A card is a heading with a few short lines under it, or as many short lines as its neighbours
have: name, purpose, country. Only its first line is a name. Where no heading (or title) says that
those below get data, lines are lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from monitor.analysis.parties.name_lists import HEAD_END, names_at_head
from monitor.analysis.parties.names import NAME, name_book
from monitor.analysis.parties.roles import is_country
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.words import split_words
from storage.document import Block
from storage.model import BlockKind
from storage.values import value

# Reading an attribute of an enum costs more.
_HEADING = BlockKind.HEADING
_LIST_ITEM = BlockKind.LIST_ITEM
_PARAGRAPH = BlockKind.PARAGRAPH

_TITLE_WORDS = 7  # of a heading that announces a list; a longer one tells something
_BARE_WORDS = 3  # of one that is nothing but a word for recipients
_NAME_WORDS = 6
_LINE_WORDS = 12  # of a line in a card
_ANSWER_WORDS = 30  # of the sentences under a name in a card that opens
_MOST_LINES = 5  # of a card under its heading
_PERIODS = (3, 2, 4, 5)  # lines of a card without heading
_FEWEST = 2  # cards
_SENTENCE_ENDS = (".", "!", "?", "\u061f", ":", ";", "\u061b", "\u2026")
_NO_CASE = re.compile("[\u0590-\u06ff]")


@value(kw_only=False)
class Card:
    """``first`` is the block that names who it is about; ``cells`` are the texts of its lines."""

    first: int
    cells: tuple[str, ...]


@remembered
def announces(heading: str) -> bool:
    """Whether those named under ``heading`` get data: "Sub-processors", "Our vendors"."""
    words = split_words(heading)
    if not 0 < len(words.texts) <= _TITLE_WORDS:
        return False
    if name_book().lists.find(words):
        return True
    return len(words.texts) <= _BARE_WORDS and bool(name_book().columns.find(words))


def cards_of(blocks: Sequence[Block]) -> Mapping[int, Card]:
    """The cards of a document by each of the blocks that they are made of."""
    found: dict[int, Card] = {}
    for start, end in _announced(blocks):
        for card in (*_under_headings(blocks, start, end), *_of_lines(blocks, start, end)):
            for place in range(card.first, card.first + len(card.cells)):
                found.setdefault(place, card)
    return found


def _announced(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The blocks under each heading that announces a list: to the next of its level."""
    end = 0
    for index, block in enumerate(blocks):
        if index < end or block.kind is not _HEADING or not announces(block.text):
            continue
        end = index + 1
        while end < len(blocks) and not (
            blocks[end].kind is _HEADING and blocks[end].level <= block.level
        ):
            end += 1
        yield index + 1, end


def _under_headings(blocks: Sequence[Block], start: int, end: int) -> list[Card]:
    """Headings of one level, each with as many short lines under it as most have."""
    heads = [at for at in range(start, end) if blocks[at].kind is _HEADING]
    cards = [
        Card(head, tuple(block.text for block in blocks[head:after]))
        for head, after in pairwise([*heads, end])
        if _is_card(blocks, head, after)
    ]
    if len(cards) < _FEWEST or len(cards) * 2 < len(heads):
        return []
    told = any(
        len(split_words(cell).texts) > _LINE_WORDS or cell.endswith(_SENTENCE_ENDS)
        for card in cards
        for cell in card.cells[1:]
    )
    if told and not any(map(_is_surely_named, (card.cells[0] for card in cards))):
        return []  # clauses with short headings
    return cards


def _is_card(blocks: Sequence[Block], head: int, after: int) -> bool:
    lines = blocks[head + 1 : after]
    if not 0 < len(lines) <= _MOST_LINES or not may_name(blocks[head].text):
        return False
    kinds = (_PARAGRAPH, _LIST_ITEM)
    return all(
        line.kind in kinds and len(split_words(line.text).texts) <= _ANSWER_WORDS for line in lines
    )


def _of_lines(blocks: Sequence[Block], start: int, end: int) -> Iterator[Card]:
    run: list[int] = []
    for at in range(start, end + 1):
        if at < end and _is_line(blocks[at]):
            run.append(at)
            continue
        yield from _in_run([blocks[place].text for place in run], at - len(run))
        run = []


def _is_line(block: Block) -> bool:
    if block.kind is not _PARAGRAPH or block.text.endswith((":", "?", "!")):
        return False
    words = len(split_words(block.text).texts)
    return words <= (_BARE_WORDS if block.text.endswith(".") else _LINE_WORDS)


def _in_run(lines: list[str], start: int) -> Iterator[Card]:
    """Cards of as many lines each: that many in which names and countries stand apart."""
    for period in _PERIODS:
        for offset in range(period):
            part = lines[offset:]
            count = len(part) // period
            if count < _FEWEST:
                break
            columns = [part[place : count * period : period] for place in range(period)]
            if _reads_as_cards(columns):
                for number in range(count):
                    at = number * period
                    yield Card(start + offset + at, tuple(part[at : at + period]))
                return


def _reads_as_cards(columns: Sequence[Sequence[str]]) -> bool:
    names, *others = columns
    if not all(may_name(one) for one in names[1:]) or any(map(is_country, names)):
        return False
    placed = any(sum(map(is_country, column)) * 2 >= len(column) for column in others)
    sure = sum(map(_is_surely_named, names))
    elsewhere = any(_is_surely_named(line) for column in others for line in column)
    return not elsewhere and (placed or sure * 2 >= len(names))


def _is_surely_named(text: str) -> bool:
    book = name_book()
    return book.without_form(text)[1] or bool(book.known_names(split_words(text)))


def may_name(text: str) -> bool:
    """A few words that could be the name of a company, in any script."""
    words = split_words(text)
    if not 0 < len(words.texts) <= _NAME_WORDS or text.endswith(_SENTENCE_ENDS[1:]):
        return False
    if is_country(text) or (name_book().columns.find(words) and not _is_surely_named(text)):
        return False
    return bool(NAME.match(text) or _NO_CASE.match(text))


def head_of_line(block: Block) -> bool:
    """``Acme Ltd \u2013 hosting (Ireland)``: a paragraph that begins as an item of a list would."""
    if block.kind is not _PARAGRAPH:
        return False
    names, end = names_at_head(block.text)
    if names and end == len(block.text):
        return name_book().without_form(names[0])[1]
    return bool(names and end < len(block.text) and HEAD_END.match(block.text, end))
