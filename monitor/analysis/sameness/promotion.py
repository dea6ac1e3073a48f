"""Blocks that a page shows around its document: what it sells, and notices of its own machinery.

A run of blocks that came or went together is taken for an advertisement when one of its short
lines invites ("Start free today", "View in App Store") and nothing in it speaks of rights, duties
or data. A notice in a language that the document is not written in is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.clauses.classifier import decide_odds, weigh_text
from monitor.analysis.text.tokens import words
from monitor.analysis.text.wording import is_call, is_legal, is_notice
from storage.model import BlockKind, Category

Place = tuple[bool, int]  # (is new, block)

_CALL = 6  # words of a line that invites
_LONGEST = 120  # words of one advertisement
_NOTICE = 50  # words of a notice
_FOREIGN = 8  # words from which a language is sure enough
_BOUND = 1_200  # letters that are read of a block
_SIGNS = frozenset("$€£¥₪%")
_SPOKEN = frozenset({"en", "fr", "de", "es", "ar", "he"})


def promotions(edits: Iterable[Edit]) -> frozenset[Place]:
    """The blocks of all runs that advertise."""
    found: set[Place] = set()
    for run in runs_of(edits):
        if _advertises(run):
            found.update(place_of(edit) for edit in run)
    return frozenset(found)


def is_foreign(edit: Edit, spoken: frozenset[str]) -> bool:
    """A block in none of the languages of its document, that says nothing we know."""
    language = edit.clause.language
    if not edit.is_whole or language in spoken or language not in _SPOKEN:
        return False
    return len(words(_text(edit))) >= _FOREIGN and says_nothing(edit)


def is_site_notice(edit: Edit, line: tuple[str, ...]) -> bool:
    """It speaks of the site or the browser, and of nothing we know, or of no duty or data."""
    if len(line) > _NOTICE or not is_notice(line):
        return False
    return says_nothing(edit) or not any(map(is_legal, line))


def says_nothing(edit: Edit) -> bool:
    """By its own words, whatever its heading lends it."""
    scores = weigh_text(_text(edit), edit.clause.language, heading=edit.is_heading)
    return decide_odds(scores) == (Category.OTHER,)


def runs_of(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """Neighbouring blocks that were put in, or taken out, together."""
    whole = sorted((edit for edit in edits if edit.is_whole), key=place_of)
    run: list[Edit] = []
    for edit in whole:
        is_new, block = place_of(edit)
        if run and (place_of(run[-1]) != (is_new, block - 1)):
            yield run
            run = []
        run.append(edit)
    if run:
        yield run


def place_of(edit: Edit) -> Place:
    """Where a block that came or went as a whole stands."""
    return (True, edit.new[0]) if edit.new else (False, edit.old[0])


def _advertises(run: Sequence[Edit]) -> bool:
    lines = [words(_text(edit)) for edit in run]
    if sum(map(len, lines)) > _LONGEST:
        return False
    if not any(len(line) <= _CALL and is_call(line) for line in lines):
        return False
    if any(edit.block.kind is BlockKind.TABLE_ROW for edit in run):
        return False
    if any(is_legal(word) or word in _SIGNS for line in lines for word in line):
        return False
    return all(says_nothing(edit) for edit in run)


def _text(edit: Edit) -> str:
    return (edit.after if edit.after is not None else edit.before or "")[:_BOUND]
