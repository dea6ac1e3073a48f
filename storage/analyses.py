"""What was understood about each version: dates, languages, categories, parties."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from storage.database import Database
from storage.party_spans import name_in_spans
from storage.values import value

if TYPE_CHECKING:  # it reads texts: bodies, digests, Markdown
    from storage.versions import Version


@value
class NamedParty:
    name: str
    categories: tuple[str, ...]


@value
class AnalysisRecord:
    """``dates`` is the JSON of both stated dates with label and text; the two ``_on`` fields are
    their ISO values, cut to the stated precision. ``revision`` is that of the analysis.
    """

    version_id: int
    revision: int
    languages: tuple[str, ...]
    direction: str
    effective_on: str | None
    updated_on: str | None
    dates: dict[str, object]
    categories: tuple[str, ...]
    parties: tuple[NamedParty, ...]


def put_analysis(db: Database, record: AnalysisRecord) -> None:
    """Insert or replace; an analysis can always be made again from its version."""
    db.execute("DELETE FROM parties WHERE version_id = ?", (record.version_id,))
    db.execute("DELETE FROM analyses WHERE version_id = ?", (record.version_id,))
    db.insert(
        "analyses",
        {
            "version_id": record.version_id,
            "revision": record.revision,
            "languages": json.dumps(record.languages),
            "direction": record.direction,
            "effective_on": record.effective_on,
            "updated_on": record.updated_on,
            "dates": json.dumps(record.dates, ensure_ascii=False),
            "categories": json.dumps(record.categories),
        },
    )
    for party in record.parties:
        db.insert(
            "parties",
            {
                "version_id": record.version_id,
                "name": party.name,
                "categories": json.dumps(party.categories),
            },
        )
    name_in_spans(db, record.version_id, {party.name for party in record.parties})


def get_analysis(db: Database, version_id: int) -> AnalysisRecord | None:
    row = db.row("SELECT * FROM analyses WHERE version_id = ?", (version_id,))
    return _record(db, row) if row else None


def unanalysed_version_ids(db: Database, revision: int, limit: int) -> list[int]:
    """Versions never analysed, or by another revision of the analysis; oldest first."""
    rows = db.rows(
        "SELECT versions.id FROM versions LEFT JOIN analyses ON analyses.version_id = versions.id "
        "WHERE analyses.revision IS NOT ? ORDER BY versions.id LIMIT ?",
        (revision, limit),
    )
    return [row["id"] for row in rows]


def main_language(db: Database, version_id: int | None) -> str | None:
    """The language of most words of a version; None where that is not known."""
    row = db.row("SELECT languages FROM analyses WHERE version_id = ?", (version_id,))
    languages = json.loads(row["languages"]) if row else []
    return str(languages[0]) if languages else None


def earlier_dates(db: Database, version: Version) -> list[dict[str, object]]:
    """What the source's earlier versions stated, oldest first; what several stated is said once."""
    rows = db.rows(
        "SELECT dates FROM analyses JOIN versions ON versions.id = analyses.version_id "
        "WHERE versions.source_id = ? AND versions.number < ? ORDER BY versions.number",
        (version.source_id, version.number),
    )
    return [json.loads(dates) for dates in dict.fromkeys(row["dates"] for row in rows)]


def _record(db: Database, row: sqlite3.Row) -> AnalysisRecord:
    parties = db.rows(
        "SELECT name, categories FROM parties WHERE version_id = ? ORDER BY name",
        (row["version_id"],),
    )
    return AnalysisRecord(
        version_id=row["version_id"],
        revision=row["revision"],
        languages=tuple(json.loads(row["languages"])),
        direction=row["direction"],
        effective_on=row["effective_on"],
        updated_on=row["updated_on"],
        dates=json.loads(row["dates"]),
        categories=tuple(json.loads(row["categories"])),
        parties=tuple(
            NamedParty(name=party["name"], categories=tuple(json.loads(party["categories"])))
            for party in parties
        ),
    )
