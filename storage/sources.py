"""Sources: what is watched, with the state of its schedule and of its health."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import field
from datetime import timedelta
from functools import lru_cache

from storage.database import Database
from storage.errors import AmbiguousSource, UnknownSource
from storage.folding import fold
from storage.model import Health, SourceRules, SourceState
from storage.rules import rules_digest, rules_from_json, rules_to_json
from storage.times import from_text, to_text
from storage.values import field_names, value


@value
class SourceDefinition:
    """What the watchlist says of a source. Durations are seconds; ``confirm_seconds`` None = off.

    Exactly one of ``every_seconds`` and ``cron`` is set. ``key`` is ``service-slug/type-slug``.
    """

    key: str
    service: str
    service_slug: str
    terms_type: str
    url: str
    rules: SourceRules = field(default_factory=SourceRules)
    language: str | None = None
    region: str | None = None
    tags: tuple[str, ...] = ()
    every_seconds: int | None = None
    cron: str | None = None
    confirm_seconds: int | None = 3600
    keep: str = "versions"


@value
class Source:
    """A source as recorded."""

    id: int
    key: str
    service: str
    terms_type: str
    url: str
    rules: SourceRules
    rules_digest: str
    language: str | None
    region: str | None
    tags: tuple[str, ...]
    every_seconds: int | None
    cron: str | None
    confirm_seconds: int | None
    keep: str
    state: SourceState
    created_at: str
    next_check_at: str
    etag: str | None
    last_modified: str | None
    last_body_digest: str | None
    links_digest: str | None
    structure_digest: str | None
    latest_markdown_digest: str | None
    current_version_id: int | None
    health: Health
    bad_fetches: int
    last_fetch_at: str | None
    last_outcome: str | None
    last_reason: str | None
    last_verified_at: str | None
    last_changed_at: str | None


_WEEK = timedelta(days=7)
_FURTHEST = timedelta(days=8)  # a week, and the spread that schedules have

# What is kept as JSON or as a word of ours; all else is taken as it is recorded.
_CONVERTED = ("rules", "tags", "state", "health")
_PLAIN = tuple(name for name in field_names(Source) if name not in _CONVERTED)
_SELECT = f"""
SELECT {", ".join("services.name" if name == "service" else f"sources.{name}" for name in _PLAIN)},
  sources.rules, sources.tags, sources.state, sources.health
FROM sources JOIN services ON services.id = sources.service_id
"""  # noqa: S608  names of fields


def _source(row: sqlite3.Row) -> Source:
    *plain, rules, tags, state, health = row
    return Source(
        **dict(zip(_PLAIN, plain, strict=True)),
        rules=rules_from_json(rules),
        tags=_tags(tags),
        state=SourceState(state),
        health=Health(health),
    )


@lru_cache(maxsize=256)
def _tags(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def list_sources(db: Database, *, removed: bool = False) -> list[Source]:
    """All sources by key; with ``removed`` also those that left the watchlist."""
    rows = db.rows(f"{_SELECT} ORDER BY sources.key")
    return [_source(row) for row in rows if removed or row["state"] != SourceState.REMOVED]


def unsettled_sources(db: Database, *, held_for: str) -> list[Source]:
    """Of those in the watchlist: with an alert held for that reason, or not known to be well.

    Also those of which an operational alert was written: the next may have to take it back.
    """
    rows = db.rows(
        f"{_SELECT} WHERE sources.state <> ? AND (sources.health NOT IN (?, ?) OR sources.id IN "  # noqa: S608
        "(SELECT source_id FROM alerts WHERE change_id IS NULL OR (state = 'held' AND reason = ?)))"
        " ORDER BY sources.key",
        (SourceState.REMOVED, Health.OK, Health.UNKNOWN, held_for),
    )
    return [_source(row) for row in rows]


def get_source(db: Database, source_id: int) -> Source:
    row = db.row(f"{_SELECT} WHERE sources.id = ?", (source_id,))
    if row is None:
        raise UnknownSource(str(source_id), ())
    return _source(row)


def resolve_source(db: Database, name: str) -> Source:
    """By key, unique prefix of a key, or URL; raises UnknownSource naming the nearest keys.

    A prefix may be written without capitals, accents and points.
    """
    keys = db.rows("SELECT key, url FROM sources ORDER BY key")
    exact = [row["key"] for row in keys if name in (row["key"], row["url"])]
    found = exact or [row["key"] for row in keys if row["key"].startswith(name)]
    if not found and (folded := fold(name)):
        found = [row["key"] for row in keys if fold(row["key"]).startswith(folded)]
    if len(found) == 1:
        row = db.row(f"{_SELECT} WHERE sources.key = ?", (found[0],))
        assert row is not None, "it was read just now"
        return _source(row)
    if found:
        raise AmbiguousSource(name, tuple(found))
    raise UnknownSource(name, tuple(_nearest(name, [row["key"] for row in keys])))


def _nearest(name: str, keys: list[str]) -> list[str]:
    by_folded = {key.casefold(): key for key in keys}
    import difflib  # noqa: PLC0415  only for a name that is not there

    close = difflib.get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.4)
    inside = [key for folded, key in by_folded.items() if name.casefold() in folded]
    return list(dict.fromkeys([*inside[:3], *(by_folded[key] for key in close)]))[:3]


def sync_sources(
    db: Database, definitions: Iterable[SourceDefinition], *, now: str, remove: bool = True
) -> None:
    """Make the recorded sources those of the watchlist. Call inside a transaction.

    A source that left the watchlist is kept as ``removed`` with its history; one that comes back
    goes on where it was. A changed URL or changed rules forget the validators, so that the next
    fetch really reads the page. One definition is held at a time: there may be 100,000.
    Without ``remove`` what is not named stays watched.
    """
    watched: set[str] = set()
    for definition in definitions:
        add_source(db, definition, now=now)
        watched.add(definition.key)
    if not remove:
        return
    known = db.rows("SELECT id, key FROM sources WHERE state <> ?", (SourceState.REMOVED,))
    for row in known:
        if row["key"] not in watched:
            set_state(db, row["id"], SourceState.REMOVED)


@value
class Renamed:
    """A page that is watched under a key of its own though its history stands under another."""

    key: str
    former_key: str


def renamed_sources(db: Database, *, since: str = "") -> list[Renamed]:
    """Pages watched since then whose history stands under another key, given up before."""
    rows = db.rows(
        "SELECT new.key, old.key AS former_key FROM sources AS new "
        "JOIN sources AS old ON old.url = new.url AND old.state = 'removed' "
        "WHERE new.state <> 'removed' AND new.created_at >= ? "
        "AND new.created_at >= coalesce(old.last_fetch_at, old.created_at) "
        "AND EXISTS (SELECT 1 FROM versions WHERE versions.source_id = old.id) "
        "ORDER BY new.key, old.last_fetch_at",
        (since,),
    )
    return [Renamed(**found) for found in {row["key"]: dict(row) for row in rows}.values()]


def add_unwatched_source(db: Database, definition: SourceDefinition, *, now: str) -> None:
    """Record a source that no watchlist has: its history can be asked, nothing ever fetches it.

    One that is recorded already stays as it is. Call inside a transaction.
    """
    if db.row("SELECT 1 FROM sources WHERE key = ?", (definition.key,)) is None:
        source_id = _insert(db, definition, now)
        set_state(db, source_id, SourceState.REMOVED)


def add_source(db: Database, definition: SourceDefinition, *, now: str) -> None:
    """Insert or update one source. Call inside a transaction."""
    row = db.row("SELECT * FROM sources WHERE key = ?", (definition.key,))
    if row is None:
        _insert(db, definition, now)
    else:
        _update(db, definition, row, now)


def set_state(db: Database, source_id: int, state: SourceState) -> None:
    db.update("sources", source_id, {"state": state})


def due_sources(db: Database, *, now: str, limit: int) -> list[Source]:
    """Active sources whose time has come, the longest waiting first."""
    rows = db.rows(
        f"{_SELECT} WHERE sources.state = 'active' AND sources.next_check_at <= ? "
        "ORDER BY sources.next_check_at LIMIT ?",
        (now, limit),
    )
    return [_source(row) for row in rows]


def drop_future_schedules(db: Database, *, now: str) -> None:
    """Make due what was planned while the clock was ahead. In a transaction.

    That is what was last fetched in the future, and what waits for longer than a schedule of at
    most a week ever does (no Retry-After counts for more): a look that was interrupted then.
    """
    furthest = to_text(from_text(now) + _FURTHEST)
    db.execute(
        "UPDATE sources SET next_check_at = :now WHERE last_fetch_at > :now "
        "OR (next_check_at > :furthest AND every_seconds <= :week)",
        {"now": now, "furthest": furthest, "week": _WEEK.total_seconds()},
    )


def schedule(db: Database, source_id: int, next_check_at: str) -> None:
    db.update("sources", source_id, {"next_check_at": next_check_at})


def _columns(db: Database, definition: SourceDefinition) -> dict[str, object]:
    return {
        "key": definition.key,
        "service_id": _service_id(db, definition),
        "terms_type": definition.terms_type,
        "url": definition.url,
        "language": definition.language,
        "region": definition.region,
        "tags": json.dumps(definition.tags, ensure_ascii=False),
        "rules": rules_to_json(definition.rules),
        "rules_digest": rules_digest(definition.rules),
        "every_seconds": definition.every_seconds,
        "cron": definition.cron,
        "confirm_seconds": definition.confirm_seconds,
        "keep": definition.keep,
    }


def _service_id(db: Database, definition: SourceDefinition) -> int:
    """Of the recorded service, under the name that the watchlist gives it now."""
    row = db.row("SELECT id, name FROM services WHERE slug = ?", (definition.service_slug,))
    if row is None:
        return db.insert("services", {"slug": definition.service_slug, "name": definition.service})
    if row["name"] != definition.service:
        db.update("services", row["id"], {"name": definition.service})
    service_id: int = row["id"]
    return service_id


def _insert(db: Database, definition: SourceDefinition, now: str) -> int:
    values = _columns(db, definition)
    return db.insert("sources", values | {"created_at": now, "next_check_at": now})


def _update(db: Database, definition: SourceDefinition, row: sqlite3.Row, now: str) -> None:
    values = _columns(db, definition)
    if row["state"] == SourceState.REMOVED:
        values |= {"state": SourceState.ACTIVE, "next_check_at": now}
    rescheduled = (row["every_seconds"], row["cron"]) != (
        definition.every_seconds,
        definition.cron,
    )
    if row["url"] != definition.url or row["rules_digest"] != values["rules_digest"]:
        values |= {"etag": None, "last_modified": None, "last_body_digest": None}
        rescheduled = True
    if rescheduled:
        values |= {"next_check_at": now}
    changed = {name: value for name, value in values.items() if row[name] != value}
    if changed:
        db.update("sources", row["id"], changed)
