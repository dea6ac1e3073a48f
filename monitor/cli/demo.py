"""``clausewatch demo``: the whole product on invented pages, in half a minute."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from monitor.cli.output import note, paint, print_lines
from monitor.cli.table import terminal_width
from storage.errors import OperationError

_DIRECTORY = "clausewatch-demo"


@click.command()
@click.option(
    "--directory",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(_DIRECTORY),
    show_default=f"./{_DIRECTORY}",
    help="The folder to leave a watchlist and a database in; replaces an earlier demo's.",
)
def demo(directory: Path) -> None:
    """See everything work on a local site, in half a minute.

    Serves pages of invented services in English, Arabic and Hebrew on this machine, checks them,
    publishes a second edition, checks again, and shows what a chat would show. Reaches no other
    machine. What it recorded stays in a folder, to be queried.
    """
    from monitor.demo.story import Stage, tell  # noqa: PLC0415  servers, only when it is played

    stage = Stage(
        run=_run,
        say=lambda line: print_lines([line]),
        progress=note,
        paint=paint,
        program=_program(),
        width=terminal_width(),
    )
    ending = tell(stage, directory)
    if not ending.is_as_told:
        raise OperationError(
            f"the demo did not end as it should: {ending.in_chat} messages in the chat "
            f"({ending.early} too early), {ending.signed} signed, {ending.refused} refused; "
            f"ask 'clausewatch --watchlist {ending.watchlist} alerts list'"
        )


def _run(watchlist: Path, words: Sequence[str]) -> None:
    """A command of ours in this process, as if it had been typed."""
    from monitor.cli import cli  # noqa: PLC0415  this module is one of its commands

    sys.stdout.flush()
    cli.main(["--watchlist", str(watchlist), *words], "clausewatch", standalone_mode=False)


def _program() -> str:
    """How the reader can call us from here: by name when the shell finds that, else by path."""
    called = Path(sys.argv[0])
    found = shutil.which("clausewatch")
    if (found and Path(found).resolve() == called.resolve()) or not called.is_file():
        return "clausewatch"
    if called.suffix == ".py":
        return f"{shlex.quote(sys.executable)} -m monitor.cli"
    return shlex.quote(str(called))
