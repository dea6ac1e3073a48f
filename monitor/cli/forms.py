"""In which form a command answers: a table for people, JSON or CSV for programs.

    @click.command()
    @table_forms
    def log(form: Form) -> None: ...

The rows of JSON and of CSV are the same; :func:`print_rows` writes either.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import Any

import click

from monitor.cli.output import json_text
from monitor.exporting.cells import csv_lines
from storage.errors import UsageError

_WRITTEN_TOGETHER = 100  # rows

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
    pieces = json_pieces(shapes) if form is Form.JSON else _csv_lines(columns, shapes)
    while together := list(islice(pieces, _WRITTEN_TOGETHER)):
        click.echo("".join(together), nl=False)


def _csv_lines(columns: Sequence[str], shapes: Iterable[Shape]) -> Iterator[str]:
    return csv_lines(columns, ([shape[name] for name in columns] for shape in shapes))


def json_pieces(shapes: Iterable[Shape]) -> Iterator[str]:
    """The text of `json.dumps` with an indent of 2, without holding the list."""
    before = "[\n"
    for shape in shapes:
        yield before + "\n".join(f"  {line}" for line in json_text(shape, indent=2).split("\n"))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
