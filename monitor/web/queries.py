"""Rows that only the pages need: a list of sources with their latest change, page by page."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from monitor.report.model import Label, Severity
from monitor.report.recorded import told_summary
from monitor.report.words import Frame, brief_health, severity_of
from monitor.web.asking import NotFound, Slice
from storage.database import Database
from storage.folding import fold
from storage.model import Health, SourceState
from storage.sources import Source, get_source
from storage.versions import Version, find_version


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioFilter:
    """All parts that are given must hold. ``words`` are looked for in names, folded.

    ``removed``: only those that are not watched any more, else only those that are.
    """

    words: str | None = None
    health: str | None = None
    tag: str | None = None
    service: str | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRow:
    """A source with its current version and the change that led to it."""

    key: str
    service: str
    terms_type: str
    health: Label
    state: str
    tags: tuple[str, ...]
    last_verified_at: str | None
    last_reason: str | None
    version: int | None
    changed_at: str | None
    severity: Severity | None
    silent: bool
    summary: str


def list_portfolio(
    db: Database, wanted: PortfolioFilter, part: Slice, frame: Frame
) -> list[PortfolioRow]:
    """What is not well first, then the latest changed."""
    conditions, values = _conditions(db, wanted)
    rows = db.rows(
        f"""
        SELECT sources.key, services.name AS service, sources.terms_type, sources.state,
          sources.health, sources.tags, sources.last_verified_at, sources.last_reason,
          versions.number, versions.fetched_at, changes.id AS change_id, changes.severity,
          changes.silent, changes.summary
        FROM sources JOIN services ON services.id = sources.service_id
        LEFT JOIN versions ON versions.id = sources.current_version_id
        LEFT JOIN changes ON changes.version_id = versions.id
        WHERE {conditions}
        ORDER BY sources.health = 'broken' DESC, sources.health IN ('failing', 'suspect') DESC,
          changes.id IS NULL, versions.fetched_at DESC, sources.key LIMIT ? OFFSET ?
        """,  # noqa: S608  the constants below
        (*values, part.wanted, part.offset),
    )
    return [_portfolio_row(db, row, frame) for row in rows]


def list_sources_by_key(db: Database, wanted: PortfolioFilter, part: Slice) -> list[Source]:
    conditions, values = _conditions(db, wanted)
    rows = db.rows(
        "SELECT sources.id FROM sources JOIN services ON services.id = sources.service_id "  # noqa: S608
        f"WHERE {conditions} ORDER BY sources.key LIMIT ? OFFSET ?",
        (*values, part.wanted, part.offset),
    )
    return [get_source(db, row["id"]) for row in rows]


def _conditions(db: Database, wanted: PortfolioFilter) -> tuple[str, list[object]]:
    conditions = ["sources.state = ?" if wanted.removed else "sources.state <> ?"]
    values: list[object] = [SourceState.REMOVED]
    for condition, value in (
        ("sources.health = ?", wanted.health),
        ("EXISTS (SELECT 1 FROM json_each(sources.tags) WHERE value = ?)", wanted.tag),
        ("services.slug = ?", wanted.service),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    if wanted.words:
        db.connection.create_function("folded", 1, fold, deterministic=True)
        names = "services.name || ' ' || sources.terms_type || ' ' || sources.key"
        conditions.append(f"instr(folded({names}), ?) > 0")
        values.append(" ".join(fold(wanted.words).split()))
    return " AND ".join(conditions), values


def health_counts(db: Database) -> dict[Health, int]:
    """How many watched sources are how well."""
    rows = db.rows(
        "SELECT health, count(*) AS found FROM sources WHERE state <> ? GROUP BY health",
        (SourceState.REMOVED,),
    )
    counts = {row["health"]: row["found"] for row in rows}
    return {health: counts[health.value] for health in Health if health.value in counts}


def source_at(db: Database, service: str, terms_type: str) -> Source:
    """The source of a key; raises NotFound."""
    key = f"{service}/{terms_type}"
    row = db.row("SELECT id FROM sources WHERE key = ?", (key,))
    if row is None:
        raise NotFound(f"there is no source {key!r}")
    return get_source(db, row["id"])


def version_of(db: Database, source: Source, number: str) -> Version:
    """Raises NotFound."""
    is_number = number.isascii() and number.isdigit() and len(number) < 10  # noqa: PLR2004
    found = find_version(db, source.id, int(number)) if is_number else None
    if found is None:
        raise NotFound(f"{source.key} has no version {number}")
    return found


def slug_of_service(db: Database, source: Source) -> str:
    """Not what its key begins with, where the watchlist named another."""
    (row,) = db.rows(
        "SELECT slug FROM services JOIN sources ON sources.service_id = services.id "
        "WHERE sources.id = ?",
        (source.id,),
    )
    return str(row["slug"])


def service_name(db: Database, slug: str) -> str:
    """Raises NotFound."""
    row = db.row("SELECT name FROM services WHERE slug = ?", (slug,))
    if row is None:
        raise NotFound(f"there is no service {slug!r}")
    return str(row["name"])


def sources_by_id(db: Database, wanted: set[int]) -> dict[int, Source]:
    return {source_id: get_source(db, source_id) for source_id in sorted(wanted)}


def known_tags(db: Database) -> list[str]:
    rows = db.rows(
        "SELECT DISTINCT value FROM sources, json_each(sources.tags) WHERE state <> ? "
        "ORDER BY value",
        (SourceState.REMOVED,),
    )
    return [row["value"] for row in rows]


def _portfolio_row(db: Database, row: sqlite3.Row, frame: Frame) -> PortfolioRow:
    has_change = row["severity"] is not None
    return PortfolioRow(
        key=row["key"],
        service=row["service"],
        terms_type=row["terms_type"],
        health=brief_health(Health(row["health"]), frame),
        state=row["state"],
        tags=tuple(json.loads(row["tags"])),
        last_verified_at=row["last_verified_at"],
        last_reason=row["last_reason"],
        version=row["number"],
        changed_at=row["fetched_at"],
        severity=severity_of(row["severity"], frame) if has_change else None,
        silent=bool(row["silent"]),
        summary=told_summary(db, row["change_id"], row["summary"], frame),
    )
