"""``clausewatch alerts replay``: alerts once more, to one endpoint."""

from __future__ import annotations

from typing import Any

import click

from monitor.cli.alert_test import endpoint_named
from monitor.cli.fact_words import count_words
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import end_option, seconds, start_option
from monitor.cli.output import note, print_json
from storage.alerts import find_alert
from storage.database import Database
from storage.deliveries import sync_endpoints
from storage.errors import UsageError
from storage.model import AlertState
from storage.replays import replay, replayable_ids
from storage.times import to_text, utc_now


@click.command("replay")
@click.argument("alert_ids", metavar="[ID]...", type=int, nargs=-1)
@click.option("--endpoint", required=True, help="Where to, by its name in the watchlist.")
@click.option("--dead", is_flag=True, help="Every alert of which a delivery was given up.")
@click.option(
    "--since",
    callback=start_option,
    metavar="DATE",
    help="Alerts that were told from this date on.",
)
@click.option(
    "--until", callback=end_option, metavar="DATE", help="Alerts that were told until this date."
)
@click.option("--dry-run", is_flag=True, help="Say what would be sent, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def replay_alerts(
    invocation: Invocation,
    alert_ids: tuple[int, ...],
    endpoint: str,
    dead: bool,
    since: str | None,
    until: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Send alerts once more, to one endpoint: those named, those that died, or those of a time.

    What that endpoint has had already goes out under its old id, so that a receiver that still
    knows it shows nothing twice. The next 'clausewatch check' sends them, a 'run' at once.
    """
    from monitor.config import load_watchlist  # noqa: PLC0415  pydantic

    by_time = since is not None or until is not None
    if (bool(alert_ids) + dead + by_time) != 1:
        raise UsageError("name alerts, or write --dead, or --since and --until")
    found = endpoint_named(load_watchlist(invocation.watchlist_path), endpoint)
    now = to_text(utc_now())
    with invocation.writing() as db:
        chosen = list(alert_ids) or replayable_ids(db, dead=dead, since=since, until=until)
        rows = [_row(db, alert_id) for alert_id in dict.fromkeys(chosen)]
        if not dry_run:
            sync_endpoints(db, [(found.name, found.kind)])
            for row in rows:
                row["delivery"] = replay(db, row["alert"], found.name, now=now)
    if as_json:
        print_json([row | {"endpoint": found.name} for row in rows])
        return
    _say(rows, found.name, dry_run=dry_run)


def _row(db: Database, alert_id: int) -> dict[str, Any]:
    """Raises UsageError for what is not to be told (yet)."""
    alert = find_alert(db, alert_id)
    if alert is None:
        raise UsageError(f"there is no alert {alert_id}: 'clausewatch alerts list' shows all")
    if alert.state is AlertState.HELD:
        raise UsageError(
            f"alert {alert_id} is held ({alert.reason}): 'clausewatch alerts release' sends what "
            "was held because too much changed; the rest waits for its second look"
        )
    return {
        "alert": alert.id,
        "event": alert.event.value,
        "captured_at": seconds(alert.captured_at),
        "delivery": None,
    }


def _say(rows: list[dict[str, Any]], endpoint: str, *, dry_run: bool) -> None:
    if not rows:
        click.echo("no alert is chosen")
        return
    for row in rows:
        click.echo(f"{row['alert']:>6}  {row['captured_at']}  {row['event']}")
    verb = "would be queued" if dry_run else "queued"
    click.echo(f"{count_words(len(rows), 'alert')} {verb} for {endpoint}")
    if not dry_run:
        note("the next 'clausewatch check' attempts it, a running 'clausewatch run' at once")
