"""Whose a length of time is: what the company must keep to, or what the reader may use.

A month in which a request is answered is better when it is shorter, a fortnight in which a reader
may withdraw when it is longer. Where a sentence says neither, nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.analysis.aligning.edits import Edit, Span
from monitor.analysis.facts.promises import rights_in
from monitor.analysis.facts.undertakings import ANSWER, ERASE, NOTIFY, stances
from monitor.analysis.model import FactChange, Polarity
from monitor.analysis.statements.finding import marks_of
from monitor.analysis.statements.parts_of_sentence import modal_of_reader
from monitor.analysis.text.words import split_words

_KEPT_BY_US = (ANSWER, ERASE, NOTIFY)
_NOTICE = "notice"
_OF_TIME = frozenset({"deadline", "period", _NOTICE})
_BOUND = 4_000  # letters of a part of a sentence that are read
_MOST = 8  # changed places of a clause that are asked
_ENDS = ".!?؟,،;؛\n"


def favours_reader(edit: Edit, fact: FactChange) -> bool | None:
    """Whether a period that is longer or shorter now is better for the reader; None: not known."""
    if fact.fact not in _OF_TIME or fact.direction not in ("longer", "shorter"):
        return None
    sides = (
        _parts(edit.before or "", [hunk.old_span for hunk in edit.hunks[:_MOST]]),
        _parts(edit.after or "", [hunk.new_span for hunk in edit.hunks[:_MOST]]),
    )
    language = edit.clause.language
    if all(_is_right(side, language) for side in sides):
        if fact.fact != _NOTICE:
            return fact.direction == "longer"
        # Who may leave must give it, unless the company is named as well.
        return None if _names_us(sides, language) else fact.direction == "shorter"
    if fact.fact != _NOTICE and all(_is_ours(side, language) for side in sides):
        return fact.direction == "shorter"
    return None


def _parts(text: str, spans: Sequence[Span]) -> list[str]:
    """The parts of sentences, between commas, in which something changed."""
    found: dict[str, None] = {}
    for start, end in spans:
        first = max((text.rfind(sign, 0, start) for sign in _ENDS), default=-1) + 1
        ends = [at for at in (text.find(sign, end) for sign in _ENDS) if at >= 0]
        found[text[first : min(ends, default=len(text))][:_BOUND]] = None
    return list(found)


def _is_right(sentences: Sequence[str], language: str) -> bool:
    """The reader may do within it what readers have a right to."""
    for one in sentences:
        found = split_words(one[:_BOUND])
        if rights_in(found, language) and modal_of_reader(found, marks_of(found, language)) is None:
            return False
    return any(rights_in(split_words(one[:_BOUND]), language) for one in sentences)


def _is_ours(sentences: Sequence[str], language: str) -> bool:
    """The company answers, erases or tells within it, and no reader may or must do anything."""
    if any(_speaks_to_readers(one, language) for one in sentences):
        return False
    said = stances(sentences, language)
    return any(said.get(act) is Polarity.AFFIRMS for act in _KEPT_BY_US)


def _speaks_to_readers(sentence: str, language: str) -> bool:
    found = split_words(sentence[:_BOUND])
    return modal_of_reader(found, marks_of(found, language)) is not None


def _names_us(sides: Sequence[Sequence[str]], language: str) -> bool:
    return any(
        "ours" in here
        for side in sides
        for one in side
        for here in marks_of(split_words(one[:_BOUND]), language)
    )
