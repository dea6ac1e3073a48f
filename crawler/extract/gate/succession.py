"""Whether a text can follow on the one that stood before: what only a comparison can tell.

A page that reads well by itself is refused here because it does not look like the next state of
*this* document: it is in another language, hardly anything of it is left, or nearly no pair of
words survived. A comparison is no proof, so such a judgement lets go: ``lifts_after`` says how
many looks at the same text it lasts. Only a page that by itself reads like no legal document stays
refused for good: the document is lost, which is told as such, and never as a change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from crawler.extract.gate.first import is_like_a_home_page, seen_first, sounds_like_a_home_page
from crawler.extract.gate.furniture import without_strip
from crawler.extract.gate.language import READ, main_language
from crawler.extract.gate.quality import GUESS, LIKELY, kind_of
from crawler.extract.gate.reading import is_of_another_kind, names_document, reads_like_a_document
from crawler.extract.gate.said import (
    LONGEST,
    is_like_a_document,
    lines_said,
    reads_like_one,
    said,
    words_said,
)
from crawler.extract.model import Extraction, PreviousText, Quality
from crawler.extract.normalise import fold_words
from crawler.extract.notes import MARKUP_SHOWN

_SHORT = 250  # words
_COLLAPSE = 0.3  # share of the words that must be left
_COLLAPSE_NAMED = 0.2  # the same, of a page that still bears the name of a document
_SURVIVING = 0.15  # share of the word pairs that must survive for it to be the same document
_SURVIVING_FRAME = 0.3  # the same, where none of it is in what the page says
_COLLAPSE_REMAINDER = 0.35  # share of the words, of what is nothing but a piece of the old text
_LEAST_PIECE = 8  # words
_A_LINE = 200  # characters: no document, in any script
# What a page may seem to say that is the beginning of a document.
_SPOKEN = frozenset(
    {
        "age_gate",
        "login_wall",
        "consent_wall",
        "soft_404",
        "error_page",
        "geo_block",
        "region_choice",
        "parked_domain",
    }
)
_UNREAD = frozenset({"mojibake", "wrong_language", "select_missed"})
_DATE_LINE = 9  # words
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SURVIVING_NAMES = 0.5  # the same in another language: names of companies and cookies stay
_NEARLY_ALL = 0.95  # share of the letters
_SAMPLES = 32  # pieces of a text, evenly spread
_SAMPLE = 100  # characters
_MISSED = 2  # pieces that may be gone from a text that nearly all survives of
_ENOUGH = 1_000_000  # characters: several times the longest policies
_REMAINDER = 0.85  # share of its word pairs that a torn-off piece has from the old text
_SMALL_PIECE = 0.25  # share of the words
_REMAINDER_SMALL = 0.65  # share of the word pairs of a small piece
_PIECE = 0.3  # the same, from which a short text is a piece of the old one rather than another
_LEAST_PREVIOUS = 60  # words: below it shares say nothing
_LEAST_SAME = 0.8  # of the word pairs of either text: one text, seen twice
_WORD_FOR_WORD = 0.97  # share of its word pairs that a part of the old text has from it
_TRACE = 0.1  # share of its word pairs: less, and nothing of the old text is left
_NAME = 6  # words of the name of a document
_LEAST_NAMES = 4
_ONE_LOOK = 1
_TWO_LOOKS = 2
_AFTER_TELLING = 3  # looks: as many as it takes until people are told that the source is broken


def judge_against(extraction: Extraction, previous: PreviousText | None) -> Quality:
    """The page's own judgement, and where that is good the one against the current version."""
    own = extraction.quality
    if previous is None and own.ok:
        reason = seen_first(extraction)
        if reason is not None:
            return Quality(ok=False, reasons=(reason,), lifts_after=_AFTER_TELLING)
    if previous is None or previous.words < _LEAST_PREVIOUS:
        return own
    if extraction.comparison.text == previous.comparison_text:
        return own
    if not own.ok:
        return _own_or_collapsed(own, extraction, previous)
    found = _against(extraction, previous) or _faulty(extraction)
    if found is None:
        return own
    reason, lifts_after = found
    return Quality(ok=False, reasons=(reason,), lifts_after=lifts_after)


def _own_or_collapsed(own: Quality, extraction: Extraction, previous: PreviousText) -> Quality:
    """What says nothing but what the old text said is a piece of it, whatever it sounds like."""
    is_piece = _LEAST_PIECE <= words_said(extraction) < _COLLAPSE_REMAINDER * previous.words
    spoken = own.reasons and own.reasons[0] in _SPOKEN
    if spoken and _is_same_text(extraction.comparison.text, previous.comparison_text):
        return Quality(guess=own.guess)  # it was accepted as the document
    if spoken and is_piece and _is_remainder(extraction, previous):
        return Quality(ok=False, reasons=("collapsed",), lifts_after=None)
    if own.reasons and own.reasons[0] not in _UNREAD and _is_left_of(extraction, previous):
        return Quality(ok=False, reasons=("collapsed",), lifts_after=None)
    return own


def _is_left_of(extraction: Extraction, previous: PreviousText) -> bool:
    """Whether a page shows the old document's name, its headings or its first lines, and no more.

    Line by line: between two headings that the text under them left, no pair of words is old.
    """
    if extraction.words > _SHORT:
        return False
    old = f" {previous.comparison_text} "
    site = f" {fold_words(extraction.document.title or '')} "
    lines = without_strip(lines_said(extraction))
    known = [line for line in lines if f" {line} " in old]
    strange = [line for line in lines if f" {line} " not in old]
    left = sum(line.count(" ") + 1 for line in known)
    more = sum(
        line.count(" ") + 1 for line in strange if f" {line} " not in site and not _is_dated(line)
    )
    if more > (1 - _REMAINDER) * (left + more):
        return False
    if left >= _LEAST_PIECE or any(map(names_document, known)):
        return True
    shown = [fold_words(block.text) for block in extraction.document.blocks if not block.links]
    return any(" " in line and previous.comparison_text.startswith(f"{line} ") for line in shown)


def _is_dated(line: str) -> bool:
    """When it was changed last: a line that moves from look to look."""
    return line.count(" ") < _DATE_LINE and _YEAR.search(line) is not None


def _faulty(extraction: Extraction) -> tuple[str, int | None] | None:
    """A page that shows its source is being worked on: another text in it may not last."""
    return ("markup_shown", _TWO_LOOKS) if MARKUP_SHOWN in extraction.notes else None


def is_new_baseline(extraction: Extraction, previous: PreviousText | None) -> bool:
    """Whether a text, once accepted, begins anew instead of changing what stood before.

    Nobody changed a clause where a text in another language took the place of the old one, or
    where the document came at last after a first look at something else.
    """
    if previous is None or previous.words < 1:
        return True
    text, old = extraction.comparison.text, previous.comparison_text
    survived = _survival(old, text)
    if survived < _SURVIVING_NAMES and _languages_differ(old, text):
        return True
    if survived >= _SURVIVING:
        return False
    return reads_like_one(extraction) and not _was_document(previous)


def is_same_document_text(one: Extraction, other: Extraction) -> bool:
    """Whether two looks showed one text, but for what moves from look to look."""
    first, second = one.comparison, other.comparison
    if first.masked_digest == second.masked_digest:
        return True
    return _is_same_text(first.text, second.text)


def _is_same_text(one: str, other: str) -> bool:
    return _survival(one, other) >= _LEAST_SAME and _survival(other, one) >= _LEAST_SAME


def _against(extraction: Extraction, previous: PreviousText) -> tuple[str, int | None] | None:
    """The reason, and after how many looks it lifts."""
    text, old = extraction.comparison.text, previous.comparison_text
    if _is_torn_off(extraction, previous) or (
        _is_collapsed(extraction, previous) and not _is_translated(extraction, previous)
    ):
        return _collapse(extraction, previous, is_document=reads_like_one(extraction))
    survived = _survival(old, text)
    if survived >= _SURVIVING_NAMES:
        return None
    is_document = reads_like_one(extraction)
    if _languages_differ(old, text):
        at_once = is_document or survived >= _SURVIVING
        return "wrong_language", _ONE_LOOK if at_once else _if_read(text)
    if survived >= (_SURVIVING if _has_of(old, extraction) else _SURVIVING_FRAME):
        lost = names_document(previous.title) and is_like_a_home_page(extraction)
        return _other(extraction, previous, is_document=False) if lost else None
    named = names_document(extraction.document.title) and not extraction.quality.guess
    if is_document and (named or not _was_document(previous)):
        # Or it was the first look that did not see the document.
        another = named and (is_of_another_kind(text) or sounds_like_a_home_page(extraction))
        return ("other_page", _AFTER_TELLING) if another else None
    return _other(extraction, previous, is_document=is_document)


def _has_of(old: str, extraction: Extraction) -> bool:
    """Whether a trace of the old text is in what is said: of a short one the frame survives."""
    return extraction.words > LONGEST or _share_from(old, said(extraction)) >= _TRACE


def _other(
    extraction: Extraction, previous: PreviousText, *, is_document: bool
) -> tuple[str, int | None]:
    """Another page: what it is by its words, if they tell."""
    if is_document or is_like_a_document(extraction):
        return "other_page", _ONE_LOOK
    spoken = _spoken_anew(extraction, previous)
    if not _was_document(previous):
        return spoken or "other_page", _ONE_LOOK
    text = extraction.comparison.text
    guess = spoken or extraction.quality.guess
    guess = None if is_of_another_kind(text, asks=True) else guess
    # What cannot be read cannot be called lost for good, unless it is but a line.
    return guess or "other_page", None if guess or len(text) < _A_LINE else _if_read(text)


def _spoken_anew(
    extraction: Extraction, previous: PreviousText, *, least: float = GUESS
) -> str | None:
    """What the lines say that the old text does not have: without the frame of the site.

    Nothing, where the old ones are more, and enough to be what is left of the text.
    """
    if extraction.words > _SHORT:
        return None
    old = f" {previous.comparison_text} "
    lines = without_strip(lines_said(extraction))
    new = " ".join(line for line in lines if f" {line} " not in old)
    kept = sum(line.count(" ") + 1 for line in lines if f" {line} " in old)
    if kept >= _LEAST_PIECE and 2 * len(new) <= sum(map(len, lines)):
        return None
    return kind_of(new, least=least) if new else None


def _if_read(text: str) -> int | None:
    """Never, of a text in a language whose documents are known."""
    return None if main_language(text) in READ else _AFTER_TELLING


def _is_collapsed(extraction: Extraction, previous: PreviousText) -> bool:
    title = extraction.document.title
    named = names_document(title) or (title is not None and title == previous.title)
    if words_said(extraction) >= (_COLLAPSE_NAMED if named else _COLLAPSE) * previous.words:
        if extraction.words >= _SHORT:
            return False
        is_piece = words_said(extraction) < _COLLAPSE_REMAINDER * previous.words
        return is_piece and _is_remainder(extraction, previous)
    reads = reads_like_a_document(said(extraction), extraction.words)
    return not (reads and extraction.words >= _SHORT) or _is_remainder(extraction, previous)


def _is_torn_off(extraction: Extraction, previous: PreviousText) -> bool:
    """A smaller part of the old text, word for word, whatever kind of text that was."""
    words = words_said(extraction)
    if not _LEAST_PIECE <= words < _COLLAPSE * previous.words:
        return False
    return _share_from(previous.comparison_text, said(extraction)) >= _WORD_FOR_WORD


def _is_translated(extraction: Extraction, previous: PreviousText) -> bool:
    """It reads like a document, in another language: a shorter one than the old text.

    Of a language whose words are not known, what has as many words may be one.
    """
    text = extraction.comparison.text
    if not _languages_differ(previous.comparison_text, text):
        return False
    if main_language(text) in READ:
        return reads_like_one(extraction)
    return extraction.words >= _LEAST_PREVIOUS


def _collapse(
    extraction: Extraction, previous: PreviousText, *, is_document: bool
) -> tuple[str, int | None] | None:
    is_rest = _is_torn_off(extraction, previous)
    if is_rest or (not is_document and _is_left_of(extraction, previous)):
        return "collapsed", _AFTER_TELLING if is_document else None
    if not _was_document(previous) and is_document:
        return None
    share = _share_from(previous.comparison_text, said(extraction))
    is_named = names_document(extraction.document.title) and not extraction.quality.guess
    if share < _PIECE and _lists_documents(extraction):
        return "other_page", None
    least = (0.0 if is_named else _TRACE) if is_document else (_TRACE if is_named else _PIECE)
    if share < least:
        return _other(extraction, previous, is_document=is_document)
    spoken = None if is_named else _spoken_anew(extraction, previous, least=LIKELY)
    reason = spoken or "collapsed"
    if _is_remainder(extraction, previous) or not is_document:
        return reason, _AFTER_TELLING if is_document else None
    return reason, _ONE_LOOK


def _lists_documents(extraction: Extraction) -> bool:
    """A page that leads to the documents of a site, by their names."""
    lines = [block.text for block in extraction.document.blocks if block.text.count(" ") < _NAME]
    names = sum(map(names_document, lines))
    return names >= _LEAST_NAMES and 2 * names >= len(extraction.document.blocks)


def _is_remainder(extraction: Extraction, previous: PreviousText) -> bool:
    """What is left is the old text's own: torn off in transit rather than written anew.

    Of a small piece the menus and footers around it are a greater part.
    """
    is_small = words_said(extraction) < _SMALL_PIECE * previous.words
    least = _REMAINDER_SMALL if is_small else _REMAINDER
    return _share_from(previous.comparison_text, said(extraction)) >= least


def _was_document(previous: PreviousText) -> bool:
    """A text that is too short to tell is given the benefit of its name."""
    if previous.words < _LEAST_PREVIOUS and names_document(previous.title):
        return True
    return reads_like_a_document(previous.comparison_text, previous.words, previous.title)


def _languages_differ(old: str, new: str) -> bool:
    before, now = main_language(old), main_language(new)
    return bool(before and now and before != now)


def _share_from(old: str, new: str) -> float:
    """The share of the word pairs of ``new`` that ``old`` has."""
    return _survival(new, old)


@lru_cache(maxsize=4)  # one look asks several times
def _survival(old: str, new: str) -> float:
    """The share of the distinct word pairs of ``old`` that ``new`` has."""
    equal = _equal_ends(old, new)
    if equal >= _NEARLY_ALL * max(len(old), len(new)):
        return equal / max(len(old), len(new), 1)  # by their letters: near enough, and quick
    found = _found_again(old, new)
    if found >= _SAMPLES - _MISSED:
        return found / _SAMPLES  # at least so many of its pairs, each piece having twenty
    pairs = _pairs(old)
    if not pairs:
        return 1.0
    return len(pairs & _pairs(new)) / len(pairs)


def _found_again(old: str, new: str) -> int:
    """How many samples of ``old`` stand in ``new`` word for word; 0 as soon as too few can."""
    step = min(len(old), _ENOUGH) // _SAMPLES
    if step < _SAMPLE:
        return 0
    missed = 0
    for start in range(0, step * _SAMPLES, step):
        missed += old[start : start + _SAMPLE] not in new
        if missed > _MISSED:
            return 0
    return _SAMPLES - missed


@lru_cache(maxsize=4)  # the new text of one look is the old text of the next
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(text[:_ENOUGH].split()))


def _equal_ends(one: str, other: str) -> int:
    """How many letters two texts share at their beginning and, beyond that, at their end."""
    shorter = min(len(one), len(other))
    start = _last_equal(shorter, lambda size: one[:size] == other[:size])
    rest = shorter - start
    return start + _last_equal(
        rest, lambda size: one[len(one) - size :] == other[len(other) - size :]
    )


def _last_equal(most: int, equal: Callable[[int], bool]) -> int:
    """The greatest size up to ``most`` for which ``equal`` holds, as it does for all below it."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if equal(middle) else (low, middle - 1)
    return low
