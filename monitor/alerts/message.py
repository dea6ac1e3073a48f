"""An alert as a message, before any chat: what is said, in which order, how much of it.

One structure for every chat. A :class:`Fit` says how much there is room for; the least important
goes first (the last clauses, then the context round a change), and what was left out is counted,
with the command that shows all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from monitor.alerts.catalogue import Words, words_of
from monitor.alerts.model import AlertSource
from monitor.alerts.runs import Line, Role, Run, Runs, Style, filled, joined, run
from monitor.alerts.safe_text import clean, shorten, shorten_start

_KEY_LIMIT = 96
_INSTANT = 16  # characters: 2026-03-05T14:07


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How much a message may say. Lengths are in characters, before a chat's escaping."""

    clauses: int
    diff: int  # of the first clauses; those after them get half
    entries: int  # of a digest
    summary: int = 400
    parties: int = 10
    facts: int = 4
    reasons: int = 3
    names: int = 48
    headings: int = 80


# From all that a chat could want down to what every chat has room for.
FITS = (
    Fit(clauses=12, diff=1_600, entries=40),
    Fit(clauses=12, diff=900, entries=30),
    Fit(clauses=12, diff=500, entries=24),
    Fit(clauses=10, diff=360, entries=18),
    Fit(clauses=8, diff=300, entries=12, summary=300),
    Fit(clauses=6, diff=240, entries=9, summary=240, facts=3),
    Fit(clauses=4, diff=200, entries=7, summary=240, facts=3, parties=6),
    Fit(clauses=3, diff=160, entries=5, summary=200, facts=2, parties=4, headings=60),
    Fit(clauses=2, diff=120, entries=3, summary=160, facts=2, parties=3, headings=40),
    Fit(clauses=1, diff=80, entries=1, summary=120, facts=1, parties=2, names=32, headings=30),
    Fit(clauses=0, diff=0, entries=0, summary=60, facts=0, parties=0, reasons=1, names=16),
)


class SectionKind(StrEnum):
    OVERVIEW = "overview"
    CLAUSE = "clause"
    PARTIES = "parties"
    ENTRY = "entry"  # of a digest
    MORE = "more"  # what was left out, and how to see it


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    kind: SectionKind
    lines: tuple[Line, ...]

    @property
    def turns(self) -> tuple[tuple[Line, ...], ...]:
        """Neighbouring lines of one direction: many chats give a whole paragraph one direction."""
        rows = groupby(self.lines, lambda line: line.rtl)
        return tuple(tuple(lines) for _, lines in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """``subject`` names the document, "" runs where it is about none; ``url`` is its page, or "".

    ``headline`` says what happened, in our words alone.
    """

    words: Words
    headline: str
    subject: Runs
    colour: str  # "#rrggbb", of the severity
    band: str  # high, medium, low, or good
    sections: tuple[Section, ...]
    footer: tuple[Line, ...]
    url: str = ""

    @property
    def rtl(self) -> bool:
        return self.words.rtl

    @property
    def title(self) -> Line:
        """Headline and subject in one line."""
        head: Runs = (Run(text=self.headline),)
        parts = [head, self.subject] if self.subject else [head]
        return Line(runs=joined(parts, " · "), rtl=self.rtl)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for section in self.sections for line in section.lines)


Rendered = TypeVar("Rendered")


def fitting(
    compose: Callable[[Fit], Message],
    build: Callable[[Message], Rendered],
    fits: Callable[[Rendered], bool],
) -> Rendered:
    """The fullest form that a chat has room for; the barest one where none has."""
    for fit in FITS:
        built = build(compose(fit))
        if fits(built):
            break
    return built


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Says things in one language, within one fit: what every kind of message needs."""

    words: Words
    fit: Fit

    @classmethod
    def of(cls, language: str, fit: Fit) -> Speech:
        return cls(words=words_of(language), fit=fit)

    def line(self, runs: Runs, role: Role = Role.TEXT) -> Line:
        return Line(runs=runs, rtl=self.words.rtl, role=role)

    def say(
        self, section: str, name: str, role: Role = Role.TEXT, /, **values: str | Run | Runs
    ) -> Line:
        return self.line(filled(self.words.say(section, name), **values), role)

    def count(
        self, name: str, number: int, role: Role = Role.TEXT, /, **values: str | Run | Runs
    ) -> Line:
        template = self.words.plural(name, number)
        return self.line(filled(template, n=str(number), **values), role)

    def names(self, source: AlertSource) -> Runs:
        """``Larch & Finch · Privacy Policy``."""
        named = (source.service, source.terms_type)
        return joined(((self.name(name),) for name in named if clean(name).strip()), " · ")

    def name(self, text: str) -> Run:
        return run(shorten(clean(text), self.fit.names))

    def heading(self, text: str) -> Run:
        return run(shorten(clean(text), self.fit.headings))

    def command(self, command: str, source: AlertSource | None = None) -> Run:
        """``clausewatch diff larch-finch/privacy-policy``, to be copied."""
        if source is None:
            return run(f"clausewatch {command}", Style.CODE)
        key = shorten_start(clean(source.key), _KEY_LIMIT)
        return run(f"clausewatch {command} {key}", Style.CODE)

    def severity(self, severity: int) -> Line:
        return self.say("lines", "severity", severity=str(severity))


def moment(instant: str) -> Run:
    """``2026-03-05 14:07 UTC``."""
    return run(f"{clean(instant)[:_INSTANT].replace('T', ' ')} UTC")


def day_of(instant: str) -> str:
    """The calendar day of an instant, in UTC."""
    return clean(instant)[:10]


def section(kind: SectionKind, *lines: Line | None) -> Section:
    return Section(kind=kind, lines=tuple(line for line in lines if line is not None))
