"""Looks that only a comparison speaks against: held for a second look, then accepted.

The bytes of a held look are kept. When a later look shows the same text, with no good look at
another one in between, the version is recorded as of the look that saw it first.
"""

from __future__ import annotations

from crawler.extract import Extraction, is_same_document_text
from crawler.rereading import read_again
from storage.database import Database
from storage.model import Outcome
from storage.snapshots import Snapshot, get_snapshot
from storage.sources import Source

# The words of the gate for what a comparison alone tells, each standing alone.
_BY_COMPARISON = ("collapsed", "markup_shown", "other_page", "wrong_language")


def find_held(db: Database, source: Source, *, before: str) -> Snapshot | None:
    """The latest look before an instant that is held; None when a good look came since."""
    return _held(db, source, "< :at", "DESC", before)


def find_held_later(db: Database, source: Source, *, after: str) -> Snapshot | None:
    """The first held look after an instant; None when a good look came before it."""
    return _held(db, source, "> :at", "ASC", after)


def read_held(db: Database, source: Source, held: Snapshot | None) -> Extraction | None:
    """What a held look showed, by the present rules; None when its bytes cannot be read."""
    return read_again(db, source, held) if held is not None else None


def shows_same(one: Extraction | None, other: Extraction) -> bool:
    """Whether a held look showed this text, but for what moves from look to look."""
    return one is not None and is_same_document_text(one, other)


def _held(db: Database, source: Source, when: str, direction: str, at: str) -> Snapshot | None:
    good = ", ".join(f"'{outcome.value}'" for outcome in Outcome if outcome.is_good)
    reasons = ", ".join(f"'{reason}'" for reason in _BY_COMPARISON)
    row = db.row(
        "SELECT fetches.outcome AS outcome, snapshots.id AS id FROM fetches "  # noqa: S608
        "LEFT JOIN snapshots ON snapshots.fetch_id = fetches.id "
        f"WHERE fetches.source_id = :source AND fetches.started_at {when} AND "
        f"(fetches.outcome IN ({good}) OR "
        f"(fetches.outcome = :suspect AND fetches.reason IN ({reasons}) AND snapshots.id > 0)) "
        f"ORDER BY fetches.started_at {direction}, fetches.id {direction} LIMIT 1",
        {"source": source.id, "at": at, "suspect": Outcome.SUSPECT},
    )
    if row is None or row["outcome"] != Outcome.SUSPECT:
        return None
    return get_snapshot(db, row["id"])
