"""``clausewatch silent``: texts that changed their meaning while their stated date stood still."""

from __future__ import annotations

from typing import Any

import click

from monitor.cli.change_view import ALARMING
from monitor.cli.completing import complete_reference
from monitor.cli.exits import CHANGE_FOUND
from monitor.cli.forms import Form, print_rows, table_forms
from monitor.cli.history_filters import check_filters, chosen, history_filters
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.log import LOG_FIELDS, entry_shape, told_of
from monitor.cli.output import note
from monitor.cli.pager import PagedCommand
from monitor.cli.source_names import resolve_named
from monitor.cli.table import Column, Row, print_table
from monitor.told_apart import clock_of, told_apart
from storage.history import HistoryEntry, list_silent


@click.command(cls=PagedCommand)
@click.argument("source", required=False, shell_complete=complete_reference)
@history_filters
@click.option("--exit-code", is_flag=True, help="Exit with 3 when there is one.")
@table_forms
@pass_invocation
def silent(
    invocation: Invocation, /, source: str | None, exit_code: bool, form: Form, **wanted: Any
) -> None:
    """Material and minor changes while no stated date moved, the most severe first.

    Which vendors changed silently? Without SOURCE: all of them.
    """
    with invocation.history() as db:
        check_filters(db, wanted)
        source_id = resolve_named(db, source).id if source else None
        entries = list_silent(db, chosen(source_id, wanted))
    if form is not Form.TABLE:
        print_rows(form, LOG_FIELDS, map(entry_shape, entries))
    elif entries:
        told = told_apart((entry.source, entry.fetched_at) for entry in entries)
        print_table(_COLUMNS, map(_row, entries, map(clock_of, told)))
    else:
        note("no text changed while its date stood still")
    if exit_code and entries:
        click.get_current_context().exit(CHANGE_FOUND)


_COLUMNS = (
    Column(title="SEV", right=True),
    Column(title="FETCHED"),
    Column(title="SOURCE", whole=True),
    Column(title="VER", right=True),
    Column(title="STILL SAYS"),
)


def _row(entry: HistoryEntry, clock: str) -> Row:
    return Row(
        cells=(
            str(entry.severity),
            entry.fetched_at[:10],
            entry.source,
            str(entry.version),
            entry.updated_on or entry.effective_on or "no date",
        ),
        detail=told_of(entry, clock),
        style="alarm" if (entry.severity or 0) >= ALARMING else "",
    )
