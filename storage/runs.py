"""Runs: one crawl of a set of sources; every planned source ends in exactly one fetch row."""

from __future__ import annotations

import sqlite3

from storage.database import Database
from storage.model import Outcome, RunKind, RunState
from storage.values import value


@value
class Run:
    id: int
    kind: RunKind
    state: RunState
    started_at: str
    finished_at: str | None


def start_run(db: Database, kind: RunKind, source_ids: list[int], *, now: str) -> int:
    """Plan a run; call inside a transaction. Returns its id."""
    run_id = db.insert(
        "runs", {"kind": kind, "state": RunState.RUNNING, "started_at": now, "note": None}
    )
    db.connection.executemany(
        "INSERT INTO run_sources (run_id, source_id) VALUES (?, ?)",
        [(run_id, source_id) for source_id in source_ids],
    )
    return run_id


def record_run(db: Database, kind: RunKind, source_id: int, *, now: str) -> int:
    """A run of one source that is over when this transaction is; its fetch is yet to be written."""
    run_id = db.insert(
        "runs",
        {
            "kind": kind,
            "state": RunState.FINISHED,
            "started_at": now,
            "finished_at": now,
            "note": None,
        },
    )
    db.insert("run_sources", {"run_id": run_id, "source_id": source_id})
    return run_id


def planned_source_ids(db: Database, run_id: int) -> list[int]:
    """The sources of a run that have no fetch yet."""
    rows = db.rows(
        "SELECT source_id FROM run_sources WHERE run_id = ? AND source_id NOT IN "
        "(SELECT source_id FROM fetches WHERE run_id = ?) ORDER BY source_id",
        (run_id, run_id),
    )
    return [row["source_id"] for row in rows]


def finish_run(db: Database, run_id: int, *, now: str, reason: str | None = None) -> int:
    """Close a run inside a transaction; what was not fetched becomes ``interrupted``.

    Returns how many sources were not fetched.
    """
    missing = planned_source_ids(db, run_id)
    for source_id in missing:
        db.insert(
            "fetches",
            {
                "run_id": run_id,
                "source_id": source_id,
                "started_at": now,
                "finished_at": now,
                "outcome": Outcome.INTERRUPTED,
                "reason": reason or "the run ended before this source was fetched",
            },
        )
    state = RunState.INTERRUPTED if missing else RunState.FINISHED
    db.update("runs", run_id, {"state": state, "finished_at": now, "note": reason})
    return len(missing)


def close_abandoned_runs(db: Database, *, now: str) -> list[int]:
    """Close every run still marked running. Only its owner's lock-holder may call this.

    Returns their ids. A run is abandoned when its process was killed: the crawl lock was free.
    """
    rows = db.rows("SELECT id FROM runs WHERE state = ?", (RunState.RUNNING,))
    for row in rows:
        finish_run(db, row["id"], now=now, reason="the process that ran it was killed")
    return [row["id"] for row in rows]


def get_run(db: Database, run_id: int) -> Run | None:
    row = db.row("SELECT * FROM runs WHERE id = ?", (run_id,))
    return _run(row) if row else None


def latest_runs(db: Database, limit: int) -> list[Run]:
    rows = db.rows("SELECT * FROM runs ORDER BY id DESC LIMIT ?", (limit,))
    return [_run(row) for row in rows]


def _run(row: sqlite3.Row) -> Run:
    return Run(
        id=row["id"],
        kind=RunKind(row["kind"]),
        state=RunState(row["state"]),
        started_at=row["started_at"],
        finished_at=row["finished_at"],
    )
