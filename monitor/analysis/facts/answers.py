"""Answers of one word: "Do we sell your data?" - "No.". Another answer says the opposite.

So does another value behind the same term: "Renewal" - "Manual". Such lines have no word in common,
and are told as one that changed, not as one less and one more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from monitor.analysis.aligning.align import Pair
from monitor.analysis.aligning.captions import Caption, CaptionKind, Captions
from monitor.analysis.aligning.edits import Edit
from monitor.analysis.text.page_phrases import phrase_list
from monitor.analysis.text.tokens import folded_line, words
from storage.document import Block
from storage.signs import NO, YES

_LONGEST = 12  # letters of such an answer with its mark
_VALUE = 80  # letters of a value behind its term
_BESIDE = frozenset({CaptionKind.TERM, CaptionKind.HEADING})


def answers_otherwise(edit: Edit) -> bool:
    """What was answered with yes is answered with no, or the other way round."""
    if edit.is_whole:
        return False
    return any(_are_opposite(hunk.removed, hunk.added) for hunk in edit.hunks)


def says_yes(edit: Edit) -> bool:
    """Of an edit that answers otherwise: the answer is yes now."""
    yes = _answers("yes", YES)
    return any(
        len(hunk.added) == 1 and folded_line(hunk.added)[0] in yes
        for hunk in edit.hunks
        if _are_opposite(hunk.removed, hunk.added)
    )


def answers_paired(
    before: Sequence[Block],
    after: Sequence[Block],
    pairs: Sequence[Pair],
    named: tuple[Captions, Captions],
) -> tuple[Pair, ...]:
    """``pairs``, an answer that went and the one that came behind the same block as one pair.

    So is a value, where the block is the term or the heading that names it.
    """
    gone = {pair.old[0] for pair in pairs if len(pair.old) == 1 and not pair.new}
    came = {pair.new[0] for pair in pairs if len(pair.new) == 1 and not pair.old}
    if not gone or not came:
        return tuple(pairs)
    partner = {pair.old[-1]: pair.new[-1] for pair in pairs if pair.old and pair.new}
    found = {
        old: new
        for old in gone
        if old and (new := partner.get(old - 1, -2) + 1) in came
        if _are_answers(before[old].text, after[new].text)
        or _are_values(before[old], after[new], (named[0].of(old), named[1].of(new)))
    }
    return tuple(_joined(pairs, found)) if found else tuple(pairs)


def _joined(pairs: Sequence[Pair], found: dict[int, int]) -> Iterator[Pair]:
    taken = set(found.values())
    for pair in pairs:
        if len(pair.old) == 1 and not pair.new and pair.old[0] in found:
            yield Pair(old=pair.old, new=(found[pair.old[0]],))
        elif pair.old or len(pair.new) != 1 or pair.new[0] not in taken:
            yield pair


def _are_answers(before: str, after: str) -> bool:
    if max(len(before), len(after)) > _LONGEST:
        return False
    return _are_opposite(words(before), words(after))


def _are_values(before: Block, after: Block, named: tuple[Caption | None, Caption | None]) -> bool:
    """Two short lines of one kind that the same words name."""
    if before.kind is not after.kind or max(len(before.text), len(after.text)) > _VALUE:
        return False
    one, other = named
    return one is not None and one == other and one.kind in _BESIDE


def _are_opposite(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    if len(before) != 1 or len(after) != 1:
        return False
    one, other = folded_line(before)[0], folded_line(after)[0]
    yes, no = _answers("yes", YES), _answers("no", NO)
    return (one in yes and other in no) or (one in no and other in yes)


@cache
def _answers(name: str, sign: str) -> frozenset[str]:
    return frozenset((sign, *(line[0] for line in phrase_list(name))))
