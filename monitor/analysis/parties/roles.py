"""What a named party does with data, and where it sits: only where the text states it.

A row of a table says so in its other cells, under the titles of its columns; a sentence in the
words beside the name ("our processor Acme Inc., based in Ireland"); a heading for what stands
under it ("Sub-processors"). Names of countries are the CLDR's, in six languages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from monitor.analysis.model import Clause
from monitor.analysis.parties.names import name_book
from monitor.analysis.text.cldr import countries_in
from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import LANGUAGES, read_data, term_lines
from monitor.analysis.text.matching import Hit, Matcher, word_forms
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.words import Words, split_words
from storage.document import Block
from storage.folding import fold
from storage.model import BlockKind
from storage.once import once
from storage.patterns import late
from storage.values import value

_LONGEST_CELL = 80  # letters of a cell that can name a country
_TITLE_WORDS = 5  # of a column; a longer one explains
_SEAT_REACH = 8  # words between a name and its country
_TOWN_WORDS = 2  # among them: "Acme Inc., Dublin, Ireland"
_CODES_WRITTEN = 3  # letters of US, UK, USA, UAE: read only in capitals
_REMARK = re.compile(r"(?:,? [A-Za-z.]{2,12})?\.? ?\(([^()]{2,90})\)")
_REMARK_LATER = re.compile(r"[^()]{0,120}\(([^()]{2,90})\)")
_RIGHT_TO_LEFT = late(  # with what folds to such letters
    "[\u0590-\u08ff\u2135-\u2138\ufb1d-\ufdff\ufe70-\ufeff\U0001ee00-\U0001eeff]"
)
_PARTS = late(r"[,;\u060c\u061b/]| [-\u2013\u2014] ")


@value(kw_only=False)
class Standing:
    """``role`` is processor, tracker, advertiser, controller, affiliate or recipient.

    ``country`` is ISO 3166 (``EU`` for the union); several are joined by a comma.
    """

    role: str | None = None
    country: str | None = None


class _Lexicon:
    def __init__(self, source: str) -> None:
        data = parse_table(source)
        self.roles: Matcher[str] = Matcher(
            (line, role) for role, lines in data["roles"].items() for line in term_lines(lines)
        )
        country = data["country"]
        self.columns: Matcher[str] = Matcher((one, "") for one in term_lines(country["columns"]))
        self.seats = frozenset(fold(country["seats"]).split())
        self._named = _country_terms(term_lines(country["names"]))

    def countries(self, words: Words) -> list[Hit[str]]:
        """Every name of a country; those in letters that the text has none of are not read."""
        found = self._left_to_right.find(words)
        if words.source.isascii() or not _RIGHT_TO_LEFT.search(words.source):
            return found
        return [*found, *self._right_to_left.find(words)]

    @once
    def _left_to_right(self) -> Matcher[str]:
        return Matcher(term for term in self._named if not _RIGHT_TO_LEFT.search(term[0]))

    @once
    def _right_to_left(self) -> Matcher[str]:
        return Matcher(term for term in self._named if _RIGHT_TO_LEFT.search(term[0]))


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon(read_data("roles.toml"))


def countries_named(text: str) -> frozenset[str]:
    """The codes of the countries that ``text`` names in any language; glued letters may stand."""
    return frozenset(hit.payload for hit in _lexicon().countries(split_words(text)))


def country_mentions(text: str) -> dict[str, str]:
    """The words of ``text`` that name countries, by code, each where it stands first."""
    words = split_words(text)
    found: dict[str, str] = {}
    for hit in _country_hits(words):
        found.setdefault(hit.payload, words.between(hit.first, hit.last))
    return found


def _country_terms(lines: Sequence[str]) -> list[tuple[str, str]]:
    terms = {
        name: code
        for language in LANGUAGES
        for code, name in countries_in(language).items()
        if _plain(name)
    }
    for line in lines:
        code, *names = (part.strip() for part in line.split("="))
        terms.update(dict.fromkeys(names, code))
    # A term is words: marks of names such as "Congo - Kinshasa" or "Myanmar (Burma)" are none.
    return [(_plain(name), code) for name, code in terms.items()]


def _plain(name: str) -> str:
    bare = name.replace(" ", "").isalnum()  # nearly all: there is nothing to split
    return name if bare else " ".join(split_words(name).texts)


def standing_of(name: str, block: Block, clause: Clause, header: Block | None) -> Standing:
    """What ``block`` and its place say of the party called ``name``."""
    if block.kind is BlockKind.TABLE_ROW and block.cells:
        role, country = _in_row(name, block, header)
    else:
        role, country = _in_prose(name, _prose(block.text))
    return Standing(role or _of_headings(clause.heading_path), country)


def _in_row(name: str, row: Block, header: Block | None) -> tuple[str | None, str | None]:
    titles = header.cells if header is not None else ()
    others = [
        (place, cell)
        for place, cell in enumerate(row.cells)
        if cell.strip() and not fold(cell).startswith(fold(name))
    ]
    located = [cell for place, cell in others if place < len(titles) and _is_place(titles[place])]
    countries = [_countries(cell) for cell in located or [cell for _, cell in others]]
    country = next((found for found in countries if found), None)
    roles = (_only_role(split_words(text)) for text in (*(c for _, c in others), *titles))
    return next((role for role in roles if role), None), country


def _is_place(title: str) -> bool:
    words = split_words(title)
    return len(words.texts) <= _TITLE_WORDS and bool(_lexicon().columns.find(words))


def _countries(cell: str) -> str | None:
    """Those that a short cell names."""
    if len(cell) > _LONGEST_CELL:
        return None
    words = split_words(cell)
    codes = [hit.payload for hit in _country_hits(words)]
    return ", ".join(dict.fromkeys(codes)) or None


@remembered
def is_country(text: str) -> bool:
    """Whether ``text`` is nothing but the name of a country, or those of several."""
    words = split_words(text)
    named = sum(hit.last - hit.first + 1 for hit in _country_hits(words))
    return named > 0 and named == len(words.texts)


def _country_hits(words: Words) -> list[Hit[str]]:
    """Names of countries, the longest where they overlap; "us" and "it" are words."""
    hits = sorted(_lexicon().countries(words), key=lambda hit: (hit.first - hit.last, hit.first))
    taken: set[int] = set()
    found: list[Hit[str]] = []
    for hit in hits:
        places = range(hit.first, hit.last + 1)
        stated = words.between(hit.first, hit.last)
        if not taken.isdisjoint(places) or (
            len(stated) <= _CODES_WRITTEN and stated != stated.upper()
        ):
            continue
        taken.update(places)
        found.append(hit)
    return sorted(found, key=lambda hit: hit.first)


class _Prose:
    """A text in which names stand. What it says is read once for all of them, when one asks."""

    def __init__(self, text: str) -> None:
        self.words = split_words(text)

    @once
    def folded(self) -> list[str]:
        return [fold(word) for word in self.words.texts]

    @once
    def roles(self) -> list[Hit[str]]:
        return _lexicon().roles.find(self.words)

    @once
    def countries(self) -> list[Hit[str]]:
        return _country_hits(self.words)


@lru_cache(maxsize=1)  # a block's names are asked for one after the other
def _prose(text: str) -> _Prose:
    return _Prose(text)


def _in_prose(name: str, prose: _Prose) -> tuple[str | None, str | None]:
    words = prose.words
    place = _place_of(name, prose.folded)
    if place is None:
        return None, None
    first, last = place
    roles = {
        hit.payload
        for hit in prose.roles
        if words.sentences[hit.first] == words.sentences[first]
        and not first <= hit.first <= last  # "Acme Analytics" is only called so
    }
    country = _seat(prose, last) or _in_remark(prose, first, last)
    return roles.pop() if len(roles) == 1 else None, country


def _seat(prose: _Prose, last: int) -> str | None:
    """The country that stands right behind a name, but for "Inc., based in Dublin,"."""
    words = prose.words
    forms = name_book().forms
    while last + 1 < len(words.texts) and fold(words.texts[last + 1]) in forms:
        last += 1
    hit = next((one for one in prose.countries if one.first > last), None)
    if hit is None or hit.first - last > _SEAT_REACH:
        return None
    between = words.texts[last + 1 : hit.first]
    if not between:
        return hit.payload if words.source[words.end(last) :].lstrip(" .")[:1] in ",(" else None
    if words.sentences[last + 1] != words.sentences[hit.first]:
        return None
    towns = [word for word in between if not _is_seat_word(word)]
    told = len(towns) < len(between)
    named = all(word[:1].isupper() for word in towns) and len(towns) <= _TOWN_WORDS
    return hit.payload if told and named else None


def _in_remark(prose: _Prose, first: int, last: int) -> str | None:
    """The country that is a part of the brackets behind a name, or begins those behind a head."""
    if not prose.countries:
        return None
    source, end = prose.words.source, prose.words.end(last)
    remark = _REMARK.match(source, end)
    if remark is None and first == 0:
        remark = _REMARK_LATER.match(source, end)
    if remark is None:
        return None
    parts = [split_words(part) for part in _PARTS.split(remark[1])]
    hits = [(_country_hits(words), words) for words in parts]
    whole = [
        h[0].payload for h, words in hits if h and h[0].last - h[0].first + 1 == len(words.texts)
    ]
    return whole[0] if whole else None


def _is_seat_word(word: str) -> bool:
    return not _lexicon().seats.isdisjoint(word_forms(word))


def _place_of(name: str, folded: list[str]) -> tuple[int, int] | None:
    """Where the name stands first among the words of a text: its first and its last word."""
    wanted = [fold(word) for word in split_words(name).texts]
    place = -1
    while wanted:
        try:
            place = folded.index(wanted[0], place + 1)
        except ValueError:
            return None
        if folded[place : place + len(wanted)] == wanted:
            return place, place + len(wanted) - 1
    return None


def _of_headings(path: Sequence[str]) -> str | None:
    """The role that the nearest heading announces."""
    found = (_only_role(split_words(heading)) for heading in reversed(path))
    return next((role for role in found if role), None)


def _only_role(words: Words) -> str | None:
    roles = {hit.payload for hit in _lexicon().roles.find(words)}
    return roles.pop() if len(roles) == 1 else None
