"""``clausewatch log``: versions with the change that led to each, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any

import click

from monitor.cli.completing import complete_reference
from monitor.cli.forms import Form, print_rows, table_forms
from monitor.cli.history_filters import check_filters, chosen, history_filters
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import seconds
from monitor.cli.output import note
from monitor.cli.pager import PagedCommand
from monitor.cli.source_names import UNWATCHED, resolve_named
from monitor.cli.table import Column, Row, print_table
from monitor.told_apart import clock_of, told_apart
from storage.history import HistoryEntry, read_history
from storage.model import ChangeClass, Material

_ALARMING = 60  # severity from which a line is painted
# Links and layout that change under the same words make no version: `diff --links` shows them.
_VERSIONLESS = (ChangeClass.LINKS_ONLY, ChangeClass.FORMATTING)
_CLASSES = [one.value for one in ChangeClass if one not in _VERSIONLESS]
SILENCE = "; date not updated"  # how a summary ends that says it too


@click.command(cls=PagedCommand)
@click.argument("source", required=False, shell_complete=complete_reference)
@history_filters
@click.option(
    "--class",
    "change_class",
    type=click.Choice(_CLASSES),
    help="Change class.",
)
@table_forms
@pass_invocation
def log(invocation: Invocation, /, source: str | None, form: Form, **wanted: Any) -> None:
    """Versions with what changed in each, newest first.

    SOURCE is a key, a unique beginning of one, or a URL; without it all sources are listed.
    """
    with invocation.history() as db:
        check_filters(db, wanted)
        source_id = resolve_named(db, source).id if source else None
        # Read as they are written: a hundred thousand versions need not be held.
        entries = read_history(db, chosen(source_id, wanted))
        if form is not Form.TABLE:
            print_rows(form, LOG_FIELDS, map(entry_shape, entries))
        else:
            _print_table(entries)


def _print_table(entries: Iterator[HistoryEntry]) -> None:
    first = next(entries, None)
    if first is None:
        note("no version matches")
    else:
        print_table(_COLUMNS, _rows(chain([first], entries)))


LOG_FIELDS = (
    *("source", "service", "type", "version", "kind", "fetched_at", "class", "material"),
    *("severity", "silent", "categories", "effective_on", "updated_on", "summary"),
)


def entry_shape(entry: HistoryEntry) -> dict[str, object]:
    """A row as programs get it; the four change fields are null for a first version."""
    return {
        "source": entry.source,
        "service": entry.service,
        "type": entry.terms_type,
        "version": entry.version,
        "kind": entry.kind,
        "fetched_at": seconds(entry.fetched_at),
        "class": entry.change_class,
        "material": entry.material,
        "severity": entry.severity,
        "silent": entry.silent,
        "categories": list(entry.categories),
        "effective_on": entry.effective_on,
        "updated_on": entry.updated_on,
        "summary": entry.summary,
    }


def told_of(entry: HistoryEntry, *before: str) -> str:
    """The line under a version: what was said ``before``, the summary, who is not watched."""
    summary = entry.summary or ""
    parts = [*before, summary.removesuffix(SILENCE) if entry.silent else summary]
    unwatched = "" if entry.watched else f"({UNWATCHED})"
    return " ".join(filter(None, (" · ".join(filter(None, parts)), unwatched)))


_COLUMNS = (
    Column(title="FETCHED"),
    Column(title="SOURCE", whole=True),
    Column(title="VER", right=True),
    Column(title="CLASS"),
    Column(title="SEV", right=True),
    Column(title="CATEGORIES", flexible=True),
)


def _class_words(entry: HistoryEntry) -> str:
    if entry.change_class == ChangeClass.SUBSTANTIVE and entry.material == Material.NONE:
        return "wording"  # of a typo "substantive" says too much
    return entry.change_class or entry.kind


def _rows(entries: Iterable[HistoryEntry]) -> Iterator[Row]:
    """The newest first, so those of a day stand together; two of one source have their times."""
    for _, group in groupby(entries, lambda entry: entry.fetched_at[:10]):
        together = list(group)
        told = told_apart((entry.source, entry.fetched_at) for entry in together)
        yield from map(_row, together, map(clock_of, told))


def _row(entry: HistoryEntry, clock: str) -> Row:
    cells = (
        entry.fetched_at[:10],
        entry.source,
        str(entry.version),
        _class_words(entry),
        "" if entry.severity is None else str(entry.severity),
        ", ".join(entry.categories),
    )
    return Row(
        cells=cells,
        detail=told_of(entry, clock, "silent" if entry.silent else ""),
        style="alarm" if (entry.severity or 0) >= _ALARMING else "",
    )
