"""Comparisons of any two versions, the latest few kept: they cost more than a page may."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from monitor.change_shape import change_shape
from storage.changes import find_change
from storage.database import Database
from storage.document import Document
from storage.errors import ClauseWatchError
from storage.sources import Source
from storage.versions import Version

_KEPT = 16
_AT_ONCE = 8  # that are made or waited for; each holds one of the server's threads meanwhile

Shape = dict[str, Any]
Make = Callable[[Database, Source, Version, Version, Path], Shape]


class Busy(ClauseWatchError):
    """So many comparisons are waited for that one more would keep other pages from readers."""


def make_comparison(
    db: Database, source: Source, old: Version, new: Version, watchlist: Path
) -> Shape:
    """As `compare` prints it, with its summary; ``watchlist`` has categories of its own, maybe."""
    # The analysis takes 0.2 s to import, for who never compares for nothing.
    from monitor.analysis import compare  # noqa: PLC0415
    from monitor.analysis.shapes import comparison_json  # noqa: PLC0415
    from monitor.own_terms import own_terms_in  # noqa: PLC0415
    from monitor.understanding import analyse_version  # noqa: PLC0415

    extra = own_terms_in(watchlist)
    found = compare(
        analyse_version(db, source, old, extra), analyse_version(db, source, new, extra)
    )
    return comparison_json(found) | {"summary": found.summary}


def prepare_comparisons(old: Document, new: Document, watchlist: Path) -> None:
    """Import and read now what the first comparison would have to."""
    from monitor.analysis import analyse, compare  # noqa: PLC0415  as above
    from monitor.analysis.shapes import comparison_json  # noqa: PLC0415
    from monitor.own_terms import own_terms_in  # noqa: PLC0415
    from monitor.understanding import analyse_version  # noqa: F401, PLC0415

    with suppress(ClauseWatchError):  # who compares reads what is wrong with the watchlist
        own_terms_in(watchlist)
    comparison_json(compare(analyse(old), analyse(new)))


class Comparer:
    """Shared by all requests."""

    def __init__(self, watchlist: Path, make: Make = make_comparison) -> None:
        self._watchlist = watchlist
        self._make = make
        self._kept: OrderedDict[tuple[str, ...], Shape] = OrderedDict()
        self._keeping = threading.Lock()  # never held for long: what is kept is there at once
        self._making = threading.Lock()  # one at a time: a burst of questions is no burst of work
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def compare(
        self, db: Database, source: Source, old: Version, new: Version
    ) -> tuple[bool, Shape]:
        """(was it recorded, the change as `compare` prints it). Raises Busy."""
        if new.previous_version_id == old.id:
            change = find_change(db, new.id)
            if change:
                return True, change_shape(change.record) | {"summary": change.record.summary}
        # Texts, not versions: a version may be read anew by other rules.
        key = (source.key, old.markdown_digest, old.fetched_at, new.markdown_digest, new.fetched_at)
        if found := self._recall(key):
            return False, found
        if not self._places.acquire(blocking=False):
            raise Busy("Many versions are being compared just now; ask again in a moment.")
        try:
            with self._making:
                found = self._recall(key)  # somebody else may have waited for the same
                if found is None:
                    found = self._make(db, source, old, new, self._watchlist)
                    self._keep(key, found)
        finally:
            self._places.release()
        return False, found

    def _recall(self, key: tuple[str, ...]) -> Shape | None:
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[str, ...], made: Shape) -> None:
        with self._keeping:
            self._kept[key] = made
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
