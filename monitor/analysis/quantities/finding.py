"""Periods, ages, deadlines, notices and amounts, each with what it governs.

The kind comes from the words near the number (the nearest cue in the sentence wins) and from the
categories of the clause. Without any of them a length of time is a ``period``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from monitor.analysis.model import Clause, Quantity
from monitor.analysis.quantities.governed import (
    DEADLINE,
    NOTICE,
    governed,
    is_of_breach,
    is_of_claims,
    is_within,
)
from monitor.analysis.quantities.measures import Measured, read_measures
from monitor.analysis.quantities.money import DOLLAR, dollars_of, kind_of, stated_in
from monitor.analysis.quantities.numbers import Numerals, WordRole, numerals
from monitor.analysis.quantities.units import UNLIMITED
from monitor.analysis.text.lexicon import closest_language
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.wording import is_negation
from monitor.analysis.text.words import Words, split_words
from storage.document import Block
from storage.folding import fold
from storage.model import Category

_KIND_OF_CATEGORY = {
    Category.RETENTION: "retention",
    Category.CHILDREN: "age",
    Category.POLICY_CHANGES: "notice",
    Category.RIGHTS: "deadline",
}
_RETENTION = "retention"
_NEAR = 14  # words between a cue and a number that it governs
_CATEGORY_STRENGTH = 5  # a category counts like a cue so much nearer
_OLDEST = 30  # ages in policies stay below
_LATEST_YEARS = 150  # "2024 years" is a date, not a period
_AGE_WORDS_BEFORE = 3
_RATES = frozenset({"per", "par", "pro", "por"})
_MOST = 400  # per block: no honest clause has more


def find_quantities(blocks: Sequence[Block], clauses: Sequence[Clause]) -> tuple[Quantity, ...]:
    """The quantities of a document, in order; ``clauses`` are those of ``blocks``."""
    found = [
        quantity
        for block, clause in zip(blocks, clauses, strict=True)
        for quantity in _placed(
            _quantities(block.text, clause.language, _favoured(clause.categories)), clause.block
        )
    ]
    if any(one.unit == DOLLAR for one in found):
        unit = dollars_of(block.text for block in blocks)
        found = [replace(one, unit=unit) if one.unit == DOLLAR else one for one in found]
    return tuple(found)


def quantities_in(text: str, language: str) -> tuple[Quantity, ...]:
    """The quantities of one text, with ``block`` 0."""
    return _quantities(text, language, ())


def _favoured(categories: tuple[Category, ...]) -> tuple[str, ...]:
    """The kinds of quantity that the categories of a clause speak of, most important first."""
    kinds = [_KIND_OF_CATEGORY[name] for name in categories if name in _KIND_OF_CATEGORY]
    return tuple(dict.fromkeys(kinds))


def _placed(quantities: tuple[Quantity, ...], block: int) -> Iterator[Quantity]:
    for one in quantities:
        yield Quantity(kind=one.kind, value=one.value, unit=one.unit, text=one.text, block=block)


@remembered
def _quantities(text: str, language: str, favoured: tuple[str, ...]) -> tuple[Quantity, ...]:
    return tuple(_read(text, language, favoured))


def _read(text: str, language: str, favoured: tuple[str, ...]) -> Iterator[Quantity]:
    """In the order of the text, amounts of money first; ``block`` is 0."""
    words = split_words(text)
    for one in stated_in(text, language):
        said = text[one.start : one.end]
        yield Quantity(kind=kind_of(one, words), value=one.value, unit=one.unit, text=said, block=0)
    vocabulary = numerals(closest_language(language))
    if not vocabulary.unlimited_keys.isdisjoint(words.distinct):
        yield from _unlimited(words, vocabulary, favoured)
    if not vocabulary.speaks_in(words):
        return
    roles = vocabulary.roles(words)
    measures = read_measures(words, roles, most=_MOST)
    if not measures:
        return
    reader = _Kinds(words, roles, vocabulary, favoured)
    for measured in measures:
        kind = reader.kind(measured)
        if kind is None or _is_rate(measured, words):
            continue
        yield Quantity(
            kind=kind,
            value=measured.value,
            unit=measured.unit or "year",
            text=words.between(measured.first, measured.last),
            block=0,
        )


def _unlimited(words: Words, vocabulary: Numerals, favoured: tuple[str, ...]) -> Iterator[Quantity]:
    """What is kept without an end: "indefinitely", said and not denied."""
    reader = _Kinds(words, vocabulary.roles(words), vocabulary, favoured)
    ended = {words.sentences[hit.first] for hit in vocabulary.ends.find(words)}
    for hit in vocabulary.kept.find(words):
        sentence = words.sentences[hit.first]
        if not any(
            is_negation(text)
            for place, text in enumerate(words.texts)
            if words.sentences[place] == sentence
        ):
            stated = words.between(hit.first, hit.last)
            yield Quantity(kind=_RETENTION, value=1.0, unit=UNLIMITED, text=stated, block=0)
    for hit in vocabulary.unlimited.find(words):
        sentence = words.sentences[hit.first]
        measured = Measured(1.0, UNLIMITED, hit.first, hit.last)
        if sentence in ended or not reader.is_kept(measured):
            continue
        others = (
            text
            for place, text in enumerate(words.texts)
            if words.sentences[place] == sentence and not hit.first <= place <= hit.last
        )
        if not any(map(is_negation, others)):
            stated = words.between(hit.first, hit.last)
            yield Quantity(kind=_RETENTION, value=1.0, unit=UNLIMITED, text=stated, block=0)


def _is_rate(measured: Measured, words: Words) -> bool:
    """How often, not how long: "ten messages per day"."""
    return measured.first < measured.last and fold(words.texts[measured.first]) in _RATES


class _Kinds:
    """Says what the numbers of one text govern."""

    def __init__(
        self,
        words: Words,
        roles: list[WordRole],
        vocabulary: Numerals,
        favoured: tuple[str, ...],
    ) -> None:
        self._words = words
        self._roles = roles
        self._favoured = favoured
        self._cues: dict[int, str] = {}  # place -> kind
        self._of_age: set[int] = set()  # sentences that speak of age
        for hit in vocabulary.cues.find(words):
            if not (hit.first and roles[hit.first - 1].start):  # "from the date of the request"
                self._cues.setdefault(hit.first, hit.payload)
            if hit.payload == "age":
                self._of_age.add(words.sentences[hit.first])

    def kind(self, measured: Measured) -> str | None:
        """The kind, or ``None`` for a number that measures nothing we know."""
        if self._is_age(measured):
            return "age"
        if not measured.unit or (measured.unit == "year" and measured.value > _LATEST_YEARS):
            return None
        strengths = dict.fromkeys(self._favoured, float(_CATEGORY_STRENGTH))
        near_kinds = set[str]()
        for kind, distance in self._near(measured):
            near_kinds.add(kind)
            near = _NEAR - distance + (_CATEGORY_STRENGTH if kind in self._favoured else 0)
            strengths[kind] = max(strengths.get(kind, 0.0), near)
        strengths.pop("age", None)
        if not strengths:
            return "period"
        loudest = max(strengths, key=lambda name: strengths[name])
        if loudest == NOTICE:
            return self._governed(measured)
        if loudest == _RETENTION and self._is_of_doing(measured, near_kinds):
            return DEADLINE
        told = not near_kinds or not near_kinds.isdisjoint((NOTICE, DEADLINE))
        return DEADLINE if told and self._is_of_breach(measured) else loudest

    def is_kept(self, measured: Measured) -> bool:
        """Whether something is kept for so long: words around it say so, or it does itself."""
        within = range(measured.first, measured.last + 1)
        if any(self._cues.get(place) == _RETENTION for place in within):
            return True
        return self.kind(measured) == _RETENTION

    def _is_of_breach(self, measured: Measured) -> bool:
        """What is told of a breach has a deadline, whatever the clause is about besides."""
        places = self._sentence(measured)
        return is_of_breach([self._words.texts[at] for at in places], places.index(measured.first))

    def _is_of_claims(self, measured: Measured) -> bool:
        """A claim expires; unless data are said to be kept for it."""
        places = self._sentence(measured)
        cues = [self._words.texts[at] for at in places if at in self._cues]
        return is_of_claims([self._words.texts[at] for at in places], cues)

    def _is_of_doing(self, measured: Measured, near_kinds: Collection[str]) -> bool:
        """Within it something is done, in a clause on retention too; or a claim expires."""
        if self._is_of_claims(measured):
            return True
        if _RETENTION in near_kinds or measured.first == 0:
            return False
        return is_within(self._words.texts[measured.first - 1])

    def _governed(self, measured: Measured) -> str:
        """A notice, or what its sentence makes of it."""
        places = self._sentence(measured)
        cues = [self._words.texts[at] for at in places if self._cues.get(at) == NOTICE]
        words = [self._words.texts[at] for at in places]
        return governed(words, places.index(measured.first), cues)

    def _sentence(self, measured: Measured) -> list[int]:
        """The places of the words around a number that are of its sentence."""
        sentences = self._words.sentences
        number = sentences[measured.first]
        return [at for at in self._around(measured) if sentences[at] == number]

    def _around(self, measured: Measured) -> range:
        first = max(0, measured.first - 2 * _NEAR)
        return range(first, min(len(self._words.texts), measured.last + 2 * _NEAR))

    def _is_age(self, measured: Measured) -> bool:
        if measured.unit not in ("", "year") or not 1 < measured.value <= _OLDEST:
            return False
        if self._words.source[: self._words.starts[measured.first]].rstrip().endswith("§"):
            return False
        after = measured.last + 1
        old = after < len(self._roles) and self._said_old(after, alone=bool(measured.unit))
        if old or (measured.first and self._roles[measured.first - 1].aged):
            return True
        before = range(max(0, measured.first - _AGE_WORDS_BEFORE), measured.first)
        introduced = any(self._roles[place].age for place in before)
        if not measured.unit:
            return introduced and self._speaks_of_age(measured)
        if introduced and self._speaks_of_age(measured):
            return True
        return "age" in self._favoured and "retention" not in self._favoured

    def _said_old(self, after: int, *, alone: bool) -> bool:
        """Behind a bare number only "or older" says so; ``alone``: "old" does."""
        if alone and self._roles[after].old:
            return True
        following = after + 1  # "of age", "or older"
        return (
            following < len(self._roles)
            and self._roles[following].old
            and fold(self._words.texts[after]) in ("of", "or", "and")
        )

    def _speaks_of_age(self, measured: Measured) -> bool:
        return "age" in self._favoured or self._words.sentences[measured.first] in self._of_age

    def _near(self, measured: Measured) -> Iterator[tuple[str, int]]:
        """The cues around a number in its sentence, each with how many words lie between."""
        if not self._cues:
            return
        sentences = self._words.sentences
        for step in range(1, _NEAR):
            for place in (measured.first - step, measured.last + step):
                if place in self._cues and sentences[place] == sentences[measured.first]:
                    yield self._cues[place], step
