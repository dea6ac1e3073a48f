"""What the templates show, as values. Text is as the page had it: templates clean and escape it.

Instants are UTC text, dates ISO text cut to their precision. ``anchor`` is the id of an element
within its page, made by us and safe in a fragment.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Runs = tuple["Run", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words that stayed (``=``), went (``-``) or came (``+``)."""

    op: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name of ours with the words for it: a category, a class, a kind."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """``before`` or ``after`` None: it was not stated."""

    words: str
    before: str | None
    after: str | None
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row of a table that changed; ``kind`` is that of its clause change."""

    anchor: str
    kind: Label
    cells: tuple[Runs, ...]
    before: tuple[Runs, ...]
    after: tuple[Runs, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """Rows of one table, under its header where it has one."""

    header: tuple[str, ...]
    rows: tuple[RowView, ...]
    columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """One clause change. ``direction`` is ltr, rtl or auto; ``language`` "" when unknown.

    ``table`` holds it instead of the runs when rows of a table changed.
    """

    anchor: str
    kind: Label
    categories: tuple[Label, ...]
    heading_path: tuple[str, ...]
    language: str
    direction: str
    inline: Runs
    before: Runs
    after: Runs
    facts: tuple[FactView, ...]
    table: TableView | None = None

    @property
    def is_changed(self) -> bool:
        """Whether any word came or went; what only moved has none."""
        return any(run.op != "=" for run in self.inline)

    @property
    def has_sides(self) -> bool:
        """Whether there is anything to put side by side: what came or went whole has one side."""
        return self.is_changed and bool(self.before) and bool(self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChangeView:
    """``words`` say what became of a stated date; ``moved``: it is not what it was."""

    name: str
    words: str
    moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """0-100, with a word for it; ``level`` is high, medium or low."""

    value: int
    level: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """Two versions compared. ``title`` is what a link to it says.

    ``left_out`` counts the clauses that changed and are not among ``clauses``.
    """

    anchor: str
    title: str
    change_class: Label
    material: str
    silent: bool
    severity: Severity
    summary: str
    reasons: tuple[str, ...]
    categories: tuple[Label, ...]
    dates: tuple[DateChangeView, ...]
    parties_added: tuple[str, ...]
    parties_removed: tuple[str, ...]
    clauses: tuple[ClauseView, ...]
    left_out: int = 0
    version: int | None = None
    previous_version: int | None = None
    captured_at: str | None = None
    previous_captured_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    x: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """``shape`` is version, technical, silent, updated, effective, or for a date off the scale
    earlier or later. ``since_x`` is where a version announced it, before it came.
    """

    shape: str
    x: float
    y: float
    level: str
    words: str
    since_x: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    y: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A timeline as geometry, in the units of its view box; time runs from left to right."""

    anchor: str
    width: float
    height: float
    left: float
    right: float
    title: str
    description: str
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    now_x: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version in a table; ``anchor`` is that of its change where the page shows it.

    ``seen`` is its day, with the time where the table has another of that day.
    """

    number: int
    captured_at: str
    seen: str
    what: str
    severity: Severity | None
    silent: bool
    effective_on: str | None
    updated_on: str | None
    summary: str
    anchor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRow:
    """What became of a stated date; ``text`` are the page's own words, or a change's summary."""

    on: str | None
    what: str
    version: int
    captured_at: str
    text: str
    alarming: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """A named recipient with the first and the last version that names it."""

    name: str
    categories: tuple[Label, ...]
    first_version: int
    first_seen_at: str
    last_version: int
    last_seen_at: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source as its heading shows it. ``url`` None: no address that may be a link."""

    anchor: str
    key: str
    service: str
    terms_type: str
    address: str
    health: Label
    watched: bool
    language: str
    last_seen_at: str | None
    last_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSection:
    source: SourceView
    picture: Picture | None
    versions: tuple[VersionRow, ...]
    changes: tuple[ChangeView, ...]
    dates: tuple[DateRow, ...]
    parties: tuple[PartyRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A category with how many changes have it."""

    label: Label
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Figures of a report. ``left_out``: changes of the period that the report does not show."""

    sources: int
    changed_sources: int
    changes: int
    material: int
    silent: int
    left_out: int
    categories: tuple[Count, ...]
    unhealthy: tuple[SourceView, ...]
    unchanged: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foremost:
    """One of the most severe changes, to be named first."""

    source: SourceView
    change: ChangeView


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """A whole report: ``since`` and ``until`` None: from the beginning, up to now.

    ``source`` is what it is about, None for all. ``language`` is that of the frame.
    """

    title: str
    made_at: str
    since: str | None
    until: str | None
    summary: Summary
    foremost: tuple[Foremost, ...]
    sections: tuple[SourceSection, ...]
    source: SourceView | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPage:
    """One comparison on a page of its own. ``notes`` are sentences of ours about it.

    ``language`` is that of the frame.
    """

    title: str
    made_at: str
    source: SourceView | None
    change: ChangeView
    notes: tuple[str, ...] = field(default=())
    language: str = "en"
