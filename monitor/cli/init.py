"""``clausewatch init``: a watchlist to begin with."""

from __future__ import annotations

import click

from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import note


@click.command()
@pass_invocation
def init(invocation: Invocation) -> None:
    """Write a commented watchlist.toml; a file that is there already is left as it is."""
    from monitor.config import write_template  # noqa: PLC0415  tomlkit, pydantic

    path = invocation.watchlist_path
    write_template(path)
    note(f"wrote {path}")
    note("next: clausewatch add https://example.com/privacy --service Example")
