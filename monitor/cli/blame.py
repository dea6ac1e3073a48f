"""``clausewatch blame``: since when each clause stands, or what became of one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from monitor.cli.table import Column, Row, print_table, terminal_width
from monitor.cli.terminal import neutral, shorten, shown, wrap
from monitor.word_blame import WordRun, blame_words
from storage.database import Database
from storage.errors import OperationError, UsageError
from storage.model import BlockKind
from storage.sources import Source
from storage.values import value
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
@click.option("--words", is_flag=True, help="Also which version brought which words of a clause.")
@table_forms
@pass_invocation
def blame(
    invocation: Invocation,
    /,
    source: str,
    sentence: str | None,
    *,
    since: str | None,
    whole: bool,
    words: bool,
    form: Form,
) -> None:
    """Since when each clause of SOURCE stands: the version that brought it, and its dates.

    With SENTENCE (in quotation marks; a part of one is enough): when it appeared, when it went, and
    what its clause said before and after. Where no clause ever held it, the one most like it.

    \b
    blame SOURCE              the current version
    blame SOURCE@2024-03-03   the version that stood on that day
    """  # noqa: D301  click marks what it must not wrap with the character \b
    if sentence is not None and (since is not None or words):
        raise UsageError("--since and --words are for clauses; a sentence has its whole history")
    with invocation.history() as db:
        found, version = resolve_point(db, source)
        if not is_indexed(db, version.id):
            raise OperationError(
                f"version {version.number} of {found.key} is not indexed yet: "
                "the next 'clausewatch check' does it"
            )
        if sentence is not None:
            _blame_sentence(db, found, sentence, form=form)
            return
        blamed = _read(db, found, version, words=words)
    shown_since = since or ""
    chosen = [one for one in blamed.blocks if blamed.stands_since(one) >= shown_since]
    if form is not Form.TABLE:
        fields = (*_FIELDS, "words") if words else _FIELDS
        print_rows(form, fields, (_shape(blamed, one) for one in chosen))
        return
    print_lines(_summary(blamed))
    if not chosen:
        note("no clause of it is younger")
        return
    print_lines([""])
    # Rows as they are laid out: the first screen need not wait for the end of a long text.
    room = None if whole or words else max(terminal_width() - _OTHER_COLUMNS, _TEXT_COLUMNS)
    print_table(_COLUMNS, (_row(blamed, chosen, place, room) for place in range(len(chosen))))


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


@value
class _Blamed:
    """A version with its clauses; ``words`` by text, empty where nobody asked for them."""

    source: Source
    version: Version
    blocks: list[StandingBlock]
    dated: Mapping[int, DatedVersion]
    words: Mapping[str, tuple[WordRun, ...]]

    def brought(self, block: StandingBlock) -> DatedVersion | None:
        return self.dated.get(block.since) if block.since is not None else None

    def stands_since(self, block: StandingBlock) -> str:
        """An instant; empty for a clause of which nothing is known."""
        version = self.brought(block)
        return version.captured_at if version else ""


def _read(db: Database, source: Source, version: Version, *, words: bool) -> _Blamed:
    wordings = wordings_of(db, source.id)
    steps = clause_steps(db, source.id, technical=not words)
    document = version_document(db, version)
    technical = [step for step in steps if step.technical]
    return _Blamed(
        source=source,
        version=version,
        blocks=list(blame_blocks(document.blocks, wordings, technical, number=version.number)),
        dated=dated_versions(db, source.id),
        words={
            block.text: blame_words(block.text, wordings, steps, number=version.number)
            for block in (document.blocks if words else ())
        },
    )


_FIELDS = (
    *("source", "service", "type", "version", "block", "kind", "heading_path", "text"),
    *("since_version", "since_at", "effective_on", "updated_on", "earlier"),
)


def _shape(blamed: _Blamed, block: StandingBlock) -> dict[str, Any]:
    source, brought = blamed.source, blamed.brought(block)
    shape = {
        "source": source.key,
        "service": source.service,
        "type": source.terms_type,
        "version": blamed.version.number,
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
    if blamed.words:
        shape["words"] = [list(run) for run in blamed.words[block.content.text]]
    return shape


def _summary(blamed: _Blamed) -> Iterator[str]:
    version = blamed.version
    title = f"{shown(blamed.source.key)}  version {version.number} ({version.fetched_at[:10]})"
    yield paint(title, "strong")
    known = [one for one in map(blamed.brought, blamed.blocks) if one is not None]
    if known:
        oldest = min(known, key=lambda one: one.number)
        newest = max(known, key=lambda one: one.number)
        yield f"{count_words(len(blamed.blocks), 'clause')}, oldest since {_moment(oldest)},"
        yield f"newest since {_moment(newest)}"


def _moment(version: DatedVersion) -> str:
    return f"version {version.number} ({version.captured_at[:10]})"


_COLUMNS = (
    Column(title="SINCE"),
    Column(title="VERSION", right=True),
    Column(title="STATED"),
    Column(title="TEXT", flexible=True),
)


def _row(blamed: _Blamed, blocks: list[StandingBlock], place: int, room: int | None) -> Row:
    block = blocks[place]
    brought = blamed.brought(block)
    text = _marked(blamed.words.get(block.content.text, ())) or block.content.text
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
        detail=_section_ages(place, blocks, blamed.dated) if is_heading else _came_back(block),
        style="strong" if is_heading else "",
    )


def _marked(runs: Sequence[WordRun]) -> str:
    """The words with the version before those that are younger than the oldest of the clause."""
    oldest = min((version for version, _ in runs if version is not None), default=None)
    return "".join(
        text if version in (None, oldest) else _in_brackets(version, text) for version, text in runs
    )


def _in_brackets(version: int | None, text: str) -> str:
    words = text.rstrip()
    return f"[{version}: {words}]{text[len(words) :]}" if words else text


def _beginning(text: str, room: int) -> str:
    lines = list(islice(wrap(neutral(text), room), _LINES + 1))
    if len(lines) <= _LINES:
        return text
    return " ".join([*lines[: _LINES - 1], shorten(f"{lines[_LINES - 1]} …", room)])


def _section_ages(
    place: int, blocks: list[StandingBlock], dated: Mapping[int, DatedVersion]
) -> str:
    """The ages of what stands right below a heading, where they differ."""
    following = (blocks[later] for later in range(place + 1, len(blocks)))
    below = takewhile(lambda one: one.content.kind is not BlockKind.HEADING, following)
    known = sorted({one.since for one in below if one.since is not None})
    if len(known) <= 1:
        return ""
    return f"below: oldest since {_moment(dated[known[0]])}, newest {_moment(dated[known[-1]])}"


def _came_back(block: StandingBlock) -> str:
    if not block.earlier:
        return ""
    ranges = ", ".join(
        str(first) if first == last else f"{first} to {last}" for first, last in block.earlier
    )
    return f"had stood before, in versions {ranges}"
