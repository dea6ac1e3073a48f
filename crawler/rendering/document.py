"""What goes into a rendering and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from storage.model import SourceRules
from storage.snapshots import Headers


class PageMoved(Exception):
    """A script led to another page; the crawler goes there by its own rules."""

    def __init__(self, url: str) -> None:
        super().__init__("the page leads elsewhere")
        self.url = url


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The document as the crawler got it, decoded; and how to look at it."""

    url: str
    status: int
    headers: Headers
    body: bytes
    accept_language: str
    locale: str
    user_agent: str
    rules: SourceRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """``browser`` is name and version, for the evidence."""

    html: bytes
    browser: str


class Renderer(Protocol):
    """Runs the scripts of documents."""

    async def render(self, received: Received, *, seconds: float) -> Rendered:
        """The document after its text settled; raises Refused and PageMoved."""

    async def close(self) -> None: ...
