"""The wordings of a source over its versions: what stood when, and what each came from.

A wording is the text of a block, whatever kind of block it is. Its stretches are the numbers of the
versions in which it stood.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from storage.database import Database
from storage.model import ClauseChangeKind, VersionKind
from storage.values import value

Stretch = tuple[int, int | None]  # first and last version number; None: up to the latest version


@value
class Wording:
    """``folded`` is the text as it is searched; stretches do not touch, the earliest first."""

    text: str
    folded: str
    stretches: tuple[Stretch, ...]


@value
class DatedVersion:
    """When a version was captured, and the dates that it states (ISO, cut to their precision)."""

    number: int
    kind: VersionKind
    captured_at: str
    effective_on: str | None
    updated_on: str | None


@value
class ClauseStep:
    """What became of a clause with a version; ``diff`` as in a ClauseChange.

    ``technical``: not the page changed, but our own reading of it.
    """

    version: int
    kind: ClauseChangeKind
    heading_path: tuple[str, ...]
    before: str | None
    after: str | None
    diff: tuple[tuple[str, str], ...]
    technical: bool = False


def is_indexed(db: Database, version_id: int) -> bool:
    """Whether the wordings of a version are known; they are read after it is recorded."""
    row = db.row("SELECT 1 FROM indexed_versions WHERE version_id = ?", (version_id,))
    return row is not None


def wordings_of(db: Database, source_id: int) -> dict[str, Wording]:
    """Every wording that stood in a version of a source, by its text."""
    rows = db.rows(
        "SELECT text, folded, first_number, last_number FROM passages "
        "JOIN passage_spans ON passage_id = passages.id WHERE source_id = ? ORDER BY first_number",
        (source_id,),
    )
    folded: dict[str, str] = {}
    spans: dict[str, list[Stretch]] = defaultdict(list)
    for text, as_searched, first, last in rows:
        folded[text] = as_searched
        spans[text].append((first, last))
    return {
        text: Wording(text=text, folded=folded[text], stretches=joined_stretches(found))
        for text, found in spans.items()
    }


def joined_stretches(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same versions in as few stretches as there can be, the earliest first."""
    joined: list[Stretch] = []
    for first, last in sorted(stretches, key=lambda stretch: stretch[0]):
        if joined and (joined[-1][1] is None or first <= joined[-1][1] + 1):
            start, end = joined[-1]
            joined[-1] = (start, None if end is None or last is None else max(end, last))
        else:
            joined.append((first, last))
    return tuple(joined)


def dated_versions(db: Database, source_id: int) -> dict[int, DatedVersion]:
    """By number."""
    rows = db.rows(
        "SELECT number, kind, fetched_at, effective_on, updated_on FROM versions "
        "LEFT JOIN analyses ON analyses.version_id = versions.id "
        "WHERE source_id = ? ORDER BY number",
        (source_id,),
    )
    return {
        row["number"]: DatedVersion(
            number=row["number"],
            kind=VersionKind(row["kind"]),
            captured_at=row["fetched_at"],
            effective_on=row["effective_on"],
            updated_on=row["updated_on"],
        )
        for row in rows
    }


def clause_steps(db: Database, source_id: int, *, technical: bool = False) -> list[ClauseStep]:
    """What became of the clauses of a source, by version.

    With ``technical`` only where our own reading changed and not the page.
    """
    rows = db.rows(
        "SELECT versions.number, versions.kind AS version_kind, clause_changes.* FROM versions "
        "JOIN changes ON changes.version_id = versions.id "
        "JOIN clause_changes ON clause_changes.change_id = changes.id "
        "WHERE versions.source_id = ? AND (versions.kind = ? OR NOT ?) "
        "ORDER BY versions.number, clause_changes.position",
        (source_id, VersionKind.TECHNICAL, technical),
    )
    return [_step(row) for row in rows]


def _step(row: sqlite3.Row) -> ClauseStep:
    return ClauseStep(
        version=row["number"],
        kind=ClauseChangeKind(row["kind"]),
        heading_path=tuple(json.loads(row["heading_path"])),
        before=row["before"],
        after=row["after"],
        diff=tuple((op, text) for op, text in json.loads(row["diff"])),
        technical=row["version_kind"] == VersionKind.TECHNICAL,
    )
