"""The error tree of clausewatch.

::

    ClauseWatchError
    ├── UsageError           bad input from a person: arguments, watchlist, names   (exit code 2)
    │   ├── WatchlistError    monitor.config: every problem of a watchlist at once
    │   └── UnknownSource     a source that the database does not hold
    │       └── AmbiguousSource    the beginning of several
    └── OperationError       the operation itself failed                             (exit code 1)
        ├── StorageError      the database: unwritable, corrupt, newer schema, locked
        │   ├── CorruptBlob    a stored body that no longer has its digest
        │   └── DatabaseMoved  the file is another one than was opened, or is gone
        ├── ExtractError      bytes that cannot become a document
        └── CrawlError        the crawling process could not do its work

Failures of a *page* or of a *receiver* are not exceptions: they become rows with an outcome
(:class:`storage.model.Outcome`, :class:`storage.model.AttemptOutcome`). Every message says what
to do next.
"""

from __future__ import annotations


class ClauseWatchError(Exception):
    """Root of all errors that clausewatch raises on purpose."""

    exit_code = 1


class UsageError(ClauseWatchError):
    """Bad input from a person; the message says what to write instead."""

    exit_code = 2


class OperationError(ClauseWatchError):
    """The operation failed though it was asked for correctly."""


class StorageError(OperationError):
    """The database cannot be opened, read or written."""


class DatabaseMoved(StorageError):
    """The database was moved, deleted or replaced while it was open; open it again."""


class CorruptBlob(StorageError):
    """A stored body does not have the digest under which it was recorded."""

    def __init__(self, digest: str, detail: str) -> None:
        self.digest = digest
        super().__init__(
            f"stored body {digest[:12]} is damaged ({detail}); restore the database from a backup "
            "or run 'clausewatch db verify' to see what else is affected"
        )


_FEW_KEYS = 5


class UnknownSource(UsageError):
    """No source has this key, unique prefix or URL."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        self.name = name
        self.nearest = nearest
        hint = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
        super().__init__(f"no source is called {name!r}{hint} ('clausewatch sources' lists them)")


class AmbiguousSource(UnknownSource):
    """The beginning of several keys."""

    def __init__(self, name: str, keys: tuple[str, ...]) -> None:
        super().__init__(name, keys)
        shown = ", ".join(keys[:_FEW_KEYS]) + (", …" if len(keys) > _FEW_KEYS else "")
        self.args = (f"{len(keys)} sources begin with {name!r}: {shown}; write more of one",)


class ExtractError(OperationError):
    """The bytes cannot be read as a document of the given format."""


class CrawlError(OperationError):
    """The crawling process could not be started or could not do its work."""
