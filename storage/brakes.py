"""Runs whose alerts are held for a person to look at, because so much changed at once.

A brake is put on a run before anything of it is told, and taken off once: its alerts are then
released or dropped. Both instants stay in the run's row.
"""

from __future__ import annotations

from storage.database import Database
from storage.model import AlertState, Outcome, RunKind, VersionKind
from storage.values import value

_BROUGHT = (
    "FROM versions JOIN snapshots ON snapshots.id = versions.snapshot_id "
    "JOIN fetches ON fetches.id = snapshots.fetch_id JOIN runs ON runs.id = fetches.run_id "
)


@value
class RunShare:
    """How many sources of a run showed a document, and how many of them another text."""

    run_id: int
    checked: int
    changed: int

    @property
    def share(self) -> float:
        return self.changed / self.checked if self.checked else 0.0


def untold_runs(db: Database) -> list[RunShare]:
    """Runs without a brake that brought versions nobody has compared yet, oldest first.

    A confirming look at what changed shows many changes by its nature.
    """
    rows = db.rows(
        f"SELECT DISTINCT fetches.run_id AS id {_BROUGHT}"
        "LEFT JOIN changes ON changes.version_id = versions.id "
        "WHERE versions.kind = ? AND changes.id IS NULL AND runs.kind NOT IN (?, ?) "
        "AND runs.braked_at IS NULL ORDER BY fetches.run_id",
        (VersionKind.UPDATE, RunKind.IMPORT, RunKind.CONFIRM),
    )
    return [share_of(db, row["id"]) for row in rows]


def share_of(db: Database, run_id: int) -> RunShare:
    """What a run saw; pages that could not be read count neither way."""
    good = [outcome.value for outcome in Outcome if outcome.is_good]
    marks = ", ".join("?" * len(good))
    row = db.row(
        f"SELECT count(*), count(versions.id) FROM fetches LEFT JOIN versions "  # noqa: S608
        "ON versions.id = fetches.version_id AND versions.kind = ? "
        f"WHERE fetches.run_id = ? AND fetches.outcome IN ({marks})",
        (VersionKind.UPDATE, run_id, *good),
    )
    assert row is not None
    return RunShare(run_id=run_id, checked=row[0], changed=row[1])


def brake(db: Database, run_id: int, *, now: str) -> None:
    """Hold back what is told of a run; inside a transaction."""
    db.update("runs", run_id, {"braked_at": now})


def take_off(db: Database, run_id: int, *, now: str) -> None:
    """Let a run's alerts go their way again; inside a transaction."""
    db.update("runs", run_id, {"unbraked_at": now})


def is_braked(db: Database, version_id: int | None) -> bool:
    """Whether a brake is on the run that brought a version."""
    row = db.row(
        f"SELECT 1 {_BROUGHT}"
        "WHERE versions.id = ? AND runs.braked_at IS NOT NULL AND runs.unbraked_at IS NULL",
        (version_id,),
    )
    return row is not None


def braked_run_ids(db: Database) -> list[int]:
    """Runs on which a brake is, oldest first."""
    rows = db.rows(
        "SELECT id FROM runs WHERE braked_at IS NOT NULL AND unbraked_at IS NULL ORDER BY id"
    )
    return [row["id"] for row in rows]


def held_alert_ids(db: Database, run_id: int) -> list[int]:
    """Held alerts of the changes that a run brought, in the order of recording."""
    rows = db.rows(
        f"SELECT alerts.id {_BROUGHT}"
        "JOIN alerts ON alerts.version_id = versions.id "
        "WHERE alerts.change_id IS NOT NULL AND alerts.state = ? AND runs.id = ? "
        "ORDER BY alerts.id",
        (AlertState.HELD, run_id),
    )
    return [row["id"] for row in rows]
