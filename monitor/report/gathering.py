"""What a report shows, read from the database: only the period, and only sources that changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
    version_rows,
)
from monitor.report.words import ENGLISH, Frame, category_label, frame_of, severity_of
from storage.database import Database
from storage.history import HistoryEntry, HistoryFilter, list_history
from storage.model import Health, SourceState
from storage.sources import Source, list_sources
from storage.stated_dates import StatedVersion, list_stated_versions
from storage.times import to_text

BEGINNING = "0000"  # before every instant
_FOREMOST = 5
_UNWELL = (Health.SUSPECT, Health.FAILING, Health.BROKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to report. ``source`` None: all. ``since`` and ``until`` are instants, None: open.

    ``limit`` is how many changes are shown at most, the newest. ``language`` is that of the frame.
    """

    source: Source | None
    since: str | None
    until: str | None
    limit: int
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figures:
    """Of all changes of a period, whether they are shown or not."""

    changes: int
    material: int
    silent: int
    categories: Counter[str]
    changed: frozenset[str]  # keys of sources


def _figures(db: Database, source_id: int | None, since: str, until: str) -> _Figures:
    """Counted where they are: what changed in years is not read for the sake of its number."""
    period = """
        FROM versions JOIN changes ON changes.version_id = versions.id
        WHERE versions.fetched_at BETWEEN :since AND :until
          AND (:source IS NULL OR versions.source_id = :source)
          AND changes.class NOT IN ('technical', 'none')
    """
    values: dict[str, object] = {"source": source_id, "since": since, "until": until}
    rows = db.rows(
        "SELECT changes.categories, count(*) AS found, sum(changes.material = 'material') AS "
        f"material, sum(changes.silent) AS silent {period} GROUP BY changes.categories",
        values,
    )
    categories: Counter[str] = Counter()
    for row in rows:
        categories.update(dict.fromkeys(json.loads(row["categories"]), row["found"]))
    keys = db.rows(
        f"SELECT key FROM sources WHERE id IN (SELECT versions.source_id {period})",  # noqa: S608
        values,
    )
    return _Figures(
        changes=sum(row["found"] for row in rows),
        material=sum(row["material"] for row in rows),
        silent=sum(row["silent"] for row in rows),
        categories=categories,
        changed=frozenset(row["key"] for row in keys),
    )


def gather_report(db: Database, wanted: Wanted, *, now: datetime) -> ReportPage:
    """The report of a period; its sources in the order of their newest change."""
    until = wanted.until or to_text(now)
    since = wanted.since or BEGINNING
    source_id = wanted.source.id if wanted.source else None
    newest = HistoryFilter(
        source_id=source_id, since=wanted.since, until=until, changed=True, limit=wanted.limit
    )
    shown = list_history(db, newest)
    figures = _figures(db, source_id, since, until)
    sources = [wanted.source] if wanted.source else list_sources(db, removed=True)
    by_key = {source.key: source for source in sources}
    keys = list(dict.fromkeys(entry.source for entry in shown))
    if wanted.source and not keys:
        keys = [wanted.source.key]  # asked for by name: its timeline, though nothing changed
    ids = frozenset(entry.change_id for entry in shown)
    frame = frame_of(wanted.language)
    sections = tuple(
        _section(db, by_key[key], ids, since, until=until, now=now, frame=frame) for key in keys
    )
    return ReportPage(
        title=_title(wanted, frame),
        made_at=to_text(now),
        since=wanted.since,
        until=wanted.until,
        summary=_summary(sources, figures, frame, left_out=figures.changes - len(ids)),
        foremost=_foremost(sections),
        sections=sections,
        source=source_view(wanted.source, frame=frame) if wanted.source else None,
        language=wanted.language,
    )


def _title(wanted: Wanted, frame: Frame) -> str:
    if wanted.source:
        return f"{wanted.source.service}: {wanted.source.terms_type}"
    return frame.say("all_documents")


def _section(
    db: Database,
    source: Source,
    shown: frozenset[int | None],
    since: str,
    *,
    until: str,
    now: datetime,
    frame: Frame,
) -> SourceSection:
    """A source with the versions of the period; ``shown`` are the changes that stand in full."""
    wanted = HistoryFilter(source_id=source.id, since=since, until=until)
    entries = list_history(db, wanted)
    view = source_view(source, frame=frame)
    known = list_stated_versions(db, source_id=source.id, until=until)
    levels = {one.version: _level(one) for one in entries}
    anchors = {
        one.version: change_anchor(source.id, one.version)
        for one in entries
        if one.change_id in shown
    }
    changes = tuple(
        recorded_change(db, one.change_id, frame)
        for one in entries
        if one.change_id is not None and one.change_id in shown
    )
    summaries, by_change = None, None
    if frame is not ENGLISH:  # the recorded ones are English
        summaries = {one.version: one.summary for one in changes if one.version is not None}
        by_change = {
            one.change_id: summaries.get(one.version, "") for one in entries if one.change_id
        }
    return SourceSection(
        source=view,
        picture=timeline_picture(
            _of_period(known, since),
            levels,
            anchor=view.anchor,
            name=f"{source.service}, {source.terms_type}",
            now=now,
            frame=frame,
        ),
        versions=tuple(version_rows(entries, anchors, frame, by_change)),
        changes=changes,
        dates=tuple(
            row
            for row in date_rows(known, today=now.date(), frame=frame, summaries=summaries)
            if row.captured_at >= since
        ),
        parties=tuple(party_rows(db, source.id, since=since, until=until, frame=frame)),
    )


def _of_period(known: Sequence[StatedVersion], since: str) -> list[StatedVersion]:
    """The versions of a period, and the one that stood when it began."""
    first = next((i for i, one in enumerate(known) if one.captured_at >= since), len(known))
    return list(known[max(first - 1, 0) :])


def _level(entry: HistoryEntry) -> str:
    return "" if entry.severity is None else severity_of(entry.severity).level


def _summary(
    sources: Sequence[Source], figures: _Figures, frame: Frame, *, left_out: int
) -> Summary:
    watched = [one for one in sources if one.state is not SourceState.REMOVED]
    return Summary(
        sources=len({one.key for one in watched} | figures.changed),
        changed_sources=len(figures.changed),
        changes=figures.changes,
        material=figures.material,
        silent=figures.silent,
        left_out=left_out,
        categories=tuple(
            Count(label=category_label(name, frame), count=count)
            for name, count in figures.categories.most_common()
        ),
        unhealthy=_views((one for one in watched if one.health in _UNWELL), frame),
        unchanged=_views((one for one in watched if one.key not in figures.changed), frame),
    )


def _views(sources: Iterable[Source], frame: Frame) -> tuple[SourceView, ...]:
    return tuple(source_view(source, frame=frame) for source in sources)


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
