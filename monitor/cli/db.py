"""``clausewatch db``: bring the database up to date, and check everything in it."""

from __future__ import annotations

import click

from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import note, paint, print_json, print_lines
from monitor.cli.terminal import shown
from monitor.config import database_path
from storage.database import SCHEMA_VERSION, open_database, open_readonly, schema_version


@click.group()
def db() -> None:
    """Look after the database: migrate, verify."""


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
