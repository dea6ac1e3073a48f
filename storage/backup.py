"""A copy of the database while it is in use, checked before it gets its name.

SQLite's online backup copies a consistent state without keeping writers out. The copy is made
beside its destination and gets its name only when it was read back whole, so that a file of that
name is always a good backup.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database import open_readonly
from storage.errors import StorageError
from storage.whole_file import give_name, part_beside


def back_up(database: Path, destination: Path) -> int:
    """Copy ``database`` to ``destination``, which must not exist; returns the size in bytes.

    Raises StorageError; then nothing is left at the destination.
    """
    destination = destination.absolute()
    if destination.exists():
        raise StorageError(f"{destination} exists: a backup replaces nothing; name another file")
    try:
        with part_beside(destination) as part:
            _copy(database, part)
            _check(part)
            give_name(part, destination, replace=False)
            return destination.stat().st_size
    except FileExistsError:
        raise StorageError(f"{destination} exists: a backup replaces nothing") from None
    except (OSError, sqlite3.Error) as error:
        said = (isinstance(error, OSError) and error.strerror) or error
        raise StorageError(
            f"no backup was made at {destination}: {said}; check the room and the permissions "
            "there, or name another place"
        ) from error


def _copy(database: Path, part: Path) -> None:
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with open_readonly(database) as source, closing(sqlite3.connect(part)) as copy:
        source.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


def _check(part: Path) -> None:
    with open_readonly(part) as copy:
        found = [str(row[0]) for row in copy.rows("PRAGMA integrity_check")]
        broken = copy.row("PRAGMA foreign_key_check")
    if found != ["ok"] or broken is not None:
        said = found[0] if found != ["ok"] else "a reference leads nowhere"
        raise StorageError(
            f"the copy is not whole ({said}): 'clausewatch db verify' says whether the database is"
        )
