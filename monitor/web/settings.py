"""What a web server of ours is told when it starts."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from storage.errors import UsageError

LOOPBACK_NAMES = frozenset({"localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """``token`` None: anybody who reaches the server may read.

    ``public_url`` is how others reach it, where that is not its own address: it names the host
    that requests may ask for, and stands in feeds. ``authority`` (RFC 4151) is whose tags the
    entries of feeds have.
    """

    database: Path
    watchlist: Path
    token: str | None
    public_url: str | None
    authority: str
    clock: Callable[[], datetime]

    @property
    def public_host(self) -> str | None:
        return urlsplit(self.public_url).hostname if self.public_url else None

    @property
    def is_behind_tls(self) -> bool:
        return (self.public_url or "").lower().startswith("https:")

    @property
    def cookie(self) -> str | None:
        """What a browser keeps: it opens these pages, and does not give away the token."""
        if self.token is None:
            return None
        return hmac.new(self.token.encode(), b"clausewatch web cookie", hashlib.sha256).hexdigest()


def checked_public_url(text: str | None) -> str | None:
    """Without a slash at its end; raises UsageError for what is no address of a site."""
    if text is None:
        return None
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise UsageError(
            f"--public-url {text!r}: write the scheme and the host alone, https://watch.example.org"
        )
    return f"{parts.scheme}://{parts.netloc}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    if host.lower() in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def tag_authority(contact: str | None) -> str:
    """The contact's address or host, in whose name tags are made; ``localhost`` without one."""
    if not contact:
        return "localhost"
    if "@" in contact and "/" not in contact:
        return contact.removeprefix("mailto:")
    return urlsplit(contact).hostname or "localhost"
