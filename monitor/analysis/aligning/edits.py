"""Edits: aligned blocks whose text differs, and exactly which words of them did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.analysis.aligning.align import Pair
from monitor.analysis.aligning.captions import Caption, Captions
from monitor.analysis.aligning.diff import DELETED, EQUAL, INSERTED, Diff, Differ
from monitor.analysis.clauses.lexicon_extension import own_in_sentences
from monitor.analysis.model import Analysis, Clause, OwnCategory
from monitor.analysis.text.tokens import sentences, words, words_of_spelled
from storage.document import Block
from storage.model import BlockKind, Category
from storage.once import once
from storage.signs import spelled
from storage.values import value

# Reading an attribute of an enum costs more.
_HEADING = BlockKind.HEADING
_LIST_ITEM = BlockKind.LIST_ITEM

Span = tuple[int, int]

_ONE_BY_ONE = 4_000  # blocks that came or went; nobody reads on after so many
_TOGETHER = 50  # of the rest make one edit


@value
class Hunk:
    """One place where words were replaced. Spans are of the whole texts before and after."""

    removed: tuple[str, ...]
    added: tuple[str, ...]
    old_text: str
    new_text: str
    old_span: Span
    new_span: Span


@dataclass(frozen=True, kw_only=True)  # not slotted: what every rule asks is worked out once
class Edit:
    """A clause that differs. ``hunks`` holds only places whose words differ.

    ``sentences_before`` and ``sentences_after`` are the sentences that the changed words stand in.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    before: str | None
    after: str | None
    diff: Diff
    block_before: Block | None = None  # of the old version, where it is one block
    has_siblings: bool = False  # beside an item without links of the same list
    heads_nothing: bool = False  # a heading under which its version has no text
    captions: tuple[Caption | None, Caption | None] = (None, None)  # what names it, old and new
    hunks: tuple[Hunk, ...]
    sentences_before: tuple[str, ...]
    sentences_after: tuple[str, ...]
    block: Block  # of the new version where there is one
    clause: Clause  # likewise
    own: tuple[OwnCategory, ...] = ()  # what a person's terms say of what changed, on both sides

    @once
    def removed(self) -> tuple[str, ...]:
        return tuple(word for hunk in self.hunks for word in hunk.removed)

    @once
    def added(self) -> tuple[str, ...]:
        return tuple(word for hunk in self.hunks for word in hunk.added)

    @once
    def size(self) -> int:
        """Changed words: of each place the longer side."""
        return sum(max(len(hunk.removed), len(hunk.added)) for hunk in self.hunks)

    @property
    def is_heading(self) -> bool:
        return self.block.kind is _HEADING

    @property
    def is_whole(self) -> bool:
        """A block that was added or removed as a whole."""
        return self.before is None or self.after is None


def make_edits(
    old: Analysis,
    new: Analysis,
    pairs: Sequence[Pair],
    named: tuple[Captions, Captions] | None = None,
) -> list[Edit]:
    """One edit per pair whose text differs, in the order of ``pairs``.

    ``named`` are the captions of both documents, where they are known.
    """
    differ = Differ()
    named = named or (Captions(old.document.blocks), Captions(new.document.blocks))
    edits: list[Edit] = []
    for pair in _not_too_many(pairs):
        before = _text(old, pair.old)
        after = _text(new, pair.new)
        if before != after and not (pair.equal and len(pair.old) != len(pair.new)):
            diff = differ.diff(before or "", after or "")
            edits.append(_edit(pair, (old, new), (before, after), diff, named))
    return edits


def _not_too_many(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """``pairs``; of a text written anew the later blocks that came or went are taken in runs."""
    whole = 0
    run: list[Pair] = []
    for pair in pairs:
        if pair.old and pair.new:
            yield from _joined(run)
            run = []
            yield pair
            continue
        whole += 1
        if whole <= _ONE_BY_ONE:
            yield pair
            continue
        if run and (len(run) >= _TOGETHER or not _follows(pair, run[-1])):
            yield from _joined(run)
            run = []
        run.append(pair)
    yield from _joined(run)


def _follows(pair: Pair, before: Pair) -> bool:
    if pair.old and before.old:
        return pair.old[0] == before.old[-1] + 1
    return bool(pair.new and before.new) and pair.new[0] == before.new[-1] + 1


def _joined(run: Sequence[Pair]) -> Iterator[Pair]:
    if run:
        yield Pair(
            old=tuple(index for pair in run for index in pair.old),
            new=tuple(index for pair in run for index in pair.new),
        )


def clause_of(analysis: Analysis, index: int) -> Clause:
    """The clause of a block; an analysis made by hand may have none for it."""
    if index < len(analysis.clauses) and analysis.clauses[index].block == index:
        return analysis.clauses[index]
    for clause in analysis.clauses:
        if clause.block == index:
            return clause
    block = analysis.document.blocks[index]
    return Clause(
        block=index,
        kind=block.kind,
        heading_path=(),
        language=analysis.languages[0] if analysis.languages else "",
        text=block.text,
        categories=(Category.OTHER,),
    )


def _has_siblings(blocks: Sequence[Block], index: int) -> bool:
    return any(
        0 <= at < len(blocks)
        and blocks[at].kind is blocks[index].kind is _LIST_ITEM
        and not blocks[at].links
        for at in (index - 1, index + 1)
    )


def _heads_nothing(blocks: Sequence[Block], index: int) -> bool:
    here = blocks[index]
    if here.kind is not _HEADING or index == 0:
        return False
    if index + 1 == len(blocks):
        return True
    after = blocks[index + 1]
    return after.kind is _HEADING and after.level <= here.level


def _text(analysis: Analysis, indexes: tuple[int, ...]) -> str | None:
    blocks = analysis.document.blocks
    if len(indexes) == 1:
        return blocks[indexes[0]].text
    return "\n".join([blocks[index].text for index in indexes]) if indexes else None


def _edit(
    pair: Pair,
    analyses: tuple[Analysis, Analysis],
    texts: tuple[str | None, str | None],
    diff: Diff,
    named: tuple[Captions, Captions],
) -> Edit:
    (old, new), (before, after) = analyses, texts
    hunks = tuple(_hunks(diff, spelled(before or ""), spelled(after or "")))
    side = new if pair.new else old
    index = _changed_block(new, pair.new, hunks) if pair.new else pair.old[0]
    touched = (
        _touched(before or "", [hunk.old_span for hunk in hunks]),
        _touched(after or "", [hunk.new_span for hunk in hunks]),
    )
    return Edit(
        old=pair.old,
        new=pair.new,
        before=before,
        after=after,
        diff=diff,
        block_before=old.document.blocks[pair.old[0]] if len(pair.old) == 1 else None,
        has_siblings=_has_siblings(side.document.blocks, index),
        heads_nothing=_heads_nothing(side.document.blocks, index),
        captions=(_caption(named[0], pair.old), _caption(named[1], pair.new)),
        hunks=hunks,
        sentences_before=touched[0],
        sentences_after=touched[1],
        block=side.document.blocks[index],
        clause=clause_of(side, index),
        own=(*_own(old, pair.old, touched[0]), *_own(new, pair.new, touched[1])),
    )


def _changed_block(analysis: Analysis, indexes: tuple[int, ...], hunks: Sequence[Hunk]) -> int:
    """Of several blocks that one became, the one in which something changed first."""
    end = 0
    for index in indexes[:-1]:
        end += len(analysis.document.blocks[index].text) + 1
        if hunks and hunks[0].new_span[0] < end:
            return index
    return indexes[-1] if hunks else indexes[0]


def _caption(named: Captions, indexes: tuple[int, ...]) -> Caption | None:
    return named.of(indexes[0]) if len(indexes) == 1 else None


def _own(
    analysis: Analysis, indexes: tuple[int, ...], sentences: tuple[str, ...]
) -> Iterator[OwnCategory]:
    for index in indexes:
        own = clause_of(analysis, index).own
        if own:
            yield from own_in_sentences(own, sentences)


def _hunks(diff: Diff, before: str, after: str) -> Iterator[Hunk]:
    """``before`` and ``after`` are the texts with spelled signs: these depend on what is around."""
    at = at2 = 0
    removed = added = ""
    for sign, text in (*diff, (EQUAL, "")):
        if sign == DELETED:
            removed = text
            continue
        if sign == INSERTED:
            added = text
            continue
        if removed or added:
            old = _words_within(before, at, removed)
            new = _words_within(after, at2, added)
            if old != new:
                yield Hunk(
                    removed=old,
                    added=new,
                    old_text=removed,
                    new_text=added,
                    old_span=(at, at + len(removed)),
                    new_span=(at2, at2 + len(added)),
                )
            at, at2 = at + len(removed), at2 + len(added)
            removed = added = ""
        at, at2 = at + len(text), at2 + len(text)


def _words_within(spelt: str, at: int, part: str) -> tuple[str, ...]:
    """The words of ``part``, which stands at ``at`` of a text: those of all of it are known."""
    if len(part) == len(spelt):
        return words(part)
    return words_of_spelled(spelt[at : at + len(part)])


def _touched(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """The sentences that hold a changed word, or inside which words were put or taken out."""
    found: list[str] = []
    start = 0
    waiting = 0
    for sentence in sentences(text):
        end = start + len(sentence)
        while waiting < len(spans) and spans[waiting][1] <= start and spans[waiting][0] < start:
            waiting += 1
        for span in spans[waiting : _BOUND + waiting]:
            if span[0] >= end:  # so do all behind it
                break
            if _meets(span, start, end):
                found.append(sentence.strip())
                break
        start = end
    return tuple(found)


_BOUND = 64  # spans looked at per sentence; they are in order, so more cannot meet it


def _meets(span: Span, start: int, end: int) -> bool:
    if span[0] == span[1]:
        return start < span[0] < end
    return span[0] < end and start < span[1]
