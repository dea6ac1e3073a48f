"""A capture: what somebody received from a URL once. Its bytes are read only when they are due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from storage.snapshots import Headers
from storage.times import from_text

_CLOCKS_DIFFER = timedelta(days=1)


def is_in_the_future(fetched_at: str, now: datetime) -> bool:
    """``fetched_at`` is UTC text. By more than clocks differ: no page was seen then."""
    return from_text(fetched_at) > now + _CLOCKS_DIFFER


class Body(Protocol):
    """Where the bytes of a capture are; sent to worker processes, so a small plain value."""

    def read(self) -> bytes:
        """The bytes as the author wrote them.

        Raises OSError, or crawler.verdicts.Refused when they cannot be unpacked.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FileBody:
    path: Path

    def read(self) -> bytes:
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """``fetched_at`` is UTC text of fixed width; ``origin`` says where it stood, for messages.

    Without ``service`` and ``terms_type`` the watchlist's source with this URL is meant, or they
    are guessed from the URL.
    """

    url: str
    service: str | None
    terms_type: str | None
    fetched_at: str
    http_status: int
    headers: Headers
    body: Body
    origin: str

    def header(self, name: str) -> str | None:
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(slots=True, kw_only=True)
class Captures:
    """What a folder or an archive holds. ``skipped`` counts by reason what is no capture.

    ``damaged`` says in words what should be one and is not there whole.
    """

    captures: list[Capture] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)

    def skip(self, reason: str) -> None:
        self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def __iter__(self) -> Iterator[Capture]:
        return iter(self.captures)

    def __len__(self) -> int:
        return len(self.captures)
