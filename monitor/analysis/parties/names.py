"""Names of companies and services as they stand in text: what is one, and what it is called.

Known names come from ``lexicons/parties.toml``; unknown ones are runs of capitalised Latin words,
or Hebrew and Arabic words with a company word (``חברת ... בע"מ``, ``شركة ...``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import read_data, term_lines
from monitor.analysis.text.matching import Matcher
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.tokens import folded_word
from monitor.analysis.text.words import Words, split_words
from storage.document import Block
from storage.folding import fold
from storage.values import value

_REST = r"[A-Za-z0-9\u00c0-\u024f]{0,39}(?:[.&'\u2019+-][A-Za-z0-9\u00c0-\u024f]{1,40}){0,3}"
NAME = re.compile(  # a capital first, then what may not stand before it: so it is found fast
    r"[A-Z](?<![A-Za-z0-9@/.\u00c0-\u024f][A-Z])(?:(?<!-[A-Z])|(?<=[\u05d0-\u05ea]-[A-Z]))"
    rf"{_REST}(?:[ \u00a0](?:& )?[A-Z0-9]{_REST}){{0,4}}"
)
_SURE_FORMS = frozenset(("inc", "llc", "ltd", "gmbh", "limited"))  # that no name goes on behind
_FORM = re.compile(  # behind a name: "Acme, Inc.", "Acme, S. A.", "Acme ltée"
    r",?[ \u00a0]?((?:[A-Za-z]\.[ \u00a0]?){2,6}|[A-Za-z\u00e9.]{2,14}\b\.?)"
)
_WORDLIKE = 8  # letters of a form that begins other names: "Corporation Trust Center"
_GOES_ON = re.compile(r"[ \u00a0][A-Z][a-z]")
_WITH_CO = re.compile(r"[ \u00a0](?:&|und|et)[ \u00a0](?:Co|Cie)\b\.?")
_OF_ONE_PERSON = re.compile(r"e\. ?[UK]\.")
_WITH_PARTNERS = 3  # words of "Acme GmbH & Co"
_SHOUTED = frozenset({"TO", "BY", "OR", "UNDER"})
_RIGHT_TO_LEFT = re.compile("[\u0590-\u06ff]")
_LATIN = re.compile("[A-Za-z]")
_LONGEST_SAID = 120
_LONGEST_ROW = 400
_CACHED_WORDS = 50_000


@value(kw_only=False)
class Known:
    """``name`` is canonical. ``specific``: the name alone says that it is a party."""

    name: str
    specific: bool


@value(kw_only=False)
class KnownHit:
    """A known name at words ``first`` to ``last``."""

    known: Known
    first: int
    last: int


class Capitalised(NamedTuple):
    """A run of capitalised words as it stands at ``start`` to ``end`` of a text."""

    stated: str
    start: int
    end: int


_new_run: Callable[[tuple[str, int, int]], Capitalised] = partial(tuple.__new__, Capitalised)


@remembered
def capitalised(text: str) -> tuple[Capitalised, ...]:
    """Every run of capitalised Latin words, in order."""
    return tuple([_new_run((found[0], *found.span())) for found in NAME.finditer(text)])


class NameBook:
    """What ``parties.toml`` knows."""

    def __init__(self, source: str) -> None:
        data = parse_table(source)
        self.generic = frozenset(fold(data["generic"]).split())
        self.forms = frozenset(data["forms"].split())
        self._place_forms = frozenset(data["place_forms"].split())
        self.partners = frozenset(data["partners"].split())
        self._small_forms = frozenset(data["small_forms"].split())
        self.own_words = frozenset(fold(data["own"]).split())
        self.title_words = frozenset(fold(data["title_words"]).split())
        self.policy_words = self.title_words | frozenset(fold(data["policy_words"]).split())
        self.company_words = frozenset(fold(data["company_words"]).split())
        self.ways = frozenset(fold(data["ways"]).split())
        self.company_ends = frozenset(fold(data["company_ends"]).split())
        self._no_ends: set[str] = set()  # words known to be none of these
        self.recipients: Matcher[str] = Matcher(
            (line, "recipient") for line in term_lines(data["recipients"])
        )
        self.columns: Matcher[str] = Matcher(
            (line, "column") for line in term_lines(data["columns"])
        )
        self.owners: Matcher[str] = Matcher((line, "owner") for line in term_lines(data["owners"]))
        self.cookie_words: Matcher[str] = Matcher(
            (word, "cookie") for word in data["cookie_words"].split()
        )
        self.lists: Matcher[str] = Matcher((line, "list") for line in term_lines(data["lists"]))
        self.openers: Matcher[str] = Matcher(
            (line, "opener") for line in term_lines(data["openers"])
        )
        self._countries: Matcher[str] = Matcher(
            (line, "country") for line in term_lines(data["countries"])
        )
        self._systems = frozenset(term_lines(data["systems"]))
        self._matcher: Matcher[Known | None] = Matcher(_known_terms(data))

    def ends_among(self, words: frozenset[str]) -> set[str]:
        """Those of ``words`` that stand behind the name of a company."""
        if len(self._no_ends) > _CACHED_WORDS:
            self._no_ends.clear()
        new = words - self._no_ends
        ends = {word for word in new if folded_word(word) in self.company_ends}
        self._no_ends |= new - ends
        return ends

    def known_names(self, words: Words) -> list[KnownHit]:
        """Known names, the longest where several overlap; shops and browsers are left out."""
        hits = self._matcher.find(words)
        if not hits:
            return []
        hits.sort(key=lambda hit: (hit.first - hit.last, hit.first))
        taken: set[int] = set()
        found: list[KnownHit] = []
        for hit in hits:
            places = range(hit.first, hit.last + 1)
            if not taken.isdisjoint(places):
                continue
            taken.update(places)
            stated = words.between(hit.first, hit.last)
            if hit.payload is None or (_LATIN.search(stated) and stated == stated.lower()):
                continue
            found.append(KnownHit(hit.payload, hit.first, hit.last))
        return found

    def listed_name(self, stated: str) -> str | None:
        """What a name in a list of services is called: known, or left out elsewhere, else None."""
        hits = self._matcher.find(split_words(stated))
        if not hits or stated in self._systems:
            return None
        return hits[0].payload.name if hits[0].payload is not None else stated

    def is_ignored(self, stated: str) -> bool:
        """Whether a name is that of a shop, a browser or a system."""
        hits = self._matcher.find(split_words(stated))
        return bool(hits) and all(hit.payload is None for hit in hits)

    def flat_row(self, text: str) -> str | None:
        """The name in ``Northwind Hosting ألمانيا ...``: a row whose cells ran together.

        Only where name and country are of two scripts: else nothing parts them.
        """
        if len(text) > _LONGEST_ROW or text.isascii():
            return None
        found = NAME.match(text)
        if found is None:
            return None
        rest = text[found.end() : found.end() + _LONGEST_SAID].lstrip(" ,.-\u2013|")
        if not _RIGHT_TO_LEFT.match(rest):
            return None
        hits = self._countries.find(split_words(rest))
        return found.group() if any(hit.first == 0 for hit in hits) else None

    def is_taken(self, words: Words) -> bool:
        """Whether a known or an ignored name stands anywhere in ``words``."""
        return bool(self._matcher.find(words))

    def telling(self, name: str) -> tuple[str, ...]:
        """The folded words of ``name`` but for those that begin any list."""
        return tuple(
            part
            for part in split_folded(name)
            if not (part in self.generic or part in self.forms or len(part) == 1 or part.isdigit())
        )

    def form_behind(self, text: str, end: int) -> int:
        """Where the company form ends that stands behind a name: ``, S. A.``, `` GmbH & Co. KG``.

        ``end`` itself where none stands there.
        """
        at = end
        while True:
            found = _WITH_CO.match(text, at) if at > end else None
            if found is None:
                found = _FORM.match(text, at)
                if not found or not self._is_form(found[1].strip(), after_comma=found[0][0] == ","):
                    return at
                if len(found[1]) >= _WORDLIKE and _GOES_ON.match(text, found.end()):
                    return at
            at = found.end()

    def _is_form(self, written: str, *, after_comma: bool) -> bool:
        """``S.A.``, ``inc.``, ``e.U.``; "sa" is a word, and behind a comma "AB" a province."""
        if _OF_ONE_PERSON.fullmatch(written):
            return True
        bare = fold(written).replace(".", "").replace(" ", "")
        if after_comma and bare in self._place_forms and written.count(".") < len(bare):
            return False
        return bare in self.forms and (bare in self._small_forms or written != written.lower())

    def without_form(self, name: str) -> tuple[str, bool]:
        """``name`` without ``Inc.`` and the like at its end, and whether it had one."""
        parts = name.split()
        kept = list(parts)
        if (
            len(parts) > _WITH_PARTNERS
            and parts[-2:] == ["&", "Co"]
            and fold(parts[-3]) in self.forms
        ):
            del kept[-2:]  # "Acme GmbH & Co. KG"
        for place in range(2, len(parts)):  # "Acme Cloud Inc Hosting": cells that ran together
            if place < len(kept) and _is_sure_form(parts, place):
                kept = parts[: place + 1]
                break
        while len(kept) > 1 and folded_word(kept[-1]).replace(".", "").strip(",") in self.forms:
            kept.pop()
        return " ".join(kept).strip(" ,.&"), len(kept) < len(parts)


def _is_sure_form(parts: list[str], place: int) -> bool:
    """That no name goes on behind; "NOT LIMITED TO" has none."""
    if parts[place].strip(".,").casefold() not in _SURE_FORMS:
        return False
    return place + 1 == len(parts) or parts[place + 1] not in _SHOUTED


@cache
def name_book() -> NameBook:
    """The built-in names; read once."""
    return NameBook(read_data("parties.toml"))


def split_folded(name: str) -> list[str]:
    """The folded words of a name."""
    return list(map(folded_word, split_words(name).texts))


def _known_terms(data: dict[str, str]) -> Iterator[tuple[str, Known | None]]:
    for key, specific in (("specific", True), ("vendors", False)):
        for line in term_lines(data[key]):
            names = [name.strip() for name in line.split("=")]
            known = Known(names[0], specific)
            yield from ((name, known) for name in names)
    for key in ("systems", "ignored"):
        yield from ((line, None) for line in term_lines(data[key]))


def ordinary_words(blocks: Sequence[Block]) -> frozenset[str]:
    """Words that a document also writes in small letters: capitals make no name of them."""
    used = frozenset[str]().union(*[split_words(block.text).distinct for block in blocks])
    return frozenset(filter(str.islower, used))
