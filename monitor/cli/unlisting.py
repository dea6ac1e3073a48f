"""Taking a source out of a watchlist: its lines go, every other byte of the file stays."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from monitor.config import load_watchlist, parse_watchlist
from storage.errors import OperationError, UsageError

_SOURCE_HEADER = re.compile(r"\s*\[\[\s*source\s*\]\]\s*(?:#.*)?")
_ANY_HEADER = re.compile(r"\s*\[")


def remove_source(path: Path, key: str, *, dry_run: bool = False) -> bool:
    """Take the source out of the file; False when it does not stand there.

    Raises UsageError when the file is wrong, when removing would give another source this one's
    key (and with it its history), or when the entry cannot be told from the lines around it.
    """
    watchlist = load_watchlist(path)
    keys = [source.key for source in watchlist.sources]
    if key not in keys:
        return False
    place = keys.index(key)
    before = path.read_bytes().decode("utf-8-sig")
    after = _without(before, place)
    if after is None:
        raise UsageError(f"{path}: the [[source]] of {key} is written unusually: remove it by hand")
    left = [source.key for source in parse_watchlist(after, path).sources]
    if left != keys[:place] + keys[place + 1 :]:
        raise UsageError(
            f"{path}: without {key} another source would take its name and its history: "
            'first give that source a key of its own (key = "…")'
        )
    if not dry_run:
        _replace(path, after)
    return True


def _without(text: str, place: int) -> str | None:
    """The text without the lines of its ``place``-th source; None when that says something else."""
    lines = text.splitlines(keepends=True)
    headers = [at for at, line in enumerate(lines) if _SOURCE_HEADER.fullmatch(line.rstrip("\r\n"))]
    if place >= len(headers):
        return None
    start = headers[place]
    end = next((at for at in range(start + 1, len(lines)) if _ANY_HEADER.match(lines[at])), None)
    end = len(lines) if end is None else _before_comments(lines, start, end)
    shorter = "".join(lines[:start] + lines[end:])
    wanted = tomllib.loads(text)
    del wanted["source"][place]
    try:
        read = tomllib.loads(shorter)
    except tomllib.TOMLDecodeError:
        return None
    return shorter if {"source": []} | read == wanted else None


def _before_comments(lines: Sequence[str], start: int, end: int) -> int:
    """Comments right above the next table speak of that table: they stay."""
    while end > start + 1 and lines[end - 1].lstrip().startswith("#"):
        end -= 1
    return end


def _replace(path: Path, text: str) -> None:
    """All or nothing; keeps the file's mode and its byte order mark."""
    target = path.resolve()
    mark = b"\xef\xbb\xbf" if target.read_bytes().startswith(b"\xef\xbb\xbf") else b""
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as file:
            file.write(mark + text.encode())
            file.flush()
            os.fchmod(file.fileno(), target.stat().st_mode & 0o7777)
            os.fsync(file.fileno())
        Path(file.name).replace(target)
    except OSError as error:
        raise OperationError(f"{path} cannot be written: {error.strerror}") from error
