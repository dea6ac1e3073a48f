"""The schema, as ordered migrations; each runs in one transaction together with its record.

Never change a migration that was released: add the next one, and raise
:data:`storage.database.SCHEMA_VERSION`.
"""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from pathlib import Path

from sqlite_utils import Database as SqliteUtilsDatabase
from sqlite_utils.migrations import Migrations

from storage.chain import ChainEvent, append_to_chain
from storage.database import APPLICATION_ID, SCHEMA_VERSION, Database
from storage.party_spans import build_all_spans

_migrations = Migrations("clausewatch")


@_migrations()
def m001_initial(db: SqliteUtilsDatabase) -> None:
    _run_script(db, "m001_initial.sql")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


@_migrations()
def m002_sending(db: SqliteUtilsDatabase) -> None:
    _run_script(db, "m002_sending.sql")
    db.execute("PRAGMA user_version = 2")


@_migrations()
def m003_chain(db: SqliteUtilsDatabase) -> None:
    """Versions that are there already enter the chain in the order in which they were recorded."""
    _run_script(db, "m003_chain.sql")
    database = _database(db)
    for row in database.rows("SELECT id FROM versions ORDER BY recorded_at, id"):
        append_to_chain(database, row["id"], ChainEvent.RECORDED)
    db.execute("PRAGMA user_version = 3")


@_migrations()
def m004_party_spans(db: SqliteUtilsDatabase) -> None:
    """The spans of what versions name already."""
    _run_script(db, "m004_party_spans.sql")
    build_all_spans(_database(db))
    db.execute("PRAGMA user_version = 4")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database of ``connection`` to :data:`SCHEMA_VERSION`."""
    row_factory = connection.row_factory
    _migrations.apply(SqliteUtilsDatabase(connection))
    connection.row_factory = row_factory
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != SCHEMA_VERSION:
        raise AssertionError(f"migrations end at {version}, SCHEMA_VERSION is {SCHEMA_VERSION}")


def _database(db: SqliteUtilsDatabase) -> Database:
    connection = db.conn
    assert connection is not None
    connection.row_factory = sqlite3.Row
    return Database(connection, Path())


def _run_script(db: SqliteUtilsDatabase, name: str) -> None:
    # Not executescript(): that commits the transaction which keeps a migration whole.
    script = files("storage").joinpath("schema", name).read_text("utf-8")
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
    if statement.strip():
        raise AssertionError(f"{name} ends in the middle of a statement")
