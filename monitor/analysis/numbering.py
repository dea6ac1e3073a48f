"""Numbers of sections and clauses: where a text has another one, it says the same."""

from __future__ import annotations

import re

from monitor.analysis.edits import Edit, Hunk, Span
from monitor.analysis.tokens import without_enumerator
from storage.patterns import late

_NEAR = 60  # letters before a changed place within which "section" stands
_NUMERAL = re.compile(r"[0-9]{1,3}[a-z]?|[ivx]{1,5}|[a-z]")
_WORDS = (
    r"(?:\b(?:(?:sub)?sections?|clauses?|articles?|paragraphs?|art|sec|no|points?|annex|appendix|"
    r"schedule|abschnitte?n?|ziffern?|absatz|artikeln?|punkt|anhang|secci(?:ó|o)n(?:es)?|"
    r"art(?:í|i)culos?|cl(?:á|a)usulas?|apartados?|annexe|titre|chapitre)|§+|"
    r"(?:ال)?(?:قسم|مادة|بند|فقرة)|ה?(?:סעיף|סעיפים|פסקה|נספח))"
)
_OTHERS = (  # "sections 13 and": numbers in front of the one that changed
    r"(?:\d{1,3}(?:[.,]\d{1,3}){0,3}\s?(?:,|[–-]|and|or|to|et|ou|à|und|oder|bis|y|o|و|ו|עד)\s?){0,3}"
)
_REFERENCE = late(
    _WORDS + r"\.?\s{0,2}" + _OTHERS + r"(?:[0-9ivx]{1,5}[.,]?\s?(?:[a-z]\b)?){0,4}[(.]?$",
    re.IGNORECASE,
)
_REFERRING = late(_WORDS + r"\.?", re.IGNORECASE)
_NUMBER_BEHIND = late(r"\.?\s{0,2}(?:\d|[ivx]{1,5}\b)", re.IGNORECASE)
# "9.6" before a title within a block, "14" only where it ends with a mark.
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}")
_BEFORE_SECTION = re.compile(r"(?:^|[.!?;\n])\s*$")
_BEHIND_SECTION = re.compile(r"\s*[.)]?\s+[A-ZÀ-ÖØ-Þ]")
_BEHIND_NUMBER = re.compile(r"\s*[.)]\s+[A-ZÀ-ÖØ-Þ]")


def is_numbering(hunk: Hunk, edit: Edit) -> bool:
    """A number that counts or refers to clauses: the one a block or its part is listed under."""
    if _is_reference(hunk, edit) or _is_at_start(hunk, edit) or _is_section(hunk, edit):
        return True
    return _is_referring_word(hunk, edit)


def _sides(hunk: Hunk, edit: Edit) -> tuple[tuple[str, Span], tuple[str, Span]]:
    return (edit.before or "", hunk.old_span), (edit.after or "", hunk.new_span)


def _is_reference(hunk: Hunk, edit: Edit) -> bool:
    """Another number of a section that is referred to: "see section 30.9"."""
    if not all(_NUMERAL.fullmatch(word) for word in (*hunk.removed, *hunk.added)):
        return False
    return all(
        _REFERENCE.search(text[max(0, at - _NEAR) : at]) for text, (at, _) in _sides(hunk, edit)
    )


def _is_at_start(hunk: Hunk, edit: Edit) -> bool:
    """The number of the block itself, other places of which changed as well."""
    return all(
        span[1] <= len(text) - len(without_enumerator(text)) for text, span in _sides(hunk, edit)
    )


def _is_section(hunk: Hunk, edit: Edit) -> bool:
    """The number of a part within a block: ". 9.6 User Content" for ". 8.6 User Content"."""
    numbers = [side.strip().rstrip(".)") for side in (hunk.old_text, hunk.new_text)]
    if not all(_SECTION.fullmatch(number) for number in numbers):
        return False
    dotted = all("." in number for number in numbers)
    ends = _BEHIND_SECTION if dotted else _BEHIND_NUMBER
    return all(
        _BEFORE_SECTION.search(text[max(0, start - 2) : start])
        and (ends.match(text, end) or _ends_itself(text[start:end], text[end : end + 2]))
        for text, (start, end) in _sides(hunk, edit)
    )


def _ends_itself(number: str, behind: str) -> bool:
    """The mark behind the number changed with it."""
    return number.rstrip()[-1:] in {".", ")"} and behind.strip()[:1].isupper()


def _is_referring_word(hunk: Hunk, edit: Edit) -> bool:
    """The word before a number, written out or short: "article 17", "art. 17"."""
    if not all(_REFERRING.fullmatch(side.strip()) for side in (hunk.old_text, hunk.new_text)):
        return False
    first, second = sorted((hunk.removed + hunk.added), key=len)[:2]
    return second.startswith(first) and all(
        _NUMBER_BEHIND.match(text, end) for text, (_, end) in _sides(hunk, edit)
    )
