"""Pages that were read, known again by what reading looks at.

For many looks at the same sources in one process. A page whose essence is that of an earlier one
(:mod:`crawler.extract.essence`), under the same rules and at the same address, is not parsed: its
reading is the one of then. Bounded in number and size.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from itertools import count
from typing import NamedTuple

from crawler.extract.essence import Essences
from crawler.extract.essence_parts import UnusualMarkup
from crawler.extract.html import Page
from crawler.extract.model import Extraction
from crawler.extract.pagesignals import LONGEST as LONGEST_ASKED
from crawler.extract.quality import BRIEF
from crawler.extract.vendors import Headers, is_challenge
from storage.model import SourceRules

_LEAST = 10_000  # bytes: a smaller page is read as quickly
_LARGEST = 2_000_000  # bytes: it is kept for a while
_MOST_READ = 8  # sources
_MOST_PAGES = 3  # of a source: some are answered by servers that differ
_MOST_SETS = 4  # of attributes that rules name
_MOST_SOURCES = 1024
_PATIENCE = 6  # looks without success, after which most looks of a source are not tried
_PAUSE = 16  # looks
_PAIR = 2  # one look to learn, one to know it again

# Of these nothing but names and the order of elements can be seen. What a pseudo-class sees is not
# known, but of those that only look at the order.
_PLAIN_SELECTOR = re.compile(
    r"""(?:[\w\s.#>+~,*()-]|\[\s*[\w-]+\s*(?:[~|^$*]?=\s*(?:"[^"\\]*"|'[^'\\]*'|[\w-]+)\s*)?\]"""
    r"""|:(?:not|is|where|has|first-child|last-child|only-child|nth-child|nth-last-child"""
    r"""|first-of-type|last-of-type|nth-of-type)\b)*+""",
    re.ASCII,
)
_NAMED = re.compile(r"\[\s*([\w-]+)", re.ASCII)
# Where the words of a page are asked with those of the scripts among them.
_SPEAKING = ",".join(
    f"{asked} script" for asked in ("h1", "h2", "noscript", "button", "a", "[role=button]", "title")
)


class _Outline:
    """The essence of a page, as far as it was asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._rest = pieces
        self._found: list[bytes] = []

    def piece(self, number: int) -> bytes | None:
        """Raises UnusualMarkup; None behind the last."""
        if number == len(self._found):
            following = next(self._rest, None)
            if following is None:
                return None
            self._found.append(following)
        return self._found[number]


class Circumstances(NamedTuple):
    """What has a say in reading besides the page."""

    url: str | None
    rules: SourceRules
    is_challenge: bool


class Look(NamedTuple):
    """A page that is looked at. ``told`` is what a page before it told, if it tells the same."""

    under: Circumstances
    outline: _Outline
    told: Extraction | None


class KnownPages:
    """The last pages of the last sources. ``answered`` counts those that were not parsed.

    Two pages are compared piece by piece: most that differ do so early. Not to be shared between
    threads.
    """

    def __init__(self) -> None:
        self.answered = 0
        self._last: dict[Circumstances, list[tuple[_Outline, Extraction]]] = {}
        self._essences: dict[frozenset[bytes] | None, Essences] = {}
        self._in_vain: dict[Hashable, int] = {}  # looks since one was known, by source

    def look(
        self, source: bytes, *, url: str | None, rules: SourceRules, headers: Headers
    ) -> Look | None:
        """None where nothing can be said. ``source`` is HTML in UTF-8, as it was received."""
        if not _LEAST <= len(source) <= _LARGEST or not self._is_worth_it((url, rules)):
            return None
        essences = self._essences_for(rules)
        if essences is None:
            return None
        under = Circumstances(url, rules, is_challenge(headers))
        outline = _Outline(essences.pieces(source))
        for last, extraction in self._last.get(under, ()):
            if _is_same(last, outline):
                self.answered += 1
                self._in_vain[url, rules] = 0
                return Look(under, outline, extraction)
        return Look(under, outline, None)

    def keep(self, look: Look, page: Page, extraction: Extraction) -> None:
        """Keep what was read, where nothing that has no place in the essence took part in it."""
        if _follows_from_essence(page, extraction):
            last = self._last.pop(look.under, [])
            self._last[look.under] = [(look.outline, extraction), *last[: _MOST_PAGES - 1]]
            if len(self._last) > _MOST_READ:
                del self._last[next(iter(self._last))]

    def _is_worth_it(self, source: Hashable) -> bool:
        """Not at the first look, and seldom where no page was known for long."""
        if len(self._in_vain) > _MOST_SOURCES:
            self._in_vain.clear()
        looks = self._in_vain[source] = self._in_vain.get(source, -1) + 1
        return 0 < looks <= _PATIENCE or (looks > 0 and looks % _PAUSE < _PAIR)

    def _essences_for(self, rules: SourceRules) -> Essences | None:
        named: frozenset[bytes] | None = None
        selectors = (*rules.select, *rules.remove)
        if selectors:
            if not all(map(_PLAIN_SELECTOR.fullmatch, selectors)):
                return None
            named = _named_by(" ".join(selectors))
        if named not in self._essences:
            if len(self._essences) == _MOST_SETS:
                self._essences.clear()
            self._essences[named] = Essences(named)
        return self._essences[named]


def _is_same(one: _Outline, other: _Outline) -> bool:
    """Whether two pages have the same essence, to the last piece."""
    try:
        for number in count():
            piece = one.piece(number)
            if piece != other.piece(number):
                return False
            if piece is None:
                return True
    except UnusualMarkup:
        pass
    return False


def _named_by(selectors: str) -> frozenset[bytes]:
    """The attributes at which selectors look."""
    named = {name.lower() for name in _NAMED.findall(selectors)}
    named |= {"class"} if "." in selectors else set()
    named |= {"id"} if "#" in selectors else set()
    return frozenset(name.encode() for name in named)


def _follows_from_essence(page: Page, extraction: Extraction) -> bool:
    """Whether a page with the same essence is read alike: of tiny pages the source is searched.

    And of short ones the words of some elements are asked, with those of scripts in them; of long
    ones only those of the title.
    """
    if extraction.words <= BRIEF:
        return False
    head = page.parser.head
    title = head.css_first("title") if head is not None else None
    if extraction.words > LONGEST_ASKED and title is not None and title.text().strip():
        return True
    return page.parser.css_first(_SPEAKING) is None
