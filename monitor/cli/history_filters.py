"""The options by which `log` and `silent` choose versions."""

from __future__ import annotations

from collections.abc import Callable

import click

from monitor.cli.completing import complete_category, complete_tag, complete_type
from monitor.cli.moments import end_option, start_option
from storage.database import Database
from storage.errors import UsageError
from storage.history import recorded_categories
from storage.model import Category

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
    click.option("--tag", shell_complete=complete_tag, help="Sources with this tag."),
    click.option("--limit", type=click.IntRange(1), help="At most so many."),
)


def history_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the fields of a HistoryFilter as options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def check_category(db: Database, category: str | None) -> None:
    """Raises UsageError unless it comes with the program, or is one of the watchlist's recorded."""
    known = [one.value for one in Category]
    if category is None or category in known or category in recorded_categories(db):
        return
    known += recorded_categories(db)
    raise UsageError(
        f"no change of category {category!r} was recorded; there are {', '.join(known)}"
    )
