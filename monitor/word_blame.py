"""Since when each word of a clause stands. Pure, like :mod:`monitor.blame`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from monitor.blame import stretch_with
from storage.wordings import ClauseStep, Wording

WordRun = tuple[int | None, str]  # the version that brought the words, and the words
Places = list[int | None]  # of each character of an earlier form: where it stands in the text


def blame_words(
    text: str, wordings: Mapping[str, Wording], steps: Sequence[ClauseStep], *, number: int
) -> tuple[WordRun, ...]:
    """The runs of ``text``, which stands in version ``number``; joined they are the text.

    Each form of the clause is followed to the one before it: what a version added is its own, what
    was there is followed further. The version is None for a text of which nothing is known.
    """
    made_by = {(step.version, step.after): step for step in steps if step.before is not None}
    brought: list[int | None] = [None] * len(text)
    places: Places = list(range(len(text)))
    form: str | None = text
    since: int | None = None
    while form is not None:
        known = wordings.get(form)
        stretch = stretch_with(known.stretches, number) if known else None
        since = stretch[0] if stretch else since
        step = made_by.get((stretch[0], form)) if stretch else None
        if step is None or not _rebuilds(step):
            for place in places:
                if place is not None:
                    brought[place] = since
            break
        places = _before(step, places, brought)
        form, number = step.before, step.version - 1
    return tuple(_runs(text, brought))


def _rebuilds(step: ClauseStep) -> bool:
    """Whether both sides can be read off the diff; one side alone of a moved clause may not."""
    after = "".join(text for op, text in step.diff if op != "-")
    before = "".join(text for op, text in step.diff if op != "+")
    return (before, after) == (step.before, step.after)


def _before(step: ClauseStep, places: Places, brought: list[int | None]) -> Places:
    """The places of the characters of the form before; those that were added get their version."""
    earlier: Places = []
    at = 0
    for op, text in step.diff:
        if op == "-":
            earlier += [None] * len(text)
            continue
        if op == "=":
            earlier += places[at : at + len(text)]
        else:
            for place in places[at : at + len(text)]:
                if place is not None:
                    brought[place] = step.version
        at += len(text)
    return earlier


def _runs(text: str, brought: Sequence[int | None]) -> Iterator[WordRun]:
    """Neighbours of one version together; white space goes with what stands before it."""
    owners = list(brought)
    for place in range(1, len(text)):
        if text[place].isspace():
            owners[place] = owners[place - 1]
    for owner, found in groupby(zip(owners, text, strict=True), key=itemgetter(0)):
        yield owner, "".join(character for _, character in found)
