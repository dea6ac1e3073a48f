"""The history as plain rows, table by table: for JSON, and for spreadsheets as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from monitor.change_shape import change_shape
from monitor.exporting.choice import Choice
from storage.analyses import get_analysis
from storage.changes import find_change
from storage.database import Database
from storage.snapshots import get_snapshot
from storage.sources import Source
from storage.versions import Version

Rows = Iterator[dict[str, Any]]


def source_rows(db: Database, choice: Choice) -> Rows:  # noqa: ARG001  as every table
    for source in choice.sources:
        yield {
            "source": source.key,
            "service": source.service,
            "type": source.terms_type,
            "url": source.url,
            "language": source.language,
            "region": source.region,
            "tags": list(source.tags),
            "state": source.state.value,
            "health": source.health.value,
            "last_verified_at": source.last_verified_at,
            "last_changed_at": source.last_changed_at,
        }


def version_rows(db: Database, choice: Choice) -> Rows:
    for source, version in choice.all_versions(db):
        analysis = get_analysis(db, version.id)
        snapshot = get_snapshot(db, version.snapshot_id)
        yield {
            **_which(source, version),
            "kind": version.kind.value,
            "fetched_at": version.fetched_at,
            "recorded_at": version.recorded_at,
            "title": version.title,
            "words": version.words,
            "languages": list(analysis.languages) if analysis else [],
            "effective_on": analysis.effective_on if analysis else None,
            "updated_on": analysis.updated_on if analysis else None,
            "categories": list(analysis.categories) if analysis else [],
            "parties": [party.name for party in analysis.parties] if analysis else [],
            "url": snapshot.url,
            "body_sha256": snapshot.body_digest,
            "text_sha256": version.text_digest,
        }


def change_rows(db: Database, choice: Choice) -> Rows:
    for which, shape in _changes(db, choice):
        dates = {
            f"{name}_{part}": shape[name][part]
            for name in ("effective", "updated")
            for part in ("status", "old", "new")
        }
        yield {
            **which,
            **{name: shape[name] for name in ("class", "material", "silent", "severity")},
            "summary": shape["summary"],
            "reasons": shape["reasons"],
            "categories": shape["categories"],
            **dates,
            "parties_added": shape["parties"]["added"],
            "parties_removed": shape["parties"]["removed"],
        }


def clause_change_rows(db: Database, choice: Choice) -> Rows:
    for which, shape in _changes(db, choice):
        for place, clause in enumerate(shape["clause_changes"], 1):
            facts = [
                f"{fact['fact']}: {fact['before']} -> {fact['after']} ({fact['direction']})"
                for fact in clause["facts"]
            ]
            yield {
                **which,
                "place": place,
                "kind": clause["kind"],
                "categories": clause["categories"],
                "heading_path": clause["heading_path"],
                "before": clause["before"],
                "after": clause["after"],
                "facts": facts,
            }


def party_rows(db: Database, choice: Choice) -> Rows:
    for source, version in choice.all_versions(db):
        analysis = get_analysis(db, version.id)
        for party in analysis.parties if analysis else ():
            yield {
                **_which(source, version),
                "fetched_at": version.fetched_at,
                "party": party.name,
                "categories": list(party.categories),
            }


TABLES: dict[str, Callable[[Database, Choice], Rows]] = {
    "sources": source_rows,
    "versions": version_rows,
    "changes": change_rows,
    "clause_changes": clause_change_rows,
    "parties": party_rows,
}


def full_change_rows(db: Database, choice: Choice) -> Rows:
    """Changes as `compare --json` has them, with their word diffs."""
    for which, shape in _changes(db, choice):
        yield {**which, **shape}


def _changes(db: Database, choice: Choice) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for source, version in choice.all_versions(db):
        change = find_change(db, version.id)
        if change:
            which = _which(source, version) | {"fetched_at": version.fetched_at}
            yield which, change_shape(change.record) | {"summary": change.record.summary}


def _which(source: Source, version: Version) -> dict[str, Any]:
    return {"source": source.key, "version": version.number}
