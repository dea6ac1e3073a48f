"""Whose turn it is when there is a place for one more request."""

from __future__ import annotations

from scrapy.pqueues import DownloaderAwarePriorityQueue


class BegunFirstQueue(DownloaderAwarePriorityQueue):
    """Scrapy's queue, which goes round the hosts, but visits that were begun are ended first.

    Otherwise a redirect or a second try waits until every other host had its turn: in a run over
    thousands of hosts, that is minutes between two requests for one page.
    """

    def _next_slot(self, stats: list[tuple[int, str]], *, update_state: bool) -> str:
        begun = [entry for entry in stats if not entry[0] and self._has_begun(entry[1])]
        return super()._next_slot(begun or stats, update_state=update_state)

    def _has_begun(self, slot: str) -> bool:
        priority = self.pqueues[slot].curprio
        return priority is not None and priority < 0  # Scrapy turns the sign of a priority
