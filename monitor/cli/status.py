"""``clausewatch status``: how the sources are, what waits, what ran last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import click

from monitor.alerts.calm import returns_since
from monitor.alerts.suspicions import in_words
from monitor.cli.fact_words import count_words
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import seconds
from monitor.cli.output import note, paint, print_json, print_lines
from monitor.cli.table import Column, Row, indented, print_table, terminal_width
from monitor.cli.terminal import shown
from monitor.patience import overdue_sources
from storage.brakes import braked_run_ids
from storage.database import Database
from storage.deliveries import dead_count, disabled_endpoints, next_attempt_at, pending_count
from storage.endpoints import paused_endpoints
from storage.model import AlertState, Health, SourceState
from storage.runs import latest_runs
from storage.sources import Source, list_sources
from storage.times import to_text, utc_now

_RUNS = 3
_LATELY = timedelta(days=30)
_OFTEN = 3  # returns in that time from which a page is said to have several texts
_UNDER = " " * len("alerts:  ")
# What needs a look comes first.
_ORDER = (Health.BROKEN, Health.FAILING, Health.SUSPECT, Health.UNKNOWN, Health.OK)
_STYLES = {Health.BROKEN: "alarm", Health.FAILING: "careful", Health.SUSPECT: "careful"}
_COLUMNS = (
    Column(title="SOURCE", whole=True),
    Column(title="HEALTH"),
    Column(title="VERIFIED"),
    Column(title="CHANGED"),
    Column(title="NEXT"),
    Column(title="LAST LOOK", flexible=True),
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def status(invocation: Invocation, as_json: bool) -> None:
    """How the sources are, what waits, and what ran last; what needs a look comes first."""
    with invocation.history() as db:
        shape = _shape(db)
    if as_json:
        print_json(shape)
        return
    if shape["sources"]:
        print_table(_COLUMNS, [_row(source, shape["by_turns"]) for source in shape["sources"]])
    else:
        note("nothing is watched yet: 'clausewatch add URL' adds a page")
    print_lines(_summary_lines(shape))


def _shape(db: Database) -> dict[str, Any]:
    sources = sorted(list_sources(db), key=lambda source: (_ORDER.index(source.health), source.key))
    # Counted where they are: reading every alert would read every body that was ever sent.
    alerts = dict(map(tuple, db.rows("SELECT state, count(*) FROM alerts GROUP BY state")))
    next_delivery_at = next_attempt_at(db)
    returns = returns_since(db, to_text(utc_now() - _LATELY))
    return {
        "sources": [source_shape(source) for source in sources],
        "by_turns": {
            source.key: returns[source.id]
            for source in sources
            if returns.get(source.id, 0) >= _OFTEN
        },
        "overdue": len(overdue_sources(sources, now=utc_now())),
        "health": {health.value: _count(sources, health) for health in _ORDER},
        "alerts": {state.value: alerts.get(state.value, 0) for state in AlertState},
        "deliveries": {
            "pending": pending_count(db),
            "dead": dead_count(db),
            "next_attempt_at": seconds(next_delivery_at) if next_delivery_at else None,
            "disabled_endpoints": disabled_endpoints(db),
            "paused_endpoints": {
                name: seconds(since) for name, since in paused_endpoints(db).items()
            },
        },
        "held_runs": braked_run_ids(db),
        "runs": [
            {
                "run": run.id,
                "kind": run.kind.value,
                "state": run.state.value,
                "started_at": seconds(run.started_at),
                "finished_at": seconds(run.finished_at) if run.finished_at else None,
            }
            for run in latest_runs(db, _RUNS)
        ],
    }


def _count(sources: list[Source], health: Health) -> int:
    return sum(source.health is health for source in sources)


def source_shape(source: Source) -> dict[str, Any]:
    """A source as `status` and `sources` give it."""
    return {
        "source": source.key,
        "service": source.service,
        "type": source.terms_type,
        "url": source.url,
        "state": source.state.value,
        "health": source.health.value,
        "last_fetch_at": _seconds(source.last_fetch_at),
        "last_outcome": source.last_outcome,
        "last_reason": source.last_reason,
        "bad_fetches": source.bad_fetches,
        "last_verified_at": _seconds(source.last_verified_at),
        "last_changed_at": _seconds(source.last_changed_at),
        "next_check_at": (
            _seconds(source.next_check_at) if source.state is SourceState.ACTIVE else None
        ),
    }


def _seconds(instant: str | None) -> str | None:
    return seconds(instant) if instant else None


def _row(source: dict[str, Any], by_turns: dict[str, int]) -> Row:
    paused = source["state"] == SourceState.PAUSED
    cells = (
        source["source"],
        "paused" if paused else source["health"],
        _day(source["last_verified_at"]),
        _day(source["last_changed_at"]),
        _minute(source["next_check_at"]),
        source["last_outcome"] or "-",
    )
    health = Health(source["health"])
    return Row(cells=cells, detail=_detail(source, by_turns), style=_STYLES.get(health, ""))


def _detail(source: dict[str, Any], by_turns: dict[str, int]) -> str:
    said = [in_words(source["last_reason"])] if source["last_reason"] else []
    if times := by_turns.get(source["source"]):
        said.append(
            f"it shows texts by turns: {times} times in 30 days an earlier one came back, which "
            "nobody is told of until one stays"
        )
    return "; ".join(said)


def _day(instant: str | None) -> str:
    return instant[:10] if instant else "-"


def _minute(instant: str | None) -> str:
    return instant[5:16].replace("T", " ") if instant else "-"


def _summary_lines(shape: dict[str, Any]) -> Iterator[str]:
    health = ", ".join(f"{count} {name}" for name, count in shape["health"].items() if count)
    yield ""
    yield f"sources: {len(shape['sources'])}" + (f" ({health})" if health else "")
    if shape["overdue"]:
        yield from _wrapped(
            f"{count_words(shape['overdue'], 'source')} not seen within the schedule: "
            "'clausewatch coverage' says since when, and why",
            "careful",
            indent=_UNDER,
        )
    alerts = ", ".join(f"{count} {name}" for name, count in shape["alerts"].items() if count)
    yield f"alerts:  {alerts or 'none'}"
    deliveries = shape["deliveries"]
    if deliveries["dead"]:
        yield from _wrapped(
            f"{count_words(deliveries['dead'], 'delivery')} given up: 'clausewatch alerts "
            "endpoints' says whose, 'clausewatch alerts retry --all-dead' queues them again",
            "careful",
            indent=_UNDER,
        )
    if deliveries["next_attempt_at"]:
        yield f"         next attempt to deliver: {deliveries['next_attempt_at']}"
    for name, reason in deliveries["disabled_endpoints"].items():
        yield from _wrapped(f"endpoint {name} is disabled: {reason}", "alarm")
    for name, since in deliveries["paused_endpoints"].items():
        yield paint(f"endpoint {shown(name)} is paused since {since}", "careful")
    for run_id in shape["held_runs"]:
        yield from _wrapped(
            f"run {run_id}: held, because unusually much changed at once; look at "
            f"'clausewatch log', then 'clausewatch alerts release --run {run_id}' or 'drop'",
            "alarm",
        )
    for run in shape["runs"]:
        yield f"run {run['run']}:   {run['kind']}, {run['state']}, started {run['started_at']}"


def _wrapped(text: str, style: str, *, indent: str = "") -> Iterator[str]:
    for line in indented(text, width=terminal_width(), indent=indent):
        yield paint(line, style)
