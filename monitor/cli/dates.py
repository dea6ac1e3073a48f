"""``clausewatch dates``: the dates that documents state about themselves, over their versions."""

from __future__ import annotations

import click

from monitor.cli.completing import complete_reference
from monitor.cli.forms import Form, print_rows, table_forms
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import note
from monitor.cli.pager import PagedCommand
from monitor.cli.source_names import UNWATCHED
from monitor.cli.table import Column, Row, print_table
from monitor.history_shapes import dates_shape
from monitor.told_apart import clock_of, told_apart
from storage.history import HistoryEntry, HistoryFilter, list_current, list_history
from storage.sources import resolve_source


@click.command(cls=PagedCommand)
@click.argument("source", required=False, shell_complete=complete_reference)
@table_forms
@pass_invocation
def dates(invocation: Invocation, source: str | None, form: Form) -> None:
    """The dates that the versions of SOURCE state, newest first.

    Without SOURCE: what the current version of every source states.
    """
    with invocation.history() as db:
        if source is None:
            entries = list_current(db)
        else:
            known = HistoryFilter(source_id=resolve_source(db, source).id)
            entries = list_history(db, known)
    if form is not Form.TABLE:
        print_rows(form, _FIELDS, map(dates_shape, entries))
    elif entries:
        told = told_apart((entry.source, entry.fetched_at) for entry in entries)
        print_table(_COLUMNS, map(_row, entries, map(clock_of, told)))
    else:
        note("no version was recorded yet: 'clausewatch check' fetches the sources")


_FIELDS = (
    *("source", "service", "type", "version", "fetched_at"),
    *("effective_on", "updated_on", "class", "silent", "watched"),
)


_COLUMNS = (
    Column(title="SOURCE", whole=True),
    Column(title="VER", right=True),
    Column(title="FETCHED"),
    Column(title="EFFECTIVE"),
    Column(title="UPDATED"),
    Column(title="SILENT"),
)


def _row(entry: HistoryEntry, clock: str) -> Row:
    return Row(
        cells=(
            entry.source,
            str(entry.version),
            entry.fetched_at[:10],
            entry.effective_on or "-",
            entry.updated_on or "-",
            "silent" if entry.silent else "",
        ),
        detail=" · ".join(filter(None, (clock, "" if entry.watched else UNWATCHED))),
    )
