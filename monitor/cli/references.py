"""Versions as people name them: ``acme/privacy-policy@3``, ``acme/privacy-policy@2026-03-05``."""

from __future__ import annotations

from datetime import datetime

from monitor.cli.moments import parse_end, parse_start, seconds
from monitor.cli.output import note
from monitor.cli.source_names import NUMBER, RANGE, resolve_named, split_reference
from storage.database import Database
from storage.errors import UsageError
from storage.sources import Source
from storage.times import utc_now
from storage.versions import (
    Version,
    current_version,
    find_version,
    version_at,
    versions_of,
)

_FEW = 5  # of the versions of a day


def find_point(db: Database, source: Source, point: str) -> Version:
    """The version of a number, or the one that stood at the end of a date; raises UsageError."""
    if number := NUMBER.fullmatch(point):
        version = find_version(db, source.id, int(number[1]))
        if version is None:
            raise UsageError(f"{source.key} has no version {number[1]}: {_known(db, source)}")
        return version
    return _at(db, source, point, utc_now())


def get_current(db: Database, source: Source) -> Version:
    """The current version; raises UsageError for a source of which none was recorded yet."""
    version = current_version(db, source.id)
    if version is None:
        raise UsageError(f"{source.key}: {_known(db, source)}")
    return version


def resolve_point(db: Database, reference: str) -> tuple[Source, Version]:
    """``SOURCE`` (its current version), ``SOURCE@VERSION`` or ``SOURCE@DATE``."""
    name, point = split_reference(reference)
    if point and RANGE in point:
        raise UsageError(f"{reference!r} names two versions; write one, such as {name}@1")
    source = resolve_named(db, name)
    if not point:
        return source, get_current(db, source)
    version = find_point(db, source, point)
    if not NUMBER.fullmatch(point):
        _tell_of_others(db, source, version, point)
    return source, version


def _tell_of_others(db: Database, source: Source, version: Version, point: str) -> None:
    """Of a day on which several versions were seen, which one this is."""
    start = parse_start(point, now=utc_now())
    seen = [one for one in versions_of(db, source.id) if start <= one.fetched_at]
    seen = [one for one in seen if one.number <= version.number]
    if len(seen) > 1:
        told = ", ".join(f"{one.number} ({seconds(one.fetched_at)})" for one in seen[-_FEW:])
        note(f"{len(seen)} versions were seen on {point}, this is the last of them: {told}")


def _at(db: Database, source: Source, point: str, now: datetime) -> Version:
    version = version_at(db, source.id, parse_end(point, now=now))
    if version is None:
        raise UsageError(f"{source.key} had no version on {point}: {_known(db, source)}")
    return version


def _known(db: Database, source: Source) -> str:
    versions = versions_of(db, source.id)
    if not versions:
        last = f" (last fetch: {source.last_outcome})" if source.last_outcome else ""
        return f"no version was recorded yet{last}; 'clausewatch check' fetches it"
    first, last_one = versions[0], versions[-1]
    return (
        f"its versions are {first.number} ({seconds(first.fetched_at)}) "
        f"to {last_one.number} ({seconds(last_one.fetched_at)})"
    )
