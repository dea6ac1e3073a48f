"""A page whose key changed: its history stays under the old one, which people seldom mean."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database
from storage.sources import renamed_sources
from storage.times import to_text

_TOLD_FOR = timedelta(days=7)


def rename_hints(db: Database, *, now: datetime) -> list[str]:
    """For people, while it is news: who wants it so reads it for a week."""
    return [
        f"{one.key} is the page that was watched as {one.former_key} until now: its history begins "
        f'anew. To go on with the old one write key = "{one.former_key}" into its [[source]]'
        for one in renamed_sources(db, since=to_text(now - _TOLD_FOR))
    ]
