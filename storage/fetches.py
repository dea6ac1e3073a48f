"""Fetches: one attempt each, with its typed outcome."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass

from storage.database import Database
from storage.model import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """``body_size`` in bytes after content decoding; ``reason`` is shown to people."""

    run_id: int
    source_id: int
    started_at: str
    finished_at: str
    outcome: Outcome
    reason: str | None = None
    http_status: int | None = None
    final_url: str | None = None
    body_digest: str | None = None
    body_size: int | None = None
    retry_after_seconds: int | None = None
    version_id: int | None = None


def insert_fetch(db: Database, fetch: Fetch) -> int:
    """Record one fetch; a second one for the same run and source is an IntegrityError."""
    return db.insert("fetches", asdict(fetch))


def fetches_of_run(db: Database, run_id: int) -> list[Fetch]:
    rows = db.rows("SELECT * FROM fetches WHERE run_id = ? ORDER BY id", (run_id,))
    return [_fetch(row) for row in rows]


def fetches_of_source(db: Database, source_id: int, limit: int) -> list[Fetch]:
    """Newest first."""
    rows = db.rows(
        "SELECT * FROM fetches WHERE source_id = ? ORDER BY started_at DESC, id DESC LIMIT ?",
        (source_id, limit),
    )
    return [_fetch(row) for row in rows]


def _fetch(row: sqlite3.Row) -> Fetch:
    values = {name: row[name] for name in Fetch.__slots__ if name != "outcome"}
    return Fetch(**values, outcome=Outcome(row["outcome"]))
