"""``clausewatch sources``: what is watched, and pausing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from monitor.alerts.suspicions import in_words
from monitor.cli.completing import complete_reference
from monitor.cli.fact_words import count_words
from monitor.cli.forms import Form, print_rows, table_forms
from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.moments import seconds
from monitor.cli.output import note, print_json, print_lines
from monitor.cli.pager import PagedCommand
from monitor.cli.status import source_shape
from monitor.cli.table import Column, Row, print_table
from monitor.cli.terminal import shown
from monitor.renames import rename_hints
from storage.database import Database
from storage.errors import UsageError
from storage.fetches import fetches_of_source
from storage.model import SourceState
from storage.sources import Source, list_sources, resolve_source, set_state
from storage.times import utc_now
from storage.versions import current_version

_LOOKS = 5
_FIELDS = (
    *("source", "service", "type", "url", "language", "region", "tags", "every_seconds", "cron"),
    *("confirm_seconds", "keep", "select", "remove", "ignore", "state", "health"),
    *("last_fetch_at", "last_outcome", "last_reason", "bad_fetches", "last_verified_at"),
    *("last_changed_at", "next_check_at"),
)
_COLUMNS = (
    Column(title="SOURCE", whole=True),
    Column(title="TYPE", flexible=True),
    Column(title="STATE"),
    Column(title="HEALTH"),
    Column(title="EVERY"),
)


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Write the list as JSON.")
@click.pass_context
def sources(ctx: click.Context, as_json: bool) -> None:
    """What is watched: list (also without a command), show, pause, resume, remove."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_command, as_json=as_json)
    elif as_json:
        raise UsageError(f"write --json after the command: {ctx.invoked_subcommand} --json")


@sources.command("list", cls=PagedCommand)
@click.option("--removed", is_flag=True, help="Also those that are not watched (any more).")
@table_forms
@pass_invocation
def list_command(invocation: Invocation, removed: bool, form: Form) -> None:
    """All sources that were recorded, by key."""
    with invocation.history() as db:
        found = list_sources(db, removed=removed)
        others = 0 if found or removed else len(list_sources(db, removed=True))
        hints = rename_hints(db, now=utc_now())
    for hint in hints:
        note(f"clausewatch: {shown(hint)}")
    if form is Form.TABLE:
        _tell_problems(invocation.watchlist_path)
    if form is not Form.TABLE:
        shapes = [_definition_shape(source) | _state_shape(source) for source in found]
        print_rows(form, _FIELDS, shapes)
    elif found:
        print_table(_COLUMNS, [_row(source) for source in found])
    else:
        note("nothing is watched yet: 'clausewatch add URL' adds a page")
        if others:
            note(f"{count_words(others, 'page')} with a history only: see --removed")


def _tell_problems(path: Path) -> None:
    """What `check` would refuse: until it is mended, what is recorded is not what is written."""
    from monitor.config import WatchlistError, load_watchlist  # noqa: PLC0415  pydantic

    try:
        load_watchlist(path)
    except WatchlistError as error:
        for problem in error.problems:
            note(f"clausewatch: {shown(problem)}")
        note("clausewatch: until that is mended this is the list as it was read last")


@sources.command()
@click.argument("source", shell_complete=complete_reference)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def show(invocation: Invocation, source: str, as_json: bool) -> None:
    """One source: how it is watched, how it is, and how the last fetches ended."""
    with invocation.history() as db:
        found = resolve_source(db, source)
        shape = _definition_shape(found) | _state_shape(found) | _recorded_shape(db, found)
    if as_json:
        print_json(shape)
    else:
        print_lines(_lines(shape))


@sources.command()
@click.argument("source", shell_complete=complete_reference)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def pause(invocation: Invocation, source: str, as_json: bool) -> None:
    """Stop fetching SOURCE until it is resumed; its history stays."""
    _change_state(invocation, source, SourceState.PAUSED, as_json=as_json)


@sources.command()
@click.argument("source", shell_complete=complete_reference)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def resume(invocation: Invocation, source: str, as_json: bool) -> None:
    """Fetch a paused SOURCE again."""
    _change_state(invocation, source, SourceState.ACTIVE, as_json=as_json)


@sources.command()
@click.argument("source", shell_complete=complete_reference)
@click.option("--dry-run", is_flag=True, help="Say what would be removed, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_invocation
def remove(invocation: Invocation, source: str, dry_run: bool, as_json: bool) -> None:
    """Take SOURCE out of the watchlist; its history stays and can still be asked.

    Comments and everything else in the file stay as they are.
    """
    from monitor.config import remove_source  # noqa: PLC0415  reads the watchlist: pydantic

    with invocation.history() as db:
        found = resolve_source(db, source)
    path = invocation.watchlist_path
    listed = remove_source(path, found.key, dry_run=dry_run)
    if not dry_run:
        with invocation.writing() as db:
            set_state(db, found.id, SourceState.REMOVED)
    if as_json:
        print_json({"source": found.key, "was_listed": listed, "dry_run": dry_run})
    elif listed:
        verb = "would be taken" if dry_run else "was taken"
        click.echo(f"{shown(found.key)} {verb} out of {path}; its history stays")
    else:
        click.echo(f"{shown(found.key)} does not stand in {path} any more; its history stays")


def _change_state(invocation: Invocation, name: str, state: SourceState, *, as_json: bool) -> None:
    with invocation.writing() as db:
        source = resolve_source(db, name)
        if source.state is SourceState.REMOVED:
            raise UsageError(
                f"{source.key} is not in the watchlist: add it there to have it fetched"
            )
        set_state(db, source.id, state)
    if as_json:
        print_json({"source": source.key, "state": state.value, "was": source.state.value})
    else:
        was = "already " if source.state is state else ""
        click.echo(f"{shown(source.key)} is {was}{state}")


def _definition_shape(source: Source) -> dict[str, Any]:
    return {
        "source": source.key,
        "service": source.service,
        "type": source.terms_type,
        "url": source.url,
        "language": source.language,
        "region": source.region,
        "tags": list(source.tags),
        "every_seconds": source.every_seconds,
        "cron": source.cron,
        "confirm_seconds": source.confirm_seconds,
        "keep": source.keep,
        "select": list(source.rules.select),
        "remove": list(source.rules.remove),
        "ignore": list(source.rules.ignore),
    }


def _state_shape(source: Source) -> dict[str, Any]:
    shape = source_shape(source)
    return {name: shape[name] for name in shape if name not in _definition_shape(source)}


def _recorded_shape(db: Database, source: Source) -> dict[str, Any]:
    version = current_version(db, source.id)
    return {
        "version": version.number if version else None,
        "title": version.title if version else None,
        "fetches": [
            {
                "started_at": seconds(fetch.started_at),
                "outcome": fetch.outcome.value,
                "reason": fetch.reason,
                "http_status": fetch.http_status,
                "final_url": fetch.final_url,
                "body_size": fetch.body_size,
            }
            for fetch in fetches_of_source(db, source.id, _LOOKS)
        ],
    }


def _row(source: Source) -> Row:
    cells = (source.key, source.terms_type, source.state.value, source.health.value, _pace(source))
    return Row(cells=cells, detail=source.url)


def _pace(source: Source) -> str:
    return source.cron or "-" if source.every_seconds is None else _duration(source.every_seconds)


def _duration(total: int) -> str:
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "m")):
        if total % size == 0:
            return f"{total // size}{unit}"
    return f"{total}s"


def _lines(shape: dict[str, Any]) -> list[str]:
    lines = [f"{label + ':':<16}{shown(text)}" for label, text in _described(shape).items() if text]
    lines.append("last fetches:")
    for fetch in shape["fetches"]:
        status = f" HTTP {fetch['http_status']}" if fetch["http_status"] else ""
        reason = f" ({shown(in_words(fetch['reason']))})" if fetch["reason"] else ""
        lines.append(f"  {fetch['started_at']}  {fetch['outcome']}{status}{reason}")
    return lines


def _led_to(shape: dict[str, Any]) -> str:
    """Where redirects led at the last look that had an answer; "" when it was no other address."""
    ends = (fetch["final_url"] for fetch in shape["fetches"] if fetch["final_url"])
    end: str = next(ends, shape["url"])
    return "" if end == shape["url"] else f"{end} (by redirects)"


def _described(shape: dict[str, Any]) -> dict[str, str]:
    """Label -> what a person wants to read there; "" where nothing was said."""
    place = " ".join(filter(None, (shape["language"], shape["region"])))
    reason = f" ({in_words(shape['last_reason'])})" if shape["last_reason"] else ""
    bad = f", {shape['bad_fetches']} bad in a row" if shape["bad_fetches"] else ""
    looked = " ".join(filter(None, (shape["last_fetch_at"] or "never", shape["last_outcome"])))
    number = f"{shape['version']}" if shape["version"] is not None else "none recorded yet"
    title = f", {shape['title']}" if shape["title"] else ""
    return {
        "source": shape["source"],
        "service": shape["service"],
        "document": shape["type"],
        "URL": shape["url"],
        "leads to": _led_to(shape),
        "language": place,
        "tags": ", ".join(shape["tags"]),
        "state": f"{shape['state']}, health {shape['health']}",
        "looked at": _pace_words(shape),
        "second look": (
            f"after {_duration(shape['confirm_seconds'])}" if shape["confirm_seconds"] else "none"
        ),
        "bodies kept": "all" if shape["keep"] == "all" else "those of versions",
        "only": ", ".join(shape["select"]),
        "without": ", ".join(shape["remove"]),
        "ignored": ", ".join(shape["ignore"]),
        "last look": f"{looked}{reason}{bad}",
        "last verified": shape["last_verified_at"] or "never",
        "last changed": shape["last_changed_at"] or "never",
        "next look": shape["next_check_at"] or "",
        "version": f"{number}{title}",
    }


def _pace_words(shape: dict[str, Any]) -> str:
    if shape["every_seconds"] is None:
        return f"by cron: {shape['cron']}"
    return f"every {_duration(shape['every_seconds'])}"
