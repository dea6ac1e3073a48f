"""Comparisons of any two versions, the latest few kept: they cost more than a page may."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

from monitor.change_shape import change_shape
from storage.changes import find_change
from storage.database import Database
from storage.sources import Source
from storage.versions import Version

_KEPT = 16


class Comparer:
    """Shared by all requests; ``watchlist`` gives the words of its own categories."""

    def __init__(self, watchlist: Path) -> None:
        self._watchlist = watchlist
        self._kept: OrderedDict[tuple[str, ...], dict[str, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def compare(
        self, db: Database, source: Source, old: Version, new: Version
    ) -> tuple[bool, dict[str, Any]]:
        """(was it recorded, the change as `compare` prints it)."""
        if new.previous_version_id == old.id:
            change = find_change(db, new.id)
            if change:
                return True, change_shape(change.record) | {"summary": change.record.summary}
        # Texts, not versions: a version may be read anew by other rules.
        key = (source.key, old.markdown_digest, old.fetched_at, new.markdown_digest, new.fetched_at)
        with self._lock:  # one at a time: a burst of questions is not a burst of work
            if key not in self._kept:
                self._kept[key] = self._compared(db, source, old, new)
            self._kept.move_to_end(key)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return False, self._kept[key]

    def _compared(self, db: Database, source: Source, old: Version, new: Version) -> dict[str, Any]:
        # The analysis takes 0.2 s to import, for who never compares for nothing.
        from monitor.analysis import compare  # noqa: PLC0415
        from monitor.analysis.shapes import comparison_json  # noqa: PLC0415
        from monitor.own_terms import own_terms_in  # noqa: PLC0415
        from monitor.understanding import analyse_version  # noqa: PLC0415

        extra = own_terms_in(self._watchlist)
        found = compare(
            analyse_version(db, source, old, extra), analyse_version(db, source, new, extra)
        )
        return comparison_json(found) | {"summary": found.summary}
