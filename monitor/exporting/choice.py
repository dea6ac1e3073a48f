"""Which part of the history is taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storage.database import Database
from storage.sources import Source
from storage.versions import Version, versions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Sources, and versions that were fetched between two instants (both included)."""

    sources: tuple[Source, ...]
    since: str | None = None
    until: str | None = None

    def versions(self, db: Database, source: Source) -> list[Version]:
        """Oldest first."""
        return [version for version in versions_of(db, source.id) if self._holds(version)]

    def all_versions(self, db: Database) -> Iterator[tuple[Source, Version]]:
        for source in self.sources:
            for version in self.versions(db, source):
                yield source, version

    def _holds(self, version: Version) -> bool:
        at = version.fetched_at
        return (self.since is None or self.since <= at) and (self.until is None or at <= self.until)
