"""Durations ("30s", "12h", "7d") and sizes ("10MB") as people write them."""

from __future__ import annotations

import re

_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_BYTES = {
    "B": 1,
    "kB": 1_000,
    "KB": 1_000,
    "MB": 1_000_000,
    "GB": 1_000_000_000,
    "KiB": 1_024,
    "MiB": 1_048_576,
    "GiB": 1_073_741_824,
}
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s?(s|min|m|h|d|w)", re.ASCII)
_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s?([kKMG]i?B|B)", re.ASCII)


def parse_duration(text: object) -> float:
    """Seconds; raises ValueError saying how a duration is written."""
    found = _DURATION.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found:
        raise ValueError('write a duration with its unit, such as "30s", "15m", "12h" or "7d"')
    return float(found[1]) * _SECONDS[found[2]]


def parse_size(text: object) -> int:
    """Bytes; raises ValueError saying how a size is written."""
    found = _SIZE.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found or found[2] not in _BYTES:
        raise ValueError('write a size with its unit, such as "500kB", "10MB" or "16MiB"')
    return int(float(found[1]) * _BYTES[found[2]])


def duration_words(seconds: float) -> str:
    """As people write it: ``10m``, ``1h``, ``90s``."""
    for unit in ("d", "h", "m"):
        if seconds >= _SECONDS[unit] and seconds % _SECONDS[unit] == 0:
            return f"{seconds / _SECONDS[unit]:g}{unit}"
    return f"{seconds:g}s"
