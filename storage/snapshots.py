"""Snapshots: the bytes as received, with what was received around them."""

from __future__ import annotations

import json
import sqlite3

from storage.blobs import get_blob, put_blob
from storage.database import Database
from storage.values import value

Headers = tuple[tuple[str, str], ...]


@value
class Snapshot:
    id: int
    source_id: int
    fetch_id: int
    fetched_at: str
    url: str
    http_status: int
    headers: Headers
    content_type: str | None
    body_digest: str


@value
class NewSnapshot:
    """``near`` is the digest of an earlier body of the source that this one may resemble."""

    source_id: int
    fetch_id: int
    fetched_at: str
    url: str
    http_status: int
    headers: Headers
    content_type: str | None
    body: bytes
    body_digest: str
    near: str | None


def insert_snapshot(db: Database, new: NewSnapshot) -> int:
    put_blob(db, new.body, digest=new.body_digest, near=new.near)
    return db.insert(
        "snapshots",
        {
            "source_id": new.source_id,
            "fetch_id": new.fetch_id,
            "fetched_at": new.fetched_at,
            "url": new.url,
            "http_status": new.http_status,
            "headers": json.dumps(new.headers, ensure_ascii=False),
            "content_type": new.content_type,
            "body_digest": new.body_digest,
        },
    )


def get_snapshot(db: Database, snapshot_id: int) -> Snapshot:
    row = db.row("SELECT * FROM snapshots WHERE id = ?", (snapshot_id,))
    assert row is not None, "a foreign key holds"
    return _snapshot(row)


def snapshot_body(db: Database, snapshot: Snapshot) -> bytes:
    """The bytes as received; raises CorruptBlob rather than returning others."""
    return get_blob(db, snapshot.body_digest)


def stored_headers(db: Database, snapshot_id: int) -> str:
    """The headers as they are stored: the JSON that the evidence chain has the digest of."""
    row = db.row("SELECT headers FROM snapshots WHERE id = ?", (snapshot_id,))
    assert row is not None, "a foreign key holds"
    return str(row["headers"])


def _snapshot(row: sqlite3.Row) -> Snapshot:
    return Snapshot(
        id=row["id"],
        source_id=row["source_id"],
        fetch_id=row["fetch_id"],
        fetched_at=row["fetched_at"],
        url=row["url"],
        http_status=row["http_status"],
        headers=tuple((name, value) for name, value in json.loads(row["headers"])),
        content_type=row["content_type"],
        body_digest=row["body_digest"],
    )
