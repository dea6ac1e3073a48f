"""A log file that may be moved away at any time, by logrotate for example: it is opened anew."""

from __future__ import annotations

from logging.handlers import WatchedFileHandler

from monitor.logs.setup import Quiet


class RotatedFile(Quiet, WatchedFileHandler):
    """Its errors are nobody's to be told."""
