"""Banners above the text of a document: what they announce without being a part of it.

A banner only speaks of the document: that there is an older version, that it was updated. What
says anything else with a date ("Effective 1 January, we will share ...") is a clause, wherever it
stands. And that this document changes on a coming day is news by itself.
"""

from __future__ import annotations

import tomllib
from functools import cache

from monitor.analysis.classifier import decide_odds, weigh_text
from monitor.analysis.dates import date_spans, latest_day
from monitor.analysis.edits import Edit
from monitor.analysis.lexicon import read_data
from monitor.analysis.matching import word_forms
from monitor.analysis.promises import promises_of
from monitor.analysis.quantities import quantities_in
from monitor.analysis.statements import statements_in
from monitor.analysis.surroundings import Surroundings
from monitor.analysis.tokens import folded_line, words
from monitor.analysis.wording import is_announcement, is_document_name, is_past_version
from storage.model import Category

_NOTICE = 40  # words of a notice about an older version
_LONGEST = 1_000  # letters of a banner
_ABOUT_ITSELF = frozenset({Category.OTHER, Category.POLICY_CHANGES})
_CONSENT = "consent"  # "by using the site you agree to the new version" stands in many banners


def is_banner(edit: Edit, line: tuple[str, ...], text: str, around: Surroundings) -> bool:
    """A block that only announces another version, of this document or of another one.

    ``line`` are the words of ``text``, what came or went. False where nothing else announces it:
    a change of this document that takes effect on a day after those it states.
    """
    if edit.is_heading or len(text) > _LONGEST or not date_spans(text):
        return False
    is_past = is_past_version(line) and len(line) <= _NOTICE
    if not is_past and not (_is_above(edit, around) and any(map(is_announcement, line))):
        return False
    if not _speaks_of_versions(edit, text):
        return False
    return is_past or not _announces_a_change(edit, line, text, around)


def _is_above(edit: Edit, around: Surroundings) -> bool:
    return edit.new[0] < around.new_top if edit.new else edit.old[0] < around.old_top


def _speaks_of_versions(edit: Edit, text: str) -> bool:
    own = decide_odds(weigh_text(text, edit.clause.language, heading=False))
    if own[0] not in _ABOUT_ITSELF:  # "an update of section 10, on transfers" is still one
        return False
    return not says_what_is_done(edit, text) and not quantities_in(text, edit.clause.language)


def says_what_is_done(edit: Edit, text: str) -> bool:
    """An act with data, a right, an arbitration: what no banner and no date line says."""
    found = statements_in(text[:_LONGEST], edit.clause.language)
    if any(statement.act != _CONSENT for statement in found):
        return True
    return bool(promises_of(edit, ()))


def is_dated_news(edit: Edit, line: tuple[str, ...], text: str, around: Surroundings) -> bool:
    """A line with a date that says what is done from then on, or that this document changes."""
    if edit.is_heading or len(text) > _LONGEST or not date_spans(text):
        return False
    if not any(map(is_announcement, line)):
        return False
    return says_what_is_done(edit, text) or _announces_a_change(edit, line, text, around)


def _announces_a_change(edit: Edit, line: tuple[str, ...], text: str, around: Surroundings) -> bool:
    """Not another document but its own changes, on a day after those it states."""
    folded = folded_line(line)
    if not edit.new or not _is_coming(folded):
        return False
    day = latest_day(text)
    if day is None or day <= max(around.stated, default=""):
        return False
    meant, own = _kinds_in(line), _kinds_in(tuple(words(" ".join(around.called))))
    return not (meant and own) or not meant.isdisjoint(own) or not _this().isdisjoint(folded)


def is_of_coming_version(text: str) -> bool:
    """It names a document, a day, and what a new version of it does on that day."""
    line = words(text[:_LONGEST])
    if len(line) > _NOTICE or not any(map(is_announcement, line)) or not is_document_name(line):
        return False
    return _is_coming(folded_line(line)) and bool(date_spans(text))


def _is_coming(folded: tuple[str, ...]) -> bool:
    phrases = _coming()
    return any(
        folded[at : at + len(phrase)] == phrase
        for at, word in enumerate(folded)
        for phrase in phrases.get(word, ())
    )


def _kinds_in(line: tuple[str, ...]) -> frozenset[str]:
    """What kinds of document the words name: privacy, terms, cookies."""
    kinds = _kinds()
    return frozenset(kinds[form] for word in line for form in word_forms(word) if form in kinds)


# --- the lists -------------------------------------------------------------------------------


@cache
def _coming() -> dict[str, list[tuple[str, ...]]]:
    """The phrases as folded words, by their first one."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrases in _tables()["coming"].values():
        for phrase in phrases:
            line = folded_line(words(phrase))
            found.setdefault(line[0], []).append(line)
    return found


@cache
def _this() -> frozenset[str]:
    return frozenset(
        one for line in _tables()["this"].values() for one in folded_line(words(str(line)))
    )


@cache
def _kinds() -> dict[str, str]:
    return {
        form: kind
        for kind, line in _tables()["kinds"].items()
        for word in words(str(line))
        for form in word_forms(word)
    }


@cache
def _tables() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads(read_data("banners.toml"))
