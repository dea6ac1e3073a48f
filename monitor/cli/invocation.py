"""What the options before the command said, and the database that follows from them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.config import database_path, find_watchlist_path
from storage.database import Database, open_database, open_readonly
from storage.values import value

if TYPE_CHECKING:
    from monitor.analysis import ExtraTerms


@value
class Invocation:
    """``verbose`` counts -v. ``watchlist`` is what --watchlist said, None without it."""

    watchlist: Path | None = None
    verbose: int = 0
    no_pager: bool = False

    @property
    def watchlist_path(self) -> Path:
        return find_watchlist_path(self.watchlist, os.environ)

    def history(self) -> Database:
        """The database, read-only; the caller closes it."""
        return open_readonly(database_path(self.watchlist_path))

    @contextmanager
    def history_at_once(self) -> Iterator[Database]:
        """The same as of one moment, for what is written into a file of many tables."""
        with self.history() as db, db.one_moment():
            yield db

    def own_terms(self) -> tuple[ExtraTerms, ...]:
        """The terms that the watchlist adds, where there is one; see monitor.own_terms."""
        from monitor.own_terms import own_terms_in  # noqa: PLC0415  the analysis takes 0.2 s

        return own_terms_in(self.watchlist_path)

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """The database within one write transaction; raises StorageError when there is none."""
        path = database_path(self.watchlist_path)
        open_readonly(path).close()  # refuses to create an empty database by mistake
        with open_database(path) as db, db.transaction():
            yield db


pass_invocation = click.make_pass_decorator(Invocation, ensure=True)
