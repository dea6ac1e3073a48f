"""Technical versions: stored bytes read again after our extraction or a source's rules changed.

It happens before the next fetch, so an improved extractor or a new selector is never taken for a
change of the policy, and never hides one: the technical version is the new baseline.
"""

from __future__ import annotations

from crawler.extract import EXTRACTOR_REVISION, extract
from crawler.intake import new_version
from storage.blobs import put_blob
from storage.database import Database
from storage.errors import CorruptBlob, ExtractError
from storage.model import VersionKind
from storage.snapshots import get_snapshot, snapshot_body
from storage.sources import Source
from storage.versions import current_version, insert_version


def needs_rederivation(db: Database, source: Source) -> bool:
    """Whether the current version was made by another extractor, or under other rules."""
    current = current_version(db, source.id)
    return current is not None and (
        current.extractor_revision != EXTRACTOR_REVISION
        or current.rules_digest != source.rules_digest
    )


def rederive(db: Database, source: Source, *, now: str) -> bool:
    """Record a technical version from the current snapshot; inside a transaction.

    False when the stored bytes cannot be read any more (the old baseline stays then).
    """
    current = current_version(db, source.id)
    assert current is not None
    snapshot = get_snapshot(db, current.snapshot_id)
    try:
        extraction = extract(
            snapshot_body(db, snapshot),
            content_type=snapshot.content_type,
            url=snapshot.url,
            rules=source.rules,
        )
    except (CorruptBlob, ExtractError):
        return False
    if not extraction.quality.ok:  # a selector that finds nothing must not become the baseline
        return False
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
