"""Versions: canonical texts derived from snapshots, numbered from 1 per source."""

from __future__ import annotations

import sqlite3

from storage.blobs import get_blob, put_blob
from storage.chain import ChainEvent, append_to_chain
from storage.database import Database
from storage.document import Document, from_markdown
from storage.model import VersionKind
from storage.values import field_names, value


@value
class NewVersion:
    """A version about to be recorded. ``markdown`` is canonical Markdown (storage.document)."""

    source_id: int
    kind: VersionKind
    snapshot_id: int
    fetched_at: str
    recorded_at: str
    extractor_revision: int
    rules_digest: str
    format: str
    charset: str | None
    title: str | None
    words: int
    text_digest: str
    masked_digest: str
    markdown: str


@value
class Version:
    """``same_text_as_id`` is the first earlier version with this text: the page went back to it."""

    id: int
    source_id: int
    number: int
    kind: VersionKind
    snapshot_id: int
    previous_version_id: int | None
    same_text_as_id: int | None
    fetched_at: str
    recorded_at: str
    extractor_revision: int
    rules_digest: str
    format: str
    charset: str | None
    title: str | None
    words: int
    text_digest: str
    masked_digest: str
    markdown_digest: str


def insert_version(db: Database, new: NewVersion) -> Version:
    """Record the next version of a source and make it the current one. Inside a transaction."""
    current = current_version(db, new.source_id)
    known = find_known_text(db, new.source_id, new.text_digest, new.masked_digest)
    markdown_digest = put_blob(
        db, new.markdown.encode(), near=current.markdown_digest if current else None
    )
    values = {name: getattr(new, name) for name in field_names(NewVersion) if name != "markdown"}
    version_id = db.insert(
        "versions",
        values
        | {
            "number": current.number + 1 if current else 1,
            "previous_version_id": current.id if current else None,
            "same_text_as_id": known.id if known else None,
            "markdown_digest": markdown_digest,
        },
    )
    db.update("sources", new.source_id, {"current_version_id": version_id})
    append_to_chain(db, version_id, ChainEvent.RECORDED)
    return get_version(db, version_id)


def get_version(db: Database, version_id: int) -> Version:
    row = db.row("SELECT * FROM versions WHERE id = ?", (version_id,))
    assert row is not None, "a foreign key holds"
    return _version(row)


def current_version(db: Database, source_id: int) -> Version | None:
    row = db.row(
        "SELECT versions.* FROM versions JOIN sources ON sources.current_version_id = versions.id "
        "WHERE sources.id = ?",
        (source_id,),
    )
    return _version(row) if row else None


def add_reading(db: Database, version: Version, text_digest: str, masked_digest: str) -> None:
    """How the bytes of a version read under other rules, or by another extractor, than its own.

    The version stays as it was recorded; its text is known again in what comes.
    """
    db.execute(
        "INSERT OR IGNORE INTO readings (version_id, source_id, text_digest, masked_digest) "
        "VALUES (?, ?, ?, ?)",
        (version.id, version.source_id, text_digest, masked_digest),
    )


def find_known_text(
    db: Database, source_id: int, text_digest: str, masked_digest: str
) -> Version | None:
    """The first version of the source with this text, with or without masks, in any reading."""
    row = db.row(  # by number, not by id: an import may have recorded earlier versions later
        f"SELECT * FROM versions WHERE id IN ({_KNOWN}) ORDER BY number LIMIT 1",  # noqa: S608
        {"source": source_id, "text": text_digest, "masked": masked_digest},
    )
    return _version(row) if row else None


def have_same_text(db: Database, one: Version, other: Version) -> bool:
    """Whether two versions of a source have one text, with or without masks, in any reading."""
    if one.text_digest == other.text_digest or one.masked_digest == other.masked_digest:
        return True
    row = db.row(
        f"SELECT 1 FROM versions WHERE id = :one AND id IN ({_KNOWN})",  # noqa: S608
        {
            "one": one.id,
            "source": other.source_id,
            "text": other.text_digest,
            "masked": other.masked_digest,
        },
    )
    return row is not None


_KNOWN = """
SELECT id FROM versions WHERE source_id = :source AND text_digest = :text UNION ALL
SELECT id FROM versions WHERE source_id = :source AND masked_digest = :masked UNION ALL
SELECT version_id FROM readings WHERE source_id = :source AND text_digest = :text UNION ALL
SELECT version_id FROM readings WHERE source_id = :source AND masked_digest = :masked
"""


def versions_of(db: Database, source_id: int) -> list[Version]:
    """Oldest first."""
    rows = db.rows("SELECT * FROM versions WHERE source_id = ? ORDER BY number", (source_id,))
    return [_version(row) for row in rows]


def find_version(db: Database, source_id: int, number: int) -> Version | None:
    row = db.row("SELECT * FROM versions WHERE source_id = ? AND number = ?", (source_id, number))
    return _version(row) if row else None


def version_at(db: Database, source_id: int, instant: str) -> Version | None:
    """The version that stood at an instant: the last one fetched at or before it."""
    row = db.row(
        "SELECT * FROM versions WHERE source_id = ? AND fetched_at <= ? "
        "ORDER BY fetched_at DESC, number DESC LIMIT 1",
        (source_id, instant),
    )
    return _version(row) if row else None


def version_markdown(db: Database, version: Version) -> str:
    return get_blob(db, version.markdown_digest).decode()


def version_document(db: Database, version: Version) -> Document:
    return Document(title=version.title, blocks=from_markdown(version_markdown(db, version)))


def _version(row: sqlite3.Row) -> Version:
    values = {name: row[name] for name in field_names(Version) if name != "kind"}
    return Version(**values, kind=VersionKind(row["kind"]))
