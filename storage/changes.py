"""Changes: two versions compared, clause by clause."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from storage.database import Database
from storage.model import (
    Category,
    ChangeClass,
    ClauseChange,
    ClauseChangeKind,
    DateChange,
    DateStatus,
    FactChange,
)
from storage.values import value


@value
class ChangeRecord:
    """A change before it is recorded; ``change_class`` is a ChangeClass value."""

    version_id: int
    previous_version_id: int
    created_at: str
    revision: int
    change_class: str
    material: str
    silent: bool
    severity: int
    reasons: tuple[str, ...]
    categories: tuple[str, ...]
    effective: DateChange
    updated: DateChange
    parties_added: tuple[str, ...]
    parties_removed: tuple[str, ...]
    summary: str
    clause_changes: tuple[ClauseChange, ...]


@value
class Change:
    """A change as recorded; ``confirmed_at`` is when a later fetch still showed the new text."""

    id: int
    record: ChangeRecord
    confirmed_at: str | None


def insert_change(db: Database, record: ChangeRecord) -> int:
    """Record a change once per version (a second one is an IntegrityError). In a transaction."""
    change_id = db.insert("changes", _columns(record))
    _insert_clause_changes(db, change_id, record.clause_changes)
    return change_id


def replace_change(db: Database, change_id: int, record: ChangeRecord) -> None:
    """Say anew what changed, under the old id that alerts refer to. Inside a transaction."""
    clauses = "SELECT id FROM clause_changes WHERE change_id = ?"
    for table in ("fact_changes", "clause_change_categories"):
        sql = f"DELETE FROM {table} WHERE clause_change_id IN ({clauses})"  # noqa: S608
        db.execute(sql, (change_id,))
    db.execute("DELETE FROM clause_changes WHERE change_id = ?", (change_id,))
    db.update("changes", change_id, _columns(record))
    _insert_clause_changes(db, change_id, record.clause_changes)


def find_change(db: Database, version_id: int) -> Change | None:
    """The change that led to a version."""
    row = db.row("SELECT * FROM changes WHERE version_id = ?", (version_id,))
    return _change(db, row) if row else None


def get_change(db: Database, change_id: int) -> Change:
    row = db.row("SELECT * FROM changes WHERE id = ?", (change_id,))
    assert row is not None, "a foreign key holds"
    return _change(db, row)


def uncompared_version_ids(db: Database) -> list[int]:
    """Versions after the first that have no change row yet, oldest first."""
    rows = db.rows(
        "SELECT versions.id FROM versions LEFT JOIN changes ON changes.version_id = versions.id "
        "WHERE versions.previous_version_id IS NOT NULL AND changes.id IS NULL "
        "ORDER BY versions.id"
    )
    return [row["id"] for row in rows]


def confirm_change(db: Database, change_id: int, *, now: str | None) -> None:
    """``None`` takes the confirmation back."""
    db.update("changes", change_id, {"confirmed_at": now})


def reclassify(db: Database, change_id: int, change_class: ChangeClass) -> None:
    """A flap that stayed becomes a rollback."""
    db.update("changes", change_id, {"class": change_class})


def _insert_clause_changes(db: Database, change_id: int, clauses: Iterable[ClauseChange]) -> None:
    categories: list[tuple[int, int, str]] = []
    facts: list[tuple[int, str, str | None, str | None, str]] = []
    for position, clause in enumerate(clauses):
        clause_id = db.insert(
            "clause_changes",
            {
                "change_id": change_id,
                "position": position,
                "kind": clause.kind,
                "language": clause.language,
                "weight": clause.weight,
                "heading_path": _json(clause.heading_path),
                "before": clause.before,
                "after": clause.after,
                "diff": _json(clause.diff),
            },
        )
        categories += [(clause_id, rank, name) for rank, name in enumerate(clause.categories)]
        facts += [
            (clause_id, fact.fact, fact.before, fact.after, fact.direction) for fact in clause.facts
        ]
    db.connection.executemany(
        "INSERT INTO clause_change_categories (clause_change_id, position, category) "
        "VALUES (?, ?, ?)",
        categories,
    )
    db.connection.executemany(
        "INSERT INTO fact_changes (clause_change_id, fact, before, after, direction) "
        "VALUES (?, ?, ?, ?, ?)",
        facts,
    )


def _columns(record: ChangeRecord) -> dict[str, object]:
    return {
        "version_id": record.version_id,
        "previous_version_id": record.previous_version_id,
        "created_at": record.created_at,
        "revision": record.revision,
        "class": record.change_class,
        "material": record.material,
        "silent": int(record.silent),
        "severity": record.severity,
        "reasons": _json(record.reasons),
        "categories": _json(record.categories),
        "effective_status": record.effective.status,
        "effective_old": record.effective.old,
        "effective_new": record.effective.new,
        "updated_status": record.updated.status,
        "updated_old": record.updated.old,
        "updated_new": record.updated.new,
        "parties_added": _json(record.parties_added),
        "parties_removed": _json(record.parties_removed),
        "summary": record.summary,
    }


def _change(db: Database, row: sqlite3.Row) -> Change:
    record = ChangeRecord(
        version_id=row["version_id"],
        previous_version_id=row["previous_version_id"],
        created_at=row["created_at"],
        revision=row["revision"],
        change_class=row["class"],
        material=row["material"],
        silent=bool(row["silent"]),
        severity=row["severity"],
        reasons=tuple(json.loads(row["reasons"])),
        categories=tuple(json.loads(row["categories"])),
        effective=_date_change(row, "effective"),
        updated=_date_change(row, "updated"),
        parties_added=tuple(json.loads(row["parties_added"])),
        parties_removed=tuple(json.loads(row["parties_removed"])),
        summary=row["summary"],
        clause_changes=_clause_changes(db, row["id"]),
    )
    return Change(id=row["id"], record=record, confirmed_at=row["confirmed_at"])


def _date_change(row: sqlite3.Row, field: str) -> DateChange:
    return DateChange(
        status=DateStatus(row[f"{field}_status"]),
        old=row[f"{field}_old"],
        new=row[f"{field}_new"],
    )


def _clause_changes(db: Database, change_id: int) -> tuple[ClauseChange, ...]:
    """Those of a change; their categories and facts are asked for all at once."""
    rows = db.rows(
        "SELECT * FROM clause_changes WHERE change_id = ? ORDER BY position", (change_id,)
    )
    categories: dict[int, list[Category]] = {row["id"]: [] for row in rows}
    facts: dict[int, list[FactChange]] = {row["id"]: [] for row in rows}
    mine = "clause_change_id IN (SELECT id FROM clause_changes WHERE change_id = ?)"
    for row in db.rows(
        f"SELECT * FROM clause_change_categories WHERE {mine} ORDER BY position",  # noqa: S608
        (change_id,),
    ):
        categories[row["clause_change_id"]].append(Category(row["category"]))
    for row in db.rows(f"SELECT * FROM fact_changes WHERE {mine} ORDER BY id", (change_id,)):  # noqa: S608
        facts[row["clause_change_id"]].append(
            FactChange(
                fact=row["fact"],
                before=row["before"],
                after=row["after"],
                direction=row["direction"],
            )
        )
    return tuple(_clause_change(row, categories[row["id"]], facts[row["id"]]) for row in rows)


def _clause_change(
    row: sqlite3.Row, categories: Sequence[Category], facts: Sequence[FactChange]
) -> ClauseChange:
    return ClauseChange(
        kind=ClauseChangeKind(row["kind"]),
        categories=tuple(categories),
        heading_path=tuple(json.loads(row["heading_path"])),
        before=row["before"],
        after=row["after"],
        diff=tuple((op, text) for op, text in json.loads(row["diff"])),
        facts=tuple(facts),
        language=row["language"],
        weight=row["weight"],
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
