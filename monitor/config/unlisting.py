"""Taking a source out of a watchlist: its lines go, every other byte of the file stays."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from monitor.config.editing import locked, raw_text, replace_file
from monitor.config.loading import parse_watchlist
from storage.errors import UsageError

_BYTE_ORDER_MARK = "\ufeff"

_SOURCE_HEADER = re.compile(r"\s*\[\[\s*source\s*\]\]\s*(?:#.*)?")
_ANY_HEADER = re.compile(r"\s*\[")


def remove_source(path: Path, key: str, *, dry_run: bool = False) -> bool:
    """Take the source out of the file; False when it does not stand there.

    Raises UsageError when the file is wrong, when removing would give another source this one's
    key (and with it its history), or when the entry cannot be told from the lines around it.
    """
    target = path.resolve()
    with locked(target):
        before = raw_text(target)
        after = _remaining(path, before.removeprefix(_BYTE_ORDER_MARK), key)
        if after is None:
            return False
        if not dry_run:
            mark = _BYTE_ORDER_MARK if before.startswith(_BYTE_ORDER_MARK) else ""
            replace_file(target, (mark + after).encode("utf-8"))
    return True


def _remaining(path: Path, before: str, key: str) -> str | None:
    """The text without the source, checked; None when it does not stand there."""
    keys = [source.key for source in parse_watchlist(before, path).sources]
    if key not in keys:
        return None
    place = keys.index(key)
    after = _without(before, place)
    if after is None:
        raise UsageError(f"{path}: the [[source]] of {key} is written unusually: remove it by hand")
    left = [source.key for source in parse_watchlist(after, path).sources]
    if left != keys[:place] + keys[place + 1 :]:
        raise UsageError(
            f"{path}: without {key} another source would take its name and its history: "
            'first give that source a key of its own (key = "…")'
        )
    return after


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
