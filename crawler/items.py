"""How a visit ended: the two things that the spider hands to the pipeline."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.verdicts import Refused
from crawler.visit import Visit
from storage.snapshots import Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A response that should be the document; ``body`` as it came over the wire."""

    visit: Visit
    url: str
    http_status: int
    headers: Headers
    body: bytes
    finished_at: str

    def header_values(self, name: str) -> list[str]:
        wanted = name.lower()
        return [value for key, value in self.headers if key.lower() == wanted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A visit without a page: 304, a refusal, an error."""

    visit: Visit
    refused: Refused
    finished_at: str
