"""``clausewatch show``: one version, as text, clauses, headers or the bytes as received."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.completing import complete_reference
from monitor.cli.forms import Form, chosen_form, print_rows
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import seconds
from monitor.cli.output import paint, print_json, print_lines
from monitor.cli.pager import PagedCommand
from monitor.cli.references import resolve_point
from monitor.cli.stated_view import date_words, write_dates
from monitor.cli.table import Column, Row, print_table, terminal_width
from monitor.cli.terminal import neutral_lines, shown, wrap
from monitor.history_shapes import version_shape
from storage.analyses import AnalysisRecord, get_analysis
from storage.database import Database
from storage.document import from_markdown
from storage.errors import UsageError
from storage.snapshots import Snapshot, get_snapshot, snapshot_body
from storage.sources import Source
from storage.versions import Version, version_markdown

if TYPE_CHECKING:
    from monitor.analysis import ExtraTerms

_LABEL = 12  # columns of what stands before the words of a header
_NOTES = {
    "markup_shown": "the page shows the source of its text; it was read as what was meant",
    "read_in_part": "far longer than a policy: only its beginning was read for what it states",
    "text_order_uncertain": "right-to-left text of a PDF: its order is uncertain beside numbers",
}


@click.command(cls=PagedCommand)
@click.argument("source", shell_complete=complete_reference)
@click.option("--text", is_flag=True, help="The text as Markdown; so it is without an option.")
@click.option("--raw", is_flag=True, help="The bytes as received, verified by their digest.")
@click.option("--headers", is_flag=True, help="The response as received: status and headers.")
@click.option("--clauses", is_flag=True, help="Every clause with its categories and evidence.")
@click.option("--dates", is_flag=True, help="The dates that it states, and where it does.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Write the clauses as CSV.")
@pass_invocation
def show(
    invocation: Invocation,
    /,
    source: str,
    *,
    text: bool,
    raw: bool,
    headers: bool,
    clauses: bool,
    dates: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """A version of SOURCE: its text with the dates it states and its categories.

    \b
    show SOURCE               the current version
    show SOURCE@3             version 3
    show SOURCE@2024-03-03    the version that stood on that day
    """  # noqa: D301  click marks what it must not wrap with the character \b
    if sum((text, raw, headers, clauses, dates)) > 1:
        raise UsageError("choose one of --text, --raw, --headers, --clauses and --dates")
    if raw and as_json:
        raise UsageError("--raw writes bytes; leave out --json")
    if as_csv and not clauses:
        raise UsageError("only clauses are a table: write --clauses --csv")
    form = chosen_form(as_json=as_json, as_csv=as_csv)
    with invocation.history() as db:
        found, version = resolve_point(db, source)
        snapshot = get_snapshot(db, version.snapshot_id)
        if raw:
            _write_raw(snapshot_body(db, snapshot))
        elif headers:
            _write_headers(snapshot, as_json=as_json)
        elif clauses:
            _write_clauses(db, found, version, invocation.own_terms(), form)
        elif dates:
            write_dates(db, found, version, as_json=as_json)
        else:
            _write_text(db, found, version, as_json=as_json)


def _write_raw(body: bytes) -> None:
    """Byte for byte into a file or pipe; on a terminal nothing that it would obey."""
    if sys.stdout.isatty():
        click.echo(neutral_lines(body.decode(errors="replace")))
    else:
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()  # here, where a reader that went away is expected


def _write_headers(snapshot: Snapshot, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "url": snapshot.url,
                "fetched_at": seconds(snapshot.fetched_at),
                "http_status": snapshot.http_status,
                "headers": [list(header) for header in snapshot.headers],
                "body_sha256": snapshot.body_digest,
            }
        )
        return
    print_lines([f"{snapshot.http_status} {shown(snapshot.url)}"])
    print_lines(f"{shown(name)}: {shown(value)}" for name, value in snapshot.headers)


def _write_text(db: Database, source: Source, version: Version, *, as_json: bool) -> None:
    analysis = get_analysis(db, version.id)
    markdown = version_markdown(db, version)
    notes = _notes(version, markdown)
    if as_json:
        shape = version_shape(source, version, analysis) | {"markdown": markdown}
        print_json(shape | {"notes": list(notes)} if notes else shape)
        return
    print_lines(_header_lines(source, version, analysis))
    print_lines(note_lines(notes))
    print_lines(["", neutral_lines(markdown).rstrip("\n")])


def _notes(version: Version, markdown: str) -> tuple[str, ...]:
    if version.format != "pdf":
        return ()  # the import below costs a fifth of a second
    from crawler.extract import Format, reading_notes  # noqa: PLC0415

    return reading_notes(Format.PDF, from_markdown(markdown))


def note_lines(notes: Iterable[str]) -> Iterator[str]:
    """What people are told of how a text was read."""
    for note in notes:
        yield f"note:       {_NOTES.get(note, note)}"


def _header_lines(
    source: Source, version: Version, analysis: AnalysisRecord | None
) -> Iterator[str]:
    number = f"version {version.number} ({version.kind.value})"
    yield paint(f"{shown(source.key)}  {number}", "strong")
    yield f"url:        {shown(source.url)}"
    yield f"fetched:    {seconds(version.fetched_at)}"
    if version.title:
        yield from _labelled("title", shown(version.title))
    if analysis is None:
        yield "not analysed yet: the next 'clausewatch check' does it"
        return
    yield f"languages:  {', '.join(analysis.languages) or 'unknown'} ({analysis.direction})"
    for name, label in (("effective_on", "effective"), ("updated_on", "updated")):
        yield from _labelled(label, date_words(analysis.dates.get(name)))
    yield from _labelled("categories", ", ".join(analysis.categories))
    if analysis.parties:
        yield from _labelled("parties", ", ".join(shown(party.name) for party in analysis.parties))


def _labelled(label: str, words: str) -> Iterator[str]:
    """Words of which names went through `shown`, wrapped beside their label."""
    lines = wrap(words, max(terminal_width() - _LABEL, _LABEL)) if words else [""]
    for place, line in enumerate(lines):
        yield f"{'' if place else label + ':':<{_LABEL}}{line}".rstrip()


def _write_clauses(
    db: Database, source: Source, version: Version, extra: tuple[ExtraTerms, ...], form: Form
) -> None:
    # Clauses are derived from the text when asked for: importing what reads them costs 0.2 s.
    from monitor.analysis.shapes import inspection_json  # noqa: PLC0415
    from monitor.understanding import analyse_version  # noqa: PLC0415

    shape = inspection_json(
        analyse_version(db, source, version, extra),
        text_sha256=version.text_digest,
        markdown=version_markdown(db, version),
    )
    if form is Form.JSON:
        print_json({"source": source.key, "version": version.number, "clauses": shape["clauses"]})
    elif form is Form.CSV:
        print_rows(form, _CLAUSE_FIELDS, shape["clauses"])
    else:
        print_clauses(shape["clauses"])


_CLAUSE_FIELDS = ("block", "kind", "heading_path", "language", "text", "categories", "evidence")


_CLAUSE_COLUMNS = (
    Column(title="BLOCK", right=True),
    Column(title="CATEGORIES", flexible=True),
    Column(title="TEXT", flexible=True),
)


def print_clauses(clauses: list[dict[str, Any]]) -> None:
    """The clauses of `inspect` and `show` for people."""
    rows = [
        Row(
            cells=(str(clause["block"]), ", ".join(clause["categories"]), clause["text"]),
            style="strong" if clause["kind"] == "heading" else "",
        )
        for clause in clauses
    ]
    print_table(_CLAUSE_COLUMNS, rows)
