"""``clausewatch add``: one more page to watch, fetched once to show what it is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from monitor.cli.invocation import Invocation, pass_invocation
from monitor.cli.output import note, print_json
from monitor.cli.terminal import shown
from monitor.config import Source, WatchlistError
from monitor.naming import guess_service, guess_type
from monitor.renames import rename_hints
from storage.times import utc_now

_OPTIONS = ("service", "type", "every", "cron", "language", "region", "select", "key")
_TYPED = {"url": "URL", "tags": "--tag"} | {name: f"--{name}" for name in _OPTIONS}


@click.command()
@click.argument("url")
@click.option("--service", help="Who publishes the page (default: from the host).")
@click.option("--type", "terms_type", help="Which document it is (default: from the URL).")
@click.option("--every", help="How often to look, such as 12h (default: once a day).")
@click.option("--cron", help='Or when, such as "0 6 * * mon".')
@click.option("--language", help="The language it must be in, such as ar.")
@click.option("--region", help="The country it is for, such as US.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be given several times.")
@click.option("--select", help="CSS selector of the document, where the page needs one.")
@click.option("--key", help="The name of the source (default: service/type).")
@click.option("--json", "as_json", is_flag=True, help="Print what was understood as JSON.")
@pass_invocation
def add(invocation: Invocation, /, url: str, as_json: bool, **options: Any) -> None:
    """Append URL to the watchlist, fetch it once and show what was understood.

    Comments and order of the file stay. Nothing is sent: a first version never alerts.
    """
    from monitor.config import load_watchlist  # noqa: PLC0415  pydantic
    from monitor.tracking import SecondLook, Tracker  # noqa: PLC0415  sqlite-utils, httpx
    from storage.model import RunKind  # noqa: PLC0415

    path = invocation.watchlist_path
    added = _append(path, _entry(url, options))
    note(f"added {shown(added.key)} to {path}; fetching it once")
    with Tracker(watchlist=load_watchlist(path)) as tracker:
        for hint in rename_hints(tracker.db, now=utc_now()):
            if hint.startswith(f"{added.key} "):
                note(f"clausewatch: {shown(hint)}")
        report = tracker.check(names=[added.key], kind=RunKind.ADD, second_look=SecondLook.NONE)
        understood = _understood(tracker, added.key)
    (look,) = report.looks
    value = {
        "source": added.key,
        "url": added.url,
        "outcome": look.fetch.outcome,
        "reason": look.fetch.reason,
        "understood": understood,
    }
    if as_json:
        print_json(value)
    else:
        _print(value)


def _append(path: Path, entry: dict[str, Any]) -> Source:
    """Problems of what was typed are told by the names under which it was typed."""
    from monitor.config import append_source  # noqa: PLC0415  pydantic

    try:
        return append_source(path, entry)
    except WatchlistError as error:
        raise WatchlistError(tuple(map(_as_typed, error.problems))) from None


def _as_typed(problem: str) -> str:
    key, colon, rest = problem.partition(": ")
    return f"{_TYPED[key]}{colon}{rest}" if key in _TYPED else problem


def _entry(url: str, options: dict[str, Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "service": options["service"] or guess_service(url),
        "type": options["terms_type"] or guess_type(url),
        "url": url,
    }
    for name in ("every", "cron", "language", "region", "select", "key"):
        if options[name]:
            entry[name] = options[name]
    if options["tags"]:
        entry["tags"] = list(options["tags"])
    return entry


def _understood(tracker: Any, key: str) -> dict[str, Any] | None:
    from monitor.own_terms import own_terms  # noqa: PLC0415
    from monitor.understanding import analyse_version  # noqa: PLC0415
    from storage.sources import resolve_source  # noqa: PLC0415
    from storage.versions import current_version  # noqa: PLC0415

    source = resolve_source(tracker.db, key)
    version = current_version(tracker.db, source.id)
    if version is None:
        return None
    analysis = analyse_version(tracker.db, source, version, own_terms(tracker.watchlist))
    found = Counter(category for clause in analysis.clauses for category in clause.categories)
    dates = analysis.dates
    return {
        "title": version.title,
        "languages": list(analysis.languages),
        "direction": analysis.direction,
        "words": version.words,
        "effective_on": dates.effective_on.value if dates.effective_on else None,
        "updated_on": dates.updated_on.value if dates.updated_on else None,
        "categories": dict(found.most_common()),
        "parties": [party.name for party in analysis.parties],
    }


def _print(value: dict[str, Any]) -> None:
    understood = value["understood"]
    if understood is None:
        note(
            f"it could not be read: {value['outcome']}"
            + (f" ({shown(value['reason'])})" if value["reason"] else "")
        )
        note("it stays in the watchlist and is tried again at its time; correct or remove it there")
        return
    categories = ", ".join(f"{name} ({count})" for name, count in understood["categories"].items())
    lines = {
        "title": shown(understood["title"] or "none"),
        "language": f"{', '.join(understood['languages'])} ({understood['direction']})",
        "words": str(understood["words"]),
        "effective": understood["effective_on"] or "not stated",
        "updated": understood["updated_on"] or "not stated",
        "clauses": categories,
        "parties": shown(", ".join(understood["parties"]) or "none named"),
    }
    for label, text in lines.items():
        click.echo(f"{label:>10}  {text}")
    note("next: clausewatch check, or clausewatch run to keep watching")
