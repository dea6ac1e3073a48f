"""One pass over a database at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from storage.database import Database, file_lock
from storage.runs import close_abandoned_runs


@contextmanager
def exclusive(db: Database, *, now: str) -> Iterator[None]:
    """No check at the same time; waits for one that is under way. What was killed is closed."""
    path = db.path.with_name(f"{db.path.name}.crawl.lock")
    with file_lock(path, wait=True):
        with db.transaction():
            close_abandoned_runs(db, now=now)
        yield
