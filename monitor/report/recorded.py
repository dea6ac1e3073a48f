"""Recorded rows as views: a change with its tables, a source, a version, parties and dates.

Everything here reads one source, or one change, at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from monitor.change_shape import change_shape
from monitor.report.changes import ChangeContext, change_view
from monitor.report.model import ChangeView, DateRow, PartyRow, SourceView, VersionRow
from monitor.report.tables import TableRows, table_rows
from monitor.report.words import category_label, class_label, health_label, in_days, severity_of
from monitor.timeline import EntryKind, TimelineEntry, make_timeline
from monitor.told_apart import told_apart
from storage.changes import ChangeRecord, get_change
from storage.database import Database
from storage.document import CELL_SEPARATOR
from storage.history import HistoryEntry
from storage.model import ClauseChange, SourceState, VersionKind
from storage.sources import Source
from storage.stated_dates import StatedVersion
from storage.versions import Version, get_version, version_document

_KINDS = {
    VersionKind.FIRST: "First version",
    VersionKind.UPDATE: "Not compared yet",
    VersionKind.TECHNICAL: "Read anew by us",
}
_ALARMING = (EntryKind.NEVER_APPLIED, EntryKind.MOVED_BACK, EntryKind.SILENT_CHANGE)


def source_view(source: Source, language: str = "") -> SourceView:
    return SourceView(
        anchor=f"s{source.id}",
        key=source.key,
        service=source.service,
        terms_type=source.terms_type,
        address=source.url,
        health=health_label(source.health),
        watched=source.state is not SourceState.REMOVED,
        language=language,
        last_seen_at=source.last_verified_at,
        last_reason=source.last_reason,
    )


def change_anchor(source_id: int, number: int) -> str:
    """The id of a change in a page: the same in every report of a database."""
    return f"s{source_id}v{number}"


def recorded_change(db: Database, change_id: int) -> ChangeView:
    """A change as it was recorded."""
    record = get_change(db, change_id).record
    version = get_version(db, record.version_id)
    previous = get_version(db, record.previous_version_id)
    return change_view(
        recorded_shape(record), change_context(db, previous, version, record.clause_changes)
    )


def change_context(
    db: Database, old: Version, new: Version, clauses: Iterable[ClauseChange] | None = None
) -> ChangeContext:
    """What is known around a comparison of two stored versions.

    Their documents are read only where a clause may be a row of a table.
    """
    return ChangeContext(
        anchor=change_anchor(new.source_id, new.number),
        title=f"Version {old.number} to {new.number}",
        version=new.number,
        previous_version=old.number,
        captured_at=new.fetched_at,
        previous_captured_at=old.fetched_at,
        old_rows=_rows(db, old, None if clauses is None else [one.before for one in clauses]),
        new_rows=_rows(db, new, None if clauses is None else [one.after for one in clauses]),
    )


def _rows(db: Database, version: Version, texts: Sequence[str | None] | None) -> TableRows:
    if texts is not None and not any(text and CELL_SEPARATOR in text for text in texts):
        return TableRows()
    return table_rows(version_document(db, version).blocks)


def recorded_shape(record: ChangeRecord) -> dict[str, Any]:
    """The JSON of `compare`, with its summary and the language of each clause beside it."""
    shape = change_shape(record)
    for clause, known in zip(shape["clause_changes"], record.clause_changes, strict=True):
        clause["language"] = known.language
    return shape | {"summary": record.summary}


def version_rows(
    entries: Sequence[HistoryEntry], anchors: Mapping[int, str] | None = None
) -> list[VersionRow]:
    """The rows of a table; ``anchors`` of the changes that the page shows, by number."""
    told = told_apart((entry.source, entry.fetched_at) for entry in entries)
    return [
        _version_row(entry, seen, (anchors or {}).get(entry.version))
        for entry, seen in zip(entries, told, strict=True)
    ]


def _version_row(entry: HistoryEntry, seen: str, anchor: str | None) -> VersionRow:
    what = class_label(entry.change_class, entry.material).words if entry.change_class else None
    return VersionRow(
        number=entry.version,
        captured_at=entry.fetched_at,
        seen=seen,
        what=what or _KINDS[VersionKind(entry.kind)],
        severity=None if entry.severity is None else severity_of(entry.severity),
        silent=bool(entry.silent),
        effective_on=entry.effective_on,
        updated_on=entry.updated_on,
        summary=entry.summary or "",
        anchor=anchor,
    )


def date_rows(versions: Sequence[StatedVersion], *, today: date) -> Iterator[DateRow]:
    """What became of the stated dates, the latest first."""
    for entry in reversed(make_timeline(versions, as_of=today)):
        yield DateRow(
            on=entry.on,
            what=timeline_words(entry),
            version=entry.version,
            captured_at=entry.captured_at,
            text=entry.text,
            alarming=entry.kind in _ALARMING,
        )


def timeline_words(entry: TimelineEntry) -> str:
    """What an entry of a timeline says, in a few words."""
    said = _entry_words(entry)
    return f"{said}; day and month could be the other way round" if entry.ambiguous else said


def _entry_words(entry: TimelineEntry) -> str:
    match entry.kind:
        case EntryKind.EFFECTIVE | EntryKind.UPDATED:
            return f"{entry.kind.value.capitalize()}, {_stood(entry)}"
        case EntryKind.UPCOMING:
            return f"Takes effect {in_days(entry.days_left)}"
        case EntryKind.NEVER_APPLIED:
            return f"Never applied; {entry.instead or 'no date'} instead"
        case EntryKind.MOVED_BACK:
            return f"The {entry.date} date moved back from {entry.before}"
        case EntryKind.SILENT_CHANGE:
            stood = "the date did not" if entry.on else "no date is stated"
            return f"The text changed, {stood}"
        case EntryKind.DATE_ONLY:
            return f"Only the {entry.date} date changed; it was {entry.before or 'not stated'}"


def _stood(entry: TimelineEntry) -> str:
    if entry.current:
        return "stands"
    seen = (entry.last_seen_at or entry.captured_at)[:10]
    return f"last seen {seen} in version {entry.last_version}"


def party_rows(db: Database, source_id: int, *, since: str, until: str) -> list[PartyRow]:
    """Parties that a source named within a period; those that it names now come first."""
    rows = db.rows(
        """
        SELECT parties.name, max(parties.categories) AS categories,
          min(versions.number) AS first_number, min(versions.fetched_at) AS first_seen_at,
          max(versions.number) AS last_number, max(versions.fetched_at) AS last_seen_at,
          (SELECT max(number) FROM versions WHERE source_id = :source AND fetched_at <= :until)
            AS latest
        FROM versions JOIN parties ON parties.version_id = versions.id
        WHERE versions.source_id = :source AND versions.fetched_at <= :until
        GROUP BY parties.name
        HAVING max(versions.fetched_at) >= :since OR last_number = latest
        ORDER BY last_number = latest DESC, parties.name
        """,
        {"source": source_id, "since": since, "until": until},
    )
    return [
        PartyRow(
            name=row["name"],
            categories=tuple(category_label(name) for name in json.loads(row["categories"])),
            first_version=row["first_number"],
            first_seen_at=row["first_seen_at"],
            last_version=row["last_number"],
            last_seen_at=row["last_seen_at"],
            current=row["last_number"] == row["latest"],
        )
        for row in rows
    ]
