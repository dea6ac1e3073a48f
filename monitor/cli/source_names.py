"""Sources as people name them, and where the name of a version begins: ``@3``, ``@2026-03-05``.

A source is named by its key, a unique prefix of it, or its URL (which may hold an ``@``). Apart
from :mod:`monitor.cli.references`: who only lists need not wait for what reads texts.
"""

from __future__ import annotations

import re

from monitor.cli.moments import looks_like_moment
from storage.database import Database
from storage.errors import UnknownSource, UsageError
from storage.sources import Source, resolve_source

RANGE = ".."
UNWATCHED = "not watched"  # of a source that left the list or was only imported
NUMBER = re.compile(r"v?(\d{1,9})", re.IGNORECASE | re.ASCII)


def split_reference(text: str) -> tuple[str, str | None]:
    """A name and what follows its last ``@``, when that can be a version, a date or a range."""
    name, sign, wanted = text.rpartition("@")
    if sign and name and all(_is_point(point) for point in wanted.split(RANGE, 1)):
        return name, wanted
    return text, None


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


def _is_point(text: str) -> bool:
    return not text or bool(NUMBER.fullmatch(text)) or looks_like_moment(text)
