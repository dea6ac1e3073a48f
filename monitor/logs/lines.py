"""Log records as lines: for people, and for programs."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from monitor.cli.terminal import neutral, neutral_lines
from monitor.logs.redaction import redacted

TEXT_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class TextLines(logging.Formatter):
    """A line a record, with nothing in it that a terminal would obey; a traceback has more."""

    def format(self, record: logging.LogRecord) -> str:
        # As the base class does, but for the line itself: what a page said may hold line breaks.
        record.message = neutral(record.getMessage())
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        trace = _trace_of(self, record)
        line = self.formatMessage(record)
        return redacted(f"{line}\n{neutral_lines(trace)}" if trace else line)


class JsonLines(logging.Formatter):
    """One JSON object a line, in ASCII.

    Keys: ``at`` (UTC), ``level``, ``logger``, ``event``, ``message``, the facts, and ``trace``
    where something went wrong in our own code.
    """

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": getattr(record, "event", "message"),
            "message": record.getMessage(),
        }
        said |= getattr(record, "facts", {})
        trace = _trace_of(self, record)
        if trace:
            said["trace"] = trace
        return json.dumps({name: _plain(value) for name, value in said.items()})


def _plain(value: object) -> object:
    """Secrets are taken out before JSON escapes what they are known by."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return redacted(str(value))


def _trace_of(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    """The traceback of a record, also of one that came from the crawling process."""
    parts = [getattr(record, "trace", "")]
    if record.exc_info:
        parts.append(formatter.formatException(record.exc_info))
    if record.stack_info:
        parts.append(formatter.formatStack(record.stack_info))
    return "\n".join(part for part in parts if part)
