"""A copy of the database while it is in use, checked before it gets its name.

SQLite's online backup copies a consistent state without keeping writers out. The copy is made
beside its destination and renamed only when it was read back whole, so that a file of that name
is always a good backup.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database import open_readonly
from storage.errors import StorageError


def back_up(database: Path, destination: Path) -> int:
    """Copy ``database`` to ``destination``, which must not exist; returns the size in bytes.

    Raises StorageError; then nothing is left at the destination.
    """
    destination = destination.absolute()
    if destination.exists():
        raise StorageError(f"{destination} exists: a backup replaces nothing; name another file")
    partial = destination.with_name(f"{destination.name}.partial")
    try:
        _copy(database, partial)
        _check(partial)
        _sync(partial)
        os.link(partial, destination)  # fails where somebody made it meanwhile
    except FileExistsError:
        raise StorageError(f"{destination} exists: a backup replaces nothing") from None
    except (OSError, sqlite3.Error) as error:
        said = (isinstance(error, OSError) and error.strerror) or error
        raise StorageError(
            f"no backup was made at {destination}: {said}; check the room and the permissions "
            "there, or name another place"
        ) from error
    finally:
        for name in (partial, *(Path(f"{partial}{end}") for end in ("-wal", "-shm", "-journal"))):
            name.unlink(missing_ok=True)
    _sync(destination.parent)
    return destination.stat().st_size


def _copy(database: Path, partial: Path) -> None:
    partial.unlink(missing_ok=True)  # of a backup that was killed
    os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with open_readonly(database) as source, closing(sqlite3.connect(partial)) as copy:
        source.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


def _check(partial: Path) -> None:
    with open_readonly(partial) as copy:
        found = [str(row[0]) for row in copy.rows("PRAGMA integrity_check")]
        broken = copy.row("PRAGMA foreign_key_check")
    if found != ["ok"] or broken is not None:
        said = found[0] if found != ["ok"] else "a reference leads nowhere"
        raise StorageError(
            f"the copy is not whole ({said}): 'clausewatch db verify' says whether the database is"
        )


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
