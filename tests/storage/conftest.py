"""A real database file, and a small hand to fill it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.blobs import digest_of
from storage.database import Database, open_database
from storage.document import Block, paragraph, to_markdown
from storage.fetches import Fetch, insert_fetch
from storage.model import Outcome, RunKind, VersionKind
from storage.runs import start_run
from storage.snapshots import NewSnapshot, insert_snapshot
from storage.sources import Source, SourceDefinition, add_source, resolve_source
from storage.versions import NewVersion, Version, current_version, insert_version


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "clausewatch.db") as db:
        yield db


def definition(key: str = "acme/privacy-policy", **changes: object) -> SourceDefinition:
    service_slug, type_slug = key.split("/")
    values: dict[str, object] = {
        "key": key,
        "service": service_slug.title(),
        "service_slug": service_slug,
        "terms_type": type_slug.replace("-", " ").title(),
        "url": f"https://{service_slug}.example/{type_slug}",
        "every_seconds": 3600,
    }
    return SourceDefinition(**(values | changes))


@dataclass
class Recorder:
    """Records versions of sources the way a fetch does, at times the test names."""

    db: Database

    def source(self, key: str = "acme/privacy-policy", **changes: object) -> Source:
        with self.db.transaction():
            add_source(self.db, definition(key, **changes), now="2026-01-01T00:00:00.000000Z")
        return resolve_source(self.db, key)

    def version(
        self, source: Source, day: int, *texts: str, blocks: tuple[Block, ...] = ()
    ) -> Version:
        blocks = blocks or tuple(paragraph(text) for text in texts)
        now = f"2026-01-{day:02d}T12:00:00.000000Z"
        body = to_markdown(blocks).encode()
        with self.db.transaction():
            run_id = start_run(self.db, RunKind.CHECK, [source.id], now=now)
            fetch_id = insert_fetch(
                self.db,
                Fetch(
                    run_id=run_id,
                    source_id=source.id,
                    started_at=now,
                    finished_at=now,
                    outcome=Outcome.NEW_VERSION,
                ),
            )
            snapshot_id = insert_snapshot(
                self.db,
                NewSnapshot(
                    source_id=source.id,
                    fetch_id=fetch_id,
                    fetched_at=now,
                    url=source.url,
                    http_status=200,
                    headers=(("Content-Type", "text/markdown"),),
                    content_type="text/markdown",
                    body=body,
                    body_digest=digest_of(body),
                    near=None,
                ),
            )
            text = "\n".join(block.text for block in blocks).encode()
            first = current_version(self.db, source.id) is None
            return insert_version(
                self.db,
                NewVersion(
                    source_id=source.id,
                    kind=VersionKind.FIRST if first else VersionKind.UPDATE,
                    snapshot_id=snapshot_id,
                    fetched_at=now,
                    recorded_at=now,
                    extractor_revision=1,
                    rules_digest=source.rules_digest,
                    format="markdown",
                    charset="utf-8",
                    title=None,
                    words=len(text.split()),
                    text_digest=digest_of(text),
                    masked_digest=digest_of(b"masked" + text),
                    markdown=to_markdown(blocks),
                ),
            )


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database)
