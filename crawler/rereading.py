"""Stored bytes, read again by the present rules and extractor."""

from __future__ import annotations

from crawler.extract import Extraction, extract
from storage.database import Database
from storage.errors import CorruptBlob, ExtractError
from storage.snapshots import Snapshot, snapshot_body
from storage.sources import Source


def read_again(db: Database, source: Source, snapshot: Snapshot) -> Extraction | None:
    """What a snapshot shows; None where it cannot be read or is not the document any more.

    A selector that finds nothing, say, must not become the baseline.
    """
    try:
        extraction = extract(
            snapshot_body(db, snapshot),
            content_type=snapshot.content_type,
            url=snapshot.url,
            rules=source.rules,
            headers=snapshot.headers,
        )
    except (CorruptBlob, ExtractError):
        return None
    return extraction if extraction.quality.ok else None
