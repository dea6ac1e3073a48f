"""One thread that owns the writing connection and commits pages in groups.

A commit with ``synchronous=FULL`` waits for the disk; one per page would make the disk the limit
of a crawl. Jobs that arrive while a commit is under way are written together in the next one.
Each job runs in a savepoint of its own, so one that fails takes nothing of the others with it,
and none is acknowledged before the commit that holds it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from storage.database import Database, open_database
from storage.errors import StorageError

Job = Callable[[Database], Any]
_MAX_GROUP = 64


class GroupWriter:
    """Submit jobs from any thread; each gets a Future that ends when its work is on disk."""

    def __init__(
        self, path: Path, *, open_writer: Callable[[Path], Database] = open_database
    ) -> None:
        self._path = path
        self._open = open_writer
        self._queue: queue.SimpleQueue[tuple[Job, Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="group-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> Future[Any]:
        """Run ``job(database)`` in the next group commit."""
        future: Future[Any] = Future()
        self._queue.put((job, future))
        return future

    def close(self) -> None:
        """Write what was submitted, then stop; returns when all of it is on disk."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            database = self._open(self._path)
        except StorageError as error:
            self._refuse_all(error)
            return
        with database:
            closing = False
            while not closing:
                group, closing = self._next_group()
                if group:
                    _write(database, group)

    def _next_group(self) -> tuple[list[tuple[Job, Future[Any]]], bool]:
        group: list[tuple[Job, Future[Any]]] = []
        entry = self._queue.get()
        while entry is not None:
            group.append(entry)
            if len(group) == _MAX_GROUP:
                return group, False
            try:
                entry = self._queue.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _refuse_all(self, error: StorageError) -> None:
        while (entry := self._queue.get()) is not None:
            entry[1].set_exception(error)


def _write(database: Database, group: list[tuple[Job, Future[Any]]]) -> None:
    """One transaction; futures end only after its commit."""
    results: list[tuple[Future[Any], Any, BaseException | None]] = []
    try:
        with database.transaction():
            for job, future in group:
                results.append((future, *_attempt(database, job)))
    except StorageError as error:
        for _, future in group:
            future.set_exception(error)
        return
    for future, value, failure in results:
        if failure is None:
            future.set_result(value)
        else:
            future.set_exception(failure)


def _attempt(database: Database, job: Job) -> tuple[Any, BaseException | None]:
    try:
        with database.savepoint():
            return job(database), None
    except Exception as error:
        if not database.connection.in_transaction:
            raise StorageError(f"{database.path}: the group commit was lost: {error}") from error
        return None, error
