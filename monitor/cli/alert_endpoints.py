"""``clausewatch alerts endpoints``, ``pause`` and ``resume``: how receivers stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from monitor.cli.completing import complete_endpoint
from monitor.cli.fact_words import count_words
from monitor.cli.forms import Form, print_rows, table_forms
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import seconds
from monitor.cli.output import note, print_json
from monitor.cli.table import Column, Row, print_table
from monitor.cli.terminal import shown
from monitor.config.paths import read_toml
from storage.database import Database
from storage.deliveries import sync_endpoints
from storage.endpoints import (
    EndpointState,
    endpoint_states,
    pause_endpoint,
    resume_endpoint,
    throttled_until,
)
from storage.errors import UsageError
from storage.model import AttemptOutcome
from storage.times import to_text, utc_now

_COLUMNS = (
    Column(title="ENDPOINT", whole=True),
    Column(title="KIND"),
    Column(title="STATE"),
    Column(title="OWED", right=True),
    Column(title="DEAD", right=True),
    Column(title="LAST ATTEMPT"),
)
_KEYS = (
    "endpoint",
    "kind",
    "state",
    "since",
    "reason",
    "owed",
    "dead",
    "next_attempt_at",
    "last_attempt_at",
    "last_outcome",
    "last_error",
)
_STYLES = {"disabled": "alarm", "paused": "careful", "throttled": "careful"}


@click.command("endpoints")
@table_forms
@pass_invocation
def list_endpoints(invocation: Invocation, form: Form) -> None:
    """Receivers: whether they are on, what they are owed, and how the last attempt ended."""
    written = _written(invocation)
    with invocation.history() as db:
        shapes = list(_shapes(db, written))
    if form is not Form.TABLE:
        print_rows(form, _KEYS, shapes)
    elif shapes:
        print_table(_COLUMNS, [_row(shape) for shape in shapes])
    else:
        note("the watchlist names no endpoint: add an [[endpoint]] and a [[route]] to it")


@click.command()
@click.argument("endpoint", shell_complete=complete_endpoint)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def pause(invocation: Invocation, endpoint: str, as_json: bool) -> None:
    """Send ENDPOINT nothing until it is resumed; what it is owed waits, nothing is lost."""
    with invocation.writing() as db:
        _record(db, invocation, endpoint)
        changed = pause_endpoint(db, endpoint, now=to_text(utc_now()))
        state = _state(db, endpoint)
    _say(state, changed, "paused", "was paused already", as_json=as_json)


@click.command()
@click.argument("endpoint", shell_complete=complete_endpoint)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def resume(invocation: Invocation, endpoint: str, as_json: bool) -> None:
    """Send to ENDPOINT again, whether it was paused or had said that it is gone."""
    with invocation.writing() as db:
        _record(db, invocation, endpoint)
        changed = resume_endpoint(db, endpoint)
        state = _state(db, endpoint)
    _say(state, changed, "resumed", "was on already", as_json=as_json)
    if changed and state.dead and not as_json:
        note(
            f"{count_words(state.dead, 'delivery')} to it had been given up: "
            "'clausewatch alerts retry --all-dead' queues them again"
        )


def _say(state: EndpointState, changed: bool, done: str, not_done: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"endpoint": state.name, "changed": changed, "owed": state.owed})
        return
    owed = f"; it is owed {count_words(state.owed, 'message')}" if state.owed else ""
    click.echo(f"{shown(state.name)} {done if changed else not_done}{owed}")


def _written(invocation: Invocation) -> dict[str, str]:
    """Name -> kind of the endpoints in the watchlist, without the cost of checking all of it."""
    entries = read_toml(invocation.watchlist_path).get("endpoint", [])
    return {
        entry["name"].strip(): str(entry.get("kind", ""))
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("name"), str)
    }


def _record(db: Database, invocation: Invocation, name: str) -> None:
    """One that was written down and never used yet is recorded; raises UsageError for others."""
    known = {state.name for state in endpoint_states(db)}
    if name in known:
        return
    written = _written(invocation)
    if name not in written:
        names = ", ".join(sorted(known | set(written))) or "none"
        raise UsageError(f"there is no endpoint {name!r}; there are: {names}")
    sync_endpoints(db, [(name, written[name])])


def _state(db: Database, name: str) -> EndpointState:
    return next(state for state in endpoint_states(db) if state.name == name)


def _shapes(db: Database, written: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Those of the watchlist in its order, then those that it names no more."""
    recorded = {state.name: state for state in endpoint_states(db)}
    waits = throttled_until(db)
    now = to_text(utc_now())
    for name in [*written, *(name for name in recorded if name not in written)]:
        state = recorded.get(name) or _unused(name, written[name])
        until = waits.get(name, "")
        yield _shape(state, until if until > now else "", is_written=name in written)


def _unused(name: str, kind: str) -> EndpointState:
    return EndpointState(
        name=name,
        kind=kind,
        paused_at=None,
        disabled_at=None,
        reason=None,
        owed=0,
        dead=0,
        next_attempt_at=None,
        last_attempt_at=None,
        last_outcome=None,
        last_error=None,
    )


def _shape(state: EndpointState, throttled: str, *, is_written: bool) -> dict[str, Any]:
    since = state.disabled_at or state.paused_at
    word = "unlisted"
    if is_written:
        word = "throttled" if throttled else "on"
    if state.paused_at:
        word = "paused"
    if state.disabled_at:
        word = "disabled"
    return {
        "endpoint": state.name,
        "kind": state.kind,
        "state": word,
        "since": seconds(since) if since else None,
        "reason": state.reason,
        "owed": state.owed,
        "dead": state.dead,
        "next_attempt_at": seconds(state.next_attempt_at) if state.next_attempt_at else None,
        "last_attempt_at": seconds(state.last_attempt_at) if state.last_attempt_at else None,
        "last_outcome": state.last_outcome.value if state.last_outcome else None,
        "last_error": state.last_error,
    }


def _row(shape: dict[str, Any]) -> Row:
    cells = (
        shape["endpoint"],
        shape["kind"],
        shape["state"],
        str(shape["owed"]),
        str(shape["dead"]),
        shape["last_attempt_at"] or "-",
    )
    detail = shape["reason"] or shape["last_error"] or ""
    if shape["last_outcome"] == AttemptOutcome.DELIVERED and not shape["last_error"]:
        detail = shape["reason"] or ""
    return Row(cells=cells, detail=detail, style=_STYLES.get(shape["state"], ""))
