"""The address of a page as something that may stand in a link of ours."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from monitor.alerts.model import AlertSource
from monitor.alerts.safe_text import clean

LIMIT = 1_000
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?", re.IGNORECASE)


def page_url(source: AlertSource) -> str:
    """ASCII, with everything that could end a link encoded; "" for what is no web address.

    Also "" where the address would be longer than ``LIMIT``. A chat that finds a link malformed
    refuses the whole message, so this is strict.
    """
    url = quote(_ascii_host(clean(source.url)), safe=":/?#@!$&+,;=%")
    return url if len(url) <= LIMIT and _is_web_address(url) else ""


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = _HOST.fullmatch(parts.hostname or "") is not None and parts.port != 0
    except ValueError:
        return False
    return named and parts.scheme in ("http", "https") and "@" not in parts.netloc


def _ascii_host(url: str) -> str:
    """With the host in its ASCII form, as far as that can be made."""
    try:
        host = urlsplit(url).hostname or ""
        return url if host.isascii() else url.replace(host, host.encode("idna").decode(), 1)
    except (ValueError, UnicodeError):
        return url
