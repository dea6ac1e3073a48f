"""What is said of a file that a command wrote: where, what is in it, how big."""

from __future__ import annotations

from pathlib import Path

from monitor.cli.output import note
from monitor.cli.terminal import shown

_THOUSAND = 1000


def bytes_words(count: int) -> str:
    """``812 bytes``, ``1.2 kB``, ``34.0 MB``."""
    if count < _THOUSAND:
        return "1 byte" if count == 1 else f"{count} bytes"
    size = count / _THOUSAND
    for unit in ("kB", "MB"):
        if round(size, 1) < _THOUSAND:
            return f"{size:.1f} {unit}"
        size /= _THOUSAND
    return f"{size:,.1f} GB"


def written_line(path: Path, *held: str) -> str:
    """``history.json: 2 sources, 5 versions, 1.2 kB``; a pipe has no size."""
    size = (bytes_words(path.stat().st_size),) if path.is_file() else ()
    return f"{shown(str(path))}: {', '.join((*held, *size))}"


def note_written(path: Path | None, *held: str) -> None:
    """On stderr; what went to stdout is seen there."""
    if path is not None:
        note(written_line(path, *held))
