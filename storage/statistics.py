"""How much changed how often: counts over groups of versions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.database import Database


class Group(StrEnum):
    """What versions are counted by."""

    SOURCE = "source"
    SERVICE = "service"
    TYPE = "type"
    CATEGORY = "category"
    CLASS = "class"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """``versions`` are those of the page, ``changes`` those with other words, dates or order.

    ``mean_days`` is how long what a change replaced had stood, in the mean; None without changes.
    Severities are of changes; None without any.
    """

    name: str
    sources: int
    versions: int
    changes: int
    material: int
    minor: int
    silent: int
    max_severity: int | None
    mean_severity: float | None
    mean_days: float | None


_NAMES = {
    Group.SOURCE: "sources.key",
    Group.SERVICE: "services.name",
    Group.TYPE: "sources.terms_type",
    Group.CATEGORY: "touched.value",
    Group.CLASS: "changes.class",
    Group.MONTH: "substr(page.fetched_at, 1, 7)",
}
_CHANGES_ONLY = frozenset({Group.CATEGORY, Group.CLASS})


def count_by(
    db: Database, group: Group, *, source_id: int | None, since: str | None, until: str | None
) -> list[Count]:
    """By name; of categories and classes only versions with a change count.

    Versions that only our own reading made are left out. A change of several categories counts for
    each of them.
    """
    name = _NAMES[group]
    category = "JOIN json_each(changes.categories) AS touched" if group is Group.CATEGORY else ""
    join = "JOIN" if group in _CHANGES_ONLY else "LEFT JOIN"
    rows = db.rows(
        f"""
        WITH page AS (
          SELECT id, source_id, fetched_at, julianday(fetched_at) - julianday(lag(fetched_at)
            OVER (PARTITION BY source_id ORDER BY number)) AS days
          FROM versions WHERE kind <> 'technical' AND (:source IS NULL OR source_id = :source)
        )
        SELECT {name} AS name, count(DISTINCT page.source_id) AS sources,
          count(*) AS versions, count(changes.id) AS changes,
          count(CASE WHEN changes.material = 'material' THEN 1 END) AS material,
          count(CASE WHEN changes.material = 'minor' THEN 1 END) AS minor,
          count(CASE WHEN changes.silent THEN 1 END) AS silent,
          max(changes.severity) AS max_severity, avg(changes.severity) AS mean_severity,
          avg(CASE WHEN changes.id IS NOT NULL THEN page.days END) AS mean_days
        FROM page JOIN sources ON sources.id = page.source_id
        JOIN services ON services.id = sources.service_id
        {join} changes ON changes.version_id = page.id
          AND changes.class NOT IN ('none', 'technical')
        {category}
        WHERE (:since IS NULL OR page.fetched_at >= :since)
          AND (:until IS NULL OR page.fetched_at <= :until)
        GROUP BY 1 ORDER BY 1
        """,  # noqa: S608  the constants above
        {"source": source_id, "since": since, "until": until},
    )
    return [Count(**dict(row)) for row in rows]
