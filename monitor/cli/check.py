"""``clausewatch check``: look at sources now."""

from __future__ import annotations

import sys
from typing import Any

import click

from monitor.alerts.suspicions import in_words
from monitor.cli.alert_view import alert_shape, alerts_since, delivery_words
from monitor.cli.change_view import meaning_words
from monitor.cli.completing import complete_reference
from monitor.cli.delivery_fate import waiting_json, waiting_line
from monitor.cli.exits import CHANGE_FOUND
from monitor.cli.fact_words import count_words
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.logging_options import logging_options
from monitor.cli.output import note, paint, print_json, print_lines
from monitor.cli.table import Column, Row, indented, own_lines, print_table, terminal_width
from monitor.cli.terminal import neutral, shown
from monitor.renames import rename_hints
from storage.errors import OperationError
from storage.times import to_text, utc_now


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", shell_complete=complete_reference)
@click.option("--due", is_flag=True, help="Only sources whose time has come.")
@click.option("--once", is_flag=True, help="No second look: fresh changes wait for the next check.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--exit-code", is_flag=True, help="Exit with 3 when a change was found.")
@logging_options(always=False)
@pass_invocation
@click.pass_context
def check(
    ctx: click.Context,
    invocation: Invocation,
    sources: tuple[str, ...],
    due: bool,
    once: bool,
    as_json: bool,
    exit_code: bool,
) -> None:
    """Fetch sources now (all of them without names), compare, decide, deliver.

    SOURCE is a key, a unique prefix of one, or a URL. A change is confirmed by a second
    look in the same command, so that a page which flickers alerts nobody.
    Exits with 0 also when some sources could not be read: they are reported.
    """
    from monitor.config import load_watchlist  # noqa: PLC0415  pydantic
    from monitor.config.secrets import learn_secrets, unavailable_secrets  # noqa: PLC0415
    from monitor.tracking import SecondLook, Tracker  # noqa: PLC0415  sqlite-utils, httpx

    watchlist = load_watchlist(invocation.watchlist_path)
    learn_secrets(watchlist)
    for warning in (*watchlist.warnings, *unavailable_secrets(watchlist)):
        note(f"clausewatch: {shown(warning)}")
    began_at = to_text(utc_now())
    with Tracker(watchlist=watchlist) as tracker:
        for hint in rename_hints(tracker.db, now=utc_now()):
            note(f"clausewatch: {shown(hint)}")
        report = tracker.check(
            names=sources,
            only_due=due,
            second_look=SecondLook.NONE if once else SecondLook.ALL,
            on_progress=_progress(),
        )
        report.deliveries = tracker.deliver()
        value = report_json(tracker.db, report, began_at)
    if as_json:
        print_json(value)
    else:
        print_report(value)
    if report.problems:
        raise OperationError(f"not understood, and tried again next time: {report.problems[0]}")
    if exit_code and report.change_ids:
        ctx.exit(CHANGE_FOUND)


def report_json(db: Any, report: Any, began_at: str) -> dict[str, Any]:
    """A check report as plain values; ``db`` is open for reading, ``began_at`` UTC text."""
    from storage.changes import get_change  # noqa: PLC0415
    from storage.sources import get_source, list_sources  # noqa: PLC0415
    from storage.versions import get_version  # noqa: PLC0415

    changes = []
    for change_id in report.change_ids:
        record = get_change(db, change_id).record
        version = get_version(db, record.version_id)
        changes.append(
            {
                "source": get_source(db, version.source_id).key,
                "version": version.number,
                "class": record.change_class,
                "material": record.material,
                "severity": record.severity,
                "silent": record.silent,
                "categories": list(record.categories),
                "summary": record.summary,
            }
        )
    changes.sort(key=lambda change: (change["source"], change["version"]))
    looks = [
        {
            "source": look.source.key,
            "outcome": look.fetch.outcome,
            "reason": look.fetch.reason,
            "http_status": look.fetch.http_status,
        }
        for look in sorted(report.looks, key=lambda look: look.source.key)
    ]
    known = {source.id: source for source in list_sources(db, removed=True)}
    return {
        "sources": looks,
        "second_looks": [look.source.key for look in report.confirmations],
        "changes": changes,
        "waiting_for_confirmation": report.waiting,
        "deliveries": {
            "delivered": report.deliveries.delivered,
            "retried": report.deliveries.retried,
            "dead": report.deliveries.dead,
        },
        "alerts": [alert_shape(db, alert, known) for alert in alerts_since(db, began_at)],
        "waiting": waiting_json(db),
        "held_runs": report.braked_run_ids,
        "problems": report.problems,
    }


def print_report(value: dict[str, Any]) -> None:
    """The same for people."""
    columns = [
        Column(title="SOURCE", whole=True),
        Column(title="OUTCOME"),
        Column(title="REASON", flexible=True),
    ]
    rows = [
        Row(cells=(look["source"], look["outcome"], in_words(look["reason"] or "")))
        for look in value["sources"]
    ]
    if rows:
        print_table(columns, rows)
    else:
        note("no source to look at: add one with 'clausewatch add URL'")
    width = terminal_width()
    for change in value["changes"]:
        click.echo()
        click.echo(
            f"{shown(change['source'])} version {change['version']}: "
            f"{', '.join(meaning_words(change))}, severity {change['severity']}"
        )
        print_lines(indented(change["summary"], width=width, indent="  "))
    deliveries = value["deliveries"]
    waiting = value["waiting_for_confirmation"]
    if rows:
        click.echo()
    counts = (
        f"{count_words(len(value['changes']), 'change')}; alerts: "
        f"{deliveries['delivered']} delivered, {deliveries['retried']} to be retried, "
        f"{deliveries['dead']} dead" + (f", {waiting} waiting for a second look" if waiting else "")
    )
    print_lines(indented(counts, width=width, indent=""))
    for run_id in value["held_runs"]:
        held = f"run {run_id} is held: unusually much changed at once; see 'clausewatch status'"
        print_lines(indented(paint(held, "alarm"), width=width, indent=""))
    for alert in value["alerts"]:
        said = delivery_words(alert)
        source = f" {shown(alert['source'])}" if alert["source"] else ""
        line = f"alert {alert['alert']}: {alert['event']}{source}, {alert['state']}"
        line += f" ({neutral(said)})" if said else ""
        print_lines(own_lines(line, width=width, indent="  "))
    if value["waiting"]:
        print_lines(indented(waiting_line(value["waiting"]), width=width, indent=""))


def _progress() -> Any:
    """Prints each source as it ends, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(progress: Any) -> None:
        note(f"  {shown(progress.source_key)}: {progress.outcome}")

    return show
