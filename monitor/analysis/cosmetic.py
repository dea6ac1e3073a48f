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
from monitor.analysis.wording import (
    is_announcement,
    is_date_label,
    is_heavy,
    is_light,
    is_navigation,
    is_widget,
)
from storage.document import Block
from storage.model import BlockKind

DATE = "date"

_SHORT = 12  # words of a line that can be furniture or a date line
_LINKED = 0.8  # share of the letters that stand in links
_TOP = 6  # blocks above which a banner stands
_RENAMES = 3  # places where the same words were replaced by the same others
_NAME = 4  # words of a name at most
_FRAGMENT = 8  # words of a line that is no sentence
_CONTENTS = 3  # headings in a row that make a line a table of contents
_COPYRIGHT = re.compile(
    r"©|\(c\)|copyright|all rights reserved|الحقوق محفوظة|حقوق النشر|"
    r"הזכויות שמורות|זכויות יוצרים",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|\b[\w.-]+\.(?:com|org|net|io|eu|html?|pdf)\b\S*")
_TARGET = re.compile(r"\]\([^)\n]{0,200}\)")  # of a link that the page's Markdown got wrong
_HIDDEN_MAIL = re.compile(
    r"\[(?:e-?mail)[\s\u00a0]*protected\]|e-?mail[\s\u00a0]+protected|protected\]", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a rule may know of both versions."""

    old_keys: frozenset[str]
    new_keys: frozenset[str]
    headings: frozenset[str]
    starts: dict[str, list[tuple[str, ...]]]  # headings by their first word, longest first
    furniture: frozenset[str]  # short texts that came or went in several places
    old_top: int
    new_top: int
    renames: frozenset[tuple[str, str]]
    dated: frozenset[tuple[bool, int]]  # (is new, block) of the stated dates
    date_texts: tuple[frozenset[str], frozenset[str]]  # their exact words, old and new


def surroundings(old: Analysis, new: Analysis, edits: Sequence[Edit]) -> Surroundings:
    whole = any(edit.is_whole for edit in edits)
    headings = {
        _key(block.text)
        for analysis in (old, new)
        for block in analysis.document.blocks
        if block.kind is BlockKind.HEADING
    }
    headings |= {_key(analysis.document.title or "") for analysis in (old, new)}
    return Surroundings(
        old_keys=_keys(old) if whole else frozenset(),
        new_keys=_keys(new) if whole else frozenset(),
        headings=frozenset(headings),
        starts=_by_first_word(headings),
        furniture=_furniture(edits),
        old_top=_top(old),
        new_top=_top(new),
        renames=_renames(edits),
        dated=frozenset((*_dated(old, is_new=False), *_dated(new, is_new=True))),
        date_texts=(_date_texts(old), _date_texts(new)),
    )


def _by_first_word(headings: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    starts: dict[str, list[tuple[str, ...]]] = {}
    for heading in sorted(headings, key=lambda key: (-len(key), key)):
        line = tuple(heading.split())
        if line:
            starts.setdefault(line[0], []).append(line)
    return starts


def _furniture(edits: Iterable[Edit]) -> frozenset[str]:
    seen = Counter(_key(edit.after or edit.before or "") for edit in edits if edit.is_whole)
    return frozenset(
        key for key, count in seen.items() if count >= _RENAMES and len(key.split()) <= _NAME
    )


def _keys(analysis: Analysis) -> frozenset[str]:
    return frozenset(_key(block.text) for block in analysis.document.blocks)


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
    seen = Counter(_replaced(hunk) for edit in edits for hunk in edit.hunks if not edit.is_whole)
    return frozenset(
        pair
        for pair, count in seen.items()
        if count >= _RENAMES and (all(map(_is_name, pair)) or _is_snippet(*pair))
    )


def _replaced(hunk: Hunk) -> tuple[str, str]:
    """What was replaced by what, without the words that stand on both sides."""
    old, new = list(hunk.removed), list(hunk.added)
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return " ".join(old), " ".join(new)


def _is_snippet(removed: str, added: str) -> bool:
    """Several words put into, or taken out of, many places: a teaser in every menu."""
    return not (removed and added) and len(f"{removed}{added}".split()) > _NAME


def _is_name(side: str) -> bool:
    found = side.split()
    return 0 < len(found) <= _NAME and not any(is_heavy(word) for word in found)


# --- judging ---------------------------------------------------------------------------------


def cosmetic_reason(edit: Edit, around: Surroundings) -> str | None:
    """Why the edit means nothing, or ``None`` when it does mean something."""
    if not edit.hunks:
        return "punctuation"
    if edit.is_whole:
        return _whole_block(edit, around)
    return _reworded_block(edit, around) or _hunks_reason(edit, around)


def _reworded_block(edit: Edit, around: Surroundings) -> str | None:
    if _key(edit.before or "") == _key(edit.after or ""):
        return "numbering"
    if _is_in_widget(edit):
        return "navigation"
    return DATE if _is_date_line(edit, around) else None


def _hunks_reason(edit: Edit, around: Surroundings) -> str | None:
    spans = date_spans(edit.before or ""), date_spans(edit.after or "")
    reasons = [_hunk_reason(hunk, edit, spans, around) for hunk in edit.hunks]
    if None in reasons:
        return None
    found = [reason for reason in reasons if reason]
    return DATE if DATE in found else found[0]


def _whole_block(edit: Edit, around: Surroundings) -> str | None:
    text = edit.after if edit.after is not None else edit.before
    assert text is not None
    text = _TARGET.sub(" ", text)
    line = words(text)
    return _repetition(edit, text, line, around) or _furnishing(edit, text, line, around)


def _repetition(edit: Edit, text: str, line: Sequence[str], around: Surroundings) -> str | None:
    """Words that the document says elsewhere anyway, or that say nothing."""
    key = _key(text)
    if not line:
        return "empty"
    if not edit.is_heading and (key in around.headings or _is_contents(line, around)):
        return "table of contents"
    if key in around.old_keys and key in around.new_keys:
        return "repeated text"
    return "icon text" if key in around.furniture else None


def _furnishing(edit: Edit, text: str, line: tuple[str, ...], around: Surroundings) -> str | None:
    """What the page puts around the text of the document."""
    if is_navigation(line) or _is_menu(edit.block, line) or _is_in_widget(edit):
        return "navigation"
    if _HIDDEN_MAIL.search(text) and len(line) <= _SHORT:
        return "hidden e-mail address"
    if _is_date_line(edit, around):
        return DATE
    if _is_banner(edit, line, text, around):
        return "banner"
    return "copyright line" if _COPYRIGHT.search(text) and len(line) <= _SHORT else None


def _is_contents(line: Sequence[str], around: Surroundings) -> bool:
    """A line that is several headings in a row, with or without their numbers."""
    at = matched = 0
    rest = 0
    while at < len(line):
        found = next(
            (
                one
                for one in around.starts.get(line[at], ())
                if tuple(line[at : at + len(one)]) == one
            ),
            None,
        )
        if found:
            matched += 1
            at += len(found)
        else:
            rest += not line[at].isdigit()
            at += 1
    return matched >= _CONTENTS and rest * 5 <= len(line)


def _is_in_widget(edit: Edit) -> bool:
    return any(is_widget(words(heading)) for heading in edit.clause.heading_path)


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
    if _is_date_hunk(hunk, edit, spans):
        return DATE if _is_stated(edit, around) else None
    if _replaced(hunk) in around.renames:
        return "rename" if hunk.removed and hunk.added else "repeated snippet"
    if is_slip(hunk.removed, hunk.added):
        return "spelling"
    if all(is_light(word) and not is_heavy(word) for word in (*hunk.removed, *hunk.added)):
        return "small words"
    return _address_reason(hunk, edit)


def _address_reason(hunk: Hunk, edit: Edit) -> str | None:
    if _only_addresses(hunk):
        return "address of a link"
    if _is_hidden_mail(hunk, edit):
        return "hidden e-mail address"
    if _COPYRIGHT.search(edit.after or "") and _only_years(hunk):
        return "copyright year"
    return None


def _is_date_hunk(hunk: Hunk, edit: Edit, spans: tuple[Sequence[Span], Sequence[Span]]) -> bool:
    sides = (
        (edit.before or "", hunk.old_span, spans[0]),
        (edit.after or "", hunk.new_span, spans[1]),
    )
    return all(_within(text, span, dates) for text, span, dates in sides)


def _is_stated(edit: Edit, around: Surroundings) -> bool:
    """The dates in it are those of the document, not a date that a clause speaks of."""
    if any((False, at) in around.dated for at in edit.old):
        return True
    if any((True, at) in around.dated for at in edit.new):
        return True
    sides = zip((edit.before or "", edit.after or ""), around.date_texts, strict=True)
    return all(any(date in text for date in dates) for text, dates in sides)


def _within(text: str, span: Span, dates: Sequence[Span]) -> bool:
    """Something of a date changed here, and beside it at most a sign or a single letter."""
    met = [date for date in dates if date[0] <= span[1] and span[0] <= date[1]]
    if not met:
        return False
    inside = [(max(start, span[0]) - span[0], min(end, span[1]) - span[0]) for start, end in met]
    rest = _outside(text[span[0] : span[1]], [(max(0, a), max(0, b)) for a, b in inside])
    return all(len(word) == 1 or is_date_label(word) for word in rest)


def _only_addresses(hunk: Hunk) -> bool:
    old, new = hunk.old_text, hunk.new_text
    if _MAIL.search(old) or _MAIL.search(new):
        return False
    if not (_ADDRESS.search(old) or _ADDRESS.search(new)):
        return False
    rest = [words(_ADDRESS.sub(" ", side)) for side in (old, new)]
    if not all(rest):  # an address in place of the words of its link, or another address
        return max(map(len, rest)) <= _NAME and not any(
            is_heavy(word) for side in rest for word in side
        )
    return False


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
    strange = [word for word in left if word not in {"email", "e", "mail", "protected"}]
    return len(strange) <= 1


def _only_years(hunk: Hunk) -> bool:
    return all(_YEAR.fullmatch(word) for word in (*hunk.removed, *hunk.added))
