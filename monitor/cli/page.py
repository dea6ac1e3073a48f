"""Documents as `inspect` and `compare` are given them, before anything is read.

Apart from :mod:`monitor.cli.reading`, whose imports cost half a second that ``--help`` need not
pay.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from storage.errors import UsageError

STDIN = "-"
FORMATS = ("auto", "html", "markdown", "text", "pdf")  # and those of crawler.extract.Format
# What a file's name says, in the words of a server; the bytes may say more.
_CONTENT_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Bytes with what is known about them; ``format`` is one of :data:`FORMATS`."""

    body: bytes
    format: str = "auto"
    content_type: str | None = None
    url: str | None = None
    seen_on: date | None = None
    language: str | None = None
    region: str | None = None


def load_file(name: str) -> tuple[bytes, str | None]:
    """The bytes of a file (``-``: of stdin) and its content type; raises UsageError."""
    if name == STDIN:
        return sys.stdin.buffer.read(), None
    path = Path(name)
    try:
        return path.read_bytes(), _CONTENT_TYPES.get(path.suffix.lower())
    except OSError as error:
        raise UsageError(f"{name}: {error.strerror}; name a file, a URL or - for stdin") from error


def parse_day(value: object) -> date | None:
    """A calendar date of JSON or of the command line; raises UsageError."""
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise UsageError(f"{value!r} is no date: write it as 2026-03-05") from None


def parse_format(value: object) -> str:
    if value is None:
        return "auto"
    if value not in FORMATS:
        raise UsageError(f"{value!r} is no format: write one of {', '.join(FORMATS)}")
    return str(value)
