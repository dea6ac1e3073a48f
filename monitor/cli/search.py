"""``clausewatch search``: passages with words, and when they were first and last seen."""

from __future__ import annotations

import click

from monitor.cli.completing import complete_reference
from monitor.cli.exits import CHANGE_FOUND
from monitor.cli.forms import Form, print_rows, table_forms
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import note, paint, print_lines
from monitor.cli.pager import PagedCommand
from monitor.cli.source_names import UNWATCHED
from monitor.cli.table import own_lines, terminal_width
from monitor.cli.terminal import display_width, shown
from monitor.cli.word_diff import text_lines
from monitor.history_shapes import hit_shape
from storage.errors import UsageError
from storage.passages import Hit, is_common, search_passages
from storage.sources import resolve_source


@click.command(cls=PagedCommand)
@click.argument("words", nargs=-1, required=True)
@click.option("--all-versions", is_flag=True, help="Also passages that stand no more.")
@click.option("--source", shell_complete=complete_reference, help="Only in this source.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most.")
@click.option("--exit-code", is_flag=True, help="Exit with 3 when something was found.")
@table_forms
@pass_invocation
def search(
    invocation: Invocation,
    words: tuple[str, ...],
    all_versions: bool,
    source: str | None,
    limit: int,
    exit_code: bool,
    form: Form,
) -> None:
    """Passages that hold WORDS next to each other, with when they were first and last seen.

    Case, Arabic letter variants and harakat, Hebrew points and digit shapes make no difference,
    and parts of words are found too.
    """
    query = " ".join(words)
    if not query.strip():
        raise UsageError("write the words to look for")
    with invocation.history() as db:
        source_id = resolve_source(db, source).id if source else None
        hits = search_passages(
            db, query, every_version=all_versions, source_id=source_id, limit=limit
        )
        common = source_id is None and is_common(db, query)
    if form is not Form.TABLE:
        print_rows(form, _FIELDS, map(hit_shape, hits))
    elif not hits:
        note("nothing found" + ("" if all_versions else "; --all-versions looks further back"))
    else:
        for hit in hits:
            print_lines(_lines(hit))
    if common:
        note("very many passages say that: only those recorded last were looked through")
    if exit_code and hits:
        click.get_current_context().exit(CHANGE_FOUND)


_FIELDS = (
    *("source", "service", "type", "kind", "text", "first_version", "first_seen_at"),
    *("last_version", "last_seen_at", "current", "watched"),
)


def _lines(hit: Hit) -> list[str]:
    since = f"since version {hit.first_number} ({hit.first_seen_at[:10]})"
    until = ""
    if hit.last_number == hit.first_number:
        since = f"only in version {hit.first_number} ({hit.first_seen_at[:10]})"
    elif hit.last_number is not None and hit.last_seen_at is not None:
        until = f", last in version {hit.last_number} ({hit.last_seen_at[:10]})"
    # Whether it still stands there nobody has looked since.
    unwatched = "" if hit.watched else f"; {UNWATCHED}"
    name, stood = shown(hit.source_key), f"{since}{until}{unwatched}"
    width = terminal_width()
    titles = [f"{name}  {stood}"]
    if display_width(titles[0]) > width:
        titles = [name, *own_lines(stood, width=width, indent="  ")]
    text = text_lines(hit.text, width=width, indent="    ")
    return [*(paint(title, "strong") for title in titles), *text]
