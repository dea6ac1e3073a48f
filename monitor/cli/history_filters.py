"""The options by which `log` and `silent` choose versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

from monitor.cli.completing import (
    complete_category,
    complete_service,
    complete_tag,
    complete_type,
)
from monitor.cli.moments import end_option, start_option
from monitor.cli.output import note
from monitor.cli.terminal import shown
from monitor.config.slugs import slug
from storage.database import Database
from storage.errors import UsageError
from storage.history import HistoryFilter, recorded_categories, recorded_names
from storage.model import Category

_MOST_NAMED = 20  # of the names that there are, in a message
_NAMED = {"service": "service", "terms_type": "type", "tag": "tag"}  # option: what it names
_OPTIONS = (
    click.option(
        "--since",
        callback=start_option,
        metavar="DATE",
        help="From this date on, or the last 7d, 12h, 2w.",
    ),
    click.option("--until", callback=end_option, metavar="DATE", help="Up to and with this date."),
    click.option(
        "--category",
        metavar="NAME",
        shell_complete=complete_category,
        help="Changes of such clauses.",
    ),
    click.option("--min-severity", type=click.IntRange(0, 100), help="Of this severity or more."),
    click.option(
        "--type",
        "terms_type",
        shell_complete=complete_type,
        help='Documents of this terms type, as "Privacy Policy".',
    ),
    click.option(
        "--service",
        shell_complete=complete_service,
        metavar="NAME",
        help="Documents of this service.",
    ),
    click.option("--tag", shell_complete=complete_tag, help="Sources with this tag."),
    click.option("--limit", type=click.IntRange(1), help="At most so many."),
)


def history_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the fields of a HistoryFilter as options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def chosen(source_id: int | None, wanted: Mapping[str, Any]) -> HistoryFilter:
    """What the options ask for; a service may be written as people write it."""
    service = wanted["service"]
    return HistoryFilter(source_id=source_id, **{**wanted, "service": service and slug(service)})


def check_filters(db: Database, wanted: Mapping[str, Any]) -> None:
    """Raises UsageError for an unknown category; of other names that nothing has it is said so.

    They are no error: a list of tags may be asked for before a source has them.
    """
    check_category(db, wanted["category"])
    for name, what in _NAMED.items():
        asked = wanted[name]
        known = recorded_names(db, what) if asked else []
        if asked and _same(name, asked) not in {_same(name, one) for one in known}:
            listed = ", ".join(known[:_MOST_NAMED]) + (", …" if len(known) > _MOST_NAMED else "")
            there_are = f"there are {listed}" if listed else "none was recorded"
            note(f"clausewatch: no source has the {what} {asked!r}; {shown(there_are)}")


def _same(name: str, text: str) -> str:
    """As the filter compares them."""
    match name:
        case "service":
            return slug(text)
        case "terms_type":
            return text.lower()
        case _:
            return text


def check_category(db: Database, category: str | None) -> None:
    """Raises UsageError unless it comes with the program, or is one of the watchlist's recorded."""
    known = [one.value for one in Category]
    if category is None or category in known or category in recorded_categories(db):
        return
    known += recorded_categories(db)
    raise UsageError(
        f"no change of category {category!r} was recorded; there are {', '.join(known)}"
    )
