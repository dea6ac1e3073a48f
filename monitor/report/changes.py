"""The JSON of `compare` as a view: clauses, facts, dates, and rows gathered into their tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from monitor.report.directions import direction_of, language_of
from monitor.report.model import ChangeView, ClauseView, Label, RowView, Run, Runs, TableView
from monitor.report.tables import RowPlace, TableRows, cell_runs, row_cells, side
from monitor.report.words import (
    ENGLISH,
    Frame,
    category_label,
    class_label,
    date_change,
    fact_view,
    kind_label,
    material_words,
    severity_of,
)

MOST_CLAUSES = 500  # of a change are shown; a text with more was written anew, nobody reads on

Shape = Mapping[str, Any]  # as `compare --json` prints it; a clause may have a "language" too


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeContext:
    """What is known around a comparison.

    ``most`` clauses are shown, all for None. ``old_rows`` and ``new_rows`` are the rows of tables
    of both documents; without them rows are shown as text.
    """

    anchor: str = "change"
    most: int | None = MOST_CLAUSES
    title: str = ""
    language: str = ""
    version: int | None = None
    previous_version: int | None = None
    captured_at: str | None = None
    previous_captured_at: str | None = None
    old_rows: TableRows = field(default_factory=TableRows)
    new_rows: TableRows = field(default_factory=TableRows)
    frame: Frame = ENGLISH


def change_view(shape: Shape, context: ChangeContext) -> ChangeView:
    """The view of a comparison; clauses stay in their order, the most important first.

    What is more than the context wants is counted, so that a page stays one to read.
    """
    clauses = [
        _clause_view(clause, f"{context.anchor}c{place}", context)
        for place, clause in enumerate(shape["clause_changes"][: context.most], 1)
    ]
    frame = context.frame
    dates = (date_change(name, shape[name], frame) for name in ("effective", "updated"))
    summary, reasons = _told(shape, frame)
    return ChangeView(
        anchor=context.anchor,
        title=context.title,
        change_class=class_label(shape["class"], shape["material"], frame),
        material=material_words(shape["class"], shape["material"], frame),
        silent=shape["silent"],
        severity=severity_of(shape["severity"], frame),
        summary=summary,
        reasons=reasons,
        categories=_labels(shape["categories"], frame),
        dates=tuple(date for date in dates if date),
        parties_added=tuple(shape["parties"]["added"]),
        parties_removed=tuple(shape["parties"]["removed"]),
        clauses=tuple(_gathered(clauses, frame)),
        left_out=len(shape["clause_changes"]) - len(clauses),
        version=context.version,
        previous_version=context.previous_version,
        captured_at=context.captured_at,
        previous_captured_at=context.previous_captured_at,
    )


def _told(shape: Shape, frame: Frame) -> tuple[str, tuple[str, ...]]:
    """The summary and the reasons: those of the analysis, or ours of what it found."""
    if frame is ENGLISH:
        return shape.get("summary") or "", tuple(shape["reasons"])
    from monitor.alerts.runs import plain_text  # noqa: PLC0415  only other languages need them
    from monitor.alerts.stored import change_from_json  # noqa: PLC0415
    from monitor.alerts.wording import reasons_told  # noqa: PLC0415

    reasons = reasons_told(frame.words, change_from_json({**shape, "left_out": {}}))
    return summary_in(shape, frame), tuple(map(plain_text, reasons))


def summary_in(shape: Shape, frame: Frame) -> str:
    """The line on a change in the words of another language than English."""
    from monitor.alerts.runs import plain_text  # noqa: PLC0415  as above
    from monitor.alerts.stored import change_from_json  # noqa: PLC0415
    from monitor.alerts.wording import summary_words  # noqa: PLC0415

    return plain_text(summary_words(frame.words, change_from_json({**shape, "left_out": {}})))


def _labels(names: Iterable[str], frame: Frame) -> tuple[Label, ...]:
    return tuple(category_label(name, frame) for name in names)


def _clause_view(clause: Shape, anchor: str, context: ChangeContext) -> ClauseView:
    runs = _runs(clause)
    direction = direction_of(run.text for run in runs)
    kind = kind_label(clause["kind"], context.frame)
    return ClauseView(
        anchor=anchor,
        kind=kind,
        categories=_labels(clause["categories"], context.frame),
        heading_path=tuple(clause["heading_path"]),
        language=language_of(clause.get("language") or context.language, direction),
        direction=direction,
        inline=runs,
        before=tuple(run for run in runs if run.op != "+"),
        after=tuple(run for run in runs if run.op != "-"),
        facts=tuple(fact_view(fact, context.frame) for fact in clause["facts"]),
        table=_table_view(clause, kind, anchor, runs, context),
    )


def _runs(clause: Shape) -> Runs:
    """The diff; of a clause without one what it says, which then only moved."""
    runs = tuple(Run(op=op, text=text) for op, text in clause["diff"] if text)
    if runs:
        return runs
    text = clause["after"] or clause["before"]
    return (Run(op="=", text=text),) if text else ()


def _table_view(
    clause: Shape, kind: Label, anchor: str, runs: Runs, context: ChangeContext
) -> TableView | None:
    old = context.old_rows.find(clause["before"])
    new = context.new_rows.find(clause["after"])
    if (clause["before"] and not old) or (clause["after"] and not new) or not (old or new):
        return None
    cells = _cells(old, new, runs)
    row = RowView(
        anchor=anchor, kind=kind, cells=cells, before=side(cells, "-"), after=side(cells, "+")
    )
    header = new.header if new else old.header if old else ()
    columns = max(len(cells), len(header))
    return TableView(header=header, rows=(row,), columns=columns)


def _cells(old: RowPlace | None, new: RowPlace | None, runs: Runs) -> tuple[Runs, ...]:
    if old and new:
        return cell_runs(runs, old.cells, new.cells)
    if new:
        return row_cells("+", new.cells)
    return row_cells("-", old.cells if old else ())


def _gathered(clauses: Sequence[ClauseView], frame: Frame) -> Iterable[ClauseView]:
    """Rows of one table stand together, at the place of the first of them."""
    gathered: dict[object, ClauseView] = {}
    for clause in clauses:
        key: object = clause.anchor
        if clause.table and clause.table.header:
            key = (clause.heading_path, clause.table.header)
        first = gathered.get(key)
        gathered[key] = _joined(first, clause, frame) if first else clause
    return gathered.values()


def _joined(one: ClauseView, other: ClauseView, frame: Frame) -> ClauseView:
    assert one.table is not None
    assert other.table is not None
    table = replace(
        one.table,
        rows=(*one.table.rows, *other.table.rows),
        columns=max(one.table.columns, other.table.columns),
    )
    same_kind = one.kind == other.kind
    return replace(
        one,
        kind=one.kind if same_kind else kind_label("modified", frame),
        categories=tuple(dict.fromkeys((*one.categories, *other.categories))),
        facts=(*one.facts, *other.facts),
        table=table,
    )
