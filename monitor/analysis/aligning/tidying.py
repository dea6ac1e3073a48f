"""Runs of a diff made fewer, where pieces that happen to be equal part what a reader takes as one.

What diff-match-patch calls a semantic clean-up, with the same result: the library begins anew
after each piece that it gives up, which took a fifth of a comparison of texts written anew. Here
the pieces before are kept on a stack.
"""

from __future__ import annotations

from diff_match_patch import diff_match_patch

Parts = list[tuple[int, str]]  # -1 deleted, 1 inserted, 0 equal


def tidy(parts: Parts, engine: diff_match_patch) -> Parts:
    """``parts`` are merged. An equal piece goes that is no longer than what changed on each side
    of it.
    """
    kept = _without_chance(parts)
    if len(kept) != len(parts):
        engine.diff_cleanupMerge(kept)
    engine.diff_cleanupSemanticLossless(kept)
    return _overlapped(kept, engine)


def _without_chance(parts: Parts) -> Parts:
    # Behind each equal piece stands what changed up to the next.
    equals, deleted, inserted = [""], [""], [""]
    for sign, text in parts:
        if sign == 0:
            equals.append(text)
            deleted.append("")
            inserted.append("")
            continue
        (deleted if sign < 0 else inserted)[-1] += text
        while equals[-1]:
            size = len(equals[-1])
            if size > len(deleted[-1]) and size > len(inserted[-1]):
                break
            if size > len(deleted[-2]) and size > len(inserted[-2]):
                break
            equal = equals.pop()
            for side in (deleted, inserted):
                behind = side.pop()
                side[-1] += equal + behind
    return [
        part
        for row in zip(equals, deleted, inserted, strict=True)
        for part in zip((0, -1, 1), row, strict=True)
        if part[1]
    ]


def _overlapped(parts: Parts, engine: diff_match_patch) -> Parts:
    """Where what was deleted ends as what was inserted begins, or the other way round, and that is
    half of either, it is equal.
    """
    found: Parts = []
    place = 0
    while place < len(parts):
        pair = parts[place : place + 2]
        place += 1
        if [sign for sign, _ in pair] != [-1, 1]:
            found.append(pair[0])
            continue
        found += _parted(pair[0][1], pair[1][1], engine)
        place += 1
    return found


def _parted(deleted: str, inserted: str, engine: diff_match_patch) -> Parts:
    ends = engine.diff_commonOverlap(deleted, inserted)
    begins = engine.diff_commonOverlap(inserted, deleted)
    shared = max(ends, begins)
    if 2 * shared < min(len(deleted), len(inserted)):
        return [(-1, deleted), (1, inserted)]
    if ends >= begins:
        equal = inserted[:ends]
        return [(-1, deleted[: len(deleted) - ends]), (0, equal), (1, inserted[ends:])]
    equal = deleted[:begins]
    return [(1, inserted[: len(inserted) - begins]), (0, equal), (-1, deleted[begins:])]
