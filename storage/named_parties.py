"""Who is named over time: recipients, processors and trackers, with the versions that name them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from storage.database import Database, Parameters
from storage.model import SourceState

_PROCESSOR, _TRACKER, _RECIPIENT = "processor", "tracker", "recipient"
# The categories of the clauses that name a party say what it is there.
_ROLES = {
    "subprocessors": _PROCESSOR,
    "cookies": _TRACKER,
    "sharing": _RECIPIENT,
    "sale": _RECIPIENT,
    "transfers": _RECIPIENT,
    "gov_disclosure": _RECIPIENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRecord:
    """A party that versions of a source name.

    ``first_*`` is the first version ever that did, ``since_*`` the beginning of the last stretch
    without a gap. ``last_number`` is None while the current version names it; ``last_seen_at`` is
    then when the page was last verified. Categories are those of the latest naming. ``watched``:
    its source is in the watchlist still.
    """

    source: str
    service: str
    terms_type: str
    watched: bool
    name: str
    categories: tuple[str, ...]
    first_number: int
    first_seen_at: str
    since_number: int
    since_at: str
    last_number: int | None
    last_seen_at: str

    @property
    def roles(self) -> tuple[str, ...]:
        """Of processor, tracker, recipient, what the clauses that name it make it."""
        return tuple(dict.fromkeys(_ROLES[name] for name in self.categories if name in _ROLES))


def matching_names(db: Database, fits: Callable[[str], bool]) -> list[str]:
    """The names of all parties that fit, read from the index alone."""
    rows = db.rows(
        """
        WITH RECURSIVE names (name) AS (
          SELECT min(name) FROM parties UNION ALL
          SELECT (SELECT min(name) FROM parties WHERE name > names.name) FROM names
          WHERE names.name IS NOT NULL
        ) SELECT name FROM names WHERE name IS NOT NULL
        """
    )
    return [row["name"] for row in rows if fits(row["name"])]


_ABOUT = """
SELECT sources.key AS source, services.name AS service, sources.terms_type, sources.state,
  sources.last_verified_at, current.number AS current_number, current.fetched_at AS current_at,
  parties.name, parties.categories, versions.number, versions.fetched_at
"""
_WHOSE = """
JOIN sources ON sources.id = versions.source_id
JOIN services ON services.id = sources.service_id
JOIN versions AS current ON current.id = sources.current_version_id
"""
# The index of the UNIQUE constraint. Without statistics SQLite would take the one of names, and
# read every version that names a party for each version that is asked about.
_BY_VERSION = "INDEXED BY sqlite_autoindex_parties_1"
_ORDER = "ORDER BY sources.key, parties.name, versions.number"


def parties_ever(
    db: Database, *, source_id: int | None = None, names: Sequence[str] | None = None
) -> list[PartyRecord]:
    """Every party that some version named, of one source or by name."""
    conditions = ["1 = 1"]
    values: list[object] = []
    if source_id is not None:
        conditions.append("versions.source_id = ?")
        values.append(source_id)
    if names is not None:
        conditions.append("parties.name IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(names), ensure_ascii=False))
    sql = (
        f"{_ABOUT} FROM parties JOIN versions ON versions.id = parties.version_id {_WHOSE} "
        f"WHERE {' AND '.join(conditions)} {_ORDER}"
    )
    return list(_records(db, sql, values))


def most_named(db: Database, limit: int | None) -> list[tuple[str, int]]:
    """Parties that current versions name, with how many sources do; the most named first."""
    rows = db.rows(
        "SELECT parties.name, count(*) AS sources FROM sources "  # noqa: S608
        f"CROSS JOIN parties {_BY_VERSION} ON parties.version_id = sources.current_version_id "
        "GROUP BY parties.name ORDER BY sources DESC, parties.name LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [(row["name"], row["sources"]) for row in rows]


def parties_now(db: Database, names: Sequence[str]) -> list[PartyRecord]:
    """Parties of these names that current versions name; ``since`` is their first version ever.

    Reads as many versions as stood before each was first named, not all of them.
    """
    rows = db.rows(
        f"""
        SELECT sources.key AS source, services.name AS service, sources.terms_type, sources.state,
          sources.last_verified_at, current.fetched_at AS current_at,
          parties.name, parties.categories, first.number, first.fetched_at
        FROM sources
        JOIN services ON services.id = sources.service_id
        JOIN versions AS current ON current.id = sources.current_version_id
        JOIN parties {_BY_VERSION} ON parties.version_id = current.id
        JOIN versions AS first ON first.id = (
          SELECT earlier.id FROM versions AS earlier CROSS JOIN parties AS named {_BY_VERSION}
            ON named.version_id = earlier.id AND named.name = parties.name
          WHERE earlier.source_id = sources.id ORDER BY earlier.number LIMIT 1)
        WHERE +parties.name IN (SELECT value FROM json_each(?))
        ORDER BY sources.key, parties.name
        """,  # noqa: S608  the constant above
        (json.dumps(list(names), ensure_ascii=False),),
    )
    return [
        PartyRecord(
            **_source_fields(row),
            name=row["name"],
            categories=_categories(row["categories"]),
            first_number=row["number"],
            first_seen_at=row["fetched_at"],
            since_number=row["number"],
            since_at=row["fetched_at"],
            last_number=None,
            last_seen_at=row["last_verified_at"] or row["current_at"],
        )
        for row in rows
    ]


def parties_that_moved(
    db: Database, since: str, *, source_id: int | None = None
) -> tuple[list[PartyRecord], list[PartyRecord]]:
    """(named now and not by what stood at ``since``, named then and not now).

    Of a source that had no version yet, its first one counts.
    """
    sql = f"""
    WITH now (source_id, name) AS (
      SELECT sources.id, parties.name FROM sources CROSS JOIN parties {_BY_VERSION}
        ON parties.version_id = sources.current_version_id
      WHERE :source IS NULL OR sources.id = :source
    ), old (source_id, name) AS (
      SELECT sources.id, parties.name FROM sources
      CROSS JOIN parties {_BY_VERSION} ON parties.version_id = (
        SELECT id FROM versions WHERE source_id = sources.id
          AND (fetched_at <= :since OR number = 1) ORDER BY number DESC LIMIT 1)
      WHERE :source IS NULL OR sources.id = :source
    ), moved (source_id, name) AS MATERIALIZED (
      SELECT * FROM {{one}} EXCEPT SELECT * FROM {{other}}
    )
    {_ABOUT} FROM moved CROSS JOIN versions ON versions.source_id = moved.source_id
    JOIN parties {_BY_VERSION} ON parties.version_id = versions.id AND parties.name = moved.name
    {_WHOSE} {_ORDER}
    """  # noqa: S608  the constants above
    values: dict[str, object] = {"since": since, "source": source_id}
    added = list(_records(db, sql.format(one="now", other="old"), values))
    removed = list(_records(db, sql.format(one="old", other="now"), values))
    return added, removed


def _records(db: Database, sql: str, values: Parameters) -> Iterator[PartyRecord]:
    rows: Iterable[sqlite3.Row] = db.connection.execute(sql, values)
    for _, found in groupby(rows, key=lambda row: (row["source"], row["name"])):
        yield _record(list(found))


def _record(rows: list[sqlite3.Row]) -> PartyRecord:
    """From the versions of a source that name a party, oldest first."""
    since = len(rows) - 1
    while since and rows[since - 1]["number"] + 1 == rows[since]["number"]:
        since -= 1
    first, start, last = rows[0], rows[since], rows[-1]
    stands = last["number"] == last["current_number"]
    return PartyRecord(
        **_source_fields(last),
        name=last["name"],
        categories=_categories(last["categories"]),
        first_number=first["number"],
        first_seen_at=first["fetched_at"],
        since_number=start["number"],
        since_at=start["fetched_at"],
        last_number=None if stands else last["number"],
        last_seen_at=(
            last["last_verified_at"] or last["current_at"] if stands else last["fetched_at"]
        ),
    )


@lru_cache(maxsize=1024)  # a few lists stand in thousands of rows
def _categories(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _source_fields(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "source": row["source"],
        "service": row["service"],
        "terms_type": row["terms_type"],
        "watched": row["state"] != SourceState.REMOVED,
    }
