"""``clausewatch timeline``: what became of the dates that documents state about themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, groupby
from operator import attrgetter

import click

from monitor.cli.completing import complete_reference
from monitor.cli.forms import Form, print_rows, table_forms
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import parse_end, seconds
from monitor.cli.output import note, paint, print_many
from monitor.cli.pager import PagedCommand
from monitor.cli.source_names import UNWATCHED
from monitor.cli.table import Column, Row, table_lines, terminal_width
from monitor.cli.terminal import shown
from monitor.timeline import EntryKind, TimelineEntry, make_timeline
from monitor.told_apart import told_apart
from monitor.units import amount_words
from storage.sources import resolve_source
from storage.stated_dates import StatedVersion, read_stated_versions
from storage.times import to_text, utc_now

Told = tuple[StatedVersion, tuple[TimelineEntry, ...]]  # the last version of a source, its timeline


@click.command(cls=PagedCommand)
@click.argument("source", required=False, shell_complete=complete_reference)
@click.option("--upcoming", is_flag=True, help="Only what is to take effect.")
@click.option("--as-of", metavar="DATE", help="As it was known on this day, not today.")
@table_forms
@pass_invocation
def timeline(
    invocation: Invocation, source: str | None, upcoming: bool, as_of: str | None, form: Form
) -> None:
    """The dates that SOURCE stated over its versions, and what became of them.

    Without SOURCE: those of every source. Announced days, dates that never applied or moved back,
    texts that changed without their date, dates that changed without their text.
    """
    until = parse_end(as_of, now=utc_now()) if as_of else to_text(utc_now())
    with invocation.history() as db:
        source_id = resolve_source(db, source).id if source else None
        # Source by source, as they are written: those of 2,000 sources need not be held.
        versions = read_stated_versions(db, source_id=source_id, until=until, announcing=upcoming)
        first = next(versions, None)
        known = chain([first], versions) if first else iter(())
        told = _timelines(known, date.fromisoformat(until[:10]), upcoming=upcoming)
        if form is not Form.TABLE:
            shapes = (_shape(last, entry) for last, entries in told for entry in entries)
            print_rows(form, _FIELDS, shapes)
            return
        one = next(told, None)
        if one:
            print_many(_lines(chain([one], told)))
        else:
            note(_nothing(first is not None, upcoming=upcoming, as_of=as_of))


def _timelines(versions: Iterator[StatedVersion], as_of: date, *, upcoming: bool) -> Iterator[Told]:
    """The sources that have any entry. A source that is not watched announces nothing."""
    for _, group in groupby(versions, attrgetter("source")):
        known = list(group)
        entries = make_timeline(known, as_of=as_of)
        if upcoming:
            entries = tuple(entry for entry in entries if entry.kind is EntryKind.UPCOMING)
        if entries:
            yield known[-1], entries


def _nothing(any_version: bool, *, upcoming: bool, as_of: str | None) -> str:
    if upcoming:
        return "no document states a day to come from which it applies"
    if not any_version and as_of:
        return f"no version was fetched by {as_of}: 'clausewatch log' says since when there are any"
    if not any_version:
        return "no version was recorded yet: 'clausewatch check' fetches the sources"
    return "no version states a date, and none changed without one"


_FIELDS = (
    *("source", "service", "type", "kind", "date", "on", "before", "instead", "version"),
    *("captured_at", "last_version", "last_seen_at", "current", "days_left", "ambiguous"),
    *("text", "watched"),
)


def _shape(last: StatedVersion, entry: TimelineEntry) -> dict[str, object]:
    return {
        "source": last.source,
        "service": last.service,
        "type": last.terms_type,
        "kind": entry.kind.value,
        "date": entry.date.value if entry.date else None,
        "on": entry.on,
        "before": entry.before,
        "instead": entry.instead,
        "version": entry.version,
        "captured_at": seconds(entry.captured_at),
        "last_version": entry.last_version,
        "last_seen_at": seconds(entry.last_seen_at) if entry.last_seen_at else None,
        "current": entry.current,
        "days_left": entry.days_left,
        "ambiguous": entry.ambiguous,
        "text": entry.text,
        "watched": last.watched,
    }


_COLUMNS = (
    Column(title="SEEN"),
    Column(title="VERSION", right=True),
    Column(title="DATE"),
    Column(title="WHAT", flexible=True),
)
_STYLES = {
    EntryKind.UPCOMING: "careful",
    EntryKind.NEVER_APPLIED: "alarm",
    EntryKind.MOVED_BACK: "alarm",
    EntryKind.SILENT_CHANGE: "alarm",
}


def _lines(told: Iterable[Told]) -> Iterator[str]:
    width = terminal_width()
    for place, (last, entries) in enumerate(told):
        if place:
            yield ""
        yield paint(shown(last.source), "strong")
        if not last.watched:
            yield f"({UNWATCHED})"
        seen = told_apart(("", entry.captured_at) for entry in entries)
        yield from table_lines(_COLUMNS, map(_row, entries, seen), width=width)


def _row(entry: TimelineEntry, seen: str) -> Row:
    doubt = ", day and month could be the other way round" if entry.ambiguous else ""
    return Row(
        cells=(
            seen,
            str(entry.version),
            entry.on or "-",
            f"{_what(entry)}{doubt}",
        ),
        detail=entry.text,
        style=_STYLES.get(entry.kind, ""),
    )


def _what(entry: TimelineEntry) -> str:
    match entry.kind:
        case EntryKind.EFFECTIVE | EntryKind.UPDATED:
            return f"{entry.kind.value}, {_stood(entry)}"
        case EntryKind.UPCOMING:
            return f"takes effect {_when(entry.days_left)}"
        case EntryKind.NEVER_APPLIED:
            instead = f"{entry.instead} instead" if entry.instead else "no date instead"
            return f"never applied, {instead}"
        case EntryKind.MOVED_BACK:
            return f"{entry.date} date moved back from {entry.before}"
        case EntryKind.SILENT_CHANGE:
            return "the text changed, the date did not" if entry.on else "the text changed, no date"
        case EntryKind.DATE_ONLY:
            was = f"changed, was {entry.before}" if entry.before else "changed: none was stated"
            return f"only the {entry.date} date {was}"


def _stood(entry: TimelineEntry) -> str:
    if entry.current:
        return "stands"
    seen = (entry.last_seen_at or entry.captured_at)[:10]
    return f"last seen {seen} (version {entry.last_version})"


def _when(days_left: int | None) -> str:
    if days_left is None:
        return "then, no day is stated"
    return "tomorrow" if days_left == 1 else f"in {amount_words(days_left, 'day')}"
