"""Words so small that a size rule would miss them, and so heavy that it must not.

The lists stand per language in ``lexicons/wording.toml``; they are read together, for a changed
word may stand in a quotation or in the other half of a two-language page. Arabic and Hebrew glue
conjunctions on, so a word is also looked up without them.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from monitor.analysis.tokens import folded_word, words

_CLITICS = ("و", "ف", "ו", "ש", "וש")
_DIGIT = re.compile(r"\d")
_SIGNS = frozenset("$€£¥₪%")


def is_heavy(word: str) -> bool:
    """A negation, modal, exception, obligation or number: never to be taken for a slip."""
    if word in _SIGNS or _DIGIT.search(word):
        return True
    return _is_in(word, _words("heavy")) or is_negation(word)


def is_negation(word: str) -> bool:
    return _is_in(word, _words("negation"))


def is_light(word: str) -> bool:
    """It relates other words; a change of such words alone is wording."""
    return folded_word(word) in _words("light")


def is_date_label(word: str) -> bool:
    return _is_in(word, _words("date_label"))


def is_announcement(word: str) -> bool:
    return _is_in(word, _words("announcement"))


def is_navigation(line: tuple[str, ...]) -> bool:
    """The whole line is furniture of a page: "Back to top", "Print"."""
    folded = " ".join(folded_word(word) for word in line)
    return folded in _lines("navigation") or folded in _lines("widget")


def is_widget(line: tuple[str, ...]) -> bool:
    """The line heads something that is no part of the document: "Was this helpful?"."""
    return " ".join(folded_word(word) for word in line) in _lines("widget")


def is_pointer(line: tuple[str, ...]) -> bool:
    """The line only sends the reader elsewhere: "See also the privacy policy"."""
    folded = f" {' '.join(folded_word(word) for word in line)} "
    return any(f" {phrase} " in folded for phrase in _lines("pointer"))


def _is_in(word: str, known: frozenset[str]) -> bool:
    folded = folded_word(word)
    if folded in known:
        return True
    return any(folded.startswith(clitic) and folded[len(clitic) :] in known for clitic in _CLITICS)


@cache
def _tables() -> dict[str, dict[str, str | list[str]]]:
    text = files("monitor.analysis").joinpath("lexicons/wording.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(
        folded_word(word) for table in _tables().values() for word in str(table[name]).split()
    )


@cache
def _lines(name: str) -> frozenset[str]:
    return frozenset(
        " ".join(folded_word(word) for word in words(line))
        for table in _tables().values()
        for line in table[name]
    )
