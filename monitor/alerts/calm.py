"""Pages that show two texts by turns: when a return to an earlier text has stayed for good.

One look more is enough for most returns. A page that was seen to come back again and again (two
layouts that are tried on readers, servers that are not of one mind) would be told of for ever.
"""

from __future__ import annotations

from datetime import timedelta

from storage.database import Database
from storage.fetches import next_good_fetch
from storage.model import ChangeClass
from storage.times import from_text, to_text
from storage.versions import Version, have_same_text, version_at

CALM = timedelta(days=7)  # for so long a text must stand where texts come by turns
_WITHIN = timedelta(days=30)
_OFTEN = 2  # returns within that time


def comes_by_turns(db: Database, version: Version) -> bool:
    """Whether the page returned to earlier texts, and stayed for a look, often before."""
    since = from_text(version.fetched_at) - _WITHIN
    row = db.row(
        "SELECT count(*) AS returns FROM changes JOIN versions ON versions.id = changes.version_id "
        "WHERE versions.source_id = ? AND versions.number < ? AND versions.fetched_at > ? "
        "AND changes.class = ?",
        (version.source_id, version.number, to_text(since), ChangeClass.ROLLBACK),
    )
    return row is not None and row["returns"] >= _OFTEN


def returns_since(db: Database, instant: str) -> dict[int, int]:
    """How often each source (by its id) brought back an earlier text, stayed or not."""
    rows = db.rows(
        "SELECT versions.source_id, count(*) FROM versions "
        "JOIN changes ON changes.version_id = versions.id "
        "WHERE versions.fetched_at > ? AND changes.class IN (?, ?) GROUP BY versions.source_id",
        (instant, ChangeClass.FLAP, ChangeClass.ROLLBACK),
    )
    return dict(map(tuple, rows))


def version_after_calm(db: Database, version: Version) -> Version | None:
    """What stood when ``version`` had been there for :data:`CALM`; None while that is not over.

    Where another text came before, that is what there is to know already.
    """
    until = to_text(from_text(version.fetched_at) + CALM)
    stood = version_at(db, version.source_id, until)
    assert stood is not None, "the version itself was there"
    if not have_same_text(db, version, stood):
        return stood
    look = next_good_fetch(db, version.source_id, until)
    return stood if look is not None else None
