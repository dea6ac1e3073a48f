"""Who is named over time: recipients, processors and trackers, with the versions that name them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from storage.database import Database, Parameters
from storage.model import SourceState
from storage.values import value

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


@value
class PartyRecord:
    """A party that versions of a source name.

    ``first_*`` is the first version ever that did, ``since_*`` the beginning of the last stretch
    without a gap. ``last_number`` is None while the current version names it; ``last_seen_at`` is
    then when the page was last verified. ``gone_*`` is the first version after the last that names
    it, None while it is named. Categories are those of the latest naming. ``watched``:
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
    gone_number: int | None
    gone_at: str | None

    @property
    def roles(self) -> tuple[str, ...]:
        """Of processor, tracker, recipient, what the clauses that name it make it."""
        return tuple(dict.fromkeys(_ROLES[name] for name in self.categories if name in _ROLES))


def matching_names(db: Database, fits: Callable[[str], bool]) -> list[str]:
    """The names of all parties that fit, read from the index alone."""
    rows = db.rows(
        """
        WITH RECURSIVE names (name) AS (
          SELECT min(name) FROM party_spans UNION ALL
          SELECT (SELECT min(name) FROM party_spans WHERE name > names.name) FROM names
          WHERE names.name IS NOT NULL
        ) SELECT name FROM names WHERE name IS NOT NULL
        """
    )
    return [row["name"] for row in rows if fits(row["name"])]


# The indexes of the constraints: of all parties that a version names, and of all spans of one.
# Without statistics SQLite would not always take them.
_BY_VERSION = "INDEXED BY sqlite_autoindex_parties_1"
_BY_SOURCE = "INDEXED BY sqlite_autoindex_party_spans_1"


_NOW = "sources.current_version_id"
_THEN = """(
  SELECT id FROM versions INDEXED BY versions_told WHERE versions.source_id = sources.id
    AND (fetched_at <= :since OR number = 1) ORDER BY number DESC LIMIT 1)"""
_NAMED_BY = f"""
SELECT sources.id AS source_id, parties.name FROM sources
CROSS JOIN parties {_BY_VERSION} ON parties.version_id = {{}}
WHERE :source IS NULL OR sources.id = :source
"""  # noqa: S608  the constant above


def parties_ever(
    db: Database, *, source_id: int | None = None, names: Sequence[str] | None = None
) -> list[PartyRecord]:
    """Every party that some version named, of one source or by name."""
    conditions = ["1 = 1"]
    values: dict[str, object] = {"source": source_id}
    if source_id is not None:
        conditions.append("party_spans.source_id = :source")
    if names is not None:
        conditions.append("party_spans.name IN (SELECT value FROM json_each(:names))")
        values["names"] = json.dumps(list(names), ensure_ascii=False)
    named = f"SELECT source_id, name FROM party_spans WHERE {' AND '.join(conditions)}"  # noqa: S608
    return _records(db, named, values)


def most_named(db: Database, limit: int | None) -> list[tuple[str, int]]:
    """Parties that current versions name, with how many sources do; the most named first."""
    rows = db.rows(
        "SELECT parties.name, count(*) AS sources FROM sources "  # noqa: S608
        f"CROSS JOIN parties {_BY_VERSION} ON parties.version_id = sources.current_version_id "
        "GROUP BY parties.name ORDER BY sources DESC, parties.name LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [(row["name"], row["sources"]) for row in rows]


def parties_now(db: Database, names: Sequence[str] | None = None) -> list[PartyRecord]:
    """Parties that current versions name, all or of some names; ``since`` is their first version.

    Few names are looked for in the spans, all of them in the current versions.
    """
    by_name = """
    SELECT span.source_id, span.name
    FROM json_each(:names) AS wanted CROSS JOIN party_spans AS span INDEXED BY party_spans_name
      ON span.name = wanted.value
    CROSS JOIN sources ON sources.id = span.source_id
    CROSS JOIN versions ON versions.id = sources.current_version_id
      AND versions.number = span.last_number
    """
    named = _NAMED_BY.format(_NOW) if names is None else by_name
    values: dict[str, object] = {"source": None}
    if names is not None:
        values["names"] = json.dumps(list(names), ensure_ascii=False)
    return [
        replace(record, since_number=record.first_number, since_at=record.first_seen_at)
        for record in _records(db, named, values)
    ]


def parties_added(db: Database, since: str, *, source_id: int | None = None) -> list[PartyRecord]:
    """Named now and not by what stood at ``since``.

    Of a source that had no version yet, its first one counts.
    """
    return _moved(db, _NOW, _THEN, since, source_id)


def parties_removed(db: Database, since: str, *, source_id: int | None = None) -> list[PartyRecord]:
    """Named by what stood at ``since``, or else by the first version, and not now."""
    return _moved(db, _THEN, _NOW, since, source_id)


def _moved(
    db: Database, one: str, other: str, since: str, source_id: int | None
) -> list[PartyRecord]:
    """Named by one version of a source and not by the other."""
    named = f"{_NAMED_BY.format(one)} EXCEPT {_NAMED_BY.format(other)}"
    return _records(db, named, {"since": since, "source": source_id})


def _records(db: Database, named: str, values: Parameters) -> list[PartyRecord]:
    """Of parties that sources name: ``named`` is a query for ids of sources and names."""
    rows = db.rows(
        f"""
        WITH named (source_id, name) AS MATERIALIZED (
          SELECT DISTINCT source_id, name FROM ({named})
        ), told AS MATERIALIZED (
          SELECT source_id, name,
            (SELECT min(first_number) FROM party_spans AS span {_BY_SOURCE}
              WHERE span.source_id = named.source_id AND span.name = named.name) AS first_number,
            (SELECT max(first_number) FROM party_spans AS span {_BY_SOURCE}
              WHERE span.source_id = named.source_id AND span.name = named.name) AS since_number
          FROM named
        )
        SELECT sources.key AS source, services.name AS service, sources.terms_type, sources.state,
          told.name, parties.categories,
          told.first_number, first.fetched_at AS first_seen_at,
          told.since_number, since.fetched_at AS since_at,
          CASE WHEN last.id <> sources.current_version_id THEN last.number END AS last_number,
          CASE WHEN last.id = sources.current_version_id AND sources.last_verified_at IS NOT NULL
            THEN sources.last_verified_at ELSE last.fetched_at END AS last_seen_at,
          gone.number AS gone_number, gone.fetched_at AS gone_at
        FROM told CROSS JOIN sources ON sources.id = told.source_id
        JOIN services ON services.id = sources.service_id
        JOIN party_spans AS latest {_BY_SOURCE} ON latest.source_id = told.source_id
          AND latest.name = told.name AND latest.first_number = told.since_number
        JOIN versions AS first INDEXED BY versions_told
          ON first.source_id = told.source_id AND first.number = told.first_number
        JOIN versions AS since INDEXED BY versions_told
          ON since.source_id = told.source_id AND since.number = told.since_number
        JOIN versions AS last INDEXED BY versions_told
          ON last.source_id = told.source_id AND last.number = latest.last_number
        LEFT JOIN versions AS gone INDEXED BY versions_told
          ON gone.source_id = told.source_id AND gone.number = latest.last_number + 1
        JOIN parties {_BY_VERSION}
          ON parties.version_id = last.id AND parties.name = told.name
        ORDER BY sources.key, told.name
        """,  # noqa: S608  the queries above
        values,
    )
    return [_record(row) for row in rows]


def _record(row: sqlite3.Row) -> PartyRecord:
    return PartyRecord(
        source=row["source"],
        service=row["service"],
        terms_type=row["terms_type"],
        watched=row["state"] != SourceState.REMOVED,
        name=row["name"],
        categories=_categories(row["categories"]),
        first_number=row["first_number"],
        first_seen_at=row["first_seen_at"],
        since_number=row["since_number"],
        since_at=row["since_at"],
        last_number=row["last_number"],
        last_seen_at=row["last_seen_at"],
        gone_number=row["gone_number"],
        gone_at=row["gone_at"],
    )


@lru_cache(maxsize=1024)  # a few lists stand in thousands of rows
def _categories(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
