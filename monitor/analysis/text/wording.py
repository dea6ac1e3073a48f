"""Words so small that a size rule would miss them, and so heavy that it must not.

The lists stand per language in ``lexicons/wording.toml``; they are read together, for a changed
word may stand in a quotation or in the other half of a two-language page. Arabic and Hebrew glue
conjunctions on, so a word is also looked up without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TypeVar

from monitor.analysis.text.data_tables import parse_table
from monitor.analysis.text.lexicon import read_data
from monitor.analysis.text.matching import word_forms
from monitor.analysis.text.remembering import remembered
from monitor.analysis.text.tokens import folded_line, folded_phrase, folded_word, words
from storage.folding import fold
from storage.signs import HIGH, LOW

_CLITICS = ("و", "ف", "ו", "ש", "וש")
_AND = frozenset("وו")
_GLUED = 3  # letters of a word that may be as short without one that is glued on
_DIGIT = re.compile(r"\d")
_SIGNS = frozenset("$€£¥₪%")
_Answer = TypeVar("_Answer", bool, int)
_ANSWERS = 32_768  # different words, of which it is known what kind they are


def _known(function: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    """What is asked of the same words over and over."""
    return lru_cache(maxsize=_ANSWERS)(function)


@_known
def is_heavy(word: str) -> bool:
    """A negation, modal, exception, obligation or number: never to be taken for a slip."""
    if word in _SIGNS or _DIGIT.search(word):
        return True
    return _is_in(word, _words("heavy")) or is_negation(word)


@_known
def is_negation(word: str) -> bool:
    return _is_in(word, _words("negation"))


def is_other_bound(removed: tuple[str, ...], added: tuple[str, ...]) -> bool:
    """What was under a number is over it, or the other way round."""
    before, after = ({_side(word) for word in side} for side in (removed, added))
    return (before | after) >= {-1, 1} and {-1, 1} not in (before - {0}, after - {0})


@_known
def _side(word: str) -> int:
    """Of a bound: -1 below it, 1 above it, 0 for any other word."""
    if word in LOW or _is_in(word, _words("low")):
        return -1
    return int(word in HIGH or _is_in(word, _words("high")))


@_known
def is_light(word: str) -> bool:
    """It relates other words; a change of such words alone is wording."""
    return folded_word(word) in _words("light")


def is_joined_otherwise(removed: tuple[str, ...], added: tuple[str, ...]) -> bool:
    """All is needed where one was enough, or the other way round: "or" became "and"."""
    before, after = ({_joint(word) for word in side} - {0} for side in (removed, added))
    return before | after == {-1, 1} and len(before) == len(after) == 1


def is_joint(word: str) -> bool:
    """An "and" or an "or"."""
    return _joint(word) != 0


def is_joined(word: str) -> bool:
    """It is, or begins with, an "and" or "or": in Arabic and Hebrew "and" is a letter in front."""
    return is_joint(word) or (len(word) > _GLUED and word[0] in _AND)


@_known
def _joint(word: str) -> int:
    """-1 of an "or", 1 of an "and", 0 of any other word."""
    folded = folded_word(word)
    if folded in _words("or"):
        return -1
    return int(folded in _words("and"))


@_known
def is_date_label(word: str) -> bool:
    return _is_in(word, _words("date_label"))


def is_announcement(word: str) -> bool:
    return _is_in(word, _words("announcement"))


def is_navigation(line: tuple[str, ...]) -> bool:
    """The whole line is furniture of a page: "Back to top", "Print"."""
    folded = " ".join(folded_line(line))
    return folded in _lines("navigation") or folded in _lines("widget")


def is_widget(line: tuple[str, ...]) -> bool:
    """The line heads something that is no part of the document: "Was this helpful?"."""
    folded = " ".join(folded_line(line))
    return folded in _lines("widget") or f"{folded} ".startswith(_openings("promoted"))


def is_aside(line: tuple[str, ...]) -> bool:
    """The words tell those who hear a page what a link does: "(opens in a new window)"."""
    return " ".join(folded_line(line)) in _lines("aside")


def without_asides(line: tuple[str, ...]) -> tuple[str, ...]:
    """``line`` without what is put behind its links: "(opens in a new window)"."""
    phrases = _phrases("aside")
    folded = folded_line(line)
    if phrases.keys().isdisjoint(folded):  # nearly always
        return line
    kept: list[str] = []
    at = 0
    while at < len(line):
        found = max(
            (
                len(phrase)
                for phrase in phrases.get(folded[at], ())
                if folded[at : at + len(phrase)] == phrase
            ),
            default=0,
        )
        if not found:
            kept.append(line[at])
        at += found or 1
    return tuple(kept)


def is_call(line: tuple[str, ...]) -> bool:
    """The line invites to buy, to load or to try something: "Start free today"."""
    return _holds(line, "call")


def is_notice(line: tuple[str, ...]) -> bool:
    """The line speaks of the site or the browser: "Your browser is not supported"."""
    return _holds(line, "notice")


def is_past_version(line: tuple[str, ...]) -> bool:
    """The line leads to an older version: "Show the previous version"."""
    return _holds(line, "past_version")


@_known
def is_exercise(word: str) -> bool:
    """The word names something a reader does about a contract or data: "cancel", "withdraw"."""
    return _begins_with(word, "exercise")


def is_first_person(word: str) -> bool:
    """The word asks for the reader: "Do I have to share my address?"."""
    return _is_in(word, _words("asking"))


@_known
def is_legal(word: str) -> bool:
    """The word begins like one that texts about rights, duties and data cannot do without."""
    return _begins_with(word, "legal")


@remembered
def legal_words(text: str) -> int:
    """How many of its words are legal ones."""
    return sum(map(is_legal, words(text)))


def is_document_name(line: tuple[str, ...]) -> bool:
    """The line can be the name of a page that a menu leads to: "Terms of Service"."""
    return any(_is_in(word, _words("document")) for word in line)


def is_contact_label(word: str) -> bool:
    """The word stands before an address or a mailbox: "Address:"."""
    return _is_in(word, _words("contact_label"))


def names_controller(line: tuple[str, ...]) -> bool:
    """The line says who answers for the data: "The data controller is ..."."""
    return _holds(line, "controller")


def is_pointer(line: tuple[str, ...]) -> bool:
    """The line only sends the reader elsewhere: "See also the privacy policy"."""
    return _holds(line, "pointer")


def _holds(line: tuple[str, ...], name: str) -> bool:
    folded = folded_line(line)
    phrases = _phrases(name)
    if phrases.keys().isdisjoint(folded):  # nearly always
        return False
    return any(
        folded[place : place + len(phrase)] == phrase
        for place, word in enumerate(folded)
        for phrase in phrases.get(word, ())
    )


def _begins_with(word: str, name: str) -> bool:
    beginnings = _beginnings(name)
    first, *others = word_forms(word)
    return first.startswith(beginnings) or any(form.startswith(beginnings) for form in others)


def _is_in(word: str, known: frozenset[str]) -> bool:
    folded = folded_word(word)
    if folded in known:
        return True
    if not folded.startswith(_CLITICS):  # most words of most languages
        return False
    return any(folded.startswith(clitic) and folded[len(clitic) :] in known for clitic in _CLITICS)


@cache
def _tables() -> dict[str, dict[str, str | list[str]]]:
    text = read_data("wording.toml")
    return parse_table(text)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(
        word for table in _tables().values() for word in fold(str(table[name])).split()
    )


@cache
def _lines(name: str) -> frozenset[str]:
    return frozenset(
        " ".join(folded_phrase(line)) for table in _tables().values() for line in table[name]
    )


@cache
def _phrases(name: str) -> dict[str, list[tuple[str, ...]]]:
    """The lines as words, by their first one."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in _lines(name):
        words_of_line = tuple(line.split())
        if words_of_line:
            found.setdefault(words_of_line[0], []).append(words_of_line)
    return found


@cache
def _openings(name: str) -> tuple[str, ...]:
    return tuple(f"{line} " for line in sorted(_lines(name)))


@cache
def _beginnings(name: str) -> tuple[str, ...]:
    return tuple(sorted(_words(name)))
