"""``clausewatch db``: bring the database up to date, check it, let go of what nobody needs."""

from __future__ import annotations

import click

from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import note, paint, print_json, print_lines
from monitor.cli.terminal import shown
from monitor.cli.written import bytes_words
from monitor.config import database_path
from storage.database import SCHEMA_VERSION, open_database, open_readonly, schema_version

_COUNTS = ("snapshots", "bodies", "body_bytes", "fetches", "runs", "attempts")


@click.group()
def db() -> None:
    """Look after the database: migrate, verify, prune, compact."""


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def migrate(invocation: Invocation, as_json: bool) -> None:
    """Bring the database to the schema of this program; creates it where there is none."""
    path = database_path(invocation.watchlist_path)
    before = schema_version(path) if path.is_file() else 0
    open_database(path).close()
    if as_json:
        print_json({"database": str(path), "from_schema": before, "to_schema": SCHEMA_VERSION})
    elif before == SCHEMA_VERSION:
        click.echo(f"{path}: schema {SCHEMA_VERSION}, nothing to do")
    else:
        click.echo(f"{path}: schema {before} -> {SCHEMA_VERSION}")


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
@click.pass_context
def verify(ctx: click.Context, invocation: Invocation, as_json: bool) -> None:
    """Check the file, every stored body and every text against its digest.

    Reads only; exits with 1 when something is wrong.
    """
    from monitor.cli.verification import verify_database  # noqa: PLC0415  reads texts: the parser

    path = database_path(invocation.watchlist_path)
    with open_readonly(path) as database:
        report = verify_database(database)
    if as_json:
        print_json({"database": str(path), "ok": report.ok} | report.shape())
    else:
        print_lines(
            f"{count:>8} {what.replace('_', ' ')}" for what, count in report.checked.items()
        )
        for problem in report.problems:
            note(f"clausewatch: {shown(problem)}")
        verdict = "everything is as it was recorded" if report.ok else "something is wrong"
        click.echo(paint(verdict, "good" if report.ok else "alarm"))
    if not report.ok:
        ctx.exit(1)


@db.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def prune(invocation: Invocation, dry_run: bool, as_json: bool) -> None:
    """Remove what 'keep' and 'keep_log' of the watchlist do not keep, as 'run' does each day.

    Versions, their bytes and their alerts always stay. Waits for a check that is under way.
    """
    from monitor.config import load_watchlist  # noqa: PLC0415  pydantic
    from monitor.pruning import prune_database  # noqa: PLC0415  the outbox

    watchlist = load_watchlist(invocation.watchlist_path)
    open_readonly(watchlist.settings.database).close()  # makes no empty database by mistake
    removed = prune_database(watchlist, wait=True, dry_run=dry_run)
    assert removed is not None
    if as_json:
        counts = {name: getattr(removed, name) for name in _COUNTS}
        print_json({"database": str(watchlist.settings.database), "dry_run": dry_run} | counts)
    else:
        click.echo(f"{'would remove' if dry_run else 'removed'} {removed}")


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def compact(invocation: Invocation, as_json: bool) -> None:
    """Give room that is free inside the database file back to the system.

    Needs as much room again while it works, and keeps other writers waiting.
    """
    from storage.retention import compact as compact_file  # noqa: PLC0415

    path = database_path(invocation.watchlist_path)
    open_readonly(path).close()
    before, after = compact_file(path)
    if as_json:
        print_json({"database": str(path), "bytes_before": before, "bytes_after": after})
    else:
        click.echo(f"{shown(str(path))}: {bytes_words(before)} -> {bytes_words(after)}")
