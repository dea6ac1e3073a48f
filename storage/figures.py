"""How much there is of everything: a few counts for monitoring, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from storage.database import Database
from storage.deliveries import pending_count
from storage.model import SourceState
from storage.times import from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts by name; fetches are those of runs that began within a day.

    ``oldest_due_at``: since when the source that waits longest is due.

    ``oldest_verified_at``: the active source whose document was seen least recently.
    """

    sources_by_health: dict[str, int]
    fetches_of_a_day: dict[str, int]
    alerts_by_state: dict[str, int]
    deliveries_pending: int
    versions: int
    due: int
    oldest_due_at: str | None
    oldest_verified_at: str | None
    last_run_started_at: str | None
    held_runs: int
    database_bytes: int


def read_figures(db: Database, *, now: str) -> Figures:
    """``now`` is UTC text: what counts as due."""
    active = SourceState.ACTIVE
    due = db.row(
        "SELECT count(*), min(next_check_at) FROM sources WHERE state = ? AND next_check_at <= ?",
        (active, now),
    )
    verified = db.row("SELECT min(last_verified_at) FROM sources WHERE state = ?", (active,))
    size = db.path.stat().st_size
    assert due is not None
    assert verified is not None
    return Figures(
        sources_by_health=_counts(db, "SELECT health, count(*) FROM sources GROUP BY health"),
        fetches_of_a_day=_counts(
            db,
            "SELECT outcome, count(*) FROM runs JOIN fetches ON fetches.run_id = runs.id "
            "WHERE runs.kind <> 'import' AND runs.started_at >= ? GROUP BY outcome",
            to_text(from_text(now) - timedelta(days=1)),
        ),
        alerts_by_state=_counts(db, "SELECT state, count(*) FROM alerts GROUP BY state"),
        deliveries_pending=pending_count(db),
        versions=_count(db, "SELECT count(*) FROM versions"),
        due=due[0],
        oldest_due_at=due[1],
        oldest_verified_at=verified[0],
        last_run_started_at=_text(db, "SELECT max(started_at) FROM runs WHERE kind <> 'import'"),
        held_runs=_count(
            db,
            "SELECT count(*) FROM runs WHERE braked_at IS NOT NULL AND unbraked_at IS NULL",
        ),
        database_bytes=size,
    )


def _counts(db: Database, sql: str, *values: object) -> dict[str, int]:
    return {str(row[0]): int(row[1]) for row in db.rows(sql, values)}


def _count(db: Database, sql: str) -> int:
    row = db.row(sql)
    return int(row[0]) if row else 0


def _text(db: Database, sql: str) -> str | None:
    row = db.row(sql)
    return str(row[0]) if row and row[0] is not None else None
