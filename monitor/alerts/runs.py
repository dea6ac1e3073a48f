"""Lines of text with styles, before any chat's own markup.

A line is a row of runs. What stands in a line of ours and is not ours (a name, a heading) is
isolated, so that its direction stays its own. Texts of runs are clean (:func:`safe_text.clean`)
and carry no marks of direction: :mod:`monitor.alerts.markup` writes those.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from monitor.alerts.safe_text import FSI, PDI, is_rtl, starting_mark, turning_mark


class Style(StrEnum):
    PLAIN = "plain"
    STRONG = "strong"
    REMOVED = "removed"
    ADDED = "added"
    CODE = "code"  # a command to copy: no mark of direction inside


class Role(StrEnum):
    """What a line is, for chats that draw such lines apart."""

    TEXT = "text"
    HEADING = "heading"  # of a clause or an entry
    QUOTE = "quote"  # the page's own words
    ITEM = "item"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """``rtl`` is the direction inside the isolate; None is that of most of its letters."""

    text: str
    style: Style = Style.PLAIN
    isolated: bool = False
    rtl: bool | None = None

    @property
    def shielded(self) -> tuple[str, str]:
        """What stands before and after an isolated text: FSI and a mark of direction, PDI."""
        if self.rtl is None:
            return f"{FSI}{starting_mark(self.text)}", PDI
        return f"{FSI}{turning_mark(self.text, rtl=self.rtl)}", PDI


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``rtl`` is the direction of the line as a whole."""

    runs: Runs
    rtl: bool
    role: Role = Role.TEXT

    @property
    def text(self) -> str:
        """Without styles and marks."""
        return "".join(run.text for run in self.runs)


def run(text: str, style: Style = Style.PLAIN) -> Run:
    """Words of somebody else, to stand in a line of ours; ``text`` must be clean."""
    return Run(text=text, style=style, isolated=bool(text))


def filled(template: str, **values: str | Run | Sequence[Run]) -> Runs:
    """A template as runs: strings become our own words, runs stay what they are."""
    runs: list[Run] = []
    for literal, name in _pieces(template):
        if literal:
            runs.append(Run(text=literal))
        if name is not None:
            runs.extend(_as_runs(values[name]))
    return tuple(runs)


def joined(parts: Iterable[Sequence[Run]], separator: str) -> Runs:
    """The parts with our ``separator`` between them."""
    runs: list[Run] = []
    for part in parts:
        if runs:
            runs.append(Run(text=separator))
        runs.extend(part)
    return tuple(runs)


def styled(runs: Iterable[Run], style: Style) -> Runs:
    return tuple(replace(one, style=style) for one in runs)


def plain_text(runs: Iterable[Run]) -> str:
    """As one string, with isolates round what is not ours."""
    return "".join(one.text.join(one.shielded) if one.isolated else one.text for one in runs)


def own_line(text: str, role: Role = Role.TEXT) -> Line:
    """A text as a line of its own, in its own direction."""
    return Line(runs=(Run(text=text),), rtl=is_rtl(text), role=role)


def _as_runs(value: str | Run | Sequence[Run]) -> Sequence[Run]:
    if isinstance(value, str):
        return (Run(text=value),) if value else ()
    return (value,) if isinstance(value, Run) else value


@cache
def _pieces(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _, _ in string.Formatter().parse(template))
