"""What commands write: data on stdout, messages on stderr, colour only where it is wanted."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from itertools import islice

import click

from monitor.cli.terminal import display_width, terminal_columns, wrap

_WRITTEN_TOGETHER = 100  # lines
_STYLES = {
    "removed": {"fg": "red", "strikethrough": True},
    "added": {"fg": "green"},
    "strong": {"bold": True},
    "faint": {"dim": True},
    "alarm": {"fg": "red", "bold": True},
    "good": {"fg": "green"},
    "careful": {"fg": "yellow"},
}


def print_json(value: object) -> None:
    """One JSON document on stdout, readable, in the order of its keys."""
    click.echo(json_text(value, indent=2))


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON with letters as they are, escaped only where they cannot be written as UTF-8."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate, from somebody's JSON
        return json.dumps(value, indent=indent)
    return text


def print_lines(lines: Iterable[str]) -> None:
    """Lines that are fit for a terminal."""
    for line in lines:
        click.echo(line, color=True)  # what is coloured was allowed to be by paint()


def print_many(lines: Iterable[str]) -> None:
    """Lines of a long answer: some together, the first before the last were read."""
    coming = iter(lines)
    while together := list(islice(coming, _WRITTEN_TOGETHER)):
        print_lines(["\n".join(together)])


def note(message: str) -> None:
    """A message for people, on stderr."""
    click.echo(wrapped_message(message), err=True)


def wrapped_message(message: str) -> str:
    """As wide as the terminal that it goes to; as it is where a program reads it."""
    if not sys.stderr.isatty():
        return message
    width = max(terminal_columns(), 40)
    return "\n".join(
        part
        for line in message.split("\n")
        for part in ([line] if display_width(line) <= width else wrap(line, width, whole=True))
    )


def colour_wanted() -> bool:
    """On a terminal that can, unless NO_COLOR is set (https://no-color.org)."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def paint(text: str, style: str) -> str:
    """``text`` in a style of the house when colour is wanted, else as it is."""
    if not text or not style or not colour_wanted():
        return text
    return click.style(text, **_STYLES[style])  # type: ignore[arg-type]
