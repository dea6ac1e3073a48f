"""Since when each clause of a version stands, and what became of one sentence.

Pure: from wordings with the versions in which they stood to what people ask. A wording that only
our own reading made (a technical version) stands since the wording that it was made of.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from monitor.standing_words import (
    EDGES,
    SENTENCE_END,
    StandingWords,
    folded_text,
    standing_words,
)
from storage.document import Block, heading_paths
from storage.folding import fold
from storage.values import value
from storage.wordings import ClauseStep, Stretch, Wording, joined_stretches


@value
class StandingBlock:
    """A block of a version; ``since`` is the number of the version that brought its words.

    ``earlier`` are stretches in which the words stood before they went and came back. ``since`` is
    None for a block of which nothing is known.
    """

    block: int
    content: Block
    heading_path: tuple[str, ...]
    since: int | None
    earlier: tuple[Stretch, ...]


@value
class SentenceStretch:
    """Versions in which a sentence stood; ``came`` and ``went`` are how its clause changed then."""

    first: int
    last: int | None
    came: ClauseStep | None
    went: ClauseStep | None


@value
class SentenceHistory:
    """What became of a sentence.

    ``sentence`` is what the page says. ``similarity`` is 1 where it holds what was asked for, else
    how alike the two are. ``steps`` are the changes of its clause that led to it and followed it.
    """

    sentence: str
    similarity: float
    stretches: tuple[SentenceStretch, ...]
    steps: tuple[ClauseStep, ...]


def blame_blocks(
    blocks: Sequence[Block],
    wordings: Mapping[str, Wording],
    technical: Sequence[ClauseStep],
    *,
    number: int,
) -> Iterator[StandingBlock]:
    """For each block with words of version ``number``, since when they stand.

    Words stand whatever quotes, capitals or points they are written with.
    """
    made_of = {(step.version, step.after): step.before for step in technical if step.before}
    ways: defaultdict[str, list[Stretch]] = defaultdict(list)
    for known in wordings.values():
        ways[known.folded].extend(known.stretches)
    standing = {folded: joined_stretches(stretches) for folded, stretches in ways.items()}
    for place, (block, path) in enumerate(zip(blocks, heading_paths(blocks), strict=True)):
        if not block.text:
            continue
        since = _since(block.text, standing, made_of, number)
        yield StandingBlock(
            block=place,
            content=block,
            heading_path=path,
            since=since,
            earlier=tuple(
                stretch
                for stretch in standing.get(folded_text(block.text), ())
                if since is not None and stretch[1] is not None and stretch[1] < since
            ),
        )


def _since(
    text: str,
    standing: Mapping[str, tuple[Stretch, ...]],
    made_of: Mapping[tuple[int, str | None], str],
    number: int,
) -> int | None:
    since: int | None = None
    current: str | None = text
    while current is not None:
        stretch = stretch_with(standing.get(folded_text(current), ()), number)
        if stretch is None or (since is not None and stretch[0] >= since):
            break
        since = stretch[0]
        current, number = made_of.get((since, current)), since - 1
    return since


def stretch_with(stretches: Iterable[Stretch], number: int) -> Stretch | None:
    """The stretch that holds a version."""
    for first, last in stretches:
        if first <= number and (last is None or number <= last):
            return first, last
    return None


# --- one sentence ----------------------------------------------------------------------------

_WORD = re.compile(r"\w+")
_FEWEST = 0.4  # of the words that were asked for
_ALIKE = 0.45  # of 1; below that it is another sentence
_LESS_THAN_ALL = 0.99  # all the words, in another order


def find_sentence(
    asked: str, wordings: Mapping[str, Wording], steps: Sequence[ClauseStep]
) -> SentenceHistory | None:
    """The sentence that was asked for, folded and maybe in part, else the one most like it."""
    wanted = folded_text(asked).strip(EDGES)
    if not wanted:
        return None
    found = _as_asked(wanted, wordings) or _most_like(wanted, wordings)
    if found is None:
        return None
    similarity, sentence, said = found
    holders = [
        known
        for known in wordings.values()
        if said.wanted in known.folded and said.stand_in(known.text)
    ]
    stretches = tuple(
        _told(said, stretch, steps)
        for stretch in joined_stretches(one for known in holders for one in known.stretches)
    )
    return SentenceHistory(
        sentence=sentence,
        similarity=similarity,
        stretches=stretches,
        steps=tuple(_chain(stretches, wordings, steps)),
    )


_Found = tuple[float, str, StandingWords]  # how alike, the sentence, the words as it has them


def _as_asked(wanted: str, wordings: Mapping[str, Wording]) -> _Found | None:
    """The latest sentence that holds ``wanted``."""
    ways = {
        known.text: way
        for known in wordings.values()
        if wanted in known.folded and (way := standing_words(wanted, known.text)) is not None
    }
    if not ways:
        return None
    latest = _latest(wordings[text] for text in ways)
    return 1.0, _sentence_with(wanted, latest.text), ways[latest.text]


def _most_like(wanted: str, wordings: Mapping[str, Wording]) -> _Found | None:
    closest = _closest(wanted, list(wordings.values()))
    if closest is None:
        return None
    similarity, sentence, holder = closest
    said = standing_words(folded_text(sentence).strip(EDGES), holder.text)
    return (similarity, sentence, said) if said is not None else None


def _latest(holders: Iterable[Wording]) -> Wording:
    """The one that stands still or stood last; of several the shortest."""

    def rank(known: Wording) -> tuple[bool, int, int]:
        last = known.stretches[-1][1]
        return last is None, last or 0, -len(known.text)

    return max(holders, key=rank)


def _sentence_with(wanted: str, text: str) -> str:
    """The sentences of ``text`` that hold ``wanted``; all of it when they cannot be told apart."""
    for sentence in SENTENCE_END.split(text):
        if wanted in " ".join(fold(sentence).split()):
            return sentence
    return text


def _closest(wanted: str, known: Collection[Wording]) -> tuple[float, str, Wording] | None:
    """(similarity, sentence, the wording that holds it), or None when nothing is alike.

    Half of what counts is how many of the words that were asked for a sentence has, half how rare
    those are: "sell" says more about which sentence was meant than "your data".
    """
    asked = set(_WORD.findall(wanted))
    said = {wording.text: asked & set(_WORD.findall(wording.folded)) for wording in known}
    counts = Counter(word for words in said.values() for word in words)
    rarity = {word: math.log((len(known) + 1) / (counts[word] + 0.5)) for word in asked}
    total = sum(rarity.values())
    best: tuple[tuple[float, bool, int], str, Wording] | None = None
    for wording in known:
        if len(said[wording.text]) < len(asked) * _FEWEST:
            continue
        for sentence in SENTENCE_END.split(wording.text):
            words = set(_WORD.findall(fold(sentence)))
            shared = asked & words
            alike = (len(shared) / len(asked) + sum(map(rarity.__getitem__, shared)) / total) / 2
            rank = (alike, wording.stretches[-1][1] is None, -len(words))
            if alike >= _ALIKE and (best is None or rank > best[0]):
                best = (rank, sentence, wording)
    return (min(best[0][0], _LESS_THAN_ALL), best[1], best[2]) if best else None


def _told(said: StandingWords, stretch: Stretch, steps: Sequence[ClauseStep]) -> SentenceStretch:
    first, last = stretch
    return SentenceStretch(
        first=first,
        last=last,
        came=next(
            (
                step
                for step in steps
                if step.version == first
                and said.stand_in(step.after)
                and not said.stand_in(step.before)
            ),
            None,
        ),
        went=next(
            (
                step
                for step in steps
                if last is not None
                and step.version == last + 1
                and said.stand_in(step.before)
                and not said.stand_in(step.after)
            ),
            None,
        ),
    )


def _chain(
    stretches: Sequence[SentenceStretch],
    wordings: Mapping[str, Wording],
    steps: Sequence[ClauseStep],
) -> list[ClauseStep]:
    """What the clause was before the sentence came into it, and what it became after that."""
    by_after = {(step.version, step.after): step for step in steps}
    by_before = {(step.version, step.before): step for step in steps}
    chain: dict[tuple[int, str | None, str | None], ClauseStep] = {}
    for stretch in stretches:
        step = stretch.came
        while step is not None and _add(chain, step):
            held = _held(wordings, step.before, step.version - 1)
            step = by_after.get((held[0], step.before)) if held else None
        step = stretch.went
        while step is not None and _add(chain, step):
            held = _held(wordings, step.after, step.version)
            gone = held[1] + 1 if held and held[1] is not None else None
            step = by_before.get((gone, step.after)) if gone is not None else None
    return sorted(chain.values(), key=lambda step: step.version)


def _add(chain: dict[tuple[int, str | None, str | None], ClauseStep], step: ClauseStep) -> bool:
    """Whether it is new; what is there already was followed already."""
    key = (step.version, step.before, step.after)
    if key in chain:
        return False
    chain[key] = step
    return True


def _held(wordings: Mapping[str, Wording], text: str | None, number: int) -> Stretch | None:
    known = wordings.get(text) if text is not None else None
    return stretch_with(known.stretches, number) if known else None
