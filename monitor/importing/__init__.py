"""Captures from elsewhere, replayed through the pipeline of a live fetch.

    captures = read_folder(Path("captures"))            # or read_warc([Path("crawl.warc.gz")])
    with Tracker(watchlist=watchlist) as tracker:
        report = Replay(db=tracker.db, watchlist=watchlist).run(captures)

Nothing is fetched and nothing is sent. What would have been sent is held, with the reason
``import``.
"""

from __future__ import annotations

from monitor.importing.capture import Capture, Captures
from monitor.importing.folder import read_folder
from monitor.importing.replay import Replay
from monitor.importing.report import ImportReport
from monitor.importing.warc import WarcOptions, read_warc

__all__ = [
    "Capture",
    "Captures",
    "ImportReport",
    "Replay",
    "WarcOptions",
    "read_folder",
    "read_warc",
]
