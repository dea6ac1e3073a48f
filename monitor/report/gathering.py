"""What a report shows, read from the database: only the period, and only sources that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.report.model import (
    ChangeView,
    Count,
    Foremost,
    ReportPage,
    SourceSection,
    SourceView,
    Summary,
)
from monitor.report.picture import timeline_picture
from monitor.report.recorded import (
    change_anchor,
    date_rows,
    party_rows,
    recorded_change,
    source_view,
    version_row,
)
from monitor.report.words import category_label
from storage.database import Database
from storage.history import HistoryEntry, HistoryFilter, read_history
from storage.model import ChangeClass, Health, Material, SourceState
from storage.sources import Source, list_sources
from storage.stated_dates import StatedVersion, list_stated_versions
from storage.times import to_text

BEGINNING = "0000"  # before every instant
_QUIET = (ChangeClass.TECHNICAL, ChangeClass.NONE)  # nothing that the page did
_FOREMOST = 5
_UNWELL = (Health.SUSPECT, Health.FAILING, Health.BROKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to report. ``source`` None: all. ``since`` and ``until`` are instants, None: open.

    ``limit`` is how many changes are shown at most, the newest.
    """

    source: Source | None
    since: str | None
    until: str | None
    limit: int


@dataclass(slots=True)
class _Tally:
    """A history that is read once, newest first: figures of all of it, entries of what is shown."""

    limit: int
    changes: int = 0
    material: int = 0
    silent: int = 0
    categories: Counter[str] = field(default_factory=Counter)
    changed: set[str] = field(default_factory=set)
    shown: set[int] = field(default_factory=set)
    entries: dict[str, list[HistoryEntry]] = field(default_factory=dict)
    newest_first: dict[str, None] = field(default_factory=dict)  # sources with a change to show

    def add(self, entry: HistoryEntry) -> None:
        if entry.change_id is not None and entry.change_class not in _QUIET:
            self._add_change(entry, entry.change_id)
        if entry.source in self.newest_first or len(self.shown) < self.limit:
            self.entries.setdefault(entry.source, []).append(entry)

    def _add_change(self, entry: HistoryEntry, change_id: int) -> None:
        self.changes += 1
        self.material += entry.material == Material.MATERIAL
        self.silent += bool(entry.silent)
        self.categories.update(entry.categories)
        self.changed.add(entry.source)
        if len(self.shown) < self.limit:
            self.shown.add(change_id)
            self.newest_first[entry.source] = None


def gather_report(db: Database, wanted: Wanted, *, now: datetime) -> ReportPage:
    """The report of a period; its sources in the order of their newest change."""
    until = wanted.until or to_text(now)
    source_id = wanted.source.id if wanted.source else None
    tally = _Tally(wanted.limit)
    for entry in read_history(
        db, HistoryFilter(source_id=source_id, since=wanted.since, until=until)
    ):
        tally.add(entry)
    sources = [wanted.source] if wanted.source else list_sources(db, removed=True)
    by_key = {source.key: source for source in sources}
    keys = list(tally.newest_first)
    if wanted.source and not keys:
        keys = [wanted.source.key]  # asked for by name: its timeline, though nothing changed
    sections = tuple(_section(db, by_key[key], tally, wanted, until=until, now=now) for key in keys)
    return ReportPage(
        title=_title(wanted),
        made_at=to_text(now),
        since=wanted.since,
        until=wanted.until,
        summary=_summary(sources, tally),
        foremost=_foremost(sections),
        sections=sections,
    )


def _title(wanted: Wanted) -> str:
    if wanted.source:
        return f"{wanted.source.service}: {wanted.source.terms_type}"
    return "All documents"


def _section(
    db: Database,
    source: Source,
    tally: _Tally,
    wanted: Wanted,
    *,
    until: str,
    now: datetime,
) -> SourceSection:
    since = wanted.since or BEGINNING
    entries, shown = tally.entries.get(source.key, []), tally.shown
    view = source_view(source)
    known = list_stated_versions(db, source_id=source.id, until=until)
    levels = {one.version: _level(one) for one in entries}
    changes = tuple(
        recorded_change(db, one.change_id)
        for one in entries
        if one.change_id is not None and one.change_id in shown
    )
    return SourceSection(
        source=view,
        picture=timeline_picture(
            _of_period(known, since),
            levels,
            anchor=view.anchor,
            name=f"{source.service}, {source.terms_type}",
            now=now,
        ),
        versions=tuple(
            version_row(
                one,
                change_anchor(source.id, one.version) if one.change_id in shown else None,
            )
            for one in entries
        ),
        changes=changes,
        dates=tuple(row for row in date_rows(known, today=now.date()) if row.captured_at >= since),
        parties=tuple(party_rows(db, source.id, since=since, until=until)),
    )


def _of_period(known: Sequence[StatedVersion], since: str) -> list[StatedVersion]:
    """The versions of a period, and the one that stood when it began."""
    first = next((i for i, one in enumerate(known) if one.captured_at >= since), len(known))
    return list(known[max(first - 1, 0) :])


def _level(entry: HistoryEntry) -> str:
    from_severity = version_row(entry).severity
    return from_severity.level if from_severity else ""


def _summary(sources: Sequence[Source], tally: _Tally) -> Summary:
    watched = [one for one in sources if one.state is not SourceState.REMOVED]
    return Summary(
        sources=len({one.key for one in watched} | tally.changed),
        changed_sources=len(tally.changed),
        changes=tally.changes,
        material=tally.material,
        silent=tally.silent,
        left_out=tally.changes - len(tally.shown),
        categories=tuple(
            Count(label=category_label(name), count=count)
            for name, count in tally.categories.most_common()
        ),
        unhealthy=_views(one for one in watched if one.health in _UNWELL),
        unchanged=_views(one for one in watched if one.key not in tally.changed),
    )


def _views(sources: Iterable[Source]) -> tuple[SourceView, ...]:
    return tuple(source_view(source) for source in sources)


def _foremost(sections: Iterable[SourceSection]) -> tuple[Foremost, ...]:
    found = [
        Foremost(source=section.source, change=change)
        for section in sections
        for change in section.changes
    ]
    found.sort(key=lambda one: (-one.change.severity.value, _newest_first(one.change)))
    return tuple(found[:_FOREMOST]) if len(found) > 1 else ()


def _newest_first(change: ChangeView) -> tuple[int, ...]:
    return tuple(-ord(character) for character in change.captured_at or "")
