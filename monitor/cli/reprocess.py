"""``clausewatch reprocess``: stored bytes read again by the present extractor and rules."""

from __future__ import annotations

from typing import Any

import click

from monitor.cli.completing import complete_reference
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import note, print_json
from monitor.cli.terminal import shown


@click.command()
@click.argument("sources", nargs=-1, shell_complete=complete_reference, metavar="[SOURCE]...")
@click.option("--all", "whole_history", is_flag=True, help="The whole history, not only its end.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@pass_invocation
def reprocess(
    invocation: Invocation, sources: tuple[str, ...], whole_history: bool, as_json: bool
) -> None:
    """Read stored pages again after clausewatch or the rules of a source changed.

    Without names: every source, also those that are watched no more. The new reading of a current
    version is recorded as a technical version, which alerts nobody and is what the next fetch is
    compared with ('check' does this too, before it fetches). With --all the texts of all versions
    are derived anew in their places, and what changed between them is said anew; alerts that were
    recorded stay. Doing it twice changes nothing.
    """
    from monitor.config import load_watchlist  # noqa: PLC0415  pydantic
    from monitor.importing.reprocessing import reprocess_sources  # noqa: PLC0415  sqlite-utils
    from monitor.own_terms import own_terms  # noqa: PLC0415  the analysis
    from monitor.tracking import Tracker  # noqa: PLC0415  sqlite-utils, httpx

    with Tracker(watchlist=load_watchlist(invocation.watchlist_path)) as tracker:
        done = reprocess_sources(
            tracker.db,
            tracker.outbox,
            names=sources,
            whole_history=whole_history,
            extra=own_terms(tracker.watchlist),
        )
    value = [
        {
            "source": one.source,
            "technical_version": one.technical_version,
            "versions_read_again": one.rewritten,
            "versions_unreadable": one.unreadable,
        }
        for one in done
    ]
    if as_json:
        print_json(value)
    else:
        _print(value)


def _print(value: list[dict[str, Any]]) -> None:
    touched = 0
    for one in value:
        parts = []
        if one["technical_version"]:
            parts.append(f"technical version {one['technical_version']}")
        if one["versions_read_again"]:
            parts.append(f"{one['versions_read_again']} versions read again")
        if one["versions_unreadable"]:
            parts.append(f"{one['versions_unreadable']} stay as they were: not readable any more")
        if parts:
            touched += 1
            click.echo(f"{shown(one['source'])}: {'; '.join(parts)}")
    note(f"{touched} of {len(value)} sources had something to read again")
