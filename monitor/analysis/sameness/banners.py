"""Banners above the text of a document: what they announce without being a part of it.

A banner only speaks of the document: that there is an older version, that it was updated, that it
will be on a day. What says anything else with a date ("Effective 1 January, we will share ...") is
a clause, wherever it stands.
"""

from __future__ import annotations

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.clauses.classifier import decide_odds, weigh_text
from monitor.analysis.dates import date_spans
from monitor.analysis.facts.promises import promises_of
from monitor.analysis.quantities.finding import quantities_in
from monitor.analysis.sameness.surroundings import Surroundings
from monitor.analysis.statements.finding import statements_in
from monitor.analysis.text.wording import is_announcement, is_past_version
from storage.model import Category

_NOTICE = 40  # words of a notice about an older version
_LONGEST = 1_000  # letters of a banner
_ABOUT_ITSELF = frozenset({Category.OTHER, Category.POLICY_CHANGES})
_CONSENT = "consent"  # "by using the site you agree to the new version" stands in many banners


def is_banner(edit: Edit, line: tuple[str, ...], text: str, around: Surroundings) -> bool:
    """A block that only announces another version, of this document or of another one.

    ``line`` are the words of ``text``, what came or went.
    """
    if edit.is_heading or len(text) > _LONGEST or not date_spans(text):
        return False
    is_past = is_past_version(line) and len(line) <= _NOTICE
    if not is_past and not (_is_above(edit, around) and any(map(is_announcement, line))):
        return False
    return _speaks_of_versions(edit, text)


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


def is_dated_news(edit: Edit, line: tuple[str, ...], text: str) -> bool:
    """A line with a date that says what is done from then on."""
    if edit.is_heading or len(text) > _LONGEST or not date_spans(text):
        return False
    return any(map(is_announcement, line)) and says_what_is_done(edit, text)
