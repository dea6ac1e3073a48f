"""What the shell completes: names from the database, read as cheaply as can be.

Completion must never fail aloud: where there is no database there is nothing to offer.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from monitor.config import database_path, find_watchlist_path
from storage.database import Database, open_readonly
from storage.errors import ClauseWatchError
from storage.folding import fold
from storage.model import Category

_MOST = 200  # that are offered


def complete_reference(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Source keys that begin with, else hold, what was typed; after ``@`` the versions."""
    with _asked(ctx) as db:
        name, sign, _ = incomplete.rpartition("@")
        if sign and db is not None:
            return _offered(_versions(db, name), incomplete)
        keys = _column(db, "SELECT key FROM sources WHERE state <> 'removed' ORDER BY key")
        return (
            _offered(keys, incomplete)
            or [CompletionItem(key) for key in keys if fold(incomplete) in fold(key)][:_MOST]
        )


def complete_category(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Categories that come with the program, and those of the watchlist that were recorded."""
    with _asked(ctx) as db:
        found = _column(db, "SELECT DISTINCT category FROM clause_change_categories")
        return _offered(sorted({*map(str, Category), *found}), incomplete)


def complete_type(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    with _asked(ctx) as db:
        found = _column(db, "SELECT DISTINCT terms_type FROM sources ORDER BY terms_type")
        return _offered(found, incomplete)


def complete_service(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    with _asked(ctx) as db:
        found = _column(db, "SELECT name FROM services ORDER BY name")
        return _offered(found, incomplete)


def complete_tag(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    with _asked(ctx) as db:
        found = _column(db, "SELECT DISTINCT value FROM sources, json_each(tags) ORDER BY value")
        return _offered(found, incomplete)


def complete_party(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Parties that some version names."""
    with _asked(ctx) as db:
        found = _column(
            db,
            "SELECT DISTINCT name FROM party_spans WHERE name >= ? AND name < ? ORDER BY name",
            incomplete,
            f"{incomplete}\U0010ffff",
        )
        return _offered(found, incomplete)


def complete_endpoint(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Endpoints of the watchlist; a secret is not looked at."""
    with contextlib.suppress(ClauseWatchError, OSError, tomllib.TOMLDecodeError):
        written = tomllib.loads(_watchlist_path(ctx).read_text("utf-8"))
        tables = written.get("endpoint", [])
        names = [table.get("name") for table in tables if isinstance(table, dict)]
        return _offered([name for name in names if isinstance(name, str)], incomplete)
    return []


def _watchlist_path(ctx: click.Context) -> Path:
    """That of --watchlist on the line that is completed, else as for every command."""
    named = ctx.find_root().params.get("watchlist")
    return find_watchlist_path(named, os.environ)


@contextlib.contextmanager
def _asked(ctx: click.Context) -> Iterator[Database | None]:
    db: Database | None = None
    with contextlib.suppress(ClauseWatchError, OSError, sqlite3.Error):
        db = open_readonly(database_path(_watchlist_path(ctx)))
    try:
        yield db
    finally:
        if db is not None:
            db.close()


def _column(db: Database | None, sql: str, *values: str) -> list[str]:
    if db is None:
        return []
    with contextlib.suppress(sqlite3.Error):
        return [row[0] for row in db.rows(sql, values)]
    return []


def _versions(db: Database, name: str) -> list[str]:
    numbers = _column(
        db,
        "SELECT number FROM versions JOIN sources ON sources.id = source_id WHERE sources.key = ? "
        "ORDER BY number DESC",
        name,
    )
    return [f"{name}@{number}" for number in numbers]


def _offered(names: list[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in names if name.startswith(incomplete)][:_MOST]
