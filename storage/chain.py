"""The evidence chain: what was recorded of each version, in the order in which it was recorded.

One chain per source. An entry is one line of JSON that says which bytes were received when and
from where, and which text was read from them; it holds the SHA-256 of the entry before it. Who
knows the digest of the last entry (an alert, a bundle, a printed report) can tell whether anything
before it was altered, left out or put in later, with nothing but SHA-256.

Entries are never changed. A version that an import moves to an earlier capture, or that
``reprocess --all`` reads again, gets a new entry; the last one about a version is how it stands.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from storage.database import Database
from storage.values import value

CHAIN_FORMAT = 1


class ChainEvent(StrEnum):
    """Why an entry was written."""

    RECORDED = "recorded"
    MOVED = "moved"  # an import found that the text had been seen earlier
    READ_AGAIN = "read_again"  # the stored bytes were read by a newer extractor or under new rules


@value
class ChainLink:
    """``entry`` is the very line whose UTF-8 bytes were hashed into ``digest``."""

    source_id: int
    position: int
    version_id: int
    entry: str
    digest: str

    @property
    def values(self) -> dict[str, Any]:
        """What the entry says."""
        return entry_values(self.entry)


def append_to_chain(db: Database, version_id: int, event: ChainEvent) -> str:
    """Write down how a version stands now; returns the digest. Inside its transaction."""
    version = _version(db, version_id)
    last = db.row(
        "SELECT position, digest FROM chain WHERE source_id = ? ORDER BY position DESC LIMIT 1",
        (version["source_id"],),
    )
    position = last["position"] + 1 if last else 1
    entry = _line(
        {
            "chain": CHAIN_FORMAT,
            "position": position,
            "previous": last["digest"] if last else None,
            "event": event.value,
            "record": version_id,
            "source": version["key"],
        }
        | evidence_of(version)
    )
    digest = entry_digest(entry)
    db.insert(
        "chain",
        {
            "source_id": version["source_id"],
            "position": position,
            "version_id": version_id,
            "entry": entry,
            "digest": digest,
        },
    )
    return digest


def entry_digest(entry: str) -> str:
    """SHA-256 of the line in UTF-8, in lower-case hex."""
    return hashlib.sha256(entry.encode("utf-8", "surrogatepass")).hexdigest()


def entry_values(entry: str) -> dict[str, Any]:
    """What an entry says. Raises ValueError for what is no JSON object."""
    try:
        found = json.loads(entry)
    except RecursionError:
        found = None
    if not isinstance(found, dict):
        raise ValueError("the entry is no JSON object")  # noqa: TRY004  the text is the value
    return found


def headers_digest(headers: str) -> str:
    """SHA-256 of the headers as they are stored: JSON of pairs of name and value."""
    return hashlib.sha256(headers.encode("utf-8", "surrogatepass")).hexdigest()


def chain_of(db: Database, source_id: int) -> list[ChainLink]:
    """All entries of a source, oldest first."""
    rows = db.rows(
        "SELECT source_id, position, version_id, entry, digest FROM chain "
        "WHERE source_id = ? ORDER BY position",
        (source_id,),
    )
    return [ChainLink(**dict(row)) for row in rows]


def chain_head(db: Database, source_id: int) -> str | None:
    """The digest of the last entry: it vouches for all before it."""
    row = db.row(
        "SELECT digest FROM chain WHERE source_id = ? ORDER BY position DESC LIMIT 1", (source_id,)
    )
    return row["digest"] if row else None


def broken_links(links: list[ChainLink]) -> Iterator[str]:
    """What is wrong within one chain, as sentences without a subject."""
    previous: str | None = None
    for place, link in enumerate(links, 1):
        if link.position != place:
            yield f"entry {place} is missing"
            return
        if entry_digest(link.entry) != link.digest:
            yield f"entry {place} no longer has its digest"
            return
        try:
            values = link.values
        except ValueError:
            yield f"entry {place} is no JSON object"
            return
        if values.get("previous") != previous or values.get("position") != place:
            yield f"entry {place} does not follow the one before it"
            return
        if values.get("record") != link.version_id:
            yield f"entry {place} is about another version"
            return
        previous = link.digest


def chain_digest_of(db: Database, version_id: int) -> str | None:
    """The digest of the last entry about a version."""
    row = db.row(
        "SELECT digest FROM chain WHERE version_id = ? ORDER BY position DESC LIMIT 1",
        (version_id,),
    )
    return row["digest"] if row else None


def verify_chain(db: Database, source_id: int) -> Iterator[str]:
    """Sentences about what is wrong: inside the chain, and between it and the versions."""
    links = chain_of(db, source_id)
    broken = list(broken_links(links))
    yield from broken
    if broken:
        return
    last = {link.version_id: link for link in links}
    rows = db.rows(f"{_SELECT} WHERE versions.source_id = ? ORDER BY versions.id", (source_id,))
    for row in rows:
        link = last.get(row["id"])
        if link is None:
            yield f"version {row['number']} has no entry"
            continue
        said = link.values
        for name, found in evidence_of(row).items():
            if said.get(name) != found:
                yield f"version {row['number']} is not as recorded in entry {link.position}: {name}"


def evidence_of(row: sqlite3.Row) -> dict[str, Any]:
    """What an entry says of a version and of the bytes that it was read from."""
    return {
        "kind": row["kind"] if row["kind"] == "technical" else "text",
        "fetched_at": row["fetched_at"],
        "recorded_at": row["recorded_at"],
        "received_at": row["received_at"],
        "url": row["url"],
        "http_status": row["http_status"],
        "headers_sha256": headers_digest(row["headers"]),
        "body_sha256": row["body_digest"],
        "format": row["format"],
        "markdown_sha256": row["markdown_digest"],
        "text_sha256": row["text_digest"],
        "extractor": row["extractor_revision"],
        "rules_sha256": row["rules_digest"],
    }


_SELECT = """
SELECT versions.*, sources.key, snapshots.fetched_at AS received_at, snapshots.url,
  snapshots.http_status, snapshots.headers, snapshots.body_digest
FROM versions JOIN snapshots ON snapshots.id = versions.snapshot_id
JOIN sources ON sources.id = versions.source_id
"""


def _version(db: Database, version_id: int) -> sqlite3.Row:
    row = db.row(f"{_SELECT} WHERE versions.id = ?", (version_id,))
    assert row is not None, "recorded in this transaction"
    return row


def _line(values: dict[str, Any]) -> str:
    """Without spaces, ASCII: the same bytes wherever it is written."""
    return json.dumps(values, separators=(",", ":"))
