"""What was recorded over time, as rows for `log`, `dates` and `status`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from functools import lru_cache

from storage.database import Database
from storage.model import Category, SourceState
from storage.values import value


@value
class HistoryEntry:
    """A version with the change that led to it; change fields are None for a first version.

    ``watched``: its source is in the watchlist still.
    """

    source: str
    service: str
    terms_type: str
    version: int
    kind: str
    fetched_at: str
    change_class: str | None
    material: str | None
    severity: int | None
    silent: bool | None
    categories: tuple[str, ...]
    effective_on: str | None
    updated_on: str | None
    summary: str | None
    change_id: int | None
    words: int
    watched: bool


@value
class HistoryFilter:
    """All parts that are given must hold; instants are UTC text.

    ``service`` is the slug of one. ``changed``: only what the page itself did, no first versions
    and nothing technical. ``offset`` skips so many of the newest.
    """

    source_id: int | None = None
    since: str | None = None
    until: str | None = None
    category: str | None = None
    change_class: str | None = None
    min_severity: int | None = None
    terms_type: str | None = None
    tag: str | None = None
    service: str | None = None
    silent: bool | None = None
    changed: bool | None = None
    limit: int | None = None
    offset: int = 0


_CONDITIONS = {
    "source_id": "sources.id = ?",
    "since": "versions.fetched_at >= ?",
    "until": "versions.fetched_at <= ?",
    "terms_type": "sources.id IN (SELECT id FROM sources WHERE lower(terms_type) = lower(?))",
    "tag": "sources.id IN (SELECT one.id FROM sources AS one, json_each(one.tags) WHERE value = ?)",
    # Sources first: walking all versions by their time would read those of every other service.
    "service": "versions.source_id IN (SELECT own.id FROM sources AS own "
    "JOIN services AS wanted ON wanted.id = own.service_id WHERE wanted.slug = ?)",
    "silent": "changes.silent = ?",
    "changed": "(changes.class NOT IN ('technical', 'none')) = ?",
}
# What few changes may have is looked for in all of them first, by the index that holds no texts.
# The text of the list of categories tells; reading the list of every change costs ten times as
# much.
_RARE = {
    "category": "instr(categories, ?) > 0",
    "change_class": "class = ?",
    "min_severity": "severity >= ?",
}


_TOLD = (
    *("source", "service", "terms_type", "version", "kind", "fetched_at", "words"),
    *("change_id", "change_class", "material", "severity", "summary"),
    *("effective_on", "updated_on"),
)
_SELECT = """
SELECT sources.key, services.name, sources.terms_type,
  versions.number, versions.kind, versions.fetched_at, versions.words,
  changes.id, changes.class, changes.material, changes.severity, changes.summary,
  analyses.effective_on, analyses.updated_on,
  changes.silent, changes.categories, sources.state
"""  # what _TOLD names, in its order, and what _entry reads besides
_JOINS = """
JOIN services ON services.id = sources.service_id
LEFT JOIN changes ON changes.version_id = versions.id
LEFT JOIN analyses ON analyses.version_id = versions.id
"""


def list_history(db: Database, wanted: HistoryFilter) -> list[HistoryEntry]:
    """Newest first."""
    return list(read_history(db, wanted))


def read_history(db: Database, wanted: HistoryFilter) -> Iterator[HistoryEntry]:
    """Newest first, each as soon as it is read: a long history need not be held."""
    conditions, values = _conditions(wanted)
    rows = db.each(
        f"""{_SELECT} FROM versions JOIN sources ON sources.id = versions.source_id {_JOINS}
        WHERE {conditions}
        ORDER BY versions.fetched_at DESC, versions.id DESC LIMIT ? OFFSET ?
        """,
        values,
    )
    return map(_entry, rows)


def list_silent(db: Database, wanted: HistoryFilter) -> list[HistoryEntry]:
    """Changes of meaning while no stated date moved, the most severe first, then the latest.

    Not those that a page took back at once (flaps), nor what only our own reading changed.
    """
    conditions, values = _conditions(wanted)
    rows = db.rows(
        f"""{_SELECT} FROM changes JOIN versions ON versions.id = changes.version_id
        JOIN sources ON sources.id = versions.source_id
        JOIN services ON services.id = sources.service_id
        LEFT JOIN analyses ON analyses.version_id = versions.id
        WHERE changes.silent = 1 AND changes.material <> 'none'
          AND changes.class NOT IN ('flap', 'technical', 'none') AND {conditions}
        ORDER BY changes.severity DESC, versions.fetched_at DESC, versions.id DESC LIMIT ? OFFSET ?
        """,
        values,
    )
    return [_entry(row) for row in rows]


def list_current(db: Database, *, limit: int | None = None, offset: int = 0) -> list[HistoryEntry]:
    """The current version of every source, by key."""
    rows = db.rows(
        f"""{_SELECT} FROM sources JOIN versions ON versions.id = sources.current_version_id
        {_JOINS} ORDER BY sources.key LIMIT ? OFFSET ?
        """,
        (-1 if limit is None else limit, offset),
    )
    return [_entry(row) for row in rows]


def _conditions(wanted: HistoryFilter) -> tuple[str, list[object]]:
    """The SQL condition and its values, with those of LIMIT and OFFSET at their end."""
    conditions, values = _given(wanted, _CONDITIONS)
    rare, rare_values = _given(wanted, _RARE)
    if rare:
        found = f"SELECT version_id FROM changes WHERE {' AND '.join(rare)}"  # noqa: S608
        # By time, each looked up in what was found: the newest are there before the last is read.
        conditions.append(f"+versions.id IN ({found})")
    limit = -1 if wanted.limit is None else wanted.limit
    return " AND ".join(conditions or ["1 = 1"]), [*values, *rare_values, limit, wanted.offset]


def _given(wanted: HistoryFilter, known: Mapping[str, str]) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    for name, condition in known.items():
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(condition)
            values.append(json_member(value) if name == "category" else value)
    return conditions, values


def json_member(text: str) -> str:
    """How a text stands in a recorded list of texts."""
    return json.dumps(text, ensure_ascii=False)


def recorded_categories(db: Database) -> list[str]:
    """Those beyond the ones that come with the program, of changes, in alphabetical order."""
    rows = db.rows("SELECT DISTINCT category FROM clause_change_categories ORDER BY category")
    return [row["category"] for row in rows if not Category(row["category"]).is_built_in]


_NAMES = {
    "service": "SELECT DISTINCT services.name FROM sources "
    "JOIN services ON services.id = service_id ORDER BY 1",
    "type": "SELECT DISTINCT terms_type FROM sources ORDER BY 1",
    "tag": "SELECT DISTINCT value FROM sources, json_each(tags) ORDER BY 1",
}


def recorded_names(db: Database, what: str) -> list[str]:
    """The services, types or tags that sources have, in alphabetical order."""
    return [row[0] for row in db.rows(_NAMES[what])]


def _entry(row: sqlite3.Row) -> HistoryEntry:
    (*told, silent, categories, state) = row
    return HistoryEntry(
        **dict(zip(_TOLD, told, strict=True)),
        silent=None if silent is None else bool(silent),
        categories=_categories(categories) if categories else (),
        watched=state != SourceState.REMOVED,
    )


@lru_cache(maxsize=1024)  # a few lists stand in thousands of rows
def _categories(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
