"""What the rules about cosmetic edits may know of both versions as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.analysis.aligning.diff import shared_ends
from monitor.analysis.aligning.edits import Edit, Hunk
from monitor.analysis.aligning.splits import split_texts
from monitor.analysis.model import Analysis
from monitor.analysis.sameness.numbering import Step, renumbered_in
from monitor.analysis.sameness.page_parts import page_parts
from monitor.analysis.sameness.promotion import promotions
from monitor.analysis.text.similarity import bare_key, begins_with_digit
from monitor.analysis.text.wording import is_heavy
from storage.model import BlockKind
from storage.values import value

# Reading an attribute of an enum costs more.
_HEADING = BlockKind.HEADING
_TABLE_ROW = BlockKind.TABLE_ROW

NAME = 4  # words of a name at most
_LINE = 8  # words of a line that may be a heading though it is not marked as one
_TOP = 6  # blocks above which a banner stands
_NAME_WITHIN = 40  # blocks
_PLACES = 3  # places where the same words were replaced by the same others
_STOPS = frozenset(".!?؟:;؛")


@value
class Surroundings:
    """What a rule may know of both versions."""

    old_keys: frozenset[str]
    new_keys: frozenset[str]
    headings: frozenset[str]
    starts: dict[
        str, list[tuple[str, ...]]
    ]  # headings and short lines by their first word, longest first
    furniture: frozenset[str]  # short texts that came or went in several places
    old_top: int
    new_top: int
    names: tuple[int, int]  # the blocks of the document's name; 0: none near the top
    renames: frozenset[tuple[str, str]]
    dated: frozenset[tuple[bool, int]]  # (is new, block) of the stated dates
    date_texts: tuple[frozenset[str], frozenset[str]]  # their exact words, old and new
    promoted: frozenset[tuple[bool, int]]  # (is new, block) of advertisements
    parts: frozenset[tuple[bool, int]]  # (is new, block) of parts of the site
    spoken: frozenset[str]  # languages of the documents
    resettled: frozenset[str]  # what is gone in one place and new in another
    split_blocks: frozenset[tuple[bool, int]]  # whose words stood within another block, or do now
    split_places: frozenset[tuple[str, ...]]  # the words that make such blocks
    renumbered: frozenset[Step]  # numbers of sections, before and after


def surroundings(
    old: Analysis, new: Analysis, edits: Sequence[Edit], keys: tuple[Sequence[str], Sequence[str]]
) -> Surroundings:
    """``keys`` are those of the blocks of both, as they were aligned by."""
    whole = any(edit.is_whole for edit in edits)
    headings = {
        block_key(block.text)
        for analysis in (old, new)
        for block in analysis.document.blocks
        if block.kind is _HEADING
    }
    headings |= {block_key(analysis.document.title or "") for analysis in (old, new)}
    split_blocks, split_places = split_texts(edits) if whole else (frozenset(), frozenset())
    old_keys = _keys(old, keys[0]) if whole else frozenset()
    new_keys = _keys(new, keys[1]) if whole else frozenset()
    lines = {key for key in old_keys & new_keys if key.count(" ") < _LINE}
    return Surroundings(
        old_keys=old_keys,
        new_keys=new_keys,
        headings=frozenset(headings),
        starts=_by_first_word(headings | lines),
        furniture=_furniture(edits),
        old_top=_top(old),
        new_top=_top(new),
        names=(_name_at(old), _name_at(new)),
        renames=_renames(edits),
        dated=frozenset((*_dated(old, is_new=False), *_dated(new, is_new=True))),
        date_texts=(_date_texts(old), _date_texts(new)),
        promoted=promotions(edits),
        parts=page_parts(edits),
        spoken=frozenset((*old.languages, *new.languages)),
        resettled=_resettled(edits),
        split_blocks=split_blocks,
        split_places=split_places,
        renumbered=renumbered_in(edits, old.document.blocks, new.document.blocks),
    )


def _by_first_word(headings: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    starts: dict[str, list[tuple[str, ...]]] = {}
    for heading in sorted(headings, key=lambda key: (-len(key), key)):
        line = tuple(heading.split())
        if line:
            starts.setdefault(line[0], []).append(line)
    return starts


def _furniture(edits: Iterable[Edit]) -> frozenset[str]:
    texts = (edit.after or edit.before or "" for edit in edits if edit.is_whole)
    seen = Counter(block_key(text) for text in texts if text.rstrip()[-1:] not in _STOPS)
    return frozenset(
        key for key, count in seen.items() if count >= _PLACES and len(key.split()) <= NAME
    )


def _resettled(edits: Iterable[Edit]) -> frozenset[str]:
    """Of equal texts in both versions, those that were not taken for one clause."""
    gone = {edit.before for edit in edits if edit.after is None}
    new = {edit.after for edit in edits if edit.before is None}
    return frozenset(block_key(text) for text in gone & new if text)


def _keys(analysis: Analysis, keys: Sequence[str]) -> frozenset[str]:
    """As the blocks would have them if all were headings: nearly all have the same."""
    return frozenset(
        block_key(block.text) if block.kind is _TABLE_ROW or begins_with_digit(block.text) else key
        for block, key in zip(analysis.document.blocks, keys, strict=True)
    )


def block_key(text: str) -> str:
    return bare_key(text, _HEADING)


def _top(analysis: Analysis) -> int:
    """Blocks before this one stand above the text: before its first heading but one, at most."""
    return min(_TOP, len(analysis.document.blocks))


def _name_at(analysis: Analysis) -> int:
    for index, block in enumerate(analysis.document.blocks[:_NAME_WITHIN]):
        if block.kind is _HEADING and block.level == 1:
            return index
    return 0


def _dated(analysis: Analysis, *, is_new: bool) -> list[tuple[bool, int]]:
    dates = (analysis.dates.effective_on, analysis.dates.updated_on)
    return [(is_new, date.block) for date in dates if date is not None]


def _date_texts(analysis: Analysis) -> frozenset[str]:
    dates = (analysis.dates.effective_on, analysis.dates.updated_on)
    return frozenset(date.text for date in dates if date is not None)


def _renames(edits: Iterable[Edit]) -> frozenset[tuple[str, str]]:
    """Names that were replaced by the same other name in several places."""
    seen = Counter(replaced(hunk) for edit in edits for hunk in edit.hunks if not edit.is_whole)
    return frozenset(
        pair
        for pair, count in seen.items()
        if count >= _PLACES and (all(map(_is_name, pair)) or _is_snippet(*pair))
    )


def replaced(hunk: Hunk) -> tuple[str, str]:
    """What was replaced by what, without the words that stand on both sides."""
    old, new = hunk.removed, hunk.added
    start, end = shared_ends(old, new)
    return " ".join(old[start : len(old) - end]), " ".join(new[start : len(new) - end])


def _is_snippet(removed: str, added: str) -> bool:
    """Several words put into, or taken out of, many places: a teaser in every menu."""
    return not (removed and added) and len(f"{removed}{added}".split()) > NAME


def _is_name(side: str) -> bool:
    found = side.split()
    return 0 < len(found) <= NAME and not any(is_heavy(word) for word in found)
