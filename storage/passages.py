"""Passages: every distinct block of a source once, with the versions in which it stood.

They carry the full-text index (SQLite FTS5, trigrams over folded text, so that Arabic, Hebrew and
parts of words are found) and answer "since when does this sentence stand there".
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from itertools import chain

from storage.database import Database
from storage.document import Block
from storage.folding import fold, without_particle
from storage.model import SourceState
from storage.values import field_names, value
from storage.versions import Version, version_document, versions_of

_SHORTEST_TRIGRAM = 3
_AT_ONCE = 150  # rows of five values in one statement; older SQLite takes 999 values
_MOST_CANDIDATES = 50_000  # passages; putting more in the order of their time takes too long


@value
class Hit:
    """A passage that matches a search; ``last_number`` None: it stands in the current version.

    ``verified_at`` is when its page was last verified; ``watched``: it is in the watchlist still.
    """

    source_key: str
    service: str
    terms_type: str
    kind: str
    text: str
    first_number: int
    first_seen_at: str
    last_number: int | None
    last_seen_at: str | None
    verified_at: str | None
    watched: bool


def unindexed_version_ids(db: Database, limit: int) -> list[int]:
    """Oldest first."""
    rows = db.rows(
        "SELECT id FROM versions WHERE id NOT IN (SELECT version_id FROM indexed_versions) "
        "ORDER BY id LIMIT ?",
        (limit,),
    )
    return [row["id"] for row in rows]


def index_version(db: Database, version: Version, blocks: Sequence[Block]) -> None:
    """Add a version to the index; versions of a source come in order. Inside a transaction."""
    wanted = {_digest(block): block for block in blocks if block.text}
    standing = {
        row["digest"]: row["id"]
        for row in db.rows(
            "SELECT digest, id FROM passages JOIN passage_spans ON passage_id = id "
            "WHERE source_id = ? AND last_number IS NULL",
            (version.source_id,),
        )
    }
    db.connection.executemany(
        "UPDATE passage_spans SET last_number = ? WHERE passage_id = ? AND last_number IS NULL",
        [
            (version.number - 1, passage)
            for digest, passage in standing.items()
            if digest not in wanted
        ],
    )
    fresh = {digest: block for digest, block in wanted.items() if digest not in standing}
    _record(db, version.source_id, fresh)
    _begin_spans(db, version, list(fresh))
    db.insert("indexed_versions", {"version_id": version.id})


def reindex_source(db: Database, source_id: int) -> None:
    """Index all versions of a source anew, after their numbers or texts changed. In a transaction.

    Passages stay: one that stands in no version any more is found by no search.
    """
    passages = "SELECT id FROM passages WHERE source_id = ?"
    db.execute(f"DELETE FROM passage_spans WHERE passage_id IN ({passages})", (source_id,))  # noqa: S608
    versions = "SELECT id FROM versions WHERE source_id = ?"
    db.execute(f"DELETE FROM indexed_versions WHERE version_id IN ({versions})", (source_id,))  # noqa: S608
    for version in versions_of(db, source_id):
        index_version(db, version, version_document(db, version).blocks)


def search_passages(
    db: Database,
    query: str,
    *,
    every_version: bool,
    source_id: int | None,
    limit: int,
    most: int = _MOST_CANDIDATES,
) -> list[Hit]:
    """Passages that contain ``query``, folded, the latest first seen first.

    With ``every_version`` also those that stand no more. Of what very many sources say (see
    :func:`is_common`) only the ``most`` passages that were recorded last are looked through. Where
    nobody writes it so, it is looked for without the article and prepositions at its beginning.
    """
    folded = _folded_query(query)
    for words in dict.fromkeys((folded, without_particle(folded))):
        hits = _search(
            db, words, every_version=every_version, source_id=source_id, limit=limit, most=most
        )
        if hits:
            return hits
    return []


def _search(
    db: Database,
    folded: str,
    *,
    every_version: bool,
    source_id: int | None,
    limit: int,
    most: int,
) -> list[Hit]:
    if not folded:
        return []
    found, wanted = _candidates(folded, in_source=source_id is not None)
    rows = db.rows(
        f"""
        SELECT sources.key AS source_key, services.name AS service, sources.terms_type,
          passages.kind, passages.text, span.first_number, first.fetched_at AS first_seen_at,
          span.last_number, last.fetched_at AS last_seen_at,
          sources.last_verified_at AS verified_at, sources.state
        FROM ({found} ORDER BY 1 DESC LIMIT :most) AS candidates
        JOIN passages ON passages.id = candidates.found
        JOIN passage_spans AS span ON span.passage_id = passages.id
        JOIN sources ON sources.id = passages.source_id
        JOIN services ON services.id = sources.service_id
        JOIN versions AS first
          ON first.source_id = sources.id AND first.number = span.first_number
        LEFT JOIN versions AS last
          ON last.source_id = sources.id AND last.number = span.last_number
        WHERE :every OR span.last_number IS NULL
        ORDER BY first.fetched_at DESC, sources.key, passages.id LIMIT :limit
        """,  # noqa: S608  one of the constants below
        {
            "query": wanted,
            "every": every_version,
            "source": source_id,
            "limit": limit,
            "most": most,
        },
    )
    return [_hit(row) for row in rows]


def is_common(db: Database, query: str, *, most: int = _MOST_CANDIDATES) -> bool:
    """Whether more passages of all sources contain ``query`` than a search looks through."""
    folded = _folded_query(query)
    if not folded:
        return False
    found, wanted = _candidates(folded, in_source=False)
    counted = f"SELECT count(*) FROM ({found} LIMIT :most + 1)"  # noqa: S608
    row = db.row(counted, {"query": wanted, "most": most})
    return row is not None and row[0] > most


_IN_SOURCE = "SELECT id AS found FROM passages WHERE source_id = :source AND instr(folded, :query)"
_INDEXED = "SELECT rowid AS found FROM passages_text WHERE passages_text MATCH :query"
_SCANNED = "SELECT id AS found FROM passages WHERE instr(folded, :query)"


def _candidates(folded: str, *, in_source: bool) -> tuple[str, str]:
    """The query for the ids of passages that match, and what it looks for."""
    if in_source:
        return _IN_SOURCE, folded
    if len(folded) < _SHORTEST_TRIGRAM:
        return _SCANNED, folded
    return _INDEXED, '"' + folded.replace('"', '""') + '"'


def _folded_query(query: str) -> str:
    return " ".join(fold(query).split())


def _record(db: Database, source_id: int, blocks: dict[str, Block]) -> None:
    """Add those of ``blocks``, by their digests, that the source never had.

    Many rows a statement: the full-text index writes what it gathered at the end of each.
    """
    known = {
        row["digest"]
        for row in db.rows(
            "SELECT digest FROM passages WHERE source_id = ? "
            "AND digest IN (SELECT value FROM json_each(?))",
            (source_id, json.dumps(list(blocks))),
        )
    }
    rows = [
        (source_id, digest, block.kind, block.text, " ".join(fold(block.text).split()))
        for digest, block in blocks.items()
        if digest not in known
    ]
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        marks = ", ".join(["(?, ?, ?, ?, ?)"] * len(some))
        db.execute(
            f"INSERT INTO passages (source_id, digest, kind, text, folded) VALUES {marks}",  # noqa: S608
            list(chain.from_iterable(some)),
        )


def _begin_spans(db: Database, version: Version, digests: list[str]) -> None:
    """From this version on the passages with these digests stand."""
    db.execute(
        "INSERT INTO passage_spans (passage_id, first_number) "
        "SELECT id, ? FROM passages WHERE source_id = ? "
        "AND digest IN (SELECT value FROM json_each(?))",
        (version.number, version.source_id, json.dumps(digests)),
    )


def _digest(block: Block) -> str:
    return hashlib.sha256(f"{block.kind}\n{block.text}".encode()).hexdigest()


def _hit(row: sqlite3.Row) -> Hit:
    values = {name: row[name] for name in field_names(Hit) if name != "watched"}
    return Hit(**values, watched=row["state"] != SourceState.REMOVED)
