"""``clausewatch report``: what changed in a period, as one HTML file that stands alone."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.alerts.catalogue import LANGUAGES
from monitor.cli.completing import complete_reference
from monitor.cli.fact_words import count_words
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import end_option, start_option
from monitor.cli.written import note_written
from storage.errors import UsageError
from storage.sources import resolve_source
from storage.times import to_text, utc_now
from storage.whole_file import new_file

if TYPE_CHECKING:
    from monitor.report.model import Summary
    from storage.database import Database

_PERIOD = timedelta(days=30)  # of a report on all sources, when no date is given
_LIMIT = 500  # changes; one has a few kilobytes


@click.command()
@click.argument("source", required=False, shell_complete=complete_reference)
@click.option("--all", "everything", is_flag=True, help="All sources instead of one.")
@click.option(
    "--since",
    callback=start_option,
    metavar="DATE",
    help="From this date on, or the last 7d, 2w. Without it: of SOURCE all, with --all 30 days.",
)
@click.option("--until", callback=end_option, metavar="DATE", help="Up to and with this date.")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=_LIMIT,
    show_default=True,
    help="Show so many changes at most, the newest.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Of our own words; what a page says stays in its language.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write here; without it, to stdout.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@pass_invocation
def report(
    invocation: Invocation,
    source: str | None,
    everything: bool,
    since: str | None,
    until: str | None,
    limit: int,
    language: str,
    output: Path | None,
    *,
    force: bool,
) -> None:
    """What changed in SOURCE, or in all sources, as one HTML file for people.

    It needs no network, no server and no JavaScript, and can be mailed or printed as it is.
    """
    if everything == (source is not None):
        raise UsageError("name one source, or write --all")
    if output is None and sys.stdout.isatty():
        raise UsageError("name a file with --output, or send stdout into one")
    target = new_file(output, replace=force) if output else nullcontext(sys.stdout.buffer)
    # The file first: who may not have it need not wait for what would stand in it.
    with invocation.history_at_once() as db, target as stream:
        text, figures = _page(db, source, since, until, limit, language)
        stream.write(text.encode("utf-8", "replace"))
        stream.flush()
    changes = count_words(figures.changes, "change")
    note_written(output, f"{changes} in {count_words(figures.changed_sources, 'document')}")


def _page(
    db: Database,
    source: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    language: str,
) -> tuple[str, Summary]:
    """Of one source, or of all."""
    from monitor.report.gathering import Wanted, gather_report  # noqa: PLC0415  a template engine
    from monitor.report.pages import report_page  # noqa: PLC0415

    now = utc_now()
    if source is None and since is None:
        since = to_text(now - _PERIOD)
    found = resolve_source(db, source) if source else None
    wanted = Wanted(source=found, since=since, until=until, limit=limit, language=language)
    page = gather_report(db, wanted, now=now)
    return report_page(page), page.summary
