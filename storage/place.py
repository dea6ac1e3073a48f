"""Whether the files that a connection has open still stand at their names.

SQLite goes on in a file that was deleted or replaced under it, and in a log that was: what is
written then is gone when the process ends, and nobody is told. So whoever writes asks first.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self

from storage.errors import DatabaseMoved


class Place:
    """The database and its log as they stood when they were opened."""

    def __init__(self, path: Path, database: os.stat_result, log: os.stat_result | None) -> None:
        self._path = path
        self._log_path = path.with_name(f"{path.name}-wal")
        self._database = database
        self._log = log

    @classmethod
    def of(cls, path: Path) -> Self:
        """Of a database that is open; one without a log beside it keeps none."""
        return cls(path, path.stat(), _stat(path.with_name(f"{path.name}-wal")))

    def require(self) -> None:
        """Raises DatabaseMoved unless both are where they were."""
        if not _is_same(self._database, found := _stat(self._path)):
            raise DatabaseMoved(
                f"{self._path} was {'replaced' if found else 'moved or deleted'} while it was in "
                "use, and nothing is written to what is no longer there: put it back, or a backup "
                "in its place, with clausewatch stopped"
            )
        if self._log and not _is_same(self._log, _stat(self._log_path)):
            raise DatabaseMoved(
                f"{self._log_path} was removed while it was in use, and holds what was recorded "
                "last: stop all of clausewatch, which saves what can be saved, and run "
                "'clausewatch db verify'"
            )


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _is_same(opened: os.stat_result, found: os.stat_result | None) -> bool:
    return found is not None and os.path.samestat(opened, found)
