"""What must hold of a database whatever was done to the processes that wrote it."""

from __future__ import annotations

import json
from pathlib import Path

from support.site import Asked

from storage.blobs import get_blob
from storage.database import Database, open_readonly
from storage.party_spans import wrong_spans

_NEVER = {
    "a row that refers to nothing": "PRAGMA foreign_key_check",
    "a run without an end": "SELECT id FROM runs WHERE state = 'running'",
    "a planned look without its fetch": (
        "SELECT run_id, source_id FROM run_sources EXCEPT SELECT run_id, source_id FROM fetches"
    ),
    "two fetches of one look": (
        "SELECT run_id FROM fetches GROUP BY run_id, source_id HAVING count(*) <> 1"
    ),
    "a version twice, or one lost between two": (
        "SELECT a.id FROM versions a JOIN versions b ON b.id = a.previous_version_id "
        "WHERE a.text_digest = b.text_digest OR a.number <> b.number + 1"
    ),
    "a version without its fetch": (
        "SELECT id FROM versions WHERE id NOT IN "
        "(SELECT version_id FROM fetches WHERE version_id IS NOT NULL)"
    ),
    "an update without its change": (
        "SELECT id FROM versions WHERE kind = 'update' "
        "AND id NOT IN (SELECT version_id FROM changes)"
    ),
    "a version that was not analysed": (
        "SELECT id FROM versions WHERE id NOT IN (SELECT version_id FROM analyses)"
    ),
    "a version that search does not know": (
        "SELECT id FROM versions WHERE id NOT IN (SELECT version_id FROM indexed_versions)"
    ),
    "a pending alert without a delivery": (
        "SELECT id FROM alerts WHERE state IN ('pending', 'delivered', 'dead') "
        "AND id NOT IN (SELECT alert_id FROM deliveries)"
    ),
    "a delivery that waits": "SELECT id FROM deliveries WHERE state = 'pending'",
    "an end without an attempt": (
        "SELECT id FROM deliveries WHERE gathered_in IS NULL "
        "AND id NOT IN (SELECT delivery_id FROM attempts)"
    ),
    "a lease without a holder": "SELECT id FROM deliveries WHERE leased_until IS NOT NULL",
}


def assert_whole(database: Path, hooks: list[Asked]) -> None:
    """After the last pass ended well: nothing is lost, doubled, half there or untold.

    ``hooks`` is what the receiver got, from all passes; it may have got one delivery twice, under
    one id, but nothing that is not recorded.
    """
    with open_readonly(database) as db:
        assert_sound(db)
        for what, sql in _NEVER.items():
            assert [tuple(row) for row in db.rows(sql)] == [], what
        owed = {row["id"] for row in db.rows("SELECT id FROM deliveries")}
        alerts = db.rows("SELECT count(DISTINCT alert_id) FROM deliveries")[0][0]
        for row in db.rows("SELECT digest FROM blobs"):
            get_blob(db, row["digest"])  # raises for what is not what was recorded
    assert {asked.headers["webhook-id"] for asked in hooks} == owed
    told = set()
    for asked in hooks:
        sent = json.loads(asked.body)
        told.add((sent["type"], sent["data"]["source"]["key"], sent["data"]["version"]))
    assert len(told) == len(owed) == alerts


def assert_sound(db: Database) -> None:
    """At any instant, also between passes."""
    assert db.rows("PRAGMA integrity_check")[0][0] == "ok"
    assert wrong_spans(db) == []
