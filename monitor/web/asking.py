"""What a request asks for: its parameters, checked, and the rows that they choose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from starlette.requests import Request

from monitor.cli.moments import parse_end, parse_start
from storage.errors import ClauseWatchError, UsageError

_LARGEST = 200  # rows of a page
_FURTHEST = 100_000  # rows that are skipped at most
_LONGEST = 500  # characters of a parameter
_PLACE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z~\d{1,6}", re.ASCII)


class NotFound(ClauseWatchError):
    """There is no such source, version or alert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which rows of a list: ``page`` counts from 1."""

    page: int
    size: int

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size

    @property
    def wanted(self) -> int:
        """One more than is shown tells whether there is a next page."""
        return self.size + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a long list goes on: at an instant, after so many rows of that very instant.

    Counting pages would read everything before the one that is wanted.
    """

    until: str
    skip: int


@dataclass(frozen=True, slots=True)
class Question:
    """The query of a request. Every method raises UsageError for a value that cannot be meant."""

    request: Request
    now: datetime

    def text(self, name: str) -> str | None:
        found = self.request.query_params.get(name, "").strip()
        if len(found) > _LONGEST:
            raise UsageError(f"{name}: at most {_LONGEST} characters")
        return found or None

    def number(self, name: str, *, least: int, most: int) -> int | None:
        found = self.text(name)
        if found is None:
            return None
        if not found.isascii() or not found.isdigit() or not least <= int(found[:9]) <= most:
            raise UsageError(f"{name}: write a number from {least} to {most}")
        return int(found[:9])

    def flag(self, name: str) -> bool:
        return self.text(name) in ("1", "yes", "true", "on")

    def choice(self, name: str, allowed: tuple[str, ...]) -> str | None:
        found = self.text(name)
        if found is not None and found not in allowed:
            raise UsageError(f"{name}: one of {', '.join(allowed)}")
        return found

    def since(self) -> str | None:
        found = self.text("since")
        return parse_start(found, now=self.now) if found else None

    def until(self) -> str | None:
        found = self.text("until")
        return parse_end(found, now=self.now) if found else None

    def place(self) -> Place | None:
        """What ``before`` says, as :meth:`after` wrote it."""
        found = self.text("before")
        if found is None:
            return None
        instant, _, skip = found.partition("~")
        if not _PLACE.fullmatch(found):
            raise UsageError("before: take it from the link to the next page")
        return Place(until=instant, skip=int(skip))

    def slice(self, size: int = 50) -> Slice:
        limit = self.number("limit", least=1, most=_LARGEST) or size
        page = self.number("page", least=1, most=_FURTHEST // limit) or 1
        return Slice(page=page, size=limit)

    def after(self, instants: list[str]) -> str:
        """The address of the rows after these, whose instants they are."""
        last, known = instants[-1], self.place()
        skip = instants.count(last)
        if known and known.until == last:
            skip += known.skip
        return self.address(before=f"{last}~{skip}", page=None)

    def address(self, **changed: object) -> str:
        """The address asked for, with other parameters; None takes one away."""
        return address_of(self.request, **changed)


def address_of(request: Request, **changed: object) -> str:
    """As :meth:`Question.address`."""
    values = {name: value for name, value in request.query_params.items() if value}
    values |= {name: str(value) for name, value in changed.items() if value is not None}
    for name, value in changed.items():
        if value is None:
            values.pop(name, None)
    path = quote(request.url.path, safe="/")
    return f"{path}?{urlencode(values)}" if values else path
