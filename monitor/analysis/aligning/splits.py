"""Texts that left one block and stand in others, or the other way round, word for word.

Blocks that were split or merged with nothing else changed are paired as such; here it is a block
that changed besides, so that its parts seem new, or gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from monitor.analysis.aligning.edits import Edit
from monitor.analysis.text.similarity import bare_key

Place = tuple[bool, int]  # (is new, block)
Words = tuple[str, ...]

_LEAST = 8  # words of a block that is no chance match
_MOST = 150  # blocks and changed places that are compared
_LETTERS = 60_000  # of changed places
_COVERED = 0.9  # share of a place whose words stand in such blocks; the rest are numbers


def split_texts(edits: Sequence[Edit]) -> tuple[frozenset[Place], frozenset[Words]]:
    """The blocks that only seem to have come or gone, and the places they were taken from or to."""
    whole = [edit for edit in edits if edit.is_whole and edit.size >= _LEAST][:_MOST]
    places: set[Place] = set()
    sources: set[Words] = set()
    for is_new in (True, False):
        blocks = [edit for edit in whole if (edit.before is None) is is_new]
        if not blocks:
            continue
        hunks = list(_one_sided(edits, removed=is_new))
        texts = [f" {' '.join(hunk)} " for hunk in hunks]
        covered: dict[int, int] = defaultdict(int)
        for edit in blocks:
            key = bare_key((edit.after if is_new else edit.before) or "", edit.block.kind)
            at = next((at for at, text in enumerate(texts) if f" {key} " in text), None)
            if at is not None:
                covered[at] += key.count(" ") + 1
                places.add((is_new, (edit.new if is_new else edit.old)[0]))
        sources.update(
            hunks[at] for at, count in covered.items() if count >= _COVERED * len(hunks[at])
        )
    return frozenset(places), frozenset(sources)


def _one_sided(edits: Iterable[Edit], *, removed: bool) -> Iterator[Words]:
    """Places of blocks that stayed, where words were taken out, or put in, and nothing else."""
    letters = 0
    for edit in edits:
        if edit.is_whole:
            continue
        for hunk in edit.hunks:
            gone, come = (hunk.removed, hunk.added) if removed else (hunk.added, hunk.removed)
            if come or len(gone) < _LEAST:
                continue
            letters += len(hunk.old_text) + len(hunk.new_text)
            if letters > _LETTERS:
                return
            yield gone
