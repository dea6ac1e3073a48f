"""``clausewatch alerts``: who was told what, and why nobody was."""

from __future__ import annotations

from typing import Any

import click

from monitor.cli.alert_view import (
    LISTED_FIELDS,
    alert_lines,
    alert_shape,
    listed_row,
    listed_shape,
)
from monitor.cli.completing import complete_reference
from monitor.cli.fact_words import count_words
from monitor.cli.forms import Form, print_rows, table_forms
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.lazy import LazyGroup
from monitor.cli.moments import seconds, start_option
from monitor.cli.output import note, print_json, print_lines
from monitor.cli.pager import PagedCommand
from monitor.cli.table import Column, print_table, terminal_width
from monitor.told_apart import clock_of, told_apart
from storage.alert_list import list_with_deliveries
from storage.alerts import AlertFilter, find_alert
from storage.database import Database
from storage.deliveries import attempts_of, dead_deliveries, deliveries_of, requeue
from storage.errors import UsageError
from storage.model import AlertState, DeliveryState
from storage.sources import list_sources, resolve_source
from storage.times import to_text, utc_now

_COLUMNS = (
    Column(title="ALERT", right=True),
    Column(title="CAPTURED"),
    Column(title="SOURCE", whole=True),
    Column(title="SEV", right=True),
    Column(title="STATE"),
)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    table={
        "why": ("monitor.cli.why:why", "Who was told of the latest changes, or why nobody was."),
        "release": (
            "monitor.cli.alert_brake:release",
            "Send what was held because too much changed in one run.",
        ),
        "drop": (
            "monitor.cli.alert_brake:drop",
            "Tell nobody of a run of which too much changed.",
        ),
        "endpoints": (
            "monitor.cli.alert_endpoints:list_endpoints",
            "Receivers: whether they are on, what they are owed.",
        ),
        "pause": ("monitor.cli.alert_endpoints:pause", "Send an endpoint nothing for now."),
        "resume": ("monitor.cli.alert_endpoints:resume", "Send to an endpoint again."),
        "preview": ("monitor.cli.alert_preview:preview", "What an endpoint would get."),
        "test": ("monitor.cli.alert_test:test_endpoint", "Send an invented alert to an endpoint."),
        "replay": (
            "monitor.cli.alert_replay:replay_alerts",
            "Alerts once more, to one endpoint.",
        ),
    },
)
@click.option("--json", "as_json", is_flag=True, help="Write the list as JSON.")
@click.pass_context
def alerts(ctx: click.Context, as_json: bool) -> None:
    """Who was told what, and why nobody was; without a command: list."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_command, as_json=as_json)
    elif as_json:
        raise UsageError(f"write --json after the command: {ctx.invoked_subcommand} --json")


@alerts.command("list", cls=PagedCommand)
@click.option(
    "--state",
    type=click.Choice([one.value for one in AlertState]),
    help="Only alerts in this state.",
)
@click.option(
    "--since",
    callback=start_option,
    metavar="DATE",
    help="Captured from this date on, or the last 7d, 12h.",
)
@click.option("--source", shell_complete=complete_reference, help="Only alerts of this source.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@table_forms
@pass_invocation
def list_command(
    invocation: Invocation,
    state: str | None,
    since: str | None,
    source: str | None,
    limit: int | None,
    form: Form,
) -> None:
    """Alerts with their deliveries, newest first."""
    with invocation.history() as db:
        wanted = AlertFilter(
            state=state,
            source_id=resolve_source(db, source).id if source else None,
            since=since,
            limit=limit,
        )
        found = list_with_deliveries(db, wanted)
    if form is not Form.TABLE:
        print_rows(form, LISTED_FIELDS, map(listed_shape, found))
    elif found:
        told = told_apart((alert.source or "", alert.captured_at) for alert in found)
        print_table(_COLUMNS, map(listed_row, found, map(clock_of, told)))
    else:
        note("no alert matches; 'clausewatch alerts why SOURCE' explains silence")


@alerts.command()
@click.argument("alert_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def show(invocation: Invocation, alert_id: int, as_json: bool) -> None:
    """One alert: what it says, and every attempt to deliver it."""
    with invocation.history() as db:
        alert = find_alert(db, alert_id)
        if alert is None:
            raise UsageError(f"there is no alert {alert_id}: 'clausewatch alerts list' shows all")
        sources = {known.id: known for known in list_sources(db, removed=True)}
        shape = alert_shape(db, alert, sources) | {
            "created_at": seconds(alert.created_at),
            "attempts": _attempts(db, alert.id),
            "data": alert.body,
        }
    if as_json:
        print_json(shape)
    else:
        print_lines(alert_lines(shape, width=terminal_width()))


def _attempts(db: Database, alert_id: int) -> list[dict[str, Any]]:
    return [
        {
            "endpoint": delivery.endpoint,
            "delivery": delivery.id,
            "number": attempt.number,
            "started_at": seconds(attempt.started_at),
            "outcome": attempt.outcome.value,
            "http_status": attempt.http_status,
            "error": attempt.error,
        }
        for delivery in deliveries_of(db, alert_id)
        for attempt in attempts_of(db, delivery.id)
    ]


@alerts.command()
@click.argument("alert_id", metavar="[ID]", type=int, required=False)
@click.option("--all-dead", is_flag=True, help="Every delivery that was given up.")
@click.option("--dry-run", is_flag=True, help="Say what would be tried again, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def retry(
    invocation: Invocation, alert_id: int | None, all_dead: bool, dry_run: bool, as_json: bool
) -> None:
    """Queue deliveries again, under their old ids: what arrived is not sent twice.

    They are attempted by the next 'clausewatch check', or by 'clausewatch run' at once.
    """
    if (alert_id is None) != all_dead:
        raise UsageError("name one alert, or write --all-dead")
    now = to_text(utc_now())
    with invocation.writing() as db:
        if alert_id is not None and find_alert(db, alert_id) is None:
            raise UsageError(f"there is no alert {alert_id}: 'clausewatch alerts list' shows all")
        chosen = dead_deliveries(db) if alert_id is None else deliveries_of(db, alert_id)
        waiting = [one for one in chosen if one.state is not DeliveryState.DELIVERED]
        for delivery in waiting if not dry_run else []:
            requeue(db, delivery.id, now=now)
    if as_json:
        print_json(
            [
                {"alert": one.alert_id, "endpoint": one.endpoint, "delivery": one.id}
                for one in waiting
            ]
        )
        return
    arrived = len(chosen) - len(waiting)
    had = f"; {count_words(arrived, 'delivery')} had arrived" if arrived else ""
    if not waiting:
        click.echo(f"nothing to queue{had or '; nothing was given up'}")
        return
    verb = "would be queued" if dry_run else "queued"
    click.echo(f"{count_words(len(waiting), 'delivery')} {verb}{had}")
    if not dry_run:
        note("the next 'clausewatch check' attempts it, a running 'clausewatch run' at once")
