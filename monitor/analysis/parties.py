"""Parties: who else gets the data. Named recipients, processors and trackers.

Known services count wherever a policy speaks of data, large vendors and unknown names only where
the block speaks of recipients: at the head of a list item or section, in the first cell of a table
row, with a company form (``Inc.``, ``GmbH``, ``בע"מ``), or listed after "such as". The controller
itself is no party.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from monitor.analysis.model import Clause, Party
from monitor.analysis.names import NAME, NameBook, is_own, name_book, own_names, split_folded
from monitor.analysis.words import Words, split_words
from storage.document import Block
from storage.folding import fold
from storage.model import BlockKind, Category

_RECIPIENTS = frozenset(
    {
        Category.SHARING,
        Category.SUBPROCESSORS,
        Category.COOKIES,
        Category.TRANSFERS,
        Category.SALE,
    }
)
_NO_PARTIES = frozenset({Category.DISPUTE, Category.POLICY_CHANGES, Category.CONTACT})
_PROCESSING = _RECIPIENTS | {Category.COLLECTION, Category.USE, Category.SECURITY}
_HEAD_END = re.compile(
    r"\s*(?:$|[:|(\u2013\u2014]|-\s|,|(?:is|are|est|ist|es|\u05d4\u05d5\u05d0|\u05d4\u05d9\u05d0"
    r"|\u0647\u0648|\u0647\u064a)\s)"
)
_LONGEST_CELL = 60
_COMPANY_REACH = 3  # words between a company word and בע"מ
_MOST = 300  # names per block


@dataclass(slots=True)
class _Sightings:
    """Where a party was named."""

    name: str
    blocks: list[int] = field(default_factory=list)
    categories: dict[Category, None] = field(default_factory=dict)


def find_parties(blocks: Sequence[Block], clauses: Sequence[Clause]) -> tuple[Party, ...]:
    """The parties of a document in the order of their first mention."""
    book = name_book()
    own = own_names(blocks, book)
    seen: dict[str, _Sightings] = {}
    header: Block | None = None
    for block, clause in zip(blocks, clauses, strict=True):
        header = _header_above(block, header)
        for name in list(_named(block, clause, header, book))[:_MOST]:
            if is_own(name, own):
                continue
            sighting = seen.setdefault(" ".join(split_folded(name)), _Sightings(name))
            if clause.block not in sighting.blocks[-1:]:
                sighting.blocks.append(clause.block)
            speaking = [name for name in clause.categories if name in _RECIPIENTS]
            sighting.categories.update(dict.fromkeys(speaking))
    return tuple(
        Party(
            name=sighting.name,
            blocks=tuple(sighting.blocks),
            categories=tuple(sighting.categories) or (Category.SUBPROCESSORS,),
        )
        for sighting in seen.values()
    )


def _header_above(block: Block, header: Block | None) -> Block | None:
    if block.kind is not BlockKind.TABLE_ROW:
        return None
    return block if block.header else header


def _named(block: Block, clause: Clause, header: Block | None, book: NameBook) -> Iterator[str]:
    categories = set(clause.categories)
    if categories <= _NO_PARTIES:
        return
    words = split_words(block.text)
    yield from _known(words, categories, book)
    if not categories & _RECIPIENTS and header is None:
        return
    if block.kind is BlockKind.TABLE_ROW and not block.header:
        yield from _in_first_cell(block, header, categories, book)
    elif Category.SUBPROCESSORS in categories:
        yield from _at_head(block.text, book)
    if categories & _RECIPIENTS:
        yield from _with_form(block.text, book)
        yield from _hebrew_companies(words, book)
        yield from _listed(block.text, words, clause.language, book)


def _known(words: Words, categories: set[Category], book: NameBook) -> Iterator[str]:
    hits = book.known_names(words)
    if not hits:
        return
    speaks = bool(categories & {Category.SHARING, Category.SUBPROCESSORS, Category.COOKIES})
    for hit in hits:
        if hit.known.specific or (speaks and categories & _PROCESSING):
            yield hit.known.name


def _at_head(text: str, book: NameBook) -> Iterator[str]:
    """A name that begins the block and is followed by its description, or stands alone."""
    found = NAME.match(text)
    if found and _HEAD_END.match(text, found.end()):
        yield from _unknown(found.group(), book)


def _in_first_cell(
    block: Block, header: Block | None, categories: set[Category], book: NameBook
) -> Iterator[str]:
    cell = block.cells[0].strip() if block.cells else ""
    if not cell or len(cell) > _LONGEST_CELL:
        return
    names_parties = header is not None and bool(
        header.cells and book.recipients.find(split_words(header.cells[0]))
    )
    if not names_parties and Category.SUBPROCESSORS not in categories:
        return
    found = NAME.match(cell)
    if found and (_HEAD_END.match(cell, found.end()) or cell[found.end() :].strip(" .,)") == ""):
        yield from _unknown(found.group(), book)


def _with_form(text: str, book: NameBook) -> Iterator[str]:
    for found in NAME.finditer(text):
        name, had_form = book.without_form(found.group().rstrip("."))
        tail = text[found.end() : found.end() + 12].lstrip(" ,")
        next_word = re.match(r"[A-Za-z.]{2,12}", tail)
        if not had_form and next_word and text[found.end() : found.end() + 1] == ",":
            had_form = fold(next_word.group()).replace(".", "") in book.forms
        if had_form:
            yield from _unknown(name, book)


def _hebrew_companies(words: Words, book: NameBook) -> Iterator[str]:
    """``חברת X Y בע"מ`` and ``X Y בע"מ``."""
    for place, word in enumerate(words.texts):
        if fold(word) not in book.company_ends or not place:
            continue
        first = max(0, place - 2)
        for before in range(place - 1, max(-1, place - 2 - _COMPANY_REACH), -1):
            if fold(words.texts[before]).lstrip("והבלמש") in _bare_company_words(book):
                first = before + 1
                break
        if first < place:
            yield words.between(first, place - 1)


def _bare_company_words(book: NameBook) -> set[str]:
    return {word.lstrip("והבלמש") for word in book.company_words}


def _listed(text: str, words: Words, language: str, book: NameBook) -> Iterator[str]:
    """Names after "such as" in a sentence that speaks of recipients."""
    if language == "de":  # every noun is capitalised
        return
    openers = book.openers.find(words)
    if not openers:
        return
    speaking = {words.sentences[hit.first] for hit in book.recipients.find(words)}
    first_opener: dict[int, int] = {}
    for hit in openers:
        sentence = words.sentences[hit.last]
        first_opener[sentence] = min(first_opener.get(sentence, hit.last), hit.last)
    place_of = {start: place for place, start in enumerate(words.starts)}
    for found in NAME.finditer(text):
        place = place_of.get(found.start())
        if place is None:
            continue
        sentence = words.sentences[place]
        if sentence in speaking and place > first_opener.get(sentence, place):
            yield from _unknown(found.group(), book)


def _unknown(name: str, book: NameBook) -> Iterator[str]:
    bare = book.without_form(name.strip(" .,"))[0]
    if len(bare) < 2 or book.is_generic(bare):  # noqa: PLR2004
        return
    words = split_words(bare)
    if not book.known_names(words):
        yield bare
        return
    yield book.canonical(bare)
