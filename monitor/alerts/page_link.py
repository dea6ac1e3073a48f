"""The address of a page as something that may stand in a link of ours."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from monitor.alerts.model import AlertSource
from monitor.alerts.safe_text import clean

LIMIT = 1_000


def page_url(source: AlertSource) -> str:
    """ASCII, with everything that could end a link encoded; "" for what is no web address.

    Also "" where the address would be longer than ``LIMIT``.
    """
    url = quote(_ascii_host(clean(source.url)), safe=":/?#@!$&+,;=%")
    return url if len(url) <= LIMIT and url.startswith(("http://", "https://")) else ""


def _ascii_host(url: str) -> str:
    """With the host in its ASCII form, as far as that can be made."""
    try:
        host = urlsplit(url).hostname or ""
        return url if host.isascii() else url.replace(host, host.encode("idna").decode(), 1)
    except (ValueError, UnicodeError):
        return url
