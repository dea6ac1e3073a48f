"""A text written anew has more changed blocks than anybody reads: they are taken in runs.

Nor is each of them asked whether it was only touched up, once it shows that hardly any was.
"""

from __future__ import annotations

from collections.abc import Callable

from monitor.analysis.aligning.align import align
from monitor.analysis.aligning.edits import make_edits
from monitor.analysis.change import compare
from monitor.analysis.model import Analysis, Direction, StatedDates
from storage.document import Document, paragraph
from storage.model import Material

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


def test_a_page_touched_up_in_many_places_is_asked_about_all_of_them(
    analysis_of: Callable[..., Analysis],
) -> None:
    places = range(700)
    old = analysis_of([paragraph(f"Room {n} has the colour of its lamps.") for n in places])
    new = analysis_of([paragraph(f"Room {n} has the color of its lamps.") for n in places])
    assert compare(old, new).material is Material.NONE


def test_a_text_written_anew_is_not_asked_for_slips_but_for_what_it_repeats(
    analysis_of: Callable[..., Analysis],
) -> None:
    slip, other = "The colour of the lamps is kept.", "The color of the lamps is kept."
    again = "Guests of the harbour find the desk behind the lighthouse"
    many = [(f"Ledger {n} names guests.", f"Boats carry salt {n} times.") for n in range(520)]
    old = analysis_of([*(paragraph(one) for one, _ in many), *map(paragraph, (slip, again, again))])
    new = analysis_of([*(paragraph(one) for _, one in many), *map(paragraph, (other, again))])
    reasons = compare(old, new).reasons
    assert "repeated text only (1)" in reasons
    assert not any("spelling" in reason for reason in reasons)
