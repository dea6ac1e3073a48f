"""``clausewatch export``: history for other programs, archives, spreadsheets and courts."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import chain
from pathlib import Path
from typing import Any

import click

from monitor.cli.completing import complete_reference
from monitor.cli.fact_words import count_words
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import end_option, start_option
from monitor.cli.output import json_text, note, print_json, print_lines
from monitor.cli.references import get_current
from monitor.cli.source_names import RANGE, resolve_named, split_reference
from monitor.cli.terminal import shown
from monitor.cli.version_pair import choose_pair
from monitor.cli.written import note_written, written_line
from monitor.exporting.bundle import write_bundle
from monitor.exporting.cells import csv_lines
from monitor.exporting.choice import Choice
from monitor.exporting.tables import TABLES, full_change_rows
from storage.database import Database
from storage.errors import UsageError
from storage.sources import Source, list_sources
from storage.versions import Version, versions_of
from storage.whole_file import new_file

Write = Callable[[str], object]


@click.group()
def export() -> None:
    """Take history out: as JSON, CSV or WARC, or as a bundle of evidence."""


def _chosen(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments by which every kind of export chooses its part."""
    for decorate in (
        pass_invocation,
        click.option("--force", is_flag=True, help="Replace a file that is there."),
        click.option(
            "--until", callback=end_option, metavar="DATE", help="Versions fetched until then."
        ),
        click.option(
            "--since", callback=start_option, metavar="DATE", help="Versions fetched from then on."
        ),
        click.argument("source", nargs=-1, shell_complete=complete_reference),
    ):
        command = decorate(command)
    return command


def _choice(db: Database, names: tuple[str, ...], since: str | None, until: str | None) -> Choice:
    """All sources without names, also those that are watched no more."""
    sources = tuple(resolve_named(db, name) for name in names) or tuple(
        list_sources(db, removed=True)
    )
    return Choice(sources=tuple(dict.fromkeys(sources)), since=since, until=until)


@export.command("json")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file; else stdout.")
@_chosen
def json_(
    invocation: Invocation,
    source: tuple[str, ...],
    since: str | None,
    until: str | None,
    output: Path | None,
    *,
    force: bool,
) -> None:
    """One JSON object: sources, versions, and changes with every word that changed."""
    with invocation.history_at_once() as db, _text_output(output, force=force) as write:
        choice = _choice(db, source, since, until)
        counts = {"sources": 0, "versions": 0, "changes": 0}
        tables = {**TABLES, "changes": full_change_rows}
        for line in _json_lines({name: tables[name] for name in counts}, db, choice, counts):
            write(line)
    held = (count_words(count, name.removesuffix("s")) for name, count in counts.items())
    note_written(output, *held)


def _json_lines(
    tables: dict[str, Any], db: Database, choice: Choice, counts: dict[str, int]
) -> Iterator[str]:
    """As they come, and counted: a history need not fit into memory."""
    opening = "{"
    for name, rows in tables.items():
        yield f"{opening}{json.dumps(name)}: ["
        separator = "\n"
        for row in rows(db, choice):
            yield f"{separator}{json_text(row)}"
            counts[name] += 1
            separator = ",\n"
        yield "\n]"
        opening = ",\n"
    yield "}\n"


@export.command("csv")
@click.option(
    "--table",
    type=click.Choice([*TABLES]),
    default="changes",
    show_default=True,
    help="Which table.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file; else stdout.")
@_chosen
def csv_(
    invocation: Invocation,
    source: tuple[str, ...],
    since: str | None,
    until: str | None,
    output: Path | None,
    table: str,
    *,
    force: bool,
) -> None:
    """One table for a spreadsheet: UTF-8, with what a spreadsheet would run made harmless."""
    with invocation.history_at_once() as db, _text_output(output, force=force) as write:
        rows = TABLES[table](db, _choice(db, source, since, until))
        first = next(rows, None)
        if first is None:
            empty = f"; {shown(str(output))} is empty" if output else ""
            note(f"there is nothing of that to export{empty}")
            return
        counts: Counter[str] = Counter()
        for line in csv_lines([*first], _values(chain([first], rows), counts)):
            write(line)
    held = f"{count_words(counts.total(), 'row')} of {table}"
    note_written(output, f"{held} from {count_words(len(counts), 'source')}")


def _values(rows: Iterable[dict[str, Any]], counts: Counter[str]) -> Iterator[list[object]]:
    """Of each row, counted by its source."""
    for row in rows:
        counts[row["source"]] += 1
        yield [*row.values()]


@export.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The .warc.gz file."
)
@_chosen
def warc(
    invocation: Invocation,
    source: tuple[str, ...],
    since: str | None,
    until: str | None,
    output: Path,
    *,
    force: bool,
) -> None:
    """A WARC file with the bytes and headers from which every version was read."""
    from monitor.exporting.warc import write_warc  # noqa: PLC0415  warcio takes its time

    with invocation.history_at_once() as db, new_file(output, replace=force) as stream:
        written = write_warc(db, _choice(db, source, since, until), stream)
    responses = count_words(written.responses, "response")
    note_written(output, f"{responses} from {count_words(written.sources, 'source')}")


@export.command()
@click.argument("source", metavar="SOURCE[@VERSION|@A..B]", shell_complete=complete_reference)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The .zip file.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def evidence(
    invocation: Invocation, source: str, output: Path | None, *, force: bool, as_json: bool
) -> None:
    """A bundle that proves what a page said, and that anybody can check offline.

    \b
    export evidence SOURCE          every version
    export evidence SOURCE@3        the change that led to version 3
    export evidence SOURCE@1..3     versions 1 to 3
    """  # noqa: D301  click marks what it must not wrap with the character \b
    with invocation.history_at_once() as db:
        found, versions = _evidence_versions(db, source)
        path = output or Path(f"{found.key.replace('/', '-')}-{_numbers(versions)}.evidence.zip")
        with new_file(path, replace=force) as stream:
            summary = write_bundle(db, found, versions, stream)
    if as_json:
        print_json(
            {
                "bundle": str(path),
                "source": found.key,
                "versions": list(summary.versions),
                "changes": summary.changes,
                "entries": summary.entries,
                "head": summary.head,
                "bytes": path.stat().st_size,
            }
        )
        return
    held = count_words(len(versions), "version"), count_words(summary.changes, "change")
    print_lines(
        [
            written_line(path, *held),
            f"head of the chain ({summary.entries} entries): {summary.head}",
            "'clausewatch verify' checks it; so does the README.txt inside",
        ]
    )


def _evidence_versions(db: Database, reference: str) -> tuple[Source, list[Version]]:
    name, point = split_reference(reference)
    if point is None:
        source = resolve_named(db, name)
        get_current(db, source)  # says so where nothing was recorded yet
        return source, versions_of(db, source.id)
    pair = choose_pair(db, reference, None, None)
    first, last = sorted((pair.old.number, pair.new.number))
    if RANGE in point and pair.old.number > pair.new.number:
        raise UsageError(f"{reference!r} runs backwards: write {name}@{first}..{last}")
    chosen = [v for v in versions_of(db, pair.source.id) if first <= v.number <= last]
    return pair.source, chosen


def _numbers(versions: list[Version]) -> str:
    first, last = versions[0].number, versions[-1].number
    return f"{first}" if first == last else f"{first}-{last}"


@contextmanager
def _text_output(path: Path | None, *, force: bool) -> Iterator[Write]:
    """A file that appears whole, or stdout: UTF-8, line ends as they are written."""
    target = new_file(path, replace=force) if path else nullcontext(sys.stdout.buffer)
    with target as binary:
        yield lambda text: binary.write(text.encode("utf-8", "replace"))
        binary.flush()
