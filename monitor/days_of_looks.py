"""Pages that print today's date where documents state theirs: it moves with every look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from monitor.analysis.model import Comparison
from storage.database import Database
from storage.fetches import last_good_fetch
from storage.model import ChangeClass, Material
from storage.versions import Version

_DAY = len("2026-05-03")
_OFF = 1  # days that a server's clock may be ahead of ours or behind it
_REASON = "the page prints the day of each look"


def without_days_of_looks(db: Database, version: Version, found: Comparison) -> Comparison:
    """``found``, or no change at all where only a date moved that is the day of both looks.

    A document that was really changed on the day of a look, twice in a row and in nothing but its
    date, is not told from such a page.
    """
    if found.change_class is not ChangeClass.DATE_ONLY:
        return found
    look = last_good_fetch(db, version.source_id, version.fetched_at)
    if look is None:
        return found
    moved = [one for one in (found.effective, found.updated) if one.old != one.new]
    offs = [
        (_days_off(one.old, look.started_at), _days_off(one.new, version.fetched_at))
        for one in moved
    ]
    if not moved or not all(old == new and old is not None for old, new in offs):
        return found
    return replace(
        found,
        change_class=ChangeClass.FORMATTING,
        material=Material.NONE,
        severity=0,
        reasons=(*found.reasons, _REASON),
    )


def _days_off(stated: str | None, fetched_at: str) -> int | None:
    """How many days a stated date is from a look; None where it is not that look's day."""
    if stated is None or len(stated) != _DAY:
        return None
    off = (date.fromisoformat(stated) - date.fromisoformat(fetched_at[:_DAY])).days
    return off if abs(off) <= _OFF else None
