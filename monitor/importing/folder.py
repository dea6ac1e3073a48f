"""A folder of captures: ``captures.jsonl`` with a row for each, and the files that it names.

A row has ``url service type fetched_at file``, and may have ``status`` (200), ``content_type`` and
``headers`` (an object, or pairs). Rows are checked before anything is recorded; what else they
hold is ignored, with one warning.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitor.importing.capture import Capture, Captures, FileBody, is_in_the_future
from storage.errors import UsageError
from storage.snapshots import Headers
from storage.times import from_text, to_text, utc_now

INDEX = "captures.jsonl"
_REQUIRED = ("url", "fetched_at", "file")
_KNOWN = frozenset({*_REQUIRED, "service", "type", "status", "content_type", "headers"})
_MOST_SHOWN = 5
_STATUSES = range(100, 1000)


def read_folder(
    folder: Path,
    *,
    service: str | None = None,
    terms_type: str | None = None,
    now: datetime | None = None,
) -> Captures:
    """The captures of a folder; ``service`` and ``terms_type`` fill in where a row has none.

    Raises UsageError that names the lines which cannot be used; of those that lie after ``now``
    (the clock's, without it) no page was seen.
    """
    index = folder / INDEX
    if not index.is_file():
        raise UsageError(
            f"there is no {INDEX} in {folder}: it has a JSON object a line, with "
            "url, service, type, fetched_at and file"
        )
    found = Captures()
    problems: list[str] = []
    unknown: set[str] = set()
    for number, line in _lines(index):
        try:
            row = _row(line)
            unknown |= row.keys() - _KNOWN
            capture = _capture(
                row, folder, f"{INDEX}:{number}", (service, terms_type), now or utc_now()
            )
        except ValueError as error:
            problems.append(f"{index}:{number}: {error}")
            continue
        found.captures.append(capture)
    _refuse(problems)
    if unknown:
        found.warnings.append(f"{index}: unknown keys are ignored: {', '.join(sorted(unknown))}")
    return found


def _lines(index: Path) -> Iterator[tuple[int, str]]:
    with index.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            text = line.decode("utf-8-sig", errors="replace").strip()
            if text:
                yield number, text


def _refuse(problems: list[str]) -> None:
    if problems:
        more = len(problems) - _MOST_SHOWN
        tail = [f"and {more} more lines"] if more > 0 else []
        raise UsageError("\n".join([*problems[:_MOST_SHOWN], *tail]))


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not a JSON object ({error})") from None
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004  the caller names the line
    for name in _REQUIRED:
        if not isinstance(row.get(name), str) or not row[name]:
            raise ValueError(f"{name!r} is missing or no text")
    for name in ("service", "type", "content_type"):
        if not isinstance(row.get(name), str | None):
            raise ValueError(f"{name!r} is no text")  # noqa: TRY004
    for name in (*_REQUIRED, "service", "type", "content_type"):
        _refuse_half_pairs(name, row.get(name) or "")
    return row


def _refuse_half_pairs(name: str, text: str) -> None:
    """JSON can write half of a surrogate pair, which nothing else can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name!r} holds half of a surrogate pair: it is no Unicode") from None


def _capture(
    row: dict[str, Any],
    folder: Path,
    origin: str,
    named: tuple[str | None, str | None],
    now: datetime,
) -> Capture:
    service, terms_type = named
    return Capture(
        url=_url(row["url"]),
        service=row.get("service") or service,
        terms_type=row.get("type") or terms_type,
        fetched_at=_instant(row["fetched_at"], now),
        http_status=_status(row.get("status")),
        headers=_headers(row.get("headers"), row.get("content_type")),
        body=FileBody(path=_inside(folder, row["file"])),
        origin=origin,
    )


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_page = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_page = False
    if not is_page:
        raise ValueError(f"url {text[:80]!r} is no address of a page: write http:// or https://")
    return text


def _instant(text: str, now: datetime) -> str:
    try:
        instant = to_text(from_text(text))
    except (ValueError, OverflowError):
        raise ValueError(
            f"fetched_at {text[:40]!r} is no instant such as 2024-03-05T14:00:00Z"
        ) from None
    if is_in_the_future(instant, now):
        raise ValueError(f"fetched_at {text[:40]!r} lies in the future: no page was seen then")
    return instant


def _status(value: Any) -> int:
    if value is None:
        return 200
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:4])
    if isinstance(value, bool) or not isinstance(value, int) or value not in _STATUSES:
        raise ValueError(f"status {str(value)[:40]!r} is no HTTP status")
    return value


def _headers(value: Any, content_type: str | None) -> Headers:
    pairs = list(value.items()) if isinstance(value, dict) else value or []
    try:
        headers = [
            (str(name), str(part))
            for name, content in pairs
            for part in (content if isinstance(content, list) else [content])
        ]
    except (TypeError, ValueError):
        raise ValueError("headers are no object and no list of pairs") from None
    _refuse_half_pairs("headers", "".join(map("".join, headers)))
    if content_type:
        headers = [pair for pair in headers if pair[0].lower() != "content-type"]
        headers.append(("Content-Type", content_type))
    return tuple(headers)


def _inside(folder: Path, name: str) -> Path:
    """A row must not make us read what the folder does not hold."""
    root = folder.resolve()
    try:
        path = (root / name).resolve()
    except (OSError, ValueError):
        raise ValueError(f"file {name[:80]!r} is no path") from None
    if not path.is_relative_to(root):
        raise ValueError(f"file {name[:80]!r} lies outside the folder")
    return path
