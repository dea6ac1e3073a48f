"""Values as the cells of a CSV file (RFC 4180) that a spreadsheet may open."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence

# What a spreadsheet takes for a formula (https://owasp.org/www-community/attacks/CSV_Injection);
# the last four are the wide forms that East Asian ones accept as well.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The header, then a line per row; text that a spreadsheet would run is kept from it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(header)
    yield _taken(buffer)
    for row in rows:
        writer.writerow([cell(value) for value in row])
        yield _taken(buffer)


def cell(value: object) -> object:
    """Lists joined by ``; ``, objects as JSON, nothing for None; words never as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        value = "; ".join(map(_member, value))
    if isinstance(value, dict):
        value = _member(value)
    if isinstance(value, str):
        # What is no Unicode, from somebody's JSON, cannot be written as UTF-8.
        text = value.replace("\x00", "").encode(errors="replace").decode()
        return f"'{text}" if text.startswith(_FORMULA) else text
    return value


def _member(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
