"""Recorded rows as views: a change with its tables, a source, a version, parties and dates.

Everything here reads one source, or one change, at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from monitor.change_shape import change_shape
from monitor.report.changes import ChangeContext, change_view, summary_in
from monitor.report.model import ChangeView, DateRow, PartyRow, SourceView, VersionRow
from monitor.report.tables import TableRows, table_rows
from monitor.report.words import (
    ENGLISH,
    Frame,
    category_label,
    class_label,
    health_label,
    in_days,
    severity_of,
)
from monitor.timeline import EntryKind, TimelineEntry, make_timeline
from monitor.told_apart import told_apart
from storage.changes import ChangeRecord, get_change
from storage.database import Database
from storage.document import CELL_SEPARATOR
from storage.history import HistoryEntry
from storage.model import ClauseChange, SourceState
from storage.sources import Source
from storage.stated_dates import StatedVersion
from storage.versions import Version, get_version, version_document

_ALARMING = (EntryKind.NEVER_APPLIED, EntryKind.MOVED_BACK, EntryKind.SILENT_CHANGE)


def source_view(source: Source, language: str = "", frame: Frame = ENGLISH) -> SourceView:
    return SourceView(
        anchor=f"s{source.id}",
        key=source.key,
        service=source.service,
        terms_type=source.terms_type,
        address=source.url,
        health=health_label(source.health, frame),
        watched=source.state is not SourceState.REMOVED,
        language=language,
        last_seen_at=source.last_verified_at,
        last_reason=source.last_reason,
    )


def change_anchor(source_id: int, number: int) -> str:
    """The id of a change in a page: the same in every report of a database."""
    return f"s{source_id}v{number}"


def recorded_change(db: Database, change_id: int, frame: Frame = ENGLISH) -> ChangeView:
    """A change as it was recorded."""
    record = get_change(db, change_id).record
    version = get_version(db, record.version_id)
    previous = get_version(db, record.previous_version_id)
    return change_view(
        recorded_shape(record), change_context(db, previous, version, record.clause_changes, frame)
    )


def change_context(
    db: Database,
    old: Version,
    new: Version,
    clauses: Iterable[ClauseChange] | None = None,
    frame: Frame = ENGLISH,
) -> ChangeContext:
    """What is known around a comparison of two stored versions.

    Their documents are read only where a clause may be a row of a table.
    """
    return ChangeContext(
        anchor=change_anchor(new.source_id, new.number),
        title=frame.say("version_to", old=old.number, new=new.number),
        frame=frame,
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


def told_rows(db: Database, entries: Sequence[HistoryEntry], frame: Frame) -> list[VersionRow]:
    """The rows of a table with every summary in the language of the frame."""
    return version_rows(entries, frame=frame, summaries=told_summaries(db, entries, frame))


def told_summaries(
    db: Database, entries: Iterable[HistoryEntry], frame: Frame
) -> dict[int, str] | None:
    """By change; None in English, for the recorded ones are."""
    if frame is ENGLISH:
        return None
    return {
        one.change_id: told_summary(db, one.change_id, one.summary, frame)
        for one in entries
        if one.change_id is not None
    }


def told_summary(db: Database, change_id: int | None, recorded: str | None, frame: Frame) -> str:
    """The line on a change: as it was recorded, or in another language than English made anew."""
    if frame is ENGLISH or change_id is None:
        return recorded or ""
    return summary_in(recorded_shape(get_change(db, change_id).record), frame)


def version_rows(
    entries: Sequence[HistoryEntry],
    anchors: Mapping[int, str] | None = None,
    frame: Frame = ENGLISH,
    summaries: Mapping[int, str] | None = None,
) -> list[VersionRow]:
    """The rows of a table; ``anchors`` of the changes that the page shows, by number.

    ``summaries`` in the language of the frame, by change, instead of the recorded ones.
    """
    told = told_apart((entry.source, entry.fetched_at) for entry in entries)
    return [
        _version_row(entry, seen, (anchors or {}).get(entry.version), frame, summaries)
        for entry, seen in zip(entries, told, strict=True)
    ]


def _version_row(
    entry: HistoryEntry,
    seen: str,
    anchor: str | None,
    frame: Frame,
    summaries: Mapping[int, str] | None,
) -> VersionRow:
    summary = entry.summary if summaries is None else summaries.get(entry.change_id or 0)
    what = None
    if entry.change_class:
        what = class_label(entry.change_class, entry.material, frame).words
    return VersionRow(
        number=entry.version,
        captured_at=entry.fetched_at,
        seen=seen,
        what=what or frame.of("first", entry.kind),
        severity=None if entry.severity is None else severity_of(entry.severity, frame),
        silent=bool(entry.silent),
        effective_on=entry.effective_on,
        updated_on=entry.updated_on,
        summary=summary or "",
        anchor=anchor,
    )


def date_rows(
    versions: Sequence[StatedVersion],
    *,
    today: date,
    frame: Frame = ENGLISH,
    summaries: Mapping[int, str] | None = None,
) -> Iterator[DateRow]:
    """What became of the stated dates, the latest first.

    ``summaries`` of silent changes in the language of the frame, by the number of their version.
    """
    for entry in reversed(make_timeline(versions, as_of=today)):
        text = entry.text
        if entry.kind is EntryKind.SILENT_CHANGE and summaries is not None:
            text = summaries.get(entry.version, "")
        yield DateRow(
            on=entry.on,
            what=timeline_words(entry, frame),
            version=entry.version,
            captured_at=entry.captured_at,
            text=text,
            alarming=entry.kind in _ALARMING,
        )


def timeline_words(entry: TimelineEntry, frame: Frame = ENGLISH) -> str:
    """What an entry of a timeline says, in a few words."""
    said = _entry_words(entry, frame)
    return frame.say("ambiguous", said=said) if entry.ambiguous else said


def _entry_words(entry: TimelineEntry, frame: Frame) -> str:
    match entry.kind:
        case EntryKind.EFFECTIVE | EntryKind.UPDATED:
            return frame.say(f"was_{entry.kind.value}", stood=_stood(entry, frame))
        case EntryKind.UPCOMING:
            return frame.say("takes_effect", when=in_days(entry.days_left, frame))
        case EntryKind.NEVER_APPLIED:
            return frame.say("never_applied", instead=entry.instead or frame.say("no_date"))
        case EntryKind.MOVED_BACK:
            return frame.say(f"{entry.date}_back", before=entry.before)
        case EntryKind.SILENT_CHANGE:
            return frame.say("silent_dated" if entry.on else "silent_undated")
        case EntryKind.DATE_ONLY:
            before = entry.before or frame.say("not_stated")
            return frame.say(f"only_{entry.date}", before=before)


def _stood(entry: TimelineEntry, frame: Frame) -> str:
    if entry.current:
        return frame.say("stands")
    seen = (entry.last_seen_at or entry.captured_at)[:10]
    return frame.say("last_stood", day=seen, n=entry.last_version)


def party_rows(
    db: Database, source_id: int, *, since: str, until: str, frame: Frame = ENGLISH
) -> list[PartyRow]:
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
            categories=tuple(category_label(name, frame) for name in json.loads(row["categories"])),
            first_version=row["first_number"],
            first_seen_at=row["first_seen_at"],
            last_version=row["last_number"],
            last_seen_at=row["last_seen_at"],
            current=row["last_number"] == row["latest"],
        )
        for row in rows
    ]
