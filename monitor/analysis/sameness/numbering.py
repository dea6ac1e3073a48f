"""Numbers of sections and clauses: where a text has another one, it says the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.analysis.aligning.edits import Edit, Hunk, Span
from monitor.analysis.model import FactChange
from monitor.analysis.sameness.citations import changes_citation
from monitor.analysis.text.tokens import without_enumerator
from storage.document import Block
from storage.model import BlockKind
from storage.patterns import late

Step = tuple[str, str]  # a number before and after

REFERENCE = "reference"

_MOST = 4_000  # edits that are looked through
_PLACES = 20  # references of one block
_NUMBER = 12  # letters of a number
_WHOLE = re.compile(r"(?<![^\Wوו])(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?|[ivxIVX]{1,5}|[A-Za-z])(?!\w)")
_NEAR = 60  # letters before a changed place within which "section" stands
_NUMERAL = re.compile(r"[וو]?[0-9]{1,3}[a-z]?|[ivx]{1,5}|[a-z]")
_SEVERAL = (
    r"(?:\b(?:(?:sub)?sections|clauses|articles|paragraphs|art|points|abschnitte?n?|ziffern|"
    r"artikeln?|secci(?:ó|o)nes|art(?:í|i)culos|cl(?:á|a)usulas|apartados)|§§|"
    r"(?:ال)?(?:قسمين|أقسام|مادتين|مواد|بندين|بنود|فقرتين|فقرات)|ה?(?:סעיפים|פסקאות|נספחים))"
)
_WORDS = (
    rf"(?:{_SEVERAL}|\b(?:(?:sub)?section|clause|article|paragraph|sec|no(?=\.)|point|annex|"
    r"appendix|schedule|abschnitt|ziffer|absatz|punkt|anhang|secci(?:ó|o)n|"
    r"art(?:í|i)culo|cl(?:á|a)usula|apartado|annexe|titre|chapitre)|§|"
    r"(?:ال)?(?:قسم|مادة|بند|فقرة)|ה?(?:סעיף|פסקה|נספח))"
)
_OTHERS = (  # "sections 13 and": numbers in front of the one that changed
    r"(?:\d{1,3}(?:[.,]\d{1,3}){0,3}\s?"
    r"(?:[,،]|[–-]|and|or|to|et|ou|à|und|oder|bis|y|o|و|ו-?|עד)\s?){0,3}"
)
_REFERENCE = late(
    _WORDS + r"\.?\s{0,2}" + _OTHERS + r"(?:[0-9ivx]{1,5}[.,]?\s?(?:[a-z]\b)?){0,4}[(.]?$",
    re.IGNORECASE,
)
_LISTED = re.compile(  # "7. The cap", "§ 7 The cap", "Annex 1: The cap"; a heading without a mark
    r"\s*(?P<word>[^\W\d_]{2,12}\.?\s)?(?:§\s?)?[(\[]?"
    r"(?P<number>(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?|[ivxIVX]{1,5}|[A-Za-z])(?!\w))"
    r"(?P<mark>\s?[.):\-–—])?"
)
_BEHIND_NUMBER_OF_ITS_OWN = re.compile(r"\d(?P<comma>[,،]?)\s+$")
_SEVERAL_BEFORE = late(rf"{_SEVERAL}[^.;]*$", re.IGNORECASE)
_JOINED = re.compile(r"[\s,،]*(?:و|ו-?)?\s*")  # "and" glued to a number
_REFERRING = late(_WORDS + r"\.?", re.IGNORECASE)
_NUMBER_BEHIND = late(r"\.?\s{0,2}(?:\d|[ivx]{1,5}\b)", re.IGNORECASE)
# "9.6" before a title within a block, "14" only where it ends with a mark.
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}")
_BEFORE_SECTION = re.compile(r"(?:^|[.!?;\n])\s*$")
_BEHIND_SECTION = re.compile(r"\s*[.)]?\s+[A-ZÀ-ÖØ-Þ]")
_BEHIND_NUMBER = re.compile(r"\s*[.)]\s+[A-ZÀ-ÖØ-Þ]")


def is_numbering(hunk: Hunk, edit: Edit, renumbered: frozenset[Step]) -> bool:
    """A number that counts or refers to clauses: the one a block or its part is listed under.

    A reference only where what it refers to was ``renumbered`` likewise: else it is to another
    clause. The article of a law is none.
    """
    if _is_at_start(hunk, edit) or _is_section(hunk, edit):
        return True
    if _is_reference(hunk, edit):
        return not _is_of_a_law(hunk, edit) and _is_renumbered(hunk, edit, renumbered)
    return _is_referring_word(hunk, edit)


def renumbered_in(
    edits: Sequence[Edit], old: Sequence[Block], new: Sequence[Block]
) -> frozenset[Step]:
    """The old and the new number of blocks; of references where several moved by one step.

    A page may number its sections by other means than words, which then are not in the text. But
    a heading that has the number still, in all blocks of both, was not renumbered.
    """
    listed = {step for edit in edits[:_MOST] if (step := _listed(edit))}
    referred = {
        step
        for edit in edits[:_MOST]
        if not edit.is_whole and len(edit.hunks) <= _PLACES
        for hunk in edit.hunks
        if _is_reference(hunk, edit) and not _is_of_a_law(hunk, edit)
        for step in _steps(hunk, edit)
    }
    together = _moved_together(referred, _came(edits)) - listed if referred else set()
    if together:
        kept = {number for number, _ in _headed(old) & _headed(new)}
        together = {step for step in together if step[0].split(".")[0] not in kept}
    return frozenset(listed | together)


def _headed(blocks: Sequence[Block]) -> set[tuple[str, str]]:
    """The numbers of headings, each with its heading."""
    headings = {block.text for block in blocks if block.kind is BlockKind.HEADING}
    return {
        (found["number"].casefold(), text) for text in headings if (found := _LISTED.match(text))
    }


def _listed(edit: Edit) -> Step | None:
    """Of a block that is listed under another number than before."""
    if edit.is_whole:
        return None
    numbers = [_number(text or "", edit) for text in (edit.before, edit.after)]
    old, new = numbers
    return (old, new) if old and new and old != new else None


def _number(text: str, edit: Edit) -> str:
    """Under which a block is listed; "" where it only begins with a number or a reference."""
    found = _LISTED.match(text)
    if found is None or not (edit.is_heading or found["mark"] or not found["word"]):
        return ""
    return found["number"].casefold()


def _came(edits: Sequence[Edit]) -> set[int]:
    """By how many headings the document has more, or less, up to some place."""
    found = {0}
    total = 0
    for edit in edits[:_MOST]:
        if edit.is_heading and edit.is_whole:
            total += 1 if edit.before is None else -1
            found.add(total)
    return found - {0}


def _moved_together(referred: set[Step], came: set[int]) -> set[Step]:
    """References that moved by as much as others did, or as headings came in front of them."""
    by_step: dict[int, set[Step]] = {}
    for old, new in referred:
        first, second = old.split(".")[0], new.split(".")[0]
        if first.isdigit() and second.isdigit():
            by_step.setdefault(int(second) - int(first), set()).add((old, new))
    return {
        step
        for distance, steps in by_step.items()
        if distance and (len(steps) > 1 or distance in came)
        for step in steps
    }


def references_changed(edit: Edit, renumbered: frozenset[Step]) -> tuple[FactChange, ...]:
    """Other clauses of the document that are referred to where some were."""
    found: dict[FactChange, None] = {}
    for hunk in edit.hunks[:_PLACES] if not edit.is_whole else ():
        if not _is_reference(hunk, edit) or _is_of_a_law(hunk, edit):
            continue
        for step in _steps(hunk, edit):
            if not _is_step_of(step, renumbered):
                old, new = step
                fact = FactChange(fact=REFERENCE, before=old, after=new, direction="changed")
                found[fact] = None
    return tuple(found)


def _is_of_a_law(hunk: Hunk, edit: Edit) -> bool:
    return any(changes_citation(text, span) for text, span in _sides(hunk, edit))


def _is_renumbered(hunk: Hunk, edit: Edit, renumbered: frozenset[Step]) -> bool:
    return all(_is_step_of(step, renumbered) for step in _steps(hunk, edit))


def _is_step_of(step: Step, renumbered: frozenset[Step]) -> bool:
    if step in renumbered:
        return True
    old, new = (side.split(".") for side in step)
    return old[1:] == new[1:] and (old[0], new[0]) in renumbered


def _steps(hunk: Hunk, edit: Edit) -> tuple[Step, ...]:
    """The whole numbers that the place is a part of, or holds; none where they do not pair."""
    sides = [
        [
            one[0].casefold()
            for one in _WHOLE.finditer(text, max(0, start - _NUMBER), end + _NUMBER)
            if one.start() <= end and start <= one.end()
        ]
        for text, (start, end) in _sides(hunk, edit)
    ]
    old, new = sides
    if len(old) != len(new):
        old, new = old[:1], new[:1]
    return tuple((one, other) for one, other in zip(old, new, strict=False) if one != other)


def _sides(hunk: Hunk, edit: Edit) -> tuple[tuple[str, Span], tuple[str, Span]]:
    return (edit.before or "", hunk.old_span), (edit.after or "", hunk.new_span)


def _is_reference(hunk: Hunk, edit: Edit) -> bool:
    """Another number of a section that is referred to: "see section 30.9"."""
    if not all(_NUMERAL.fullmatch(word) for word in (*hunk.removed, *hunk.added)):
        return False
    return all(_refers(text, at) for text, (at, _) in _sides(hunk, edit))


def _refers(text: str, at: int) -> bool:
    """Whether the number at this place is one of a section: not "15" of "section 12, 15 days"."""
    joined = _JOINED.match(text, at)
    first = joined.end() if joined and text[joined.end() : joined.end() + 1].isdigit() else at
    before = text[max(0, at - _NEAR) : first]
    if not _REFERENCE.search(before):
        return False
    other = _BEHIND_NUMBER_OF_ITS_OWN.search(before) if text[first : first + 1].isdigit() else None
    return other is None or bool(other["comma"] and _SEVERAL_BEFORE.search(before))


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
