"""The words around a date: labels, fillers, and what tells that a date is another thing's.

The words stand in ``words_LANGUAGE.toml``, one file per language, and all languages are looked for
at once: many pages mix two, and a wrong guess of the language must not hide a label.

A phrase in these files is a row of words; ``a|b`` is either word, ``(x)`` may be missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from monitor.analysis.dates.letters import fold_letters
from monitor.analysis.dates.tokens import Token, tokenise, unglued
from monitor.analysis.text.data_tables import parse_table
from storage.values import value

LANGUAGES = ("en", "ar", "he", "fr", "de", "es")
_MARKS = frozenset("'\"*_[]#>{}~-^=<&;$")


class Kind(StrEnum):
    """What a phrase says. The first four are labels."""

    EFFECTIVE = "effective"
    SINCE = "since"  # "as of", "à compter du": a label only where the document is its subject
    UPDATED = "updated"
    STATUS = "status"  # version, published, stand: dates the text where nothing says "updated"
    LOG = "log"  # heads a change log
    ARCHIVE = "archive"  # heads a list of earlier versions
    TODAY = "today"
    FIGURES = "figures"  # dates a figure, an example, a foundation
    SAME = "same"  # "that date": the label before it shares the date named last


LABELS = frozenset({Kind.EFFECTIVE, Kind.SINCE, Kind.UPDATED, Kind.STATUS})


class Word(StrEnum):
    """What a single word says."""

    FILLER = "filler"  # may stand between a label and its date
    JOIN = "join"  # joins two labels
    DOCUMENT = "document"
    LAW = "law"
    THING = "thing"  # before the label: what has a date of its own, a price, a certificate
    OLDER = "older"
    NEWER = "newer"
    STOP = "stops"  # between a label and a date it parts them: "effective before"
    RANGE = "range"  # between two dates: neither is the document's
    TWIN = "twin"  # between one day in two calendars
    ABBREVIATION = "abbreviation"  # the full stop behind it ends no sentence


@value(kw_only=False)
class Phrase:
    kind: Kind
    start: int  # tokens[start:end]
    end: int


_Element = tuple[frozenset[str], bool]  # words, may be missing


@value(kw_only=False)
class _Vocabulary:
    phrases: dict[str, tuple[tuple[Kind, tuple[_Element, ...]], ...]]  # by first word
    words: dict[str, frozenset[Word]]


def context_tokens(folded: str, start: int, end: int) -> list[Token]:
    """Words and telling marks; quotes, emphasis and hyphens say nothing."""
    return [token for token in tokenise(folded, start, end) if token.text not in _MARKS]


def word_says(token: Token, word: Word) -> bool:
    return word in _word_facts(token.text)


@lru_cache(maxsize=8192)
def _word_facts(text: str) -> frozenset[Word]:
    known = _vocabulary().words
    return frozenset().union(*(known.get(form, ()) for form in unglued(text)))


def find_phrases(tokens: Sequence[Token], kinds: frozenset[Kind] = LABELS) -> list[Phrase]:
    """Phrases in order, none overlapping, the longest at each place."""
    found: list[Phrase] = []
    at = 0
    while at < len(tokens):
        phrase = _longest_at(tokens, at, kinds)
        if phrase is None:
            at += 1
        else:
            found.append(phrase)
            at = phrase.end
    return found


def _longest_at(tokens: Sequence[Token], at: int, kinds: frozenset[Kind]) -> Phrase | None:
    best: Phrase | None = None
    if not tokens[at].is_word:
        return None
    for form in unglued(tokens[at].text):
        for kind, elements in _vocabulary().phrases.get(form, ()):
            if kind not in kinds:
                continue
            end = _match(tokens, at, elements)
            if end > (best.end if best else at):
                best = Phrase(kind, at, end)
    return best


def _match(tokens: Sequence[Token], at: int, elements: tuple[_Element, ...]) -> int:
    """Where the phrase that starts at ``at`` ends; -1 if it does not stand there."""
    ends = {at}
    for words, optional in elements:
        stepped = {
            end + 1
            for end in ends
            if end < len(tokens) and any(form in words for form in unglued(tokens[end].text))
        }
        ends = stepped | ends if optional else stepped
        if not ends:
            return -1
    return max(ends)


@cache
def _vocabulary() -> _Vocabulary:
    phrases: defaultdict[str, list[tuple[Kind, tuple[_Element, ...]]]] = defaultdict(list)
    words: defaultdict[str, set[Word]] = defaultdict(set)
    for language in LANGUAGES:
        source = Path(__file__).with_name(f"words_{language}.toml").read_text(encoding="utf-8")
        data = parse_table(source)
        for kind in Kind:
            for line in data.get(kind, []):
                elements = _elements(line)
                for word in _first_words(elements):
                    phrases[word].append((kind, elements))
        for word in Word:
            for spelling in fold_letters(data.get(word, "")).split():
                words[spelling].add(word)
    return _Vocabulary(
        phrases={word: tuple(rows) for word, rows in phrases.items()},
        words={spelling: frozenset(says) for spelling, says in words.items()},
    )


def _elements(line: str) -> tuple[_Element, ...]:
    elements = []
    for part in fold_letters(line).split():
        optional = part.startswith("(")
        spellings = part.strip("()").split("|")
        elements.append((frozenset([spelling.strip("'") for spelling in spellings]), optional))
    return tuple(elements)


def _first_words(elements: tuple[_Element, ...]) -> Iterator[str]:
    for words, optional in elements:
        yield from words
        if not optional:
            return
