"""Receivers beyond those that are spoken natively, through Apprise (an extra).

What Apprise cannot do is said here once: it does not tell a receiver that is gone from one that is
busy (every failure is tried again), it connects by itself (addresses are not judged, and proxies of
the environment are used), and a message of several parts that fails half-way is sent again whole.
Its logger prints URLs, which are secrets: it is silenced.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from monitor.alerts.message import FITS
from monitor.alerts.model import AlertContent, AttemptResult
from monitor.alerts.plain import render_plain
from monitor.alerts.safe_text import is_boundary
from storage.errors import OperationError
from storage.model import AttemptOutcome

if TYPE_CHECKING:
    from apprise import AppriseAsset

_PARTS = 4  # of one alert; what has more is told in fewer words
_NUMBER_ROOM = 8  # "(10/12) "
_LEAST_BODY = 60
_MARKS = str.maketrans({"<": "‹", ">": "›", "*": "∗", "`": "ˋ", "~": "∼"})
_SILENT = logging.CRITICAL + 1


class AppriseMissing(OperationError):
    def __init__(self) -> None:
        super().__init__("apprise is not installed: pip install 'clausewatch[apprise]'")


def send_by_apprise(url: str, content: AlertContent, language: str = "en") -> AttemptResult:
    """One attempt. Raises AppriseMissing; never for what a receiver does."""
    service = _service(url)
    if service is None:
        reason = "Apprise cannot read this URL: 'apprise --details' lists what it knows"
        return AttemptResult(outcome=AttemptOutcome.RETRY, error=reason)
    for part in text_parts(content, service.body_maxlen, language):
        try:
            taken = service.notify(body=part, title="", body_format="text")
        except (OSError, TypeError, ValueError) as error:
            reason = f"Apprise failed ({type(error).__name__})"
            return AttemptResult(outcome=AttemptOutcome.RETRY, error=reason)
        if not taken:
            reason = "Apprise could not deliver it; it does not say why"
            return AttemptResult(outcome=AttemptOutcome.RETRY, error=reason)
    return AttemptResult(outcome=AttemptOutcome.DELIVERED)


def is_readable(url: str) -> bool:
    """Whether Apprise knows what to do with a URL; nothing is sent. Raises AppriseMissing."""
    return _service(url) is not None


def text_parts(content: AlertContent, limit: int, language: str = "en") -> list[str]:
    """The text, numbered where one message has no room for it; every part within ``limit``."""
    limit = max(limit, _LEAST_BODY)
    for fit in FITS:
        text = inert(render_plain(content, language, fit))
        parts = _split(text, limit)
        if len(parts) <= _PARTS:
            break
    parts = parts[:_PARTS]
    if len(parts) == 1:
        return parts
    return [f"({place}/{len(parts)}) {part}" for place, part in enumerate(parts, 1)]


def inert(text: str) -> str:
    """Whatever markup a receiver reads, a page's text has none. The address of the page stays."""
    lines = text.split("\n")
    return "\n".join(
        line if line.startswith(("https://", "http://")) else line.translate(_MARKS)
        for line in lines
    ).replace("](", "] (")


def _split(text: str, limit: int) -> list[str]:
    """At ends of lines; only a line that is too long itself is cut, between words or graphemes."""
    if len(text) <= limit:
        return [text]
    room = limit - _NUMBER_ROOM
    parts: list[str] = []
    current = ""
    for piece in (piece for line in text.split("\n") for piece in _pieces(line, room)):
        if current and len(current) + 1 + len(piece) > room:
            parts.append(current.rstrip("\n"))
            current = piece
        else:
            current = f"{current}\n{piece}" if current else piece
    return [*parts, current]


def _pieces(line: str, room: int) -> Iterator[str]:
    while len(line) > room:
        at = line.rfind(" ", room // 2, room) + 1
        if not at or not is_boundary(line, at):
            at = next((end for end in range(room, 0, -1) if is_boundary(line, end)), room)
        yield line[:at].rstrip(" ")
        line = line[at:]
    yield line


def _service(url: str) -> Any:
    """Apprise's object for a URL; None when it cannot read it."""
    try:
        from apprise import Apprise  # noqa: PLC0415  an extra
    except ImportError:
        raise AppriseMissing from None
    _silence()
    return Apprise.instantiate(url, asset=_asset())


@cache
def _asset() -> AppriseAsset:
    """Nothing written to disk, nothing in threads of its own, no redirects."""
    from apprise import AppriseAsset, PersistentStoreMode  # noqa: PLC0415

    return AppriseAsset(
        app_id="clausewatch",
        app_desc="clausewatch",
        app_url="",
        storage_mode=PersistentStoreMode.MEMORY,
        async_mode=False,
        http_redirects=False,
        interpret_escapes=False,
        interpret_emojis=False,
    )


def _silence() -> None:
    logging.getLogger("apprise").setLevel(_SILENT)
    for name in ("urllib3", "requests"):  # these name hosts and paths at DEBUG
        logging.getLogger(name).setLevel(logging.WARNING)
