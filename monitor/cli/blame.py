"""``clausewatch blame``: since when each clause stands, or what became of one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, takewhile
from typing import Any

import click

from monitor.blame import StandingBlock, blame_blocks, find_sentence
from monitor.cli.completing import complete_reference
from monitor.cli.fact_words import count_words
from monitor.cli.forms import Form, print_rows, table_forms
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import seconds, start_option
from monitor.cli.output import note, paint, print_json, print_lines
from monitor.cli.pager import PagedCommand
from monitor.cli.references import resolve_point
from monitor.cli.sentence_view import SENTENCE_FIELDS, sentence_lines, sentence_rows, sentence_shape
from monitor.cli.table import Column, Row, table_lines, terminal_width
from monitor.cli.terminal import neutral, shorten, shown, wrap
from storage.database import Database
from storage.errors import OperationError, UsageError
from storage.model import BlockKind
from storage.sources import Source
from storage.versions import Version, version_document
from storage.wordings import DatedVersion, clause_steps, dated_versions, is_indexed, wordings_of

_LINES = 2  # of a clause that are shown
_OTHER_COLUMNS = len("2026-03-05  VERSION  2026-03-05  ")
_TEXT_COLUMNS = 20  # at least


@click.command(cls=PagedCommand)
@click.argument("source", shell_complete=complete_reference)
@click.argument("sentence", required=False)
@click.option(
    "--since",
    callback=start_option,
    metavar="DATE",
    help="Only clauses that stand since this date or later.",
)
@click.option("--whole", is_flag=True, help="Every word of every clause.")
@table_forms
@pass_invocation
def blame(
    invocation: Invocation,
    source: str,
    sentence: str | None,
    since: str | None,
    whole: bool,
    form: Form,
) -> None:
    """Since when each clause of SOURCE stands: the version that brought it, and its dates.

    With SENTENCE (in quotation marks; a part of one is enough): when it appeared, when it went, and
    what its clause said before and after. Where no clause ever held it, the one most like it.

    \b
    blame SOURCE              the current version
    blame SOURCE@2024-03-03   the version that stood on that day
    """  # noqa: D301  click marks what it must not wrap with the character \b
    if sentence is not None and since is not None:
        raise UsageError("--since is for clauses; a sentence has its whole history")
    with invocation.history() as db:
        found, version = resolve_point(db, source)
        if not is_indexed(db, version.id):
            raise OperationError(
                f"version {version.number} of {found.key} is not indexed yet: "
                "the next 'clausewatch check' does it"
            )
        if sentence is None:
            _blame_clauses(db, found, version, since=since, whole=whole, form=form)
        else:
            _blame_sentence(db, found, sentence, form=form)


def _blame_sentence(db: Database, source: Source, sentence: str, *, form: Form) -> None:
    history = find_sentence(sentence, wordings_of(db, source.id), clause_steps(db, source.id))
    dated = dated_versions(db, source.id)
    if history is None and form is Form.TABLE:
        note(f"no version of {source.key} ever said that, or anything like it")
        return
    shape = sentence_shape(source, sentence, history, dated)
    if form is Form.JSON:
        print_json(shape)
    elif form is Form.CSV:
        print_rows(form, SENTENCE_FIELDS, sentence_rows(shape))
    else:
        print_lines(sentence_lines(shape, width=terminal_width()))


def _blame_clauses(
    db: Database, source: Source, version: Version, *, since: str | None, whole: bool, form: Form
) -> None:
    dated = dated_versions(db, source.id)
    blocks = list(
        blame_blocks(
            version_document(db, version).blocks,
            wordings_of(db, source.id),
            clause_steps(db, source.id, technical=True),
            number=version.number,
        )
    )
    chosen = [block for block in blocks if since is None or _stands_since(block, dated) >= since]
    if form is not Form.TABLE:
        print_rows(form, _FIELDS, (_shape(source, version, block, dated) for block in chosen))
        return
    print_lines(_summary(source, version, blocks, dated))
    if not chosen:
        note("no clause of it is younger")
        return
    print_lines(["", *_table(chosen, dated, whole=whole)])


def _stands_since(block: StandingBlock, dated: Mapping[int, DatedVersion]) -> str:
    return dated[block.since].captured_at if block.since is not None else ""


_FIELDS = (
    *("source", "service", "type", "version", "block", "kind", "heading_path", "text"),
    *("since_version", "since_at", "effective_on", "updated_on", "earlier"),
)


def _shape(
    source: Source, version: Version, block: StandingBlock, dated: Mapping[int, DatedVersion]
) -> dict[str, Any]:
    brought = dated.get(block.since) if block.since is not None else None
    return {
        "source": source.key,
        "service": source.service,
        "type": source.terms_type,
        "version": version.number,
        "block": block.block,
        "kind": block.content.kind.value,
        "heading_path": list(block.heading_path),
        "text": block.content.text,
        "since_version": block.since,
        "since_at": seconds(brought.captured_at) if brought else None,
        "effective_on": brought.effective_on if brought else None,
        "updated_on": brought.updated_on if brought else None,
        "earlier": [list(stretch) for stretch in block.earlier],
    }


def _summary(
    source: Source,
    version: Version,
    blocks: list[StandingBlock],
    dated: Mapping[int, DatedVersion],
) -> Iterator[str]:
    yield paint(
        f"{shown(source.key)}  version {version.number} ({version.fetched_at[:10]})", "strong"
    )
    known = [dated[block.since] for block in blocks if block.since is not None]
    if known:
        oldest, newest = (pick(known, key=lambda one: one.number) for pick in (min, max))
        yield f"{count_words(len(blocks), 'clause')}, oldest since {_moment(oldest)},"
        yield f"newest since {_moment(newest)}"


def _moment(version: DatedVersion) -> str:
    return f"version {version.number} ({version.captured_at[:10]})"


_COLUMNS = (
    Column(title="SINCE"),
    Column(title="VERSION", right=True),
    Column(title="STATED"),
    Column(title="TEXT", flexible=True),
)


def _table(
    blocks: list[StandingBlock], dated: Mapping[int, DatedVersion], *, whole: bool
) -> Iterator[str]:
    width = terminal_width()
    room = None if whole else max(width - _OTHER_COLUMNS, _TEXT_COLUMNS)
    rows = [_row(place, blocks, dated, room) for place in range(len(blocks))]
    return table_lines(_COLUMNS, rows, width=width)


def _row(
    place: int, blocks: list[StandingBlock], dated: Mapping[int, DatedVersion], room: int | None
) -> Row:
    block = blocks[place]
    brought = dated.get(block.since) if block.since is not None else None
    text = " ".join(block.content.text.split())
    is_heading = block.content.kind is BlockKind.HEADING
    if is_heading:
        text = f"{'#' * block.content.level} {text}"
    stated = (brought.updated_on or brought.effective_on) if brought else None
    return Row(
        cells=(
            brought.captured_at[:10] if brought else "-",
            str(block.since) if brought else "-",
            stated or "-",
            text if room is None else _beginning(text, room),
        ),
        detail=_section_ages(place, blocks, dated) if is_heading else _came_back(block),
        style="strong" if is_heading else "",
    )


def _beginning(text: str, room: int) -> str:
    lines = list(islice(wrap(neutral(text), room), _LINES + 1))
    if len(lines) <= _LINES:
        return text
    return " ".join([*lines[: _LINES - 1], shorten(f"{lines[_LINES - 1]} …", room)])


def _section_ages(
    place: int, blocks: list[StandingBlock], dated: Mapping[int, DatedVersion]
) -> str:
    """The ages of what stands right below a heading, where they differ."""
    below = takewhile(lambda one: one.content.kind is not BlockKind.HEADING, blocks[place + 1 :])
    known = sorted({one.since for one in below if one.since is not None})
    if len(known) <= 1:
        return ""
    return f"below: since {_moment(dated[known[0]])} to {_moment(dated[known[-1]])}"


def _came_back(block: StandingBlock) -> str:
    if not block.earlier:
        return ""
    ranges = ", ".join(
        str(first) if first == last else f"{first} to {last}" for first, last in block.earlier
    )
    return f"had stood before, in versions {ranges}"
