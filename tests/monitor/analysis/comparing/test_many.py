"""A text written anew has more changed blocks than anybody reads: they are taken in runs."""

from __future__ import annotations

from monitor.analysis.aligning.align import align
from monitor.analysis.aligning.edits import make_edits
from monitor.analysis.model import Analysis, Direction, StatedDates
from storage.document import Document, paragraph

COUNT = 4_300


def written(word: str) -> Analysis:
    """An analysis of which only the text matters."""
    return Analysis(
        document=Document(blocks=tuple(paragraph(f"{word}{n}") for n in range(COUNT))),
        languages=("en",),
        direction=Direction.LTR,
        words=COUNT,
        dates=StatedDates(),
        clauses=(),
        parties=(),
        quantities=(),
        statements=(),
    )


def test_all_blocks_of_a_text_written_anew_are_in_one_edit_each() -> None:
    old, new = written("old"), written("new")
    edits = make_edits(old, new, align(old.document.blocks, new.document.blocks))
    assert sorted(index for edit in edits for index in edit.old) == list(range(COUNT))
    assert sorted(index for edit in edits for index in edit.new) == list(range(COUNT))
    assert all(edit.is_whole for edit in edits)
    assert len(edits) < 4_200


def test_a_run_of_blocks_is_shown_with_all_its_lines() -> None:
    old, new = written("old"), written("new")
    edits = make_edits(old, new, align(old.document.blocks, new.document.blocks))
    last = edits[-1]
    assert last.after is not None
    assert last.after.splitlines() == [f"new{index}" for index in last.new]
    assert len(last.new) > 1
