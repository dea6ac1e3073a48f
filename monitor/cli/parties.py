"""``clausewatch parties``: who is named, since when, and who was added or removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

import click

from monitor.cli.completing import complete_party, complete_reference
from monitor.cli.exits import CHANGE_FOUND
from monitor.cli.fact_words import count_words
from monitor.cli.forms import Form, print_rows, table_forms
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import start_option
from monitor.cli.output import note, paint, print_lines
from monitor.cli.pager import PagedCommand
from monitor.cli.source_names import UNWATCHED, resolve_named
from monitor.cli.table import Column, Row, print_table, table_lines, terminal_width
from monitor.cli.terminal import shown
from monitor.history_shapes import party_shape
from storage.database import Database
from storage.errors import UsageError
from storage.folding import fold
from storage.named_parties import (
    PartyRecord,
    matching_names,
    most_named,
    parties_added,
    parties_ever,
    parties_now,
    parties_removed,
)

_ADDED, _REMOVED = "added", "removed"
_SHOWN_SERVICES = 5  # of those that name a party, in the list of all sources
_EVER = "0000"  # before every version
Found = tuple[PartyRecord, str | None]  # and whether it was added or removed


@click.command(cls=PagedCommand)
@click.argument("source", required=False, shell_complete=complete_reference)
@click.option(
    "--name",
    metavar="WORDS",
    shell_complete=complete_party,
    help="Only parties whose name holds these words, also of earlier versions.",
)
@click.option(
    "--since",
    callback=start_option,
    metavar="DATE",
    help="Who was added or removed since this date.",
)
@click.option("--added", is_flag=True, help="Only who was added.")
@click.option("--removed", is_flag=True, help="Only who was removed.")
@click.option("--limit", type=click.IntRange(1), help="At most so many parties.")
@click.option("--exit-code", is_flag=True, help="Exit with 3 when somebody was added or removed.")
@table_forms
@pass_invocation
def parties(
    invocation: Invocation,
    /,
    source: str | None,
    *,
    name: str | None,
    since: str | None,
    added: bool,
    removed: bool,
    limit: int | None,
    exit_code: bool,
    form: Form,
) -> None:
    """Who is named: recipients, processors and trackers, first and last seen.

    With SOURCE also who is named no more. Without it: whom the current versions of all sources
    name. --since tells who was added or removed meanwhile.

    \b
    parties --name "google analytics"    who names it, or ever did
    parties --added --since 2026-01-01   who was added this year, everywhere
    """  # noqa: D301  click marks what it must not wrap with the character \b
    moved = since is not None or added or removed
    if exit_code and not moved:
        raise UsageError("--exit-code needs --since, --added or --removed")
    with invocation.history() as db:
        source_id = resolve_named(db, source).id if source else None
        if moved:
            chosen = _moved(db, since or _EVER, source_id, added=added, removed=removed)
            found = _named_so(chosen, name)
        else:
            found = _standing(db, source_id, name, limit)
    found = _limited(found, limit)
    if form is not Form.TABLE:
        print_rows(form, _FIELDS, (party_shape(*one) for one in found))
    elif not found:
        note(_nothing(name, moved=moved))
    elif source is None and name is None and not moved:
        print_table(_OVERVIEW, map(_overview_row, _by_party(found)))
    elif source is not None:
        print_lines(_of_one_source(found))
    else:
        print_table(_COLUMNS, [_row(record, change) for record, change in found])
    if exit_code and found:
        click.get_current_context().exit(CHANGE_FOUND)


def _standing(
    db: Database, source_id: int | None, name: str | None, limit: int | None
) -> list[Found]:
    if name is not None:
        names = matching_names(db, _holding(name))
        records = parties_ever(db, source_id=source_id, names=names)
    elif source_id is not None:
        records = parties_ever(db, source_id=source_id)
    else:
        few = None if limit is None else [party for party, _ in most_named(db, limit)]
        records = parties_now(db, few)
    # Who is named still stands before who is not; then the latest comers.
    records.sort(key=lambda one: (one.last_number is not None, one.source, one.name))
    return [(record, None) for record in records]


def _moved(
    db: Database, since: str, source_id: int | None, *, added: bool, removed: bool
) -> list[Found]:
    both = added == removed
    found: list[Found] = []
    if added or both:
        came = parties_added(db, since, source_id=source_id)
        found += [(record, _ADDED) for record in came]
    if removed or both:
        went = parties_removed(db, since, source_id=source_id)
        found += [(record, _REMOVED) for record in went]
    return found


def _named_so(found: list[Found], name: str | None) -> list[Found]:
    if name is None:
        return found
    holds = _holding(name)
    return [one for one in found if holds(one[0].name)]


def _holding(words: str) -> Callable[[str], bool]:
    wanted = " ".join(fold(words).split())
    return lambda known: wanted in " ".join(fold(known).split())


def _limited(found: list[Found], limit: int | None) -> list[Found]:
    """The rows of the first ``limit`` parties."""
    if limit is None:
        return found
    names = list(dict.fromkeys(record.name for record, _ in found))[:limit]
    return [one for one in found if one[0].name in set(names)]


def _nothing(name: str | None, *, moved: bool) -> str:
    if moved:
        return "nobody was added or removed"
    return f"no version names {name!r}" if name else "no version names anybody"


_FIELDS = (
    *("source", "service", "type", "party", "roles", "categories", "change"),
    *("first_version", "first_seen_at", "since_version", "since_at"),
    *("last_version", "last_seen_at", "gone_version", "gone_at", "current", "watched"),
)


_COLUMNS = (
    Column(title="PARTY", flexible=True),
    Column(title="SOURCE", whole=True),
    Column(title="FIRST SEEN"),
    Column(title="LAST SEEN"),
)
_STYLES = {_ADDED: "added", _REMOVED: "faint", None: ""}
_SIGNS = {_ADDED: "+ ", _REMOVED: "- ", None: ""}


def _row(record: PartyRecord, change: str | None) -> Row:
    gone = record.last_number is not None
    return Row(
        cells=(
            f"{_SIGNS[change]}{record.name}",
            record.source,
            record.first_seen_at[:10],
            record.last_seen_at[:10] if gone else "named",
        ),
        detail="; ".join(filter(None, (_as_what(record), _detail(record)))),
        style=_STYLES[change] or ("faint" if gone else ""),
    )


def _of_one_source(found: Sequence[Found]) -> Iterator[str]:
    """Under its name, which need not stand in every row."""
    first, _ = found[0]
    unwatched = "" if first.watched else f"  ({UNWATCHED})"
    yield f"{paint(shown(first.source), 'strong')}{unwatched}"
    rows = [_row_in_source(replace(record, watched=True), change) for record, change in found]
    yield from table_lines(_IN_SOURCE, rows, width=terminal_width())


_IN_SOURCE = (*(one for one in _COLUMNS if not one.whole), Column(title="AS", flexible=True))


def _row_in_source(record: PartyRecord, change: str | None) -> Row:
    row = _row(record, change)
    name, _, *seen = row.cells
    return replace(row, cells=(name, *seen, _as_what(record)), detail=_detail(record))


def _as_what(record: PartyRecord) -> str:
    return ", ".join(record.roles or record.categories)


def _detail(record: PartyRecord) -> str:
    words = []
    if record.gone_at:
        words.append(f"gone with version {record.gone_number} ({record.gone_at[:10]})")
    if record.since_number != record.first_number:
        words.append(f"not in every version; again since {record.since_at[:10]}")
    if not record.watched:
        words.append(UNWATCHED)
    return "; ".join(words)


_OVERVIEW = (
    Column(title="PARTY", flexible=True),
    Column(title="SOURCES", right=True),
    Column(title="FIRST SEEN"),
    Column(title="AS", flexible=True),
)


def _by_party(found: Iterable[Found]) -> list[list[PartyRecord]]:
    records = sorted((record for record, _ in found), key=attrgetter("name"))
    groups = [list(group) for _, group in groupby(records, key=attrgetter("name"))]
    return sorted(groups, key=lambda group: (-len(group), group[0].name))


def _overview_row(records: Sequence[PartyRecord]) -> Row:
    named_by = list(dict.fromkeys(record.service for record in records))
    more = len(named_by) - _SHOWN_SERVICES
    roles = dict.fromkeys(role for record in records for role in record.roles)
    return Row(
        cells=(
            records[0].name,
            str(len(records)),
            min(record.first_seen_at for record in records)[:10],
            ", ".join(roles),
        ),
        detail=", ".join(named_by[:_SHOWN_SERVICES])
        + (f" and {count_words(more, 'other')}" if more > 0 else ""),
    )
