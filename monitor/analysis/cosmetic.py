"""Edits that change no meaning, and why: what a page does to its text without its author.

Each rule gives a plain word that is shown as a reason. What no rule knows is meaningful: a rule
must be narrow, for what it takes away nobody is told about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.analysis.dates import date_spans
from monitor.analysis.edits import Edit, Hunk, Span
from monitor.analysis.model import Analysis
from monitor.analysis.spelling import is_slip
from monitor.analysis.tokens import without_enumerator, words
from monitor.analysis.wording import is_announcement, is_date_label, is_light, is_navigation
from storage.document import Block
from storage.model import BlockKind

DATE = "date"

_SHORT = 12  # words of a line that can be furniture or a date line
_LINKED = 0.8  # share of the letters that stand in links
_TOP = 6  # blocks above which a banner stands
_RENAMES = 3  # places where the same words were replaced by the same others
_COPYRIGHT = re.compile(r"©|\(c\)|copyright|all rights reserved|حقوق|זכויות", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|\b[\w.-]+\.(?:com|org|net|io|eu|html?|pdf)\b\S*")
_HIDDEN_MAIL = re.compile(
    r"\[(?:e-?mail)[\s\u00a0]*protected\]|e-?mail[\s\u00a0]+protected|protected\]", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a rule may know of both versions."""

    old_keys: Counter[str]
    new_keys: Counter[str]
    headings: frozenset[str]
    old_top: int
    new_top: int
    renames: frozenset[tuple[str, str]]
    dated: frozenset[tuple[bool, int]]  # (is new, block) of the stated dates
    date_texts: tuple[frozenset[str], frozenset[str]]  # their exact words, old and new


def surroundings(old: Analysis, new: Analysis, edits: Iterable[Edit]) -> Surroundings:
    headings = {
        _key(block.text)
        for analysis in (old, new)
        for block in analysis.document.blocks
        if block.kind is BlockKind.HEADING
    }
    headings |= {_key(analysis.document.title or "") for analysis in (old, new)}
    return Surroundings(
        old_keys=Counter(_key(block.text) for block in old.document.blocks),
        new_keys=Counter(_key(block.text) for block in new.document.blocks),
        headings=frozenset(headings),
        old_top=_top(old),
        new_top=_top(new),
        renames=_renames(edits),
        dated=frozenset((*_dated(old, is_new=False), *_dated(new, is_new=True))),
        date_texts=(_date_texts(old), _date_texts(new)),
    )


def _key(text: str) -> str:
    return " ".join(words(without_enumerator(text, heading=True)))


def _top(analysis: Analysis) -> int:
    """Blocks before this one stand above the text: before its first heading but one, at most."""
    return min(_TOP, len(analysis.document.blocks))


def _dated(analysis: Analysis, *, is_new: bool) -> list[tuple[bool, int]]:
    dates = (analysis.dates.effective_on, analysis.dates.updated_on)
    return [(is_new, date.block) for date in dates if date is not None]


def _date_texts(analysis: Analysis) -> frozenset[str]:
    dates = (analysis.dates.effective_on, analysis.dates.updated_on)
    return frozenset(date.text for date in dates if date is not None)


def _renames(edits: Iterable[Edit]) -> frozenset[tuple[str, str]]:
    """Names that were replaced by the same other name in several places."""
    seen = Counter(
        (" ".join(hunk.removed), " ".join(hunk.added))
        for edit in edits
        for hunk in edit.hunks
        if not edit.is_whole and _is_name(hunk)
    )
    return frozenset(pair for pair, count in seen.items() if count >= _RENAMES)


def _is_name(hunk: Hunk) -> bool:
    sides = (hunk.removed, hunk.added)
    return all(side and len(side) <= 4 and not _has_digit(side) for side in sides)  # noqa: PLR2004


def _has_digit(side: Sequence[str]) -> bool:
    return any(letter.isdigit() for word in side for letter in word)


# --- judging ---------------------------------------------------------------------------------


def cosmetic_reason(edit: Edit, around: Surroundings) -> str | None:
    """Why the edit means nothing, or ``None`` when it does mean something."""
    if not edit.hunks:
        return "punctuation"
    if edit.is_whole:
        return _whole_block(edit, around)
    if _key(edit.before or "") == _key(edit.after or ""):
        return "numbering"
    if _is_date_line(edit, around):
        return DATE
    spans = date_spans(edit.before or ""), date_spans(edit.after or "")
    reasons = [_hunk_reason(hunk, edit, spans, around) for hunk in edit.hunks]
    if None in reasons:
        return None
    found = [reason for reason in reasons if reason]
    return DATE if DATE in found else found[0]


def _whole_block(edit: Edit, around: Surroundings) -> str | None:
    text = edit.after if edit.after is not None else edit.before
    assert text is not None
    line = words(text)
    key = _key(text)
    if not line:
        return "empty"
    if key in around.headings and not edit.is_heading:
        return "table of contents"
    if around.old_keys[key] and around.new_keys[key]:
        return "repeated text"
    if is_navigation(line) or _is_menu(edit.block, line):
        return "navigation"
    if _HIDDEN_MAIL.search(text) and len(line) <= _SHORT:
        return "hidden e-mail address"
    if _is_date_line(edit, around):
        return DATE
    if _is_banner(edit, line, text, around):
        return "banner"
    if _COPYRIGHT.search(text) and len(line) <= _SHORT:
        return "copyright line"
    return None


def _is_menu(block: Block, line: Sequence[str]) -> bool:
    """A line that is nothing but links, outside tables."""
    if block.kind is BlockKind.TABLE_ROW or len(line) > _SHORT:
        return False
    linked = sum(link.end - link.start for link in block.links)
    return linked >= _LINKED * len(block.text)


def _is_banner(edit: Edit, line: Sequence[str], text: str, around: Surroundings) -> bool:
    at, top = (edit.new[0], around.new_top) if edit.new else (edit.old[0], around.old_top)
    if at >= top or edit.is_heading:
        return False
    return any(is_announcement(word) for word in line) and bool(date_spans(text))


def _is_date_line(edit: Edit, around: Surroundings) -> bool:
    """A short line that says nothing but a date: its labels may change with it."""
    return all(
        _says_only_a_date(text, (is_new, block) in around.dated)
        for text, is_new, blocks in ((edit.before, False, edit.old), (edit.after, True, edit.new))
        if text is not None
        for block in blocks[:1]
    )


def _says_only_a_date(text: str, is_dated: bool) -> bool:
    if len(text) > 40 * _SHORT:
        return False
    spans = date_spans(text)
    rest = _outside(text, spans)
    if not spans or len(rest) > _SHORT:
        return False
    return all(is_date_label(word) or is_light(word) for word in rest) or (
        is_dated and len(rest) <= _SHORT // 2
    )


def _outside(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts.append(text[at:start])
        at = max(at, end)
    parts.append(text[at:])
    return words(" ".join(parts))


def _hunk_reason(
    hunk: Hunk, edit: Edit, spans: tuple[Sequence[Span], Sequence[Span]], around: Surroundings
) -> str | None:
    if (" ".join(hunk.removed), " ".join(hunk.added)) in around.renames:
        return "rename"
    if _within(hunk.old_span, spans[0]) and _within(hunk.new_span, spans[1]):
        return DATE if _is_stated(edit, around) else None
    if is_slip(hunk.removed, hunk.added):
        return "spelling"
    if _only_addresses(hunk):
        return "address of a link"
    if _is_hidden_mail(hunk, edit):
        return "hidden e-mail address"
    if _COPYRIGHT.search(edit.after or "") and _only_years(hunk):
        return "copyright year"
    return None


def _is_stated(edit: Edit, around: Surroundings) -> bool:
    """The dates in it are those of the document, not a date that a clause speaks of."""
    if any((False, at) in around.dated for at in edit.old):
        return True
    if any((True, at) in around.dated for at in edit.new):
        return True
    sides = zip((edit.before or "", edit.after or ""), around.date_texts, strict=True)
    return all(any(date in text for date in dates) for text, dates in sides)


def _within(span: Span, spans: Sequence[Span]) -> bool:
    """Something of a date changed here; signs and spaces beside it do not count."""
    return any(
        start <= span[1] and span[0] <= end and _inside(span, start, end) for start, end in spans
    )


def _inside(span: Span, start: int, end: int) -> bool:
    return start - 1 <= span[0] and span[1] <= end + 1


def _only_addresses(hunk: Hunk) -> bool:
    old, new = hunk.old_text, hunk.new_text
    if _MAIL.search(old) or _MAIL.search(new):
        return False
    if not (_ADDRESS.search(old) or _ADDRESS.search(new)):
        return False
    return not words(_ADDRESS.sub(" ", old)) and not words(_ADDRESS.sub(" ", new))


def _is_hidden_mail(hunk: Hunk, edit: Edit) -> bool:
    hidden_before = bool(_HIDDEN_MAIL.search(edit.before or ""))
    hidden_after = bool(_HIDDEN_MAIL.search(edit.after or ""))
    if not (hidden_before or hidden_after):
        return False
    left = [
        word
        for text in (hunk.old_text, hunk.new_text)
        for word in words(_MAIL.sub(" ", _HIDDEN_MAIL.sub(" ", text)))
    ]
    return all(word in {"email", "e", "mail", "protected"} for word in left)


def _only_years(hunk: Hunk) -> bool:
    return all(_YEAR.fullmatch(word) for word in (*hunk.removed, *hunk.added))
