"""What can be wrong with a watchlist.

::

    UsageError
    └── WatchlistError      every problem of a watchlist at once, each naming file, table and key
    OperationError
    └── SecretUnavailable   an env: or file: reference that cannot be resolved now
"""

from __future__ import annotations

from storage.errors import OperationError, UsageError


class WatchlistError(UsageError):
    """The watchlist cannot be used; ``problems`` has one sentence for each thing to change."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class SecretUnavailable(OperationError):
    """A secret reference that leads nowhere. The message names the reference, never the secret."""
