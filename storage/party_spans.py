"""From which version of a source to which a party is named without a gap.

Made from the parties of the versions' analyses and kept with them, in the same transactions.
"""

from __future__ import annotations

from collections.abc import Collection

from storage.database import Database

# Versions of a source that follow each other and name a party have numbers that grow as fast as
# the places of these versions among those that name it.
_FOUND = """
SELECT source_id, name, min(number) AS first_number, max(number) AS last_number FROM (
  SELECT versions.source_id, parties.name, versions.number, versions.number - row_number() OVER (
    PARTITION BY versions.source_id, parties.name ORDER BY versions.number) AS stretch
  FROM {}
) GROUP BY source_id, name, stretch
"""
_FOUND_IN_ALL = _FOUND.format("parties JOIN versions ON versions.id = parties.version_id")
_FOUND_IN_SOURCE = _FOUND.format(
    "versions CROSS JOIN parties INDEXED BY sqlite_autoindex_parties_1 "
    "ON parties.version_id = versions.id WHERE versions.source_id = ?"
)
_KEPT = "SELECT source_id, name, first_number, last_number FROM party_spans"


def name_in_spans(db: Database, version_id: int, names: Collection[str]) -> None:
    """A version names these parties and no others. Inside the transaction that says so."""
    version = db.row("SELECT source_id, number FROM versions WHERE id = ?", (version_id,))
    assert version is not None, "a foreign key holds"
    source_id, number = version["source_id"], version["number"]
    near = db.rows(
        "SELECT name, first_number, last_number FROM party_spans "
        "WHERE source_id = ? AND first_number <= ? AND last_number >= ?",
        (source_id, number + 1, number - 1),
    )
    last_of: dict[tuple[str, int], int | None] = {}  # spans as they become; None: it goes
    wanted = dict.fromkeys(names, (number, number))
    for name, first, last in near:
        if first <= number <= last:
            if name in wanted:
                del wanted[name]
                continue
            last_of[name, first] = number - 1 if first < number else None
            if last > number:
                last_of[name, number + 1] = last
        elif name in wanted:  # right before or right after: they become one
            start, end = wanted[name]
            wanted[name] = min(start, first), max(end, last)
            last_of[name, first] = None
    last_of |= {(name, first): last for name, (first, last) in wanted.items()}
    _write(db, source_id, last_of)


def _write(db: Database, source_id: int, last_of: dict[tuple[str, int], int | None]) -> None:
    db.connection.executemany(
        "DELETE FROM party_spans WHERE source_id = ? AND name = ? AND first_number = ?",
        [(source_id, *span) for span, last in last_of.items() if last is None],
    )
    db.connection.executemany(
        "INSERT INTO party_spans (source_id, name, first_number, last_number) "
        "VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET last_number = excluded.last_number",
        [(source_id, *span, last) for span, last in last_of.items() if last is not None],
    )


def rebuild_spans(db: Database, source_id: int) -> None:
    """Make the spans of a source anew, after numbers of its versions moved. In a transaction."""
    db.execute("DELETE FROM party_spans WHERE source_id = ?", (source_id,))
    db.execute(f"INSERT INTO party_spans {_FOUND_IN_SOURCE}", (source_id,))


def build_all_spans(db: Database) -> None:
    """The spans of versions that were analysed before spans were kept. In a transaction."""
    db.execute(f"INSERT INTO party_spans {_FOUND_IN_ALL}")


def wrong_spans(db: Database) -> list[tuple[str, str]]:
    """(key of the source, party) of spans that are not what the analyses of the versions give."""
    rows = db.rows(
        f"""
        WITH found AS MATERIALIZED ({_FOUND_IN_ALL}), wrong (source_id, name) AS (
          SELECT source_id, name FROM (SELECT * FROM found EXCEPT {_KEPT}) UNION
          SELECT source_id, name FROM ({_KEPT} EXCEPT SELECT * FROM found)
        ) SELECT sources.key, wrong.name FROM wrong JOIN sources ON sources.id = wrong.source_id
        ORDER BY 1, 2
        """  # noqa: S608  the constants above
    )
    return [(row["key"], row["name"]) for row in rows]
