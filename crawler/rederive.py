"""Technical versions: stored bytes read again after our extraction or a source's rules changed.

It happens before the next fetch, so an improved extractor or a new selector is never taken for a
change of the policy, and never hides one: the technical version is the new baseline.
"""

from __future__ import annotations

from crawler.extract import EXTRACTOR_REVISION, is_current_reader
from crawler.intake import new_version
from crawler.rereading import read_again
from storage.blobs import put_blob
from storage.chain import ChainEvent, append_to_chain
from storage.database import Database
from storage.model import VersionKind
from storage.snapshots import get_snapshot
from storage.sources import Source
from storage.versions import (
    Version,
    add_reading,
    current_version,
    insert_version,
    versions_of,
)

_REMEMBERED = 50  # versions; returns to what stood longer ago are rare


def needs_rederivation(db: Database, source: Source) -> bool:
    """Whether the current version was made by another extractor, or under other rules."""
    current = current_version(db, source.id)
    return current is not None and not is_current_reading(current, source)


def is_current_reading(version: Version, source: Source) -> bool:
    """Whether reading the bytes of a version again gives its text: nothing that reads changed."""
    return (
        version.extractor_revision == EXTRACTOR_REVISION
        and version.rules_digest == source.rules_digest
        and is_current_reader(version.format, version.charset)
    )


def rederive(db: Database, source: Source, *, now: str) -> bool:
    """Record a technical version from the current snapshot; inside a transaction.

    The versions before it are read again too, as far as memory goes, so that a return to one of
    them is still known as one. False when the stored bytes cannot be read any more (the old
    baseline stays then).
    """
    current = current_version(db, source.id)
    assert current is not None
    snapshot = get_snapshot(db, current.snapshot_id)
    extraction = read_again(db, source, snapshot)
    if extraction is None:
        return False
    _remember_earlier(db, source)
    insert_version(
        db,
        new_version(
            source,
            extraction,
            kind=VersionKind.TECHNICAL,
            snapshot_id=snapshot.id,
            fetched_at=current.fetched_at,
            recorded_at=now,
        ),
    )
    markdown = put_blob(db, extraction.markdown.encode(), near=source.latest_markdown_digest)
    db.update(
        "sources",
        source.id,
        {
            "links_digest": extraction.links_digest,
            "structure_digest": extraction.structure_digest,
            "latest_markdown_digest": markdown,
        },
    )
    return True


def _remember_earlier(db: Database, source: Source) -> None:
    for version in stale_versions(db, source)[-_REMEMBERED:]:
        extraction = read_again(db, source, get_snapshot(db, version.snapshot_id))
        if extraction is not None:
            comparison = extraction.comparison
            add_reading(db, version, comparison.digest, comparison.masked_digest)


def stale_versions(db: Database, source: Source) -> list[Version]:
    """The versions that another extractor read, or under other rules; oldest first."""
    return [
        version for version in versions_of(db, source.id) if not is_current_reading(version, source)
    ]


def rewrite_version(db: Database, source: Source, version: Version) -> bool:
    """Derive the text of a version anew from its snapshot, in its place; inside a transaction.

    Number, time, kind and evidence stay. So that all texts of a source can be compared with each
    other and with what comes; the technical version that :func:`rederive` records says when our
    reading changed. False when the bytes cannot be read any more: the old text stays then.
    """
    extraction = read_again(db, source, get_snapshot(db, version.snapshot_id))
    if extraction is None:
        return False
    near = version.markdown_digest
    db.update(
        "versions",
        version.id,
        {
            "extractor_revision": EXTRACTOR_REVISION,
            "rules_digest": source.rules_digest,
            "format": extraction.format,
            "charset": extraction.charset,
            "title": extraction.document.title,
            "words": extraction.words,
            "text_digest": extraction.comparison.digest,
            "masked_digest": extraction.comparison.masked_digest,
            "markdown_digest": put_blob(db, extraction.markdown.encode(), near=near),
        },
    )
    append_to_chain(db, version.id, ChainEvent.READ_AGAIN)
    return True
