"""The dates that versions state about themselves, over time, and the reminders made of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from storage.database import Database
from storage.model import AlertState, ChangeClass, EventType, Outcome, SourceState, VersionKind
from storage.values import value


@value
class StatedOn:
    """A date as a version states it: ISO, cut to its precision, and the words of the page.

    ``ambiguous``: day and month could be the other way round.
    """

    on: str
    text: str
    ambiguous: bool = False


@value
class StatedVersion:
    """A version with the dates that it states. Change fields are None for a first version.

    ``last_seen_at`` is the last look that showed this version, an instant like ``captured_at``.
    """

    source: str
    service: str
    terms_type: str
    watched: bool
    version: int
    kind: VersionKind
    captured_at: str
    last_seen_at: str
    effective: StatedOn | None
    updated: StatedOn | None
    change_class: ChangeClass | None
    silent: bool
    summary: str | None


@value
class Announcement:
    """The day to come from which the current version of a source says that it applies.

    ``first_stated_at`` is the first capture that states this day.
    """

    source_id: int
    version_id: int
    version: int
    on: str
    first_stated_at: str


def list_stated_versions(db: Database, *, source_id: int, until: str) -> list[StatedVersion]:
    """Versions of a source that were captured up to an instant, by number."""
    return list(read_stated_versions(db, source_id=source_id, until=until))


def read_stated_versions(
    db: Database, *, source_id: int | None = None, until: str, announcing: bool = False
) -> Iterator[StatedVersion]:
    """Versions captured up to an instant, by source and number; of all sources without one.

    Each as soon as it is read. ``announcing``: only of sources of which some version is to apply
    from a later day.
    """
    good = [outcome.value for outcome in Outcome if outcome.is_good]
    marks = ", ".join("?" * len(good))
    chosen, more = (_ANNOUNCING, [until, until]) if announcing else ("", [])
    rows = db.each(
        f"""
        SELECT sources.key AS source, services.name AS service, sources.terms_type, sources.state,
          versions.number AS version, versions.kind, versions.fetched_at AS captured_at,
          analyses.dates, changes.class AS change_class, changes.silent, changes.summary,
          (SELECT fetches.started_at FROM fetches
            WHERE fetches.source_id = versions.source_id
              AND fetches.started_at >= versions.fetched_at
              AND fetches.started_at < -- one bound, or all later looks are gone through
                CASE WHEN following.fetched_at <= ? THEN following.fetched_at ELSE ? END
              AND fetches.outcome IN ({marks})
            ORDER BY fetches.started_at DESC LIMIT 1) AS last_seen_at
        FROM sources
        CROSS JOIN versions ON versions.source_id = sources.id -- in this order nothing is sorted
        CROSS JOIN services ON services.id = sources.service_id
        LEFT JOIN versions AS following ON following.source_id = versions.source_id
          AND following.number = versions.number + 1
        LEFT JOIN changes ON changes.version_id = versions.id
        LEFT JOIN analyses ON analyses.version_id = versions.id
        WHERE versions.fetched_at <= ? AND (? IS NULL OR sources.id = ?) {chosen}
        ORDER BY sources.key, versions.number
        """,  # noqa: S608  only question marks and the constant are put in
        (until, f"{until} ", *good, until, source_id, source_id, *more),
    )
    return map(_stated_version, rows)


# A date may be cut to its year or month: what is to come is later than as much of today.
_ANNOUNCING = """
AND sources.id IN (
  SELECT source_id FROM analyses JOIN versions ON versions.id = analyses.version_id
  WHERE effective_on >= substr(?, 1, 4) AND effective_on > substr(?, 1, length(effective_on)))
"""


def announcements(db: Database, *, today: str, unless_held_for: str) -> list[Announcement]:
    """What watched sources announce for a day after ``today`` (ISO), by source.

    A month without a day is none, nor a day that could be read the other way round, nor what an
    alert is held for, such as a second look: it may be withdrawn yet. Only the one reason
    ``unless_held_for`` does not count.
    """
    rows = db.rows(
        """
        SELECT sources.id AS source_id, versions.id AS version_id, versions.number AS version,
          analyses.effective_on, analyses.dates,
          (SELECT min(earlier.fetched_at) FROM versions AS earlier
            JOIN analyses AS said ON said.version_id = earlier.id
            WHERE earlier.source_id = sources.id
              AND said.effective_on = analyses.effective_on) AS first_stated_at
        FROM sources
        JOIN versions ON versions.id = sources.current_version_id
        JOIN analyses ON analyses.version_id = versions.id
        WHERE sources.state = ? AND analyses.effective_on > ? AND length(analyses.effective_on) = 10
          AND NOT EXISTS (SELECT 1 FROM alerts WHERE alerts.version_id = versions.id
            AND alerts.change_id IS NOT NULL
            AND alerts.state = ? AND alerts.reason IS NOT ?)
        ORDER BY sources.key
        """,
        (SourceState.ACTIVE, today, AlertState.HELD, unless_held_for),
    )
    return [
        Announcement(
            source_id=row["source_id"],
            version_id=row["version_id"],
            version=row["version"],
            on=row["effective_on"],
            first_stated_at=row["first_stated_at"],
        )
        for row in rows
        if not _is_ambiguous(row["dates"])
    ]


def told_leads(db: Database, source_id: int, on: str) -> list[int]:
    """The leads, in days, with which a source's day was announced already."""
    rows = db.rows(
        "SELECT json_extract(body, '$.lead_days') AS lead FROM alerts WHERE source_id = ? "
        "AND event = ? AND json_extract(body, '$.effective_on') = ?",
        (source_id, EventType.EFFECTIVE_SOON, on),
    )
    return [row["lead"] for row in rows]


def _stated_version(row: sqlite3.Row) -> StatedVersion:
    dates = json.loads(row["dates"]) if row["dates"] else {}
    return StatedVersion(
        source=row["source"],
        service=row["service"],
        terms_type=row["terms_type"],
        watched=row["state"] != SourceState.REMOVED,
        version=row["version"],
        kind=VersionKind(row["kind"]),
        captured_at=row["captured_at"],
        last_seen_at=row["last_seen_at"] or row["captured_at"],
        effective=_stated_on(dates, "effective_on"),
        updated=_stated_on(dates, "updated_on"),
        change_class=ChangeClass(row["change_class"]) if row["change_class"] else None,
        silent=bool(row["silent"]),
        summary=row["summary"],
    )


def _stated_on(dates: dict[str, Any], name: str) -> StatedOn | None:
    found = dates.get(name)
    if not found:
        return None
    return StatedOn(on=found["value"], text=found["text"], ambiguous=found["ambiguous"])


def _is_ambiguous(dates: str) -> bool:
    effective = _stated_on(json.loads(dates), "effective_on")
    return effective is not None and effective.ambiguous
