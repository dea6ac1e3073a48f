"""Versions that come to light later than they stood: numbers follow time all the same.

A version that an import finds between recorded ones is put where its time says. The numbers after
it move up by one, and what follows from the order (kind, previous version, first version with the
same text, who is named from when to when) is put right. Everything here belongs into one
transaction.
"""

from __future__ import annotations

from dataclasses import asdict

from storage.blobs import put_blob
from storage.chain import ChainEvent, append_to_chain
from storage.database import Database
from storage.model import VersionKind
from storage.party_spans import rebuild_spans
from storage.versions import NewVersion, Version, get_version, versions_of


def insert_version_after(db: Database, new: NewVersion, previous: Version | None) -> Version:
    """Record a version right after ``previous`` (None: before all others).

    The current version of the source stays what it is, unless ``previous`` is that.
    """
    place = previous.number + 1 if previous else 1
    _make_room(db, new.source_id, place)
    near = previous.markdown_digest if previous else None
    values = asdict(new) | {
        "number": place,
        "previous_version_id": previous.id if previous else None,
        "same_text_as_id": None,
        "markdown_digest": put_blob(db, new.markdown.encode(), near=near),
    }
    del values["markdown"]
    version_id = db.insert("versions", values)
    db.execute(
        "UPDATE sources SET current_version_id = ? WHERE id = ? AND current_version_id IS ?",
        (version_id, new.source_id, previous.id if previous else None),
    )
    append_to_chain(db, version_id, ChainEvent.RECORDED)
    return get_version(db, version_id)


def move_version(db: Database, version_id: int, *, snapshot_id: int, fetched_at: str) -> None:
    """The text of a version was seen earlier than it was known: it stands since then."""
    db.update("versions", version_id, {"snapshot_id": snapshot_id, "fetched_at": fetched_at})
    append_to_chain(db, version_id, ChainEvent.MOVED)


def relink_versions(db: Database, source_id: int) -> list[Version]:
    """Put right what follows from the order; returns the versions whose change may be another."""
    relinked: list[Version] = []
    previous: Version | None = None
    first_with: dict[str, tuple[int, int]] = {}  # digest -> number and id
    for version in versions_of(db, source_id):
        known = [
            found
            for digest in (version.text_digest, version.masked_digest)
            if (found := first_with.get(digest)) is not None
        ]
        links = {
            "previous_version_id": previous.id if previous else None,
            "same_text_as_id": min(known)[1] if known else None,
        }
        kind = _kind(version, previous)
        if kind is not version.kind or any(
            getattr(version, name) != value for name, value in links.items()
        ):
            db.update("versions", version.id, links | {"kind": kind})
            relinked.append(get_version(db, version.id))
        for digest in (version.text_digest, version.masked_digest):
            first_with.setdefault(digest, (version.number, version.id))
        previous = version
    rebuild_spans(db, source_id)
    return relinked


def _make_room(db: Database, source_id: int, place: int) -> None:
    """By way of negative numbers: within one statement two versions may not have one number."""
    db.execute(
        "UPDATE versions SET number = -number WHERE source_id = ? AND number >= ?",
        (source_id, place),
    )
    db.execute(
        "UPDATE versions SET number = 1 - number WHERE source_id = ? AND number < 0", (source_id,)
    )


def _kind(version: Version, previous: Version | None) -> VersionKind:
    if previous is None:
        return VersionKind.FIRST
    # One that was recorded as first although others stood before it began anew (another language).
    stood_first = version.kind is VersionKind.FIRST and version.previous_version_id is None
    return VersionKind.UPDATE if stood_first else version.kind
