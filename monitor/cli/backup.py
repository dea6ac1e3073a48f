"""``clausewatch backup``: a checked copy of the database, also while it is in use."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import print_json
from monitor.cli.terminal import shown
from monitor.cli.written import bytes_words
from monitor.config import database_path
from storage.backup import back_up
from storage.times import utc_now


@click.command()
@click.argument("destination", metavar="[PATH]", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def backup(invocation: Invocation, destination: Path | None, as_json: bool) -> None:
    """Copy the database to PATH, a new file or a folder, while everything goes on.

    Without PATH: beside the database, named after this instant. The copy is checked before it gets
    its name; 'clausewatch db verify' with a watchlist that names it checks every body as well.
    """
    database = database_path(invocation.watchlist_path)
    name = f"{database.stem}-{utc_now():%Y%m%dT%H%M%SZ}{database.suffix}"
    if destination is None:
        destination = database.with_name(name)
    elif destination.is_dir():
        destination = destination / name
    size = back_up(database, destination)
    if as_json:
        print_json({"database": str(database), "backup": str(destination), "bytes": size})
    else:
        click.echo(f"{shown(str(destination))}: {bytes_words(size)}, checked")
