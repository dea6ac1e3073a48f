"""Sources and versions as people name them: ``acme/privacy-policy@3``, ``@2026-03-05``, ``@1..3``.

A source is named by its key, a unique prefix of it, or its URL (which may hold an ``@``).
"""

from __future__ import annotations

import re
from datetime import datetime

from monitor.cli.moments import looks_like_moment, parse_end, seconds
from storage.database import Database
from storage.errors import UnknownSource, UsageError
from storage.sources import Source, resolve_source
from storage.times import utc_now
from storage.versions import (
    Version,
    current_version,
    find_version,
    version_at,
    versions_of,
)

RANGE = ".."
UNWATCHED = "not watched any more"  # said of a removed source wherever its history shows
_NUMBER = re.compile(r"v?(\d{1,9})", re.IGNORECASE | re.ASCII)


def split_reference(text: str) -> tuple[str, str | None]:
    """A name and what follows its last ``@``, when that can be a version, a date or a range."""
    name, sign, wanted = text.rpartition("@")
    if sign and name and all(_is_point(point) for point in wanted.split(RANGE, 1)):
        return name, wanted
    return text, None


def find_point(db: Database, source: Source, point: str) -> Version:
    """The version of a number, or the one that stood at the end of a date; raises UsageError."""
    if number := _NUMBER.fullmatch(point):
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
    return source, find_point(db, source, point) if point else get_current(db, source)


def resolve_named(db: Database, name: str) -> Source:
    """As `resolve_source`; what stands after the ``@`` of a known source is said to be no version.

    Raises UnknownSource and UsageError.
    """
    try:
        return resolve_source(db, name)
    except UnknownSource:
        before, sign, point = name.rpartition("@")
        if not sign or not before or not _is_known(db, before):
            raise
    if all(_is_point(one) for one in point.split(RANGE, 1)):
        raise UsageError(f"this takes a source without a version: write {before}, not {name}")
    raise UsageError(
        f"{point!r} is no version or date: write {before}@3, {before}@2026-03-05 or {before}@1..3"
    )


def _is_known(db: Database, name: str) -> bool:
    try:
        resolve_source(db, name)
    except UsageError:
        return False
    return True


def _at(db: Database, source: Source, point: str, now: datetime) -> Version:
    version = version_at(db, source.id, parse_end(point, now=now))
    if version is None:
        raise UsageError(f"{source.key} had no version on {point}: {_known(db, source)}")
    return version


def _is_point(text: str) -> bool:
    return not text or bool(_NUMBER.fullmatch(text)) or looks_like_moment(text)


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
