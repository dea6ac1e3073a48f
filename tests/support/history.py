"""A recorded history without a network: real rows, written by the storage functions themselves.

    with History(tmp_path) as history:
        acme = history.source("acme/privacy-policy")
        history.version(acme, "# Privacy\n\nWe keep data for 30 days.", at="2026-03-01T10:00:00Z")

leaves a watchlist and a database in ``tmp_path``, as `clausewatch check` would.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from crawler.extract import EXTRACTOR_REVISION, comparison_text
from storage.alerts import NewAlert, insert_alert
from storage.analyses import AnalysisRecord, NamedParty, put_analysis
from storage.blobs import put_blob
from storage.changes import ChangeRecord, insert_change
from storage.database import Database, open_database
from storage.deliveries import insert_delivery, sync_endpoints
from storage.document import from_markdown, to_markdown
from storage.fetches import Fetch, insert_fetch
from storage.model import (
    AlertState,
    ChangeClass,
    ClauseChange,
    DateChange,
    DateStatus,
    EventType,
    FactChange,
    Outcome,
    RunKind,
    VersionKind,
)
from storage.passages import index_version
from storage.runs import finish_run, start_run
from storage.snapshots import NewSnapshot, insert_snapshot
from storage.sources import SourceDefinition, add_source, get_source, resolve_source
from storage.times import from_text, to_text
from storage.versions import NewVersion, Version, current_version, insert_version

NO_DATE = DateChange(status=DateStatus.NONE, old=None, new=None)


def clause_change(
    before: str | None,
    after: str | None,
    *,
    diff: tuple[tuple[str, str], ...] = (),
    kind: str = "modified",
    categories: tuple[str, ...] = ("other",),
    heading_path: tuple[str, ...] = (),
    facts: tuple[FactChange, ...] = (),
    language: str = "en",
) -> ClauseChange:
    return ClauseChange(
        kind=kind,
        categories=categories,
        heading_path=heading_path,
        before=before,
        after=after,
        diff=diff or tuple((op, text) for op, text in (("-", before), ("+", after)) if text),
        facts=facts,
        language=language,
        weight=50,
    )


@dataclass
class History:
    folder: Path
    endpoints: tuple[tuple[str, str], ...] = ()
    db: Database = field(init=False)

    @property
    def watchlist(self) -> Path:
        return self.folder / "watchlist.toml"

    @property
    def database(self) -> Path:
        return self.folder / "clausewatch.db"

    def __enter__(self) -> Self:
        self.watchlist.write_text('[clausewatch]\ncontact = "watch@example.org"\n', "utf-8")
        self.db = open_database(self.database)
        with self.db.transaction():
            sync_endpoints(self.db, list(self.endpoints))
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def source(self, key: str, **known: Any) -> int:
        """Record a source; returns its id."""
        slug, _, type_slug = key.partition("/")
        values: dict[str, Any] = {
            "service": slug.title(),
            "service_slug": slug,
            "terms_type": type_slug.replace("-", " ").title(),
            "url": f"https://{slug}.example/{type_slug}",
            "every_seconds": 43_200,
        }
        with self.db.transaction():
            definition = SourceDefinition(key=key, **(values | known))
            add_source(self.db, definition, now="2026-01-01T00:00:00.000000Z")
        return resolve_source(self.db, key).id

    def version(
        self,
        source_id: int,
        markdown: str,
        *,
        at: str,
        kind: VersionKind | None = None,
        title: str | None = None,
        effective_on: dict[str, Any] | None = None,
        updated_on: dict[str, Any] | None = None,
        categories: tuple[str, ...] = ("other",),
        languages: tuple[str, ...] = ("en",),
        direction: str = "ltr",
        parties: tuple[str, ...] = (),
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/markdown"),),
        body: bytes | None = None,
    ) -> Version:
        """Record a run with one good fetch of one new version, analysed and indexed."""
        moment = to_text(from_text(at))
        blocks = from_markdown(markdown)
        text = comparison_text(blocks)
        received = body if body is not None else markdown.encode()
        with self.db.transaction():
            source = get_source(self.db, source_id)
            run_id = start_run(self.db, RunKind.CHECK, [source_id], now=moment)
            fetch_id = insert_fetch(
                self.db,
                Fetch(
                    run_id=run_id,
                    source_id=source_id,
                    started_at=moment,
                    finished_at=moment,
                    outcome=Outcome.NEW_VERSION,
                    http_status=200,
                    final_url=source.url,
                    body_size=len(received),
                ),
            )
            snapshot_id = insert_snapshot(
                self.db,
                NewSnapshot(
                    source_id=source_id,
                    fetch_id=fetch_id,
                    fetched_at=moment,
                    url=source.url,
                    http_status=200,
                    headers=headers,
                    content_type=dict(headers).get("Content-Type"),
                    body=received,
                    body_digest=hashlib.sha256(received).hexdigest(),
                    near=None,
                ),
            )
            first = current_version(self.db, source_id) is None
            version = insert_version(
                self.db,
                NewVersion(
                    source_id=source_id,
                    kind=kind or (VersionKind.FIRST if first else VersionKind.UPDATE),
                    snapshot_id=snapshot_id,
                    fetched_at=moment,
                    recorded_at=moment,
                    extractor_revision=EXTRACTOR_REVISION,
                    rules_digest=source.rules_digest,
                    format="markdown",
                    charset="utf-8",
                    title=title,
                    words=len(text.text.split()),
                    text_digest=text.digest,
                    masked_digest=text.masked_digest,
                    markdown=to_markdown(blocks),
                ),
            )
            self.db.update("fetches", fetch_id, {"version_id": version.id})
            self.db.update(
                "sources",
                source_id,
                {
                    "health": "ok",
                    "last_fetch_at": moment,
                    "last_outcome": Outcome.NEW_VERSION,
                    "last_verified_at": moment,
                    "last_changed_at": moment,
                },
            )
            put_analysis(
                self.db,
                AnalysisRecord(
                    version_id=version.id,
                    revision=1,
                    languages=languages,
                    direction=direction,
                    effective_on=effective_on["value"] if effective_on else None,
                    updated_on=updated_on["value"] if updated_on else None,
                    dates={"effective_on": effective_on, "updated_on": updated_on},
                    categories=categories,
                    parties=tuple(NamedParty(name=name, categories=("other",)) for name in parties),
                ),
            )
            index_version(self.db, version, blocks)
            finish_run(self.db, run_id, now=moment)
        return version

    def look(self, source_id: int, markdown: str) -> str:
        """A later fetch with the same words and other links; returns the digest of what it saw."""
        with self.db.transaction():
            digest = put_blob(self.db, to_markdown(from_markdown(markdown)).encode())
            self.db.update("sources", source_id, {"latest_markdown_digest": digest})
        return digest

    def change(self, version: Version, *clauses: ClauseChange, **known: Any) -> int:
        """Record the change that led to ``version``; returns its id."""
        assert version.previous_version_id is not None
        record = ChangeRecord(
            version_id=version.id,
            previous_version_id=version.previous_version_id,
            created_at=version.recorded_at,
            revision=1,
            change_class=ChangeClass.SUBSTANTIVE,
            material="material",
            silent=False,
            severity=50,
            reasons=(),
            categories=tuple(dict.fromkeys(name for one in clauses for name in one.categories)),
            effective=NO_DATE,
            updated=NO_DATE,
            parties_added=(),
            parties_removed=(),
            summary="clauses changed",
            clause_changes=clauses,
        )
        with self.db.transaction():
            return insert_change(self.db, replace(record, **known))

    def alert(
        self,
        version: Version,
        change_id: int | None,
        *,
        state: AlertState = AlertState.PENDING,
        reason: str | None = None,
        event: EventType = EventType.POLICY_CHANGED,
        severity: int = 50,
        endpoints: tuple[str, ...] = (),
        body: dict[str, object] | None = None,
    ) -> int:
        """Record an alert with a pending delivery to each of ``endpoints``; returns its id."""
        with self.db.transaction():
            alert_id = insert_alert(
                self.db,
                NewAlert(
                    event=event,
                    source_id=version.source_id,
                    change_id=change_id,
                    version_id=version.id,
                    captured_at=version.fetched_at,
                    created_at=version.recorded_at,
                    severity=severity,
                    state=state,
                    reason=reason,
                    body=body or {"note": "a test"},
                ),
            )
            for endpoint in endpoints:
                insert_delivery(self.db, alert_id, endpoint, now=version.recorded_at)
        return alert_id


def stated(value: str, text: str, *, label: str = "", block: int = 0) -> dict[str, Any]:
    """A stated date as an analysis records it."""
    return {
        "value": value,
        "precision": "day",
        "calendar": "gregorian",
        "label": label,
        "text": text,
        "block": block,
        "ambiguous": False,
    }
