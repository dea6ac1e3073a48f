"""Terms of a person's own: for a category that comes with the program, or for one of theirs.

A thin layer over what the lexicons and the model decided: it only adds. A clause that holds one of
the terms, or stands under a heading that does, has the category too, with the words found as
evidence. Terms are written and folded as those of the lexicons
(:mod:`monitor.analysis.text.matching`), so that Arabic and Hebrew particles may be glued on to
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.analysis.model import Clause, OwnCategory
from monitor.analysis.text.matching import Matcher
from monitor.analysis.text.words import split_words
from storage.document import Block
from storage.model import BlockKind, Category
from storage.values import value

_MOST_EVIDENCE = 3  # words that are shown
_MOST_FOUND = 40  # different ones that are looked for in what changed
_LONGEST_SHOWN = 80
_OPENING_MARKS = (":", "：", "؛")
_OwnMatcher = Matcher[tuple[Category, float | None]]  # a term stands for a category and a weight
_SCRIPTS = {"ar": "arabic", "fa": "arabic", "ur": "arabic", "he": "hebrew", "yi": "hebrew"}


@value
class ExtraTerms:
    """Terms of one language (ISO 639) that speak for a category.

    ``weight`` from 0 to 1: how loud a change of such a clause is; None leaves that to the category.
    """

    category: str
    language: str
    terms: tuple[str, ...]
    weight: float | None = None


def with_own_terms(
    clauses: Sequence[Clause], blocks: Sequence[Block], extra: tuple[ExtraTerms, ...]
) -> tuple[Clause, ...]:
    """The clauses of ``blocks`` with the categories that ``extra`` gives them, last."""
    matchers = {name: _matcher(extra, name) for name in {one.language for one in clauses}}
    lender = _Lender(blocks)
    found: list[Clause] = []
    for block, clause in zip(blocks, clauses, strict=True):
        own = _in_text(block.text, matchers[clause.language])
        lent = lender.lend(block, clause.block, own)
        found.append(_merged(clause, [*own, *lent]))
    return tuple(found)


def own_in_sentences(own: Iterable[OwnCategory], sentences: Sequence[str]) -> Iterator[OwnCategory]:
    """Those whose words stand in the sentences, or that a heading lent."""
    for one in own:
        if one.lent or any(words in said for words in one.evidence for said in sentences):
            yield one


def is_term(pattern: str) -> bool:
    """Whether a text can be looked for: it holds a word."""
    try:
        Matcher([(pattern, None)])
    except ValueError:
        return False
    return any(letter.isalnum() for letter in pattern)


def _in_text(text: str, matcher: _OwnMatcher | None) -> list[OwnCategory]:
    if matcher is None:
        return []
    words = split_words(text)
    found: dict[tuple[Category, float | None], dict[str, None]] = {}
    for hit in matcher.find(words):
        evidence = found.setdefault(hit.payload, {})
        if len(evidence) < _MOST_FOUND:
            evidence.setdefault(words.between(hit.first, hit.last))
    return [
        OwnCategory(category=category, evidence=tuple(evidence), weight=weight)
        for (category, weight), evidence in found.items()
    ]


@lru_cache(maxsize=64)
def _matcher(extra: tuple[ExtraTerms, ...], language: str) -> _OwnMatcher | None:
    """The terms for texts of a language: its own, and those of another script.

    A Latin name stands in Arabic text as it is; an English word in a French text is another word.
    """
    terms = [
        (pattern, (Category(one.category), one.weight))
        for one in extra
        if not language or one.language == language or _script(one.language) != _script(language)
        for pattern in one.terms
    ]
    return Matcher(terms) if terms else None


def _script(language: str) -> str:
    return _SCRIPTS.get(language, "latin")


def _merged(clause: Clause, own: Sequence[OwnCategory]) -> Clause:
    if not own:
        return clause
    evidence = dict(clause.evidence)
    for one in own:
        name = one.category.value
        evidence[name] = tuple(
            dict.fromkeys((*evidence.get(name, ()), *one.evidence[:_MOST_EVIDENCE]))
        )
    known = (name for name in clause.categories if name is not Category.OTHER)
    categories = tuple(dict.fromkeys((*known, *(one.category for one in own))))
    return replace(clause, categories=categories, evidence=evidence, own=tuple(own))


class _Lender:
    """Headings lend to what stands under them, an opening line to its list; the title to nothing.

    ``lend`` is called once per block, in order.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        headings = [n for n, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
        self._title = headings[0] if len(headings) > 1 else -1
        self._headings: list[tuple[int, list[OwnCategory]]] = []
        self._opening: list[OwnCategory] = []

    def lend(self, block: Block, index: int, own: Sequence[OwnCategory]) -> list[OwnCategory]:
        """What the place of a block gives it, beyond its ``own``."""
        if block.kind is BlockKind.HEADING:
            while self._headings and self._headings[-1][0] >= block.level:
                self._headings.pop()
            lends = [] if index == self._title else _lent(own, f"heading: {_shown(block)}")
            self._headings.append((block.level, lends))
            self._opening = []
            return []
        if block.kind not in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW):
            opens = block.text.endswith(_OPENING_MARKS)
            self._opening = _lent(own, f"list: {_shown(block)}") if opens else []
            above: list[OwnCategory] = []
        else:
            above = self._opening
        named = {one.category for one in own}
        lent: dict[Category, OwnCategory] = {}
        for one in (*above, *(one for _, lends in reversed(self._headings) for one in lends)):
            if one.category not in named:
                lent.setdefault(one.category, one)
        return list(lent.values())


def _lent(own: Sequence[OwnCategory], words: str) -> list[OwnCategory]:
    return [replace(one, evidence=(words,), lent=True) for one in own]


def _shown(block: Block) -> str:
    return block.text[:_LONGEST_SHOWN]
