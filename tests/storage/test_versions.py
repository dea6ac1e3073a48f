from __future__ import annotations

from storage.database import Database
from storage.document import heading, paragraph
from storage.snapshots import get_snapshot, snapshot_body
from storage.versions import (
    current_version,
    find_version,
    version_at,
    version_document,
    version_markdown,
    versions_of,
)


def test_versions_are_numbered_and_chained(database: Database, recorder: object) -> None:
    source = recorder.source()
    first = recorder.version(source, 1, "We do not sell data.")
    second = recorder.version(source, 2, "We may sell data.")
    assert (first.number, first.previous_version_id) == (1, None)
    assert (second.number, second.previous_version_id) == (2, first.id)
    assert current_version(database, source.id) == second
    assert versions_of(database, source.id) == [first, second]
    assert find_version(database, source.id, 2) == second


def test_a_text_seen_before_is_recognised(database: Database, recorder: object) -> None:
    source = recorder.source()
    first = recorder.version(source, 1, "A")
    assert recorder.version(source, 2, "B").same_text_as_id is None
    assert recorder.version(source, 3, "A").same_text_as_id == first.id


def test_texts_of_other_sources_are_not_remembered(recorder: object) -> None:
    recorder.version(recorder.source("acme/privacy"), 1, "A")
    assert recorder.version(recorder.source("beta/privacy"), 2, "A").same_text_as_id is None


def test_the_version_that_stood_on_a_day(database: Database, recorder: object) -> None:
    source = recorder.source()
    first, second = recorder.version(source, 1, "A"), recorder.version(source, 5, "B")
    assert version_at(database, source.id, "2026-01-04T00:00:00.000000Z") == first
    assert version_at(database, source.id, second.fetched_at) == second
    assert version_at(database, source.id, "2025-12-31T00:00:00.000000Z") is None


def test_text_and_bytes_come_back(database: Database, recorder: object) -> None:
    blocks = (heading("שיתוף מידע"), paragraph("نشارك البيانات مع Acme Ads."))
    version = recorder.version(recorder.source(), 1, blocks=blocks)
    assert version_document(database, version).blocks == blocks
    body = snapshot_body(database, get_snapshot(database, version.snapshot_id))
    assert body.decode() == version_markdown(database, version)
