"""``clausewatch alerts release`` and ``drop``: what becomes of a run of which too much changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from monitor.cli.fact_words import count_words
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import note, print_json
from storage.brakes import braked_run_ids, held_alert_ids
from storage.database import Database
from storage.errors import UsageError

_run_option = click.option("--run", "run_id", type=int, metavar="RUN", help="Only of this run.")
_dry_option = click.option(
    "--dry-run", is_flag=True, help="Say what would be done, change nothing."
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


@click.command()
@_run_option
@_dry_option
@_json_option
@pass_invocation
def release(invocation: Invocation, run_id: int | None, dry_run: bool, as_json: bool) -> None:
    """Send what was held because too much changed in one run.

    What waits for its second look goes on waiting for that. The next 'clausewatch check' delivers,
    a running 'clausewatch run' at once.
    """
    from monitor.alerts.brake import release_run  # noqa: PLC0415  pydantic

    _settle(invocation, run_id, "released", release_run, dry_run=dry_run, as_json=as_json)


@click.command()
@_run_option
@_dry_option
@_json_option
@pass_invocation
def drop(invocation: Invocation, run_id: int | None, dry_run: bool, as_json: bool) -> None:
    """Tell nobody of a run of which too much changed; its versions and changes stay recorded."""
    from monitor.alerts.brake import drop_run  # noqa: PLC0415  pydantic

    _settle(invocation, run_id, "dropped", drop_run, dry_run=dry_run, as_json=as_json)


def _settle(
    invocation: Invocation,
    run_id: int | None,
    done: str,
    settle: Callable[[Database, Any, int], list[int]],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    outbox = _outbox(invocation)
    with invocation.writing() as db:
        runs = _chosen(braked_run_ids(db), run_id)
        by_run = {
            run: held_alert_ids(db, run) if dry_run else settle(db, outbox, run) for run in runs
        }
    if as_json:
        print_json([{"run": run, "alerts": alerts} for run, alerts in by_run.items()])
        return
    if not by_run:
        note("no run is held back: 'clausewatch status' would name it")
    verb = f"would be {done}" if dry_run else done
    for run, alerts in by_run.items():
        click.echo(f"run {run}: {count_words(len(alerts), 'alert')} {verb}")


def _chosen(braked: list[int], run_id: int | None) -> list[int]:
    if run_id is None:
        return braked
    if run_id not in braked:
        raise UsageError(f"run {run_id} is not held back; held back are: {braked or 'none'}")
    return [run_id]


def _outbox(invocation: Invocation) -> Any:
    from monitor.alerts.outbox import Outbox  # noqa: PLC0415
    from monitor.config import load_watchlist  # noqa: PLC0415  pydantic
    from storage.times import utc_now  # noqa: PLC0415

    watchlist = load_watchlist(invocation.watchlist_path)
    return Outbox(routes=watchlist.routes, clock=utc_now)
