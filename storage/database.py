"""Opening the database: one writer per process, many readers.

The writing side goes through sqlite-utils (migrations); readers use the standard library alone,
because importing sqlite-utils costs a third of a second and query commands must start at once.

SQLite runs in WAL mode with ``synchronous=FULL``: with NORMAL a power cut loses commits that were
acknowledged. Write transactions start with ``BEGIN IMMEDIATE``: a deferred one that reads first
and writes later fails at once when another process wrote in between, however long the busy
timeout.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from storage.errors import StorageError
from storage.place import Place

SCHEMA_VERSION = 4  # PRAGMA user_version; the number of migrations
APPLICATION_ID = 0x434C5754  # PRAGMA application_id: "CLWT"
BUSY_TIMEOUT_SECONDS = 30.0

Parameters = Sequence[object] | dict[str, object]


class Database:
    """A connection with the few verbs that the aggregates use. Not to be shared by threads."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self.place: Place | None = None  # known to who writes
        self.connection = connection
        self.connection.row_factory = sqlite3.Row

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        with _translated(self.path):
            return self.connection.execute(sql, parameters).fetchall()

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[sqlite3.Row]:
        """The rows one by one, where there are too many to be held."""
        with _translated(self.path):
            yield from self.connection.execute(sql, parameters)

    def row(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        with _translated(self.path):
            found: sqlite3.Row | None = self.connection.execute(sql, parameters).fetchone()
        return found

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one statement; returns how many rows it changed."""
        with _translated(self.path):
            return self.connection.execute(sql, parameters).rowcount

    def insert(self, table: str, values: dict[str, object]) -> int:
        """Insert one row; returns its rowid. Names come from our code, never from input."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
        with _translated(self.path):
            return self.connection.execute(sql, tuple(values.values())).lastrowid or 0

    def update(self, table: str, identity: int, values: dict[str, object]) -> None:
        """Update the row ``id = identity``."""
        assignments = ", ".join(f"{name} = ?" for name in values)
        sql = f"UPDATE {table} SET {assignments} WHERE id = ?"  # noqa: S608
        self.execute(sql, (*values.values(), identity))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Waits for another writer up to the busy timeout.

        Raises DatabaseMoved, and writes nothing, where the file is no longer the one opened.
        """
        with _translated(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.require_place()
            except BaseException:
                self._roll_back()
                raise
            try:
                self.connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """All that is read within is as of the first look, whatever others write meanwhile.

        The file beside the database that takes their writes is not emptied for so long.
        """
        with _translated(self.path):
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                self._roll_back()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """All or nothing inside a transaction: one page of a group commit.

        Raises StorageError where the disk is at fault, so that nobody blames the page.
        """
        with _translated(self.path):
            self.connection.execute("SAVEPOINT page")
            try:
                yield
            except BaseException:
                # A full disk or an I/O error may have rolled the whole transaction back already.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK TO page")
                    self.connection.execute("RELEASE page")
                raise
            self.connection.execute("RELEASE page")

    def require_place(self) -> None:
        """Raises DatabaseMoved where a writer's file is no longer the one that it opened."""
        if self.place is not None:
            self.place.require()

    def _roll_back(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def open_database(path: Path) -> Database:
    """Open for writing; creates the file and migrates it where needed.

    Raises StorageError for a path that cannot be written, a file that is not ours, or a schema
    newer than this program.
    """
    path = path.absolute()
    if not path.parent.is_dir():
        raise StorageError(f"cannot create {path}: the folder {path.parent} does not exist")
    with _translated(path):
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
        try:
            database = Database(connection, path)
            _check_identity(database)
            _configure_writer(connection)
            _migrate(database)
            database.place = Place.of(path)
        except BaseException:
            connection.close()
            raise
    return database


def open_readonly(path: Path) -> Database:
    """Open for reading only; raises StorageError when there is no database to read.

    A reader of a WAL database makes a file beside it. Where the folder or a full disk does not let
    it, and no writer has left anything there to be read, the file alone is all there is and is read
    as it is.
    """
    path = path.absolute()
    if not path.is_file():
        raise StorageError(
            f"there is no database at {path}; run 'clausewatch check' first, "
            "or name another watchlist with --watchlist"
        )
    with _translated(path):
        try:
            return _reader(path, "mode=ro")
        except sqlite3.OperationalError as error:
            has_room = not error.sqlite_errorname.startswith("SQLITE_IOERR_SHM")
            if has_room and (os.access(path.parent, os.W_OK) or not os.access(path, os.R_OK)):
                raise
            if _has_log(path):
                if not has_room:
                    raise
                raise StorageError(
                    f"{path}: what was written last stands in {path.name}-wal, and reading that "
                    f"needs write access to {path.parent}: get it, or read a backup copy"
                ) from None
            return _reader(path, "mode=ro&immutable=1")


def _reader(path: Path, parameters: str) -> Database:
    connection = sqlite3.connect(
        f"{path.as_uri()}?{parameters}",
        uri=True,
        timeout=BUSY_TIMEOUT_SECONDS,
        isolation_level=None,
    )
    try:
        database = Database(connection, path)
        _require_current_schema(database)
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return database


def _has_log(path: Path) -> bool:
    """Whether writers left commits that are not in the file itself yet."""
    log = path.with_name(f"{path.name}-wal")
    return log.is_file() and log.stat().st_size > 0


def schema_version(path: Path) -> int:
    """The schema version of the file; 0 for a new or empty one."""
    with _translated(path):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return _check_identity(Database(connection, path))
        finally:
            connection.close()


@contextmanager
def file_lock(path: Path, *, wait: bool) -> Iterator[bool]:
    """Hold an advisory lock on ``path``; yields False when another process has it.

    The kernel frees it when its holder dies, so a killed command blocks nobody. The file itself
    stays: unlinking it would let two processes lock two different files of one name. Raises
    StorageError where the file cannot be made.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StorageError(
            f"cannot write {path}: {error.strerror}; check that the folder exists and that you "
            "may write there, or name another 'database' in the watchlist"
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)


def _configure_writer(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _check_identity(database: Database) -> int:
    """The schema version, once it is sure that the file is ours or empty."""
    version = _pragma(database, "user_version")
    application = _pragma(database, "application_id")
    # A first start that was killed may have left the table of migrations and nothing else.
    tables = database.connection.execute(
        "SELECT count(*) FROM sqlite_schema "
        "WHERE tbl_name <> '_sqlite_migrations' AND name NOT LIKE 'sqlite_%'"
    ).fetchone()
    is_empty = tables[0] == 0
    if application != APPLICATION_ID and not is_empty:
        raise StorageError(
            f"{database.path} is an SQLite database of another program; "
            "name another file with 'database' in the watchlist"
        )
    if version > SCHEMA_VERSION:
        raise StorageError(
            f"{database.path} was written by a newer clausewatch (schema {version}, this program "
            f"knows {SCHEMA_VERSION}); upgrade clausewatch"
        )
    return version


def _require_current_schema(database: Database) -> None:
    version = _check_identity(database)
    if version == 0:
        raise StorageError(f"{database.path} is empty; 'clausewatch check' sets it up and fills it")
    if version < SCHEMA_VERSION:
        raise StorageError(
            f"{database.path} was written by an older clausewatch; run 'clausewatch db migrate'"
        )


def _pragma(database: Database, name: str) -> int:
    found = database.connection.execute(f"PRAGMA {name}").fetchone()
    return int(found[0]) if found else 0


def _migrate(database: Database) -> None:
    if _pragma(database, "user_version") == SCHEMA_VERSION:
        return
    # Without the lock, starters that race run the same migration and all but one crash.
    from storage.migrations import migrate  # noqa: PLC0415  imports sqlite-utils

    with file_lock(database.path.with_name(f"{database.path.name}.migrate.lock"), wait=True):
        migrate(database.connection)


_FAULTS_OF_A_STATEMENT = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """SQLite's errors about the file become StorageError with advice."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, _FAULTS_OF_A_STATEMENT):
            raise
        if isinstance(error, sqlite3.OperationalError):
            raise StorageError(f"{path}: {error}; {_advice(path, str(error))}") from error
        raise StorageError(
            f"{path}: {error}; the file is damaged, no database, or could not be read just now: "
            "where 'clausewatch db verify' says so again, keep it and restore it from a backup"
        ) from error


_NO_ROOM = 1 << 20  # bytes
_ADVICE = {
    "unable to open": "check that the folder exists and that you may write there",
    "readonly": "check the permissions of the file and of its folder",
    "locked": "another process is writing; try again",
    "full": "the disk is full: free some space, nothing recorded so far is lost",
    "disk i/o": (
        "the disk failed, a limit on file sizes was met, or the -wal beside the file was removed: "
        "check these before you go on"
    ),
}


def _has_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free >= _NO_ROOM
    except OSError:
        return True  # who knows


def _advice(path: Path, message: str) -> str:
    lowered = message.lower()
    if "disk i/o" in lowered and not _has_room(path.parent):
        lowered = "full"  # what it does beside the file SQLite does not call so
    for sign, advice in _ADVICE.items():
        if sign in lowered:
            return advice
    return "run 'clausewatch db verify'"
