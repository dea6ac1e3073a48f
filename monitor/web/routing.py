"""What the routes of the watchlist, as it is now, say of an alert."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from monitor.alerts.catalogue import Words
from monitor.alerts.routes import explain_routes
from monitor.config import Route, WatchlistError, load_watchlist
from storage.alerts import Alert

logger = logging.getLogger(__name__)


class RouteReader:
    """Reads the watchlist again when its file changed. Shared by all requests."""

    def __init__(self, watchlist: Path) -> None:
        self._path = watchlist
        self._read_at = -1
        self._routes: tuple[Route, ...] = ()
        self._lock = threading.Lock()

    def sentences(self, alert: Alert, words: Words) -> list[str]:
        """One for each route; none while the watchlist cannot be read."""
        return [
            words.say("routes", "takes" if one.taken else "refuses").format(
                n=one.place,
                to=words.list_separator.join(one.to),
                reasons=words.sentence_separator.join(one.told(words)),
            )
            for one in explain_routes(self._current(), alert.event, alert.body)
        ]

    def _current(self) -> tuple[Route, ...]:
        with self._lock:
            try:
                changed_at = self._path.stat().st_mtime_ns
                if changed_at != self._read_at:
                    self._routes = load_watchlist(self._path).routes
                    self._read_at = changed_at
            except (OSError, WatchlistError) as error:
                logger.warning("what the routes say is left out: %s", error)
                return ()
            return self._routes
