"""Fetches: one attempt each, with its typed outcome."""

from __future__ import annotations

import sqlite3

from storage.database import Database
from storage.model import Outcome, RunKind
from storage.values import field_names, value


@value
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
    return db.insert("fetches", {name: getattr(fetch, name) for name in field_names(Fetch)})


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


def fetches_between(db: Database, source_id: int, start: str, end: str) -> list[Fetch]:
    """Oldest first; instants, both included."""
    rows = db.rows(
        "SELECT * FROM fetches WHERE source_id = ? AND started_at BETWEEN ? AND ? "
        "ORDER BY started_at, id",
        (source_id, start, end),
    )
    return [_fetch(row) for row in rows]


def is_recorded(db: Database, source_id: int, started_at: str, body_digest: str) -> bool:
    """Whether these very bytes were recorded for the source at this instant."""
    row = db.row(
        "SELECT 1 FROM fetches WHERE source_id = ? AND started_at = ? AND body_digest = ?",
        (source_id, started_at, body_digest),
    )
    return row is not None


def has_good_fetch_after(db: Database, version_id: int) -> bool:
    """Whether a live look that showed the document was recorded after a version."""
    good = [outcome.value for outcome in Outcome if outcome.is_good]
    marks = ", ".join("?" * len(good))
    row = db.row(
        "SELECT 1 FROM versions JOIN snapshots ON snapshots.id = versions.snapshot_id "  # noqa: S608
        "JOIN fetches ON fetches.source_id = versions.source_id "
        "AND fetches.id > snapshots.fetch_id JOIN runs ON runs.id = fetches.run_id "
        f"WHERE versions.id = ? AND runs.kind <> ? AND fetches.outcome IN ({marks}) LIMIT 1",
        (version_id, RunKind.IMPORT, *good),
    )
    return row is not None


def was_read_since(db: Database, source_id: int, since: str) -> bool:
    """Whether the document itself came after an instant, not only word that it is as it was."""
    read = [o.value for o in Outcome if o.is_good and o is not Outcome.NOT_MODIFIED]
    marks = ", ".join("?" * len(read))
    row = db.row(
        "SELECT 1 FROM fetches WHERE source_id = ? AND started_at > ? "  # noqa: S608
        f"AND outcome IN ({marks}) LIMIT 1",
        (source_id, since, *read),
    )
    return row is not None


def next_good_fetch(db: Database, source_id: int, after: str) -> Fetch | None:
    """The first look after an instant that showed the document."""
    good = [outcome.value for outcome in Outcome if outcome.is_good]
    marks = ", ".join("?" * len(good))
    row = db.row(
        f"SELECT * FROM fetches WHERE source_id = ? AND started_at > ? AND outcome IN ({marks}) "  # noqa: S608
        "ORDER BY started_at, id LIMIT 1",
        (source_id, after, *good),
    )
    return _fetch(row) if row else None


def last_good_fetch(db: Database, source_id: int, before: str) -> Fetch | None:
    """The last look before an instant that showed the document."""
    good = [outcome.value for outcome in Outcome if outcome.is_good]
    marks = ", ".join("?" * len(good))
    row = db.row(
        f"SELECT * FROM fetches WHERE source_id = ? AND started_at < ? AND outcome IN ({marks}) "  # noqa: S608
        "ORDER BY started_at DESC, id DESC LIMIT 1",
        (source_id, before, *good),
    )
    return _fetch(row) if row else None


def _fetch(row: sqlite3.Row) -> Fetch:
    values = {name: row[name] for name in field_names(Fetch) if name != "outcome"}
    return Fetch(**values, outcome=Outcome(row["outcome"]))
