"""In which form a command answers: a table for people, JSON or CSV for programs.

    @click.command()
    @table_forms
    def log(form: Form) -> None: ...

The rows of JSON and of CSV are the same; :func:`print_rows` writes either.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import Any

import click

from monitor.cli.output import json_text
from storage.errors import UsageError

_WRITTEN_TOGETHER = 100  # rows
_RECORD_END = "\r\n"  # RFC 4180
# What a spreadsheet takes for a formula (https://owasp.org/www-community/attacks/CSV_Injection);
# the last four are the wide forms that East Asian ones accept as well.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_QUOTED = frozenset('",\r\n')
_LIST_JOINT = "; "

Shape = Mapping[str, Any]


class Form(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def table_forms(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command ``--json`` and ``--csv``, and hands it ``form``."""

    @click.option("--json", "as_json", is_flag=True, help="Write JSON.")
    @click.option("--csv", "as_csv", is_flag=True, help="Write CSV.")
    @functools.wraps(command)
    def with_form(*values: Any, as_json: bool, as_csv: bool, **named: Any) -> None:
        command(*values, form=chosen_form(as_json=as_json, as_csv=as_csv), **named)

    return with_form


def chosen_form(*, as_json: bool, as_csv: bool) -> Form:
    if as_json and as_csv:
        raise UsageError("choose one of --json and --csv")
    return Form.JSON if as_json else Form.CSV if as_csv else Form.TABLE


def print_rows(form: Form, columns: Sequence[str], shapes: Iterable[Shape]) -> None:
    """Rows as JSON (a list) or CSV, written while others are still read."""
    pieces = json_pieces(shapes) if form is Form.JSON else csv_lines(columns, shapes)
    while together := list(islice(pieces, _WRITTEN_TOGETHER)):
        click.echo("".join(together), nl=False)


def json_pieces(shapes: Iterable[Shape]) -> Iterator[str]:
    """The text of `json.dumps` with an indent of 2, without holding the list."""
    before = "[\n"
    for shape in shapes:
        yield before + "\n".join(f"  {line}" for line in json_text(shape, indent=2).split("\n"))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def csv_lines(columns: Sequence[str], shapes: Iterable[Shape]) -> Iterator[str]:
    """RFC 4180 in UTF-8: a header, then a record for each row, with nothing that would calculate.

    Lists are joined by "; ", objects are JSON, unknown is empty.
    """
    yield _record(columns)
    for shape in shapes:
        yield _record([_cell(shape[name]) for name in columns])


def _record(cells: Iterable[str]) -> str:
    return ",".join(map(_quoted, cells)) + _RECORD_END


def _quoted(cell: str) -> str:
    if _QUOTED.isdisjoint(cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)  # a negative number is one, not a formula
        case str():
            return _harmless(value)
        case list() | tuple():
            return _harmless(_LIST_JOINT.join(map(_member, value)))
        case _:
            return _harmless(json.dumps(value, ensure_ascii=False))


def _member(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _harmless(text: str) -> str:
    """UTF-8 that no spreadsheet takes for a formula."""
    text = text.replace("\x00", "").encode(errors="replace").decode()
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
