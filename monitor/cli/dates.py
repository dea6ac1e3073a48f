"""``clausewatch dates``: the dates that documents state about themselves, over their versions."""

from __future__ import annotations

import click

from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import seconds
from monitor.cli.output import note, print_json
from monitor.cli.status import UNWATCHED
from monitor.cli.table import Column, Row, print_table
from storage.history import HistoryEntry, HistoryFilter, list_history
from storage.sources import list_sources, resolve_source


@click.command()
@click.argument("source", required=False)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def dates(invocation: Invocation, source: str | None, as_json: bool) -> None:
    """The dates that the versions of SOURCE state, newest first.

    Without SOURCE: what the current version of every source states.
    """
    with invocation.history() as db:
        source_id = resolve_source(db, source).id if source else None
        entries = list_history(db, HistoryFilter(source_id=source_id))
        watched = {known.key for known in list_sources(db)}
    if source is None:
        entries = _newest_of_each(entries)
    if as_json:
        print_json([_shape(entry, entry.source in watched) for entry in entries])
    elif entries:
        print_table(_COLUMNS, [_row(entry, entry.source in watched) for entry in entries])
    else:
        note("no version was recorded yet: 'clausewatch check' fetches the sources")


def _newest_of_each(entries: list[HistoryEntry]) -> list[HistoryEntry]:
    newest: dict[str, HistoryEntry] = {}
    for entry in entries:
        known = newest.get(entry.source)
        if known is None or entry.version > known.version:
            newest[entry.source] = entry
    return sorted(newest.values(), key=lambda entry: entry.source)


def _shape(entry: HistoryEntry, watched: bool) -> dict[str, object]:
    return {
        "source": entry.source,
        "service": entry.service,
        "type": entry.terms_type,
        "version": entry.version,
        "fetched_at": seconds(entry.fetched_at),
        "effective_on": entry.effective_on,
        "updated_on": entry.updated_on,
        "class": entry.change_class,
        "silent": entry.silent,
        "watched": watched,
    }


_COLUMNS = (
    Column(title="SOURCE", whole=True),
    Column(title="VERSION", right=True),
    Column(title="FETCHED"),
    Column(title="EFFECTIVE"),
    Column(title="UPDATED"),
    Column(title="SILENT"),
)


def _row(entry: HistoryEntry, watched: bool) -> Row:
    return Row(
        cells=(
            entry.source,
            str(entry.version),
            entry.fetched_at[:10],
            entry.effective_on or "-",
            entry.updated_on or "-",
            "silent" if entry.silent else "",
        ),
        detail="" if watched else UNWATCHED,
    )
