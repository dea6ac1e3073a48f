"""``--second-opinion`` of `inspect` and `compare`: what is asked, and how it is shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.output import paint, print_lines
from monitor.cli.table import Column, Row, print_table
from monitor.cli.terminal import neutral, shorten

if TYPE_CHECKING:
    from monitor.analysis.model import Analysis, Comparison
    from monitor.second_opinion import Adviser, Opinion

Shape = dict[str, Any]

second_opinion_option = click.option(
    "--second-opinion",
    is_flag=True,
    help="Say too where sentence embeddings see other categories (extra 'semantic').",
)

_COLUMNS = (
    Column(title="BLOCK", right=True),
    Column(title="CATEGORIES", flexible=True),
    Column(title="SECOND OPINION", flexible=True),
    Column(title="TEXT", flexible=True),
)
_WIDEST_TEXT = 200  # columns: enough to know which clause it is


def wanted_adviser(wanted: bool) -> Adviser | None:
    """Asked for first of all: nothing is fetched or read when it cannot be had."""
    if not wanted:
        return None
    from monitor.second_opinion import installed_adviser  # noqa: PLC0415  only when asked

    return installed_adviser()


def add_to_inspection(shape: Shape, analysis: Analysis, adviser: Adviser | None) -> None:
    """Put a second opinion into the JSON of `inspect`; nothing without an adviser."""
    if adviser is None:
        return
    from monitor.second_opinion import second_opinions  # noqa: PLC0415

    with _progress() as show:
        said = second_opinions(analysis, adviser, on_progress=show)
    _put(shape, "clauses", [said.by_block.get(n["block"]) for n in shape["clauses"]], said.left_out)


def add_to_comparison(
    shape: Shape,
    old: Analysis,
    new: Analysis,
    comparison: Comparison,
    adviser: Adviser | None,
) -> None:
    """Put a second opinion into the JSON of `compare`; nothing without an adviser."""
    if adviser is None:
        return
    from monitor.second_opinion import opinions_of_change  # noqa: PLC0415

    with _progress() as show:
        said = opinions_of_change(old, new, comparison, adviser, on_progress=show)
    _put(shape, "clause_changes", said.opinions, said.left_out)


def _put(shape: Shape, name: str, opinions: Sequence[Opinion | None], left_out: int) -> None:
    asked = [opinion for opinion in opinions if opinion is not None]
    shape["second_opinion"] = {
        "asked": len(asked),
        "differs": sum(opinion.differs for opinion in asked),
        "left_out": left_out,
    }
    for entry, opinion in zip(shape[name], opinions, strict=True):
        entry["second_opinion"] = None if opinion is None else _opinion_shape(opinion)


def _opinion_shape(opinion: Opinion) -> Shape:
    return {
        "differs": opinion.differs,
        "first": [name.value for name in opinion.first],
        "categories": [name.value for name in opinion.second],
        "probabilities": {
            name.value: round(value, 3) for name, value in opinion.probabilities.items()
        },
    }


def print_second_opinion(shape: Shape) -> None:
    """For people: on how many clauses it differs, and on which; nothing when nobody asked."""
    said = shape.get("second_opinion")
    if said is None:
        return
    changed = "clause_changes" in shape
    line = f"second opinion: differs on {said['differs']} of {said['asked']} "
    line += "changed clauses" if changed else "clauses"
    if said["left_out"]:
        line += f"; {said['left_out']} more were not asked about"
    print_lines(["", paint(line, "strong")])
    entries = shape["clause_changes"] if changed else shape["clauses"]
    rows = [_row(one, one["second_opinion"]) for one in entries if _differs(one["second_opinion"])]
    if rows:
        print_table(_COLUMNS[changed:], [Row(cells=cells[changed:]) for cells in rows])


def _differs(opinion: Shape | None) -> bool:
    return opinion is not None and opinion["differs"]


def _row(entry: Shape, opinion: Shape) -> tuple[str, ...]:
    """The cells of a clause, or of a change, which has no number of a block."""
    likely = opinion["probabilities"]
    text = entry["text"] if "text" in entry else entry["after"] or entry["before"]
    return (
        str(entry.get("block", "")),
        ", ".join(opinion["first"]),
        ", ".join(f"{name} ({likely[name]:.0%})" for name in opinion["categories"]),
        shorten(neutral(text), _WIDEST_TEXT),
    )


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console  # noqa: PLC0415  only on a terminal
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("second opinion", total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show
