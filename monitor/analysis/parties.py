"""Parties: who else gets the data. Named recipients, processors and trackers.

Known services count wherever a policy speaks of data, large vendors and unknown names only where
the block speaks of recipients: at the head of a list item or section, in a table's column of
recipients, with a company form (``Inc.``, ``GmbH``, ``בע"מ``), or listed after "such as". The
controller itself is no party.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from monitor.analysis.matching import word_forms
from monitor.analysis.model import Clause, Party
from monitor.analysis.names import (
    NAME,
    NameBook,
    capitalised,
    is_own,
    name_book,
    ordinary_words,
    own_names,
    split_folded,
)
from monitor.analysis.remembering import remembered
from monitor.analysis.roles import Standing, standing_of
from monitor.analysis.tokens import folded_word
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
_LISTING = frozenset({Category.SHARING, Category.SUBPROCESSORS, Category.COOKIES})
_NO_PARTIES = frozenset({Category.DISPUTE, Category.POLICY_CHANGES, Category.CONTACT})
_NOUNS_CAPITALISED = frozenset({"de"})  # there a capital letter says nothing
_NO_CAPITALS = frozenset({"ar", "he", "fa"})  # there every Latin word stands out
_HEAD_END = re.compile(
    r"\s*(?:$|[:|(\u2013\u2014]|-\s|(?:is|est|es|\u05d4\u05d5\u05d0|\u05d4\u05d9\u05d0"
    r"|\u0647\u0648|\u0647\u064a)\s)"
)
_FORM_BEHIND = re.compile(r",? ?([A-Za-z.]{2,12})")  # "Acme, Inc."
_GOES_ON = re.compile(  # behind one listed word: a clause that only begins with a capital
    r" (?!(?:and|or|et|ou|und|oder|y|o|e|u|as|for|to|pour|f\u00fcr|para|which|that|who|is)\b)"
    r"[a-z\u00df-\u00ff]"
)
_COOKIE_NAME = re.compile(r"[A-Z0-9_-]{5,}|[A-Za-z0-9]*_[A-Za-z0-9_]*")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_ABBREVIATION = re.compile(r"(?:[A-Z]{1,4}|[A-Z]{2,}s|(?:[A-Z]\.)+[A-Z]?|E-?mail)")
_SHORTEST = 2
_LONGEST_CELL = 60
_TITLE_WORDS = 4  # of a column; a longer one explains
_COMPANY_REACH = 3  # words between a company word and בע"מ
_MOST = 300  # names per block


@dataclass(slots=True)
class _Sightings:
    """Where a party was named."""

    name: str
    blocks: list[int] = field(default_factory=list)
    categories: dict[Category, None] = field(default_factory=dict)
    role: str | None = None
    country: str | None = None


def find_parties(
    blocks: Sequence[Block], clauses: Sequence[Clause], *, service: str = ""
) -> tuple[Party, ...]:
    """The parties of a document of ``service``, in the order of their first mention."""
    own, ordinary = own_names(blocks, name_book()), ordinary_words(blocks)
    if service:
        own |= {" ".join(split_folded(service))}
    seen: dict[str, _Sightings] = {}
    header: Block | None = None
    for block, clause in zip(blocks, clauses, strict=True):
        header = _header_above(block, header)
        for candidate in islice(_named(block, clause, header, ordinary), _MOST):
            if is_own(candidate.folded, own):
                continue
            sighting = seen.get(candidate.folded)
            if sighting is None:
                sighting = seen[candidate.folded] = _Sightings(candidate.name)
            if clause.block not in sighting.blocks[-1:]:
                sighting.blocks.append(clause.block)
                _note_standing(sighting, standing_of(candidate.name, block, clause, header))
            speaking = [name for name in clause.categories if name in _RECIPIENTS]
            sighting.categories.update(dict.fromkeys(speaking))
    return tuple(
        Party(
            name=sighting.name,
            blocks=tuple(sighting.blocks),
            categories=tuple(sighting.categories) or (Category.SUBPROCESSORS,),
            role=sighting.role,
            country=sighting.country,
        )
        for sighting in seen.values()
    )


def _note_standing(sighting: _Sightings, said: Standing) -> None:
    """What is said first counts."""
    sighting.role = sighting.role or said.role
    sighting.country = sighting.country or said.country


def _header_above(block: Block, header: Block | None) -> Block | None:
    if block.kind is not BlockKind.TABLE_ROW:
        return None
    return block if block.header else header


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name of a party, but where all of its ``telling`` words are ordinary in the document."""

    name: str
    folded: str
    telling: tuple[str, ...] = ()  # none: the name is one in any document


class _Place(NamedTuple):
    """What decides, beside its text, which names in a block are those of parties."""

    language: str
    categories: frozenset[Category]
    is_row: bool
    cell: str  # of the column that names recipients, else the first
    names_parties: bool  # the column of the cell does


def _named(
    block: Block, clause: Clause, header: Block | None, ordinary: frozenset[str]
) -> Iterator[_Candidate]:
    """Every name of a party in a block, some more than once."""
    categories = frozenset(clause.categories)
    if categories <= _NO_PARTIES:
        return
    is_row = block.kind is BlockKind.TABLE_ROW and not block.header
    column = _column_of_recipients(header.cells) if is_row and header is not None else None
    place = _Place(
        language=clause.language,
        categories=categories,
        is_row=is_row,
        cell=_cell(block, column or 0) if is_row else "",
        names_parties=column is not None,
    )
    for candidate in _candidates(block.text, place):
        if not candidate.telling or not ordinary.issuperset(candidate.telling):
            yield candidate


def _cell(block: Block, column: int) -> str:
    return block.cells[column].strip() if column < len(block.cells) else ""


def _column_of_recipients(titles: Sequence[str]) -> int | None:
    """The column titled so, else the first where its title speaks of services."""
    for column, title in enumerate(titles):
        words = split_words(title)
        if len(words.texts) <= _TITLE_WORDS and name_book().columns.find(words):
            return column
    return 0 if titles and name_book().recipients.find(split_words(titles[0])) else None


@remembered
def _candidates(text: str, place: _Place) -> tuple[_Candidate, ...]:
    return tuple(_Reader().named(text, place))


def _certain(name: str) -> _Candidate:
    return _Candidate(name, " ".join(split_folded(name)))


class _Reader:
    """Reads the names in a text."""

    def __init__(self) -> None:
        self._book = name_book()

    def named(self, text: str, place: _Place) -> Iterator[_Candidate]:
        categories, language = place.categories, place.language
        words = split_words(text)
        yield from self._known(words, categories)
        if place.is_row:
            yield from self._in_cell(place)
        elif Category.SUBPROCESSORS in categories and language not in _NOUNS_CAPITALISED:
            yield from self._at_head(text)
        if categories & _RECIPIENTS:
            yield from self._with_form(text)
            yield from map(_certain, _hebrew_companies(words, self._book))
            yield from self._behind_company_word(text, words)
        flat = self._book.flat_row(text)
        if flat is not None:
            yield from self._unknown(flat, had_form=True)
        if language in _NO_CAPITALS:
            yield from self._listed(text, words, any_name=Category.COOKIES not in categories)
        elif categories & _LISTING and language not in _NOUNS_CAPITALISED:
            yield from self._listed(text, words)

    def _known(self, words: Words, categories: frozenset[Category]) -> Iterator[_Candidate]:
        speaks = bool(categories & _LISTING)
        for hit in self._book.known_names(words):
            if hit.known.specific or speaks:
                yield _certain(hit.known.name)

    def _at_head(self, text: str) -> Iterator[_Candidate]:
        """A name that begins the block and is followed by its description, or stands alone."""
        found = NAME.match(text)
        if found and _HEAD_END.match(text, found.end()):
            yield from self._unknown(found.group())

    def _in_cell(self, place: _Place) -> Iterator[_Candidate]:
        cell = place.cell
        if not cell or len(cell) > _LONGEST_CELL:
            return
        if not place.names_parties and Category.SUBPROCESSORS not in place.categories:
            return
        if not place.names_parties and _COOKIE_NAME.fullmatch(cell):
            return
        found = NAME.match(cell)
        if found and (_HEAD_END.match(cell, found.end()) or not cell[found.end() :].strip(" .,)")):
            yield from self._unknown(found.group())

    def _with_form(self, text: str) -> Iterator[_Candidate]:
        for found in capitalised(text):
            name, had_form = self._book.without_form(found.stated.rstrip("."))
            if not had_form:
                after = _FORM_BEHIND.match(text, found.end)
                had_form = bool(after and fold(after[1]).replace(".", "") in self._book.forms)
            if had_form:
                yield from self._unknown(name, had_form=True)

    def _behind_company_word(self, text: str, words: Words) -> Iterator[_Candidate]:
        """``شركة Acme Ads``: the company word in front makes the Latin name one."""
        place_of: dict[int, int] | None = None
        for found in capitalised(text):
            if place_of is None:
                place_of = {start: place for place, start in enumerate(words.starts)}
            place = place_of.get(found.start, 0)
            if place and not self._book.company_words.isdisjoint(
                word_forms(words.texts[place - 1])
            ):
                yield from self._unknown(found.stated, had_form=True)

    def _listed(self, text: str, words: Words, *, any_name: bool = False) -> Iterator[_Candidate]:
        """Names after "such as" in a sentence that speaks of recipients.

        With ``any_name`` also those that elsewhere are only a tool of the reader (a mail client).
        """
        openers = self._book.openers.find(words)
        if not openers:
            return
        speaking = {words.sentences[hit.first] for hit in self._book.recipients.find(words)}
        first_opener: dict[int, int] = {}
        for hit in openers:
            sentence = words.sentences[hit.last]
            first_opener[sentence] = min(first_opener.get(sentence, hit.last), hit.last)
        place_of = {start: place for place, start in enumerate(words.starts)}
        for found in capitalised(text):
            place = place_of.get(found.start)
            if place is None:  # a letter glued in front: وAcme
                place = place_of.get(found.start - 1)
            if place is None:
                continue
            sentence = words.sentences[place]
            if sentence not in speaking or place <= first_opener.get(sentence, place):
                continue
            listed = self._book.listed_name(found.stated) if any_name else None
            if listed is not None:
                yield _certain(listed)
            elif " " in found.stated or not _GOES_ON.match(text, found.end):
                yield from self._unknown(found.stated)

    def _unknown(self, name: str, *, had_form: bool = False) -> Iterator[_Candidate]:
        """``name`` itself, when it can be one; known names were read already."""
        bare = _POSSESSIVE.sub("", self._book.without_form(name.strip(" .,"))[0])
        if len(bare) < _SHORTEST or (_ABBREVIATION.fullmatch(bare) and not had_form):
            return
        telling = self._book.telling(bare)
        if not telling or self._book.is_taken(split_words(bare)):
            return
        yield _Candidate(bare, " ".join(split_folded(bare)), () if had_form else telling)


def _hebrew_companies(words: Words, book: NameBook) -> Iterator[str]:
    """``חברת X Y בע"מ`` and ``X Y בע"מ``."""
    ends = {word for word in words.distinct if folded_word(word) in book.company_ends}
    if not ends:
        return
    for place, word in enumerate(words.texts):
        if word not in ends or not place:
            continue
        first = max(0, place - 2)
        for before in range(place - 1, max(-1, place - 2 - _COMPANY_REACH), -1):
            if not book.company_words.isdisjoint(word_forms(words.texts[before])):
                first = before + 1
                break
        if first < place:
            yield words.between(first, place - 1)
