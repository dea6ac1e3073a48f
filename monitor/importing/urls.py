"""URLs as names of pages."""

from __future__ import annotations

from urllib.parse import urldefrag, urlsplit


def comparable_url(url: str) -> str:
    """Without fragment, and with the path that an empty one means."""
    plain = urldefrag(url)[0]
    try:
        parts = urlsplit(plain)
    except ValueError:
        return plain
    return parts._replace(path=parts.path or "/").geturl()
