"""Retention: what was received and is evidence of nothing may go, and so may old log rows.

Of a source with ``keep = "versions"`` the bytes of every version stay for good, with all that the
evidence chain names. Bytes that made no version go a week after they came, but for those that may
still become one (a look that is held for another) or that a person is asked to report (the last
bytes that could not be read). A source with ``keep = "all"`` loses nothing here.

A body is only removed when no other is stored as its difference to it, so nothing that is evidence
is ever written anew. Everything happens in small transactions, each of which looks once more
whether what it removes is needed; a kill between them leaves less to do and nothing half done.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from storage.database import Database, open_database, open_readonly
from storage.model import DeliveryState, Outcome, RunState
from storage.times import from_text, to_text

BODY_GRACE = timedelta(days=7)  # a mistaken edit of the watchlist can be taken back
_BATCH = 500  # rows of a transaction: it keeps other writers waiting for some milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """``log_seconds``: how long looks without a version are remembered; None for good.

    ``waiting``: the reason of held alerts that later looks will decide about.
    """

    waiting: str
    log_seconds: float | None = None


@dataclass(slots=True, kw_only=True)
class Removed:
    """How many rows went, or would go; ``body_bytes`` as stored, compressed."""

    snapshots: int = 0
    bodies: int = 0
    body_bytes: int = 0
    fetches: int = 0
    runs: int = 0
    attempts: int = 0
    is_complete: bool = True  # False: the time was over before all was gone

    @property
    def total(self) -> int:
        return self.snapshots + self.bodies + self.fetches + self.runs + self.attempts

    def __str__(self) -> str:
        return (
            f"{self.bodies:,} bodies ({self.body_bytes / 1e6:,.1f} MB) of {self.snapshots:,} "
            f"snapshots, {self.fetches:,} fetches, {self.runs:,} runs, {self.attempts:,} attempts"
        )


def prune(
    path: Path,
    retention: Retention,
    *,
    now: str,
    dry_run: bool = False,
    go_on: Callable[[], bool] = lambda: True,
) -> Removed:
    """Remove what need not be kept, and say how much; ``now`` is UTC text.

    Call it while no crawl or import is under way (they plan from rows that are there). ``go_on`` is
    asked between transactions whether there is time for another. ``dry_run`` writes nothing.
    """
    with open_readonly(path) if dry_run else open_database(path) as db:
        # SQLite would look through whole tables for each single row; it is done once a batch.
        db.connection.execute("PRAGMA foreign_keys = OFF")
        return _Pruning(db, retention, now, dry_run, go_on).run()


@dataclass(slots=True)
class _Pruning:
    db: Database
    retention: Retention
    now: str
    dry_run: bool
    go_on: Callable[[], bool]
    removed: Removed = field(default_factory=Removed)

    def run(self) -> Removed:
        snapshots = superfluous_snapshots(self.db, before=to_text(from_text(self.now) - BODY_GRACE))
        self._each_batch(snapshots, self._remove_snapshots)
        gone = frozenset(snapshots)
        self._each_batch(_unused_bodies(self.db, without=gone), self._remove_bodies)
        if self.retention.log_seconds is not None:
            before = from_text(self.now) - timedelta(seconds=self.retention.log_seconds)
            self._remove_log(to_text(before), gone)
        return self.removed

    def _each_batch(self, ids: Iterable[int], remove: Callable[[list[int]], None]) -> None:
        waiting = list(ids)
        for start in range(0, len(waiting), _BATCH):
            if not self.go_on():
                self.removed.is_complete = False
                return
            batch = waiting[start : start + _BATCH]
            if self.dry_run:
                remove(batch)
                continue
            with self.db.transaction():
                remove(batch)

    def _remove_snapshots(self, ids: list[int]) -> None:
        rows = self.db.rows(
            f"SELECT snapshot_id FROM versions WHERE snapshot_id IN ({_marks(ids)})",  # noqa: S608
            ids,
        )
        needed = {row[0] for row in rows}
        going = [one for one in ids if one not in needed]
        self.removed.snapshots += len(going)
        self._delete("snapshots", going)

    def _remove_bodies(self, ids: list[int]) -> None:
        """Those that are built on others come before these; see :func:`_unused_bodies`."""
        rows = self.db.rows(
            f"SELECT id, digest, length(data) AS size FROM blobs WHERE id IN ({_marks(ids)})",  # noqa: S608
            ids,
        )
        needed = set() if self.dry_run else self._referred_to([row["digest"] for row in rows])
        going = [row for row in rows if row["digest"] not in needed]
        self.removed.bodies += len(going)
        self.removed.body_bytes += sum(row["size"] for row in going)
        self._delete("blobs", [row["id"] for row in going])

    def _referred_to(self, digests: list[str]) -> set[str]:
        """Which of these bodies something refers to, but for others that go with them."""
        found = self.db.rows(
            f"WITH asked (digest) AS (VALUES {', '.join(['(?)'] * len(digests))}) "  # noqa: S608
            "SELECT body_digest FROM snapshots WHERE body_digest IN asked "
            "UNION SELECT markdown_digest FROM versions WHERE markdown_digest IN asked "
            "UNION SELECT latest_markdown_digest FROM sources "
            "WHERE latest_markdown_digest IN asked "
            "UNION SELECT base_digest FROM blobs WHERE base_digest IN asked "
            "AND digest NOT IN asked",
            digests,
        )
        return {row[0] for row in found}

    def _remove_log(self, before: str, gone: frozenset[int]) -> None:
        """Looks that said nothing new, run by run, the oldest first."""
        runs = self.db.rows(
            "SELECT id FROM runs WHERE started_at < ? AND state <> ? "
            "AND (braked_at IS NULL OR unbraked_at IS NOT NULL) ORDER BY id",
            (before, RunState.RUNNING),
        )
        without_bytes = gone | {None}
        for row in runs:
            if not self.go_on():
                self.removed.is_complete = False
                return
            rows = _silent_fetches(self.db, row["id"], before, self.retention.waiting)
            fetches = [one["id"] for one in rows if one["snapshot"] in without_bytes]
            self._each_batch(fetches, self._remove_fetches)
            if not self.dry_run or len(fetches) == _fetches_of(self.db, row["id"]):
                self._each_batch([row["id"]], self._remove_empty_run)
        self._each_batch(_superseded_attempts(self.db, before), self._remove_attempts)

    def _remove_fetches(self, ids: list[int]) -> None:
        self.removed.fetches += len(ids)
        if not self.dry_run:
            self.db.execute(
                "DELETE FROM run_sources WHERE (run_id, source_id) IN (SELECT run_id, source_id "  # noqa: S608
                f"FROM fetches WHERE id IN ({_marks(ids)}))",
                ids,
            )
        self._delete("fetches", ids)

    def _remove_empty_run(self, ids: list[int]) -> None:
        run_id = ids[0]
        if self.dry_run or not _fetches_of(self.db, run_id):
            self.removed.runs += 1
            self._delete("runs", ids)

    def _remove_attempts(self, ids: list[int]) -> None:
        self.removed.attempts += len(ids)
        self._delete("attempts", ids)

    def _delete(self, table: str, ids: list[int]) -> None:
        if not self.dry_run and ids:
            self.db.execute(f"DELETE FROM {table} WHERE id IN ({_marks(ids)})", ids)  # noqa: S608


def superfluous_snapshots(db: Database, *, before: str) -> list[int]:
    """Snapshots older than an instant that need not be kept: ids, oldest first."""
    good = ", ".join(f"'{outcome.value}'" for outcome in Outcome if outcome.is_good)
    rows = db.rows(
        "SELECT snapshots.id AS id, snapshots.source_id AS source_id, "  # noqa: S608
        "snapshots.fetched_at AS fetched_at, fetches.outcome AS outcome, EXISTS (SELECT 1 "
        "FROM fetches AS later WHERE later.source_id = snapshots.source_id "
        f"AND later.started_at > fetches.started_at AND later.outcome IN ({good})) AS seen_since "
        "FROM snapshots JOIN fetches ON fetches.id = snapshots.fetch_id "
        "JOIN sources ON sources.id = snapshots.source_id WHERE sources.keep = 'versions' "
        "AND fetches.version_id IS NULL AND snapshots.id NOT IN (SELECT snapshot_id FROM versions) "
        "ORDER BY snapshots.fetched_at DESC, snapshots.id DESC"
    )
    pending: set[tuple[int, str]] = set()
    found: list[int] = []
    for row in rows:
        kind = (row["source_id"], row["outcome"])
        is_bad = not Outcome(row["outcome"]).is_good
        if is_bad and not row["seen_since"] and kind not in pending:
            pending.add(kind)  # the latest of its kind, and the document was not seen since
        elif row["fetched_at"] < before:
            found.append(row["id"])
    return found[::-1]


def _unused_bodies(db: Database, *, without: frozenset[int]) -> list[int]:
    """Blobs that nothing refers to once these snapshots are gone: ids, the deepest first.

    In that order whoever is built on a body goes before it, or in the same transaction.
    """
    used = {row["blob"] for row in db.each(_USES) if row["snapshot"] not in without}
    used |= _named_by_chain(db)
    base_of = {
        row["id"]: row["base"]
        for row in db.rows(
            "SELECT blobs.id AS id, base.id AS base FROM blobs "
            "JOIN blobs AS base ON base.digest = blobs.base_digest"
        )
    }
    for blob in list(used):
        base = base_of.get(blob)
        while base is not None and base not in used:
            used.add(base)
            base = base_of.get(base)
    rows = db.rows("SELECT id FROM blobs ORDER BY depth DESC, id")
    return [row["id"] for row in rows if row["id"] not in used]


_USES = """
SELECT blobs.id AS blob, snapshots.id AS snapshot FROM snapshots
JOIN blobs ON blobs.digest = snapshots.body_digest
UNION ALL SELECT blobs.id, NULL FROM versions
JOIN blobs ON blobs.digest = versions.markdown_digest
UNION ALL SELECT blobs.id, NULL FROM sources
JOIN blobs ON blobs.digest = sources.latest_markdown_digest
"""


def _named_by_chain(db: Database) -> set[int]:
    """What stood in the evidence of versions that were moved or read again since."""
    rows = db.rows(
        "SELECT entry FROM chain WHERE version_id IN "
        "(SELECT version_id FROM chain GROUP BY version_id HAVING count(*) > 1)"
    )
    named = {
        str(said[name])
        for row in rows
        for said in [json.loads(row["entry"])]
        for name in ("body_sha256", "markdown_sha256")
    }
    found = (db.row("SELECT id FROM blobs WHERE digest = ?", (digest,)) for digest in named)
    return {row["id"] for row in found if row is not None}


def _fetches_of(db: Database, run_id: int) -> int:
    row = db.row("SELECT count(*) FROM fetches WHERE run_id = ?", (run_id,))
    return int(row[0]) if row else 0


def _silent_fetches(db: Database, run_id: int, before: str, waiting: str) -> list[sqlite3.Row]:
    """Of a run: what brought nothing, is not the last that is known, and that nothing waits for.

    Each with its snapshot, if its bytes are still there.
    """
    return db.rows(
        "SELECT fetches.id AS id, snapshots.id AS snapshot FROM fetches "
        "JOIN sources ON sources.id = fetches.source_id "
        "LEFT JOIN snapshots ON snapshots.source_id = fetches.source_id "
        "AND snapshots.fetch_id = fetches.id "
        "WHERE fetches.run_id = :run AND fetches.started_at < :before "
        "AND sources.keep = 'versions' AND fetches.version_id IS NULL "
        "AND fetches.started_at <> coalesce(sources.last_verified_at, '') "
        "AND fetches.started_at <> coalesce(sources.last_fetch_at, '') "
        "AND NOT EXISTS (SELECT 1 FROM alerts WHERE alerts.source_id = sources.id "
        "AND alerts.state = 'held' AND alerts.reason = :waiting)",
        {"run": run_id, "before": before, "waiting": waiting},
    )


def _superseded_attempts(db: Database, before: str) -> list[int]:
    """Attempts of deliveries that ended before; the last of each stays, which says how."""
    rows = db.rows(
        "SELECT attempts.id AS id FROM deliveries "
        "JOIN attempts ON attempts.delivery_id = deliveries.id "
        "WHERE deliveries.state <> ? AND deliveries.finished_at < ? AND attempts.number < "
        "(SELECT max(number) FROM attempts AS last WHERE last.delivery_id = deliveries.id) "
        "ORDER BY attempts.id",
        (DeliveryState.PENDING, before),
    )
    return [row["id"] for row in rows]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def compact(path: Path) -> tuple[int, int]:
    """Give the room that was freed back to the file system; sizes before and after, in bytes.

    Needs as much free room as the database has, and waits for writers.
    """
    with open_database(path) as db:
        before = _size(db)
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return before, _size(db)


def _size(db: Database) -> int:
    pages, size = (db.row(f"PRAGMA {name}") for name in ("page_count", "page_size"))
    assert pages is not None
    assert size is not None
    return int(pages[0]) * int(size[0])
