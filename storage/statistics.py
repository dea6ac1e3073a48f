"""How much changed how often: counts over groups of versions."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from storage.database import Database
from storage.values import value


class Group(StrEnum):
    """What versions are counted by."""

    SOURCE = "source"
    SERVICE = "service"
    TYPE = "type"
    CATEGORY = "category"
    CLASS = "class"
    MONTH = "month"


@value
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


# What the versions of a source are told apart by, and what the groups of all sources are called.
_PARTS = {
    Group.CATEGORY: "touched.value",
    Group.CLASS: "changes.class",
    Group.MONTH: "substr(page.fetched_at, 1, 7)",
}
_NAMES = {
    Group.SOURCE: "sources.key",
    Group.SERVICE: "services.name",
    Group.TYPE: "sources.terms_type",
}
_CHANGES_ONLY = frozenset({Group.CATEGORY, Group.CLASS})
# When the version of the page before this one was fetched: nearly always that of the number before.
_BEFORE = """
CASE WHEN before.kind <> 'technical' THEN before.fetched_at ELSE (
  SELECT fetched_at FROM versions AS earlier WHERE earlier.source_id = page.source_id
    AND earlier.number < page.number AND earlier.kind <> 'technical'
  ORDER BY earlier.number DESC LIMIT 1) END
"""


def count_by(
    db: Database, group: Group, *, source_id: int | None, since: str | None, until: str | None
) -> list[Count]:
    """By name; of categories and classes only versions with a change count.

    Versions that only our own reading made are left out. A change of several categories counts for
    each of them.
    """
    given = {"page.source_id = ?": source_id, "page.fetched_at >= ?": since}
    given["page.fetched_at <= ?"] = until
    conditions = [condition for condition, value in given.items() if value is not None]
    values = [value for value in given.values() if value is not None]
    conditions.append("page.kind <> 'technical'")
    part = _PARTS.get(group)
    sql = _by_part(group, part, conditions) if part else _by_name(_NAMES[group], conditions)
    return [Count(**dict(row)) for row in db.rows(sql, values)]


def _by_name(name: str, conditions: Sequence[str]) -> str:
    """Counted per source first, in the order of the index: nothing large is sorted."""
    return f"""
    WITH counted AS (
      SELECT page.source_id, {_SUMS} {_versions(Group.SOURCE, conditions)} GROUP BY page.source_id
    )
    SELECT {name} AS name, count(*) AS sources,
      sum(versions) AS versions, sum(changes) AS changes,
      sum(material) AS material, sum(minor) AS minor, sum(silent) AS silent,
      max(severest) AS max_severity, sum(severities) * 1.0 / sum(changes) AS mean_severity,
      sum(days) / sum(dated) AS mean_days
    FROM counted JOIN sources ON sources.id = counted.source_id
    JOIN services ON services.id = sources.service_id
    GROUP BY 1 ORDER BY 1
    """  # noqa: S608  the constants here


def _by_part(group: Group, part: str, conditions: Sequence[str]) -> str:
    """A source has versions of many parts: they are counted across all sources at once."""
    return f"""
    SELECT name, sources, versions, changes, material, minor, silent, severest AS max_severity,
      severities * 1.0 / changes AS mean_severity, days / dated AS mean_days
    FROM (
      SELECT {part} AS name, count(DISTINCT page.source_id) AS sources, {_SUMS}
      {_versions(group, conditions)} GROUP BY 1
    ) ORDER BY 1
    """  # noqa: S608  the constants here


# A page that shows an earlier text again for a while takes back what it had changed: no news.
# (What is of class "none" is no change: `_versions` leaves it out.)
_NEWS = "changes.class <> 'flap'"
_SUMS = f"""
  count(*) AS versions, count(changes.id) AS changes,
  count(CASE WHEN changes.material = 'material' AND {_NEWS} THEN 1 END) AS material,
  count(CASE WHEN changes.material = 'minor' AND {_NEWS} THEN 1 END) AS minor,
  count(CASE WHEN changes.silent AND changes.material <> 'none' AND {_NEWS} THEN 1 END) AS silent,
  max(changes.severity) AS severest, sum(changes.severity) AS severities,
  sum(CASE WHEN changes.id IS NOT NULL
    THEN julianday(page.fetched_at) - julianday({_BEFORE}) END) AS days,
  count(CASE WHEN changes.id IS NOT NULL THEN {_BEFORE} END) AS dated
"""


def _versions(group: Group, conditions: Sequence[str]) -> str:
    """Versions with their changes and the versions before them."""
    category = "JOIN json_each(changes.categories) AS touched" if group is Group.CATEGORY else ""
    return f"""
    FROM versions AS page INDEXED BY versions_told
    {"CROSS" if group in _CHANGES_ONLY else "LEFT"} JOIN changes INDEXED BY changes_told
      ON changes.version_id = page.id AND changes.class NOT IN ('none', 'technical')
    {category}
    LEFT JOIN versions AS before INDEXED BY versions_told
      ON before.source_id = page.source_id AND before.number = page.number - 1
    WHERE {" AND ".join(conditions)}
    """
