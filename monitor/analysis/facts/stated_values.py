"""A cell or a short line that says another value of what a caption names, and what that is about.

What the caption says decides, not the value: "No" under "Shared with third parties" is about
sharing, "Hamburg" under "Place of jurisdiction" about disputes.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.analysis.aligning.captions import CaptionKind
from monitor.analysis.aligning.edits import Edit
from monitor.analysis.clauses.classifier import decide_odds, weigh_text
from monitor.analysis.facts.answers import answers_otherwise, says_yes
from monitor.analysis.model import FactChange, Polarity
from monitor.analysis.text.tokens import words
from monitor.analysis.text.wording import is_exercise, is_first_person, is_navigation, is_negation
from storage.document import CELL_SEPARATOR
from storage.model import BlockKind, Category

_SHORT = 3  # words of a value
_QUESTION = 14  # words of one that is answered with yes or no
_ACTS = {Category.SALE: "sell", Category.SHARING: "share"}
_STOPS = frozenset(".!?؟:;؛")
_OTHER = (Category.OTHER,)
_MOST = 2  # categories


def states_value(edit: Edit) -> bool:
    """It says something else of what its column, term or heading names.

    Its own words may be a name or a single word. A line that leads elsewhere is furniture.
    """
    before, after = edit.captions
    if edit.is_whole or before is None or after is None or edit.is_heading:
        return False
    named = words(after.text)
    if before.kind is not after.kind or words(before.text) != named or not named:
        return False
    if not (edit.clause.heading_path or _is_row(edit)):  # a menu stands above all headings
        return False
    if any(block.links for block in (edit.block, edit.block_before) if block is not None):
        return False
    sides = map(words, (edit.before or "", edit.after or ""))
    if all(map(is_navigation, sides)) and not answers_otherwise(edit):
        return False
    return before.kind is not CaptionKind.LIST and _is_behind_first(edit)


def categories_of_value(edit: Edit) -> tuple[Category, ...]:
    """What a value is about by its caption, or else by the heading it stands under."""
    answers = answers_otherwise(edit)
    if edit.is_heading:
        own = edit.clause.categories
        return own[:_MOST] if answers and own != _OTHER else ()
    if not (states_value(edit) and (answers or _is_short(edit))):
        return ()
    if not answers and Category.SUBPROCESSORS in edit.clause.categories:
        return ()  # of a row about a company
    titles = [*_titles(edit), *edit.clause.heading_path[-1:]]
    if not answers and _is_row(edit):
        titles.reverse()  # "Kind" says less than "Cookies" above the table
    known = edit.clause.categories
    for title in titles:
        said = decide_odds(weigh_text(title, edit.clause.language, heading=True))
        if said == _OTHER:
            continue
        if answers or known == _OTHER or said[0] in known or said[0] is Category.COOKIES:
            return said[:1]
    return ()


def facts_of_answer(edit: Edit) -> tuple[FactChange, ...]:
    """What is answered otherwise, where the question is whether data are sold or shared."""
    if not answers_otherwise(edit):
        return ()
    titles = [_question(edit)] if edit.is_heading else [*_titles(edit)]
    for title in titles:
        act = _act_asked(title, edit.clause.language)
        if act:
            before, after = Polarity.AFFIRMS, Polarity.DENIES
            if says_yes(edit):
                before, after = after, before
            direction = "weaker" if after is Polarity.AFFIRMS else "stronger"
            return (FactChange(fact=act, before=before, after=after, direction=direction),)
    return ()


def _act_asked(title: str, language: str) -> str | None:
    """``sell`` of "Do you sell my data?"; what a reader may or must do is another matter."""
    asked = words(title)
    if not 0 < len(asked) <= _QUESTION:
        return None
    if any(is_negation(word) or is_exercise(word) or is_first_person(word) for word in asked):
        return None
    said = decide_odds(weigh_text(title, language, heading=True))
    return _ACTS.get(said[0])


def _question(edit: Edit) -> str:
    """A heading without the answer behind it."""
    text = edit.after or ""
    return text[: edit.hunks[-1].new_span[0]] if edit.hunks else text


def _titles(edit: Edit) -> Iterator[str]:
    """The column of a cell that changed, else what names the line."""
    caption = edit.captions[1]
    if caption is None:
        return
    old = edit.block_before
    if caption.kind is not CaptionKind.COLUMNS:
        yield caption.text
    elif old is not None:
        cells = zip(old.cells, edit.block.cells, caption.text.split(CELL_SEPARATOR), strict=False)
        yield from (title for before, after, title in cells if before != after)


def _is_short(edit: Edit) -> bool:
    """A word or three changed, in no sentence."""
    is_sentence = not _is_row(edit) and (edit.after or "").rstrip()[-1:] in _STOPS
    return not is_sentence and max(len(edit.removed), len(edit.added)) <= _SHORT


def _is_row(edit: Edit) -> bool:
    return edit.block.kind is BlockKind.TABLE_ROW


def _is_behind_first(edit: Edit) -> bool:
    """Of a row, something behind its first cell changed; of another line, anything."""
    old = edit.block_before
    return not _is_row(edit) or old is None or old.cells[1:] != edit.block.cells[1:]
