"""Parties: who else gets the data. Named recipients, processors and trackers.

Known services count wherever a policy speaks of data, large vendors and unknown names only where
the block speaks of recipients: at the head of a list item or section, in a table's column of
recipients, with a company form (``Inc.``, ``GmbH``, ``בע"מ``), or listed after "such as". The
controller itself is no party.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import islice, zip_longest
from typing import NamedTuple

from monitor.analysis.model import Clause, Party
from monitor.analysis.parties.cards import Card, announces, cards_of, head_of_line
from monitor.analysis.parties.caseless_names import companies, name_in_cell
from monitor.analysis.parties.company_names import names_with_form
from monitor.analysis.parties.former_names import without_former_name
from monitor.analysis.parties.name_lists import (
    HEAD_END,
    lists_of_names,
    names_at_head,
    rows_of_names,
)
from monitor.analysis.parties.names import (
    NAME,
    KnownHit,
    capitalised,
    name_book,
    ordinary_words,
    split_folded,
)
from monitor.analysis.parties.own_names import is_our_product, is_own, own_names, products
from monitor.analysis.parties.roles import Standing, is_country, standing_of
from monitor.analysis.parties.unused import without_unused
from monitor.analysis.text.matching import word_forms
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.words import Words, split_words
from storage.document import Block, table_row
from storage.model import BlockKind, Category
from storage.patterns import late
from storage.values import value

# Reading an attribute of an enum costs more.
_TABLE_ROW = BlockKind.TABLE_ROW

_RECIPIENTS = frozenset(
    {
        Category.SHARING,
        Category.SUBPROCESSORS,
        Category.COOKIES,
        Category.TRANSFERS,
        Category.SALE,
    }
)
_TELLS_RECIPIENTS = frozenset({Category.SHARING, Category.SUBPROCESSORS})
_LISTING = frozenset({Category.SHARING, Category.SUBPROCESSORS, Category.COOKIES})
_NO_PARTIES = frozenset({Category.DISPUTE, Category.POLICY_CHANGES, Category.CONTACT})
_NOUNS_CAPITALISED = frozenset({"de"})  # there a capital letter says nothing
_NO_CAPITALS = frozenset({"ar", "he", "fa"})  # there every Latin word stands out
_GERMAN_NOUN = re.compile(r"(?:en|er|ung|heit|keit|dienste?|schaft)$")
_PROVIDER_REACH = 3  # words between "provider" and a name in brackets
_SURE = 2  # known names, or remarks in brackets, that make a row of names one of parties
_GOES_ON = late(  # behind one listed word: a clause that only begins with a capital
    r" (?!(?:and|or|et|ou|und|oder|y|o|e|u|as|for|to|pour|f\u00fcr|para|which|that|who|is)\b)"
    r"[a-z\u00df-\u00ff]"
)
_COOKIE_NAME = re.compile(r"[A-Z0-9_-]{5,}|[A-Za-z0-9]*_[A-Za-z0-9_]*")
_ADDRESS = late(
    r"\b(?:Street|St|Str|Road|Rd|House|Park|Avenue|Ave|Boulevard|Blvd|Rue|Calle|Floor|Suite|Lane|Drive"
    r"|Place|Square|Quay|Dock|Court|Building|Tower|Plaza|Way)\b|[ \u00a0]\d{1,6}$"
)
_OPENING = re.compile(r"(?:[.!?] |^)[A-Z][a-z]+,")  # "Finally, Acme"
_COINED = re.compile(r"[a-z][A-Z]|[A-Za-z]\d|\.[a-z]")
_LABEL_END = re.compile(r"[ \u00a0]?:[ \u00a0]")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_LAW = re.compile(r"(?:Act|Amendment|Law|Regulation|Directive|Code)$")
_ABBREVIATION = late(r"(?:[A-Z]{1,4}|[A-Z]\d{1,2}|[A-Z]{2,}s|(?:[A-Z]\.)+[A-Z]?|E-?mail)")
_AND_ITS = late(  # "Acme and its affiliates"
    r"[ \u00a0](?:and (?:its|their)\b|et (?:ses|leurs)\b|und (?:seine|ihre|deren)\b|y sus\b"
    r"|\u0648(?=[\u0621-\u064a])|\u05d5(?=[\u05d0-\u05ea]))"
)
_SHORTEST = 2
_LONGEST_CELL = 60
_TITLE_WORDS = 4  # of a column; a longer one explains
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
    own, ordinary = own_names(blocks, name_book(), service), _Ordinary(blocks)
    ours: set[str] = set()  # products, as far as known
    doubted = False
    seen: dict[str, _Sightings] = {}
    header: Block | None = None
    listed = lists_of_names(blocks, clauses, _TELLS_RECIPIENTS)
    cards = cards_of(blocks)
    path: tuple[str, ...] = ()
    announced = False  # under a heading that says who they are
    for index, (block, clause) in enumerate(zip(blocks, clauses, strict=True)):
        header = _header_above(block, header)
        card = cards.get(index)
        if clause.heading_path is not path:
            path = clause.heading_path
            announced = any(map(announces, path))
        heads = announced and head_of_line(block)  # a paragraph that begins with a name
        if not (card or heads) and _NO_PARTIES.issuperset(clause.categories):
            continue
        row = block if card is None else _row_of(card, index)
        first = card is not None or (announced and header is None)  # its first cell has the name
        place = _place(row, clause, header, in_list=heads or index in listed, first=first)
        for candidate in islice(_named(block.text, place, ordinary), _MOST):
            if is_own(candidate.folded, own) or _is_beside_own(candidate, own):
                continue
            doubted = doubted or bool(candidate.telling)
            if candidate.telling and is_our_product(block.text, candidate.name):
                ours.add(candidate.folded)
                continue
            sighting = seen.get(candidate.folded)
            if sighting is None:
                sighting = seen[candidate.folded] = _Sightings(candidate.name)
            if clause.block not in sighting.blocks[-1:]:
                sighting.blocks.append(clause.block)
                _note_standing(sighting, standing_of(candidate.name, row, clause, header))
            speaking = [name for name in clause.categories if name in _RECIPIENTS]
            sighting.categories.update(dict.fromkeys(speaking))
    if doubted:
        ours |= products(blocks, own, name_book())
    return tuple(
        Party(
            name=sighting.name,
            blocks=tuple(sighting.blocks),
            categories=tuple(sighting.categories) or (Category.SUBPROCESSORS,),
            role=sighting.role,
            country=sighting.country,
        )
        for folded, sighting in seen.items()
        if folded not in ours
    )


class _Ordinary:
    """The ordinary words of a document, gathered when a name is doubted: in many a one none is."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    @cached_property
    def words(self) -> frozenset[str]:
        return ordinary_words(self._blocks)


def _note_standing(sighting: _Sightings, said: Standing) -> None:
    """What is said first counts."""
    sighting.role = sighting.role or said.role
    sighting.country = sighting.country or said.country


def _header_above(block: Block, header: Block | None) -> Block | None:
    if block.kind is not _TABLE_ROW:
        return None
    return block if block.header else header


@value(kw_only=False)
class _Candidate:
    """A name of a party, but where all of its ``telling`` words are ordinary in the document."""

    name: str
    folded: str
    telling: tuple[str, ...] = ()  # none: the name is one in any document
    beside: tuple[str, ...] = ()  # the folded known names that alone make it one


def _is_beside_own(candidate: _Candidate, own: frozenset[str]) -> bool:
    """Whether it stands only beside products of the controller."""
    return bool(candidate.beside) and all(is_own(name, own) for name in candidate.beside)


class _Place(NamedTuple):
    """What decides, beside its text, which names in a block are those of parties."""

    language: str
    categories: frozenset[Category]
    is_row: bool
    cell: str  # of the column that names recipients, else the first
    names_parties: bool  # the column of the cell does
    in_list: bool  # whose items begin with parties


def _row_of(card: Card, index: int) -> Block:
    """A card as the row of a table that it could be; all but its first block have no name."""
    return table_row(card.cells if index == card.first else ("", card.cells[index - card.first]))


def _place(
    block: Block, clause: Clause, header: Block | None, *, in_list: bool, first: bool
) -> _Place:
    """``first``: where no column is known to name recipients, the first does."""
    is_row = block.kind is _TABLE_ROW and not block.header
    column = _column_of_recipients(header.cells) if is_row and header is not None else None
    if column is None and is_row and first:
        column = 0
    return _Place(
        language=clause.language,
        categories=frozenset(clause.categories),
        is_row=is_row,
        cell=_cell(block, column or 0) if is_row else "",
        names_parties=column is not None,
        in_list=in_list,
    )


def _named(text: str, place: _Place, ordinary: _Ordinary) -> Iterator[_Candidate]:
    """Every name of a party in a block, some more than once."""
    for candidate in _candidates(text, place):
        if not candidate.telling or not ordinary.words.issuperset(candidate.telling):
            yield candidate


def _cell(block: Block, column: int) -> str:
    return block.cells[column].strip() if column < len(block.cells) else ""


@lru_cache(maxsize=16)  # asked of a table's header for each of its rows
def _column_of_recipients(titles: tuple[str, ...]) -> int | None:
    """The column titled so, else the first where its title speaks of services."""
    for column, title in enumerate(titles):
        words = split_words(title)
        if len(words.texts) <= _TITLE_WORDS and name_book().columns.find(words):
            return column
    if any(name_book().cookie_words.find(split_words(title)) for title in titles):
        for column, title in enumerate(titles):
            words = split_words(title)
            if len(words.texts) <= _TITLE_WORDS and name_book().owners.find(words):
                return column
    return 0 if titles and name_book().recipients.find(split_words(titles[0])) else None


@remembered
def _candidates(text: str, place: _Place) -> tuple[_Candidate, ...]:
    found = tuple(_Reader().named(text, place))
    if found and (used := without_unused(text)) != text:
        return tuple(_Reader().named(used, place))
    return found


def _certain(name: str) -> _Candidate:
    return _Candidate(name, " ".join(split_folded(name)))


class _Reader:
    """Reads the names in a text."""

    def __init__(self) -> None:
        self._book = name_book()

    def named(self, text: str, place: _Place) -> Iterator[_Candidate]:
        categories, language = place.categories, place.language
        words = split_words(text)
        known = self._book.known_names(words)
        yield from self._known(known, place)
        if place.is_row:
            yield from self._in_cell(place)
        elif place.in_list or Category.SUBPROCESSORS in categories:
            yield from self._at_head(text, german=language in _NOUNS_CAPITALISED)
        if categories & _RECIPIENTS:
            yield from self._with_form(text)
            yield from map(_certain, companies(text, words, self._book))
            yield from self._behind_word(text, words, place)
            if len(known) >= (_SURE if language in _NOUNS_CAPITALISED else 1) or "(" in text:
                yield from self._side_by_side(place.cell if place.is_row else text, place)
        flat = self._book.flat_row(text)
        if flat is not None:
            yield from self._unknown(flat, had_form=True)
        if language in _NO_CAPITALS:
            yield from self._listed(text, words, any_name=Category.COOKIES not in categories)
        elif categories & _LISTING and language not in _NOUNS_CAPITALISED:
            yield from self._listed(text, words)

    def _known(self, known: list[KnownHit], place: _Place) -> Iterator[_Candidate]:
        speaks = place.in_list or place.names_parties or bool(place.categories & _LISTING)
        for hit in known:
            if hit.known.specific or speaks:
                yield _certain(hit.known.name)

    def _at_head(self, text: str, *, german: bool) -> Iterator[_Candidate]:
        """Names that begin the block and are followed by a description, or stand alone.

        Of German ones only those that are written like no noun: "PayHarbor".
        """
        names, end = names_at_head(text)
        if not names or not HEAD_END.match(text, end):
            return
        told = _LABEL_END.match(text, end)
        value = NAME.match(text, told.end()) if told else None
        if value and self._book.known_names(split_words(value.group())):
            return  # "Payments: Acme"
        for name in names:
            if not german or _COINED.search(name):
                yield from self._unknown(name)

    def _in_cell(self, place: _Place) -> Iterator[_Candidate]:
        cell = without_former_name(place.cell)
        if not cell or len(cell) > _LONGEST_CELL:
            return
        if not place.names_parties and Category.SUBPROCESSORS not in place.categories:
            return
        if not place.names_parties and _COOKIE_NAME.fullmatch(cell):
            return
        written = name_in_cell(cell, self._book) if place.names_parties else None
        if written:
            yield _certain(written)
        names, end = names_at_head(cell)
        ends = HEAD_END.match(cell, end) or _AND_ITS.match(cell, end)
        if names and (ends or not cell[end:].strip(" .,)")):
            for name in names:
                yield from self._unknown(name)

    def _side_by_side(self, text: str, place: _Place) -> Iterator[_Candidate]:
        """Beside a known party an unknown name is one, too; so are names with remarks."""
        german = place.language in _NOUNS_CAPITALISED
        for row in rows_of_names(text, self._book):
            hits = [self._book.known_names(split_words(name.stated)) for name in row.names]
            known = sum(map(bool, hits))
            beside = tuple(" ".join(split_folded(hit.known.name)) for one in hits for hit in one)
            remarked = row.remarks >= _SURE and not _TELLS_RECIPIENTS.isdisjoint(place.categories)
            if known < (_SURE if german else 1) and (german or not remarked):
                continue
            if any(_ADDRESS.search(n.stated) or self._book.is_ignored(n.stated) for n in row.names):
                continue
            for name, following in zip_longest(row.names, row.names[1:]):
                town = following is not None and self._is_country(following.stated)
                opening = name is row.names[0] and _OPENING.match(text, max(0, name.start - 2))
                if not town and not opening and not (german and _GERMAN_NOUN.search(name.stated)):
                    for candidate in self._unknown(name.stated):
                        yield candidate if remarked else replace(candidate, beside=beside)

    def _is_country(self, name: str) -> bool:
        """Or the code of a state: "Acme, Springfield, USA"."""
        words = split_words(name)
        if self._book.is_taken(words):
            return False
        return bool(_ABBREVIATION.fullmatch(name)) or not self._book.telling(name)

    def _with_form(self, text: str) -> Iterator[_Candidate]:
        for name in names_with_form(text, self._book):
            yield from self._unknown(name, had_form=True)

    def _behind_word(self, text: str, words: Words, place: _Place) -> Iterator[_Candidate]:
        """``شركة Acme Ads``: the company word in front makes the Latin name one.

        Where the clause is about processors, so do "by way of" and "the service".
        """
        about = Category.SUBPROCESSORS in place.categories
        place_of: dict[int, int] | None = None
        providers: frozenset[int] | None = None
        for found in capitalised(text):
            if place_of is None:
                place_of = {start: index for index, start in enumerate(words.starts)}
            index = place_of.get(found.start, 0)
            if text[found.start - 1 : found.start] == "(":
                if providers is None:
                    providers = self._providers(words, place)
                if index and self._opens_remark(found.stated, index, providers, place):
                    yield from self._unknown(found.stated)
                continue
            if index > 1 and len(words.texts[index - 1]) == 1:  # ב-Acme
                index -= 1
            if not index:
                continue
            before = word_forms(words.texts[index - 1])
            if not self._book.company_words.isdisjoint(before):
                yield from self._unknown(found.stated, had_form=True)
            elif about and not self._book.ways.isdisjoint(before):
                yield from self._unknown(found.stated)

    def _providers(self, words: Words, place: _Place) -> frozenset[int]:
        """The places of words for a recipient, where names may stand in a remark behind them."""
        if place.language in _NOUNS_CAPITALISED or not _LISTING & place.categories:
            return frozenset()
        hits = self._book.columns.find(words)
        return frozenset(hit.last for hit in hits if hit.payload == "column")

    def _opens_remark(
        self, name: str, index: int, providers: frozenset[int], place: _Place
    ) -> bool:
        """So does "our payment provider (Acme)"; a coined name ("PayHarbor") needs no provider."""
        if Category.SUBPROCESSORS in place.categories and _COINED.search(name):
            return True
        near = range(max(0, index - _PROVIDER_REACH), index)
        return not providers.isdisjoint(near)

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
        found = _unknown_name(name, had_form)
        if found:
            yield found


@remembered  # several rules ask for the names of one text, which stand in others as well
def _unknown_name(name: str, had_form: bool) -> _Candidate | None:
    book = name_book()
    bare = _POSSESSIVE.sub("", book.without_form(name.strip(" .,"))[0])
    if len(bare) < _SHORTEST or (_ABBREVIATION.fullmatch(bare) and not had_form):
        return None
    telling = book.telling(bare)
    words = split_words(bare)
    if not telling or book.is_taken(words) or is_country(bare):
        return None
    if not had_form and (_LAW.search(bare) or book.columns.find(words)):
        return None  # "Our Processors"
    return _Candidate(bare, " ".join(split_folded(bare)), () if had_form else telling)
