"""The command line: ``clausewatch``, also ``python -m monitor.cli``.

Exit codes: 0 done, 1 the operation failed, 2 usage or configuration, 3 (with ``--exit-code``) a
change was found; 130 after Ctrl-C, 141 when the reader of a pipe went away. Data goes to stdout,
messages to stderr.
"""

from __future__ import annotations

import logging
from pathlib import Path

import click

from monitor.cli.invocation import Invocation
from monitor.cli.lazy import LazyGroup
from monitor.cli.streams import prepare_streams
from monitor.garbage import leave, search_seldom
from storage.version import __version__

_COMMANDS = {
    "init": ("monitor.cli.init:init", "Write a commented watchlist.toml to begin with."),
    "demo": ("monitor.cli.demo:demo", "See everything work on a local site, in half a minute."),
    "add": ("monitor.cli.add:add", "Add a page to the watchlist, fetch it once, show what it is."),
    "sources": (
        "monitor.cli.sources:sources",
        "What is watched; show, pause, resume or remove it.",
    ),
    "check": ("monitor.cli.check:check", "Fetch sources now, compare, decide, deliver."),
    "run": ("monitor.cli.run:run", "Keep watching until stopped."),
    "status": ("monitor.cli.status:status", "How the sources are, and what waits."),
    "coverage": (
        "monitor.cli.coverage:coverage",
        "For how much of a time each page was known, and why not for the rest.",
    ),
    "log": ("monitor.cli.log:log", "Versions with what changed in each, newest first."),
    "show": ("monitor.cli.show:show", "The text of a version, its clauses, headers or bytes."),
    "diff": ("monitor.cli.diff:diff", "What changed between two versions, clause by clause."),
    "blame": ("monitor.cli.blame:blame", "Since when each clause stands; what became of one."),
    "dates": ("monitor.cli.dates:dates", "The dates that the documents state, over time."),
    "timeline": (
        "monitor.cli.timeline:timeline",
        "What became of the stated dates; what takes effect soon.",
    ),
    "parties": ("monitor.cli.parties:parties", "Who is named, since when; who came and went."),
    "silent": ("monitor.cli.silent:silent", "What changed while the stated date stood still."),
    "stats": ("monitor.cli.stats:stats", "How much changed, how often, how silently."),
    "search": ("monitor.cli.search:search", "Find words, with when they were first and last seen."),
    "report": ("monitor.cli.report:report", "What changed in a period, as one HTML file."),
    "serve": ("monitor.cli.serve:serve", "Pages, a JSON API and feeds to read the history."),
    "alerts": ("monitor.cli.alerts:alerts", "Who was told what, or why nobody was."),
    "inspect": ("monitor.cli.inspect:inspect", "What is understood of a file, a page or stdin."),
    "compare": ("monitor.cli.compare:compare", "What changed between two files."),
    "import": ("monitor.cli.import_captures:import_", "Captures from elsewhere become history."),
    "reprocess": ("monitor.cli.reprocess:reprocess", "Read stored pages again by today's rules."),
    "export": (
        "monitor.cli.export:export",
        "History for others: JSON, CSV, WARC, or a bundle of evidence.",
    ),
    "verify": ("monitor.cli.verify:verify", "Check a bundle of evidence, offline."),
    "completion": (
        "monitor.cli.completion:completion",
        "The script with which a shell completes commands and names.",
    ),
    "doctor": ("monitor.cli.doctor:doctor", "What would keep this from working, and the remedy."),
    "backup": ("monitor.cli.backup:backup", "A checked copy of the database, also while in use."),
    "db": ("monitor.cli.db:db", "Look after the database: migrate, verify, prune."),
}


@click.group(
    cls=LazyGroup,
    table=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 a change was found "
    "(with --exit-code).",
)
@click.version_option(__version__, prog_name="clausewatch", message="%(prog)s %(version)s")
@click.option(
    "--watchlist",
    type=click.Path(path_type=Path),
    help="The watchlist to use [CLAUSEWATCH_WATCHLIST, else ./watchlist.toml].",
)
@click.option("-v", "--verbose", count=True, help="Say more on stderr; twice for everything.")
@click.option("--no-pager", is_flag=True, help="Never show a long answer in a pager.")
@click.pass_context
def cli(ctx: click.Context, watchlist: Path | None, verbose: int, no_pager: bool) -> None:
    """Watch policy pages, keep every version, and say which clause changed."""
    from monitor.logs.setup import log_for_people  # noqa: PLC0415  it imports from this package

    ctx.obj = Invocation(watchlist=watchlist, verbose=verbose, no_pager=no_pager)
    levels = {0: logging.WARNING, 1: logging.INFO}
    log_for_people(levels.get(verbose, logging.DEBUG), dated=verbose > 0)


def main() -> None:
    """The entry point of the ``clausewatch`` command."""
    search_seldom()
    prepare_streams()
    from monitor.logs.setup import redact_what_escapes  # noqa: PLC0415  as above

    redact_what_escapes()
    try:
        cli(prog_name="clausewatch")
    finally:
        leave()
