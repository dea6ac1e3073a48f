"""The timeline of a source: the dates that its versions stated, and what became of them.

Pure: from versions with their dates to entries. A date counts with the precision it is stated
with: a month without a day has come when the month has begun, and 2026-03 is not before
2026-03-05. Versions that only our own reading made (``technical``) say nothing about the page:
what changed with one moved no date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from storage.model import ChangeClass, VersionKind
from storage.stated_dates import StatedOn, StatedVersion
from storage.values import value

_DAY = len("2026-03-05")


class StatedKind(StrEnum):
    """Which date a document states: of coming into force, or of its last update."""

    EFFECTIVE = "effective"
    UPDATED = "updated"


class EntryKind(StrEnum):
    """What an entry of a timeline says, in the order of entries about one version."""

    EFFECTIVE = "effective"  # an effective date, from the first to the last version stating it
    UPDATED = "updated"  # a date of update, likewise
    NEVER_APPLIED = "never_applied"  # an effective date that was gone before it came
    MOVED_BACK = "moved_back"  # a date that was replaced by an earlier one
    SILENT_CHANGE = "silent_change"  # the text changed and no stated date did
    DATE_ONLY = "date_only"  # a stated date changed and nothing else of meaning did
    UPCOMING = "upcoming"  # the current version is to apply from a day to come


@value
class TimelineEntry:
    """One thing to know; instants are UTC text, dates ISO text cut to the stated precision.

    ``version`` and ``captured_at`` are where it began: the first version that stated the date, or
    the version with which it changed. ``last_version`` and ``last_seen_at`` are where a date last
    stood; None for what happened once. ``before`` is the date that stood before, ``instead`` what
    stood instead of a date that was never applied. ``text`` are the words of the page, or of a
    change its summary. ``days_left`` is for an upcoming day only.
    """

    kind: EntryKind
    date: StatedKind | None
    on: str | None
    version: int
    captured_at: str
    text: str
    last_version: int | None = None
    last_seen_at: str | None = None
    current: bool = False
    before: str | None = None
    instead: str | None = None
    days_left: int | None = None
    ambiguous: bool = False


def make_timeline(versions: Sequence[StatedVersion], *, as_of: date) -> tuple[TimelineEntry, ...]:
    """The entries of one source, in the order of their versions; what is to come stands last.

    ``versions`` are those that were known on the day ``as_of``, oldest first.
    """
    stated = [*_stated(versions, StatedKind.EFFECTIVE), *_stated(versions, StatedKind.UPDATED)]
    entries = [*stated, *_never_applied(versions, stated), *_changes(versions)]
    rank = {kind: place for place, kind in enumerate(EntryKind)}
    entries.sort(key=lambda entry: (entry.version, rank[entry.kind], entry.date or ""))
    return (*entries, *_upcoming(stated, as_of))


def is_to_come(on: str, today: date) -> bool:
    """Whether a date lies wholly after ``today``: a month when it has not begun."""
    return on > today.isoformat()[: len(on)]


def days_until(on: str, today: date) -> int | None:
    """None for a date without a day."""
    return (date.fromisoformat(on) - today).days if len(on) == _DAY else None


def _stated(versions: Sequence[StatedVersion], which: StatedKind) -> list[TimelineEntry]:
    """Every date that was stated, once, in the order in which they appeared."""
    found: dict[str, TimelineEntry] = {}
    for version in versions:
        said = _said(version, which)
        if said is None:
            continue
        known = found.get(said.on) or TimelineEntry(
            kind=EntryKind(which.value),
            date=which,
            on=said.on,
            version=version.version,
            captured_at=version.captured_at,
            text=said.text,
            ambiguous=said.ambiguous,
        )
        found[said.on] = replace(
            known,
            last_version=version.version,
            last_seen_at=version.last_seen_at,
            current=version is versions[-1],
        )
    return list(found.values())


def _upcoming(stated: Sequence[TimelineEntry], as_of: date) -> Iterator[TimelineEntry]:
    for entry in stated:
        is_effective = entry.date is StatedKind.EFFECTIVE and entry.current
        if is_effective and entry.on is not None and is_to_come(entry.on, as_of):
            days = days_until(entry.on, as_of)
            yield replace(entry, kind=EntryKind.UPCOMING, days_left=days)


def _never_applied(
    versions: Sequence[StatedVersion], stated: Sequence[TimelineEntry]
) -> Iterator[TimelineEntry]:
    """Effective dates that no version stated any more when they came."""
    following = {before.version: after for before, after in pairwise(versions)}
    for entry in stated:
        if entry.date is not StatedKind.EFFECTIVE or entry.last_version is None:
            continue
        after = following.get(entry.last_version)
        if after is None or entry.on is None or entry.ambiguous:
            continue
        instead = after.effective.on if after.effective else None
        same = instead is not None and _is_same(entry.on, instead)
        gone_on = date.fromisoformat(after.captured_at[:_DAY])
        if after.kind is not VersionKind.TECHNICAL and not same and is_to_come(entry.on, gone_on):
            yield replace(entry, kind=EntryKind.NEVER_APPLIED, instead=instead)


def _changes(versions: Sequence[StatedVersion]) -> Iterator[TimelineEntry]:
    for before, after in pairwise(versions):
        if after.kind is VersionKind.TECHNICAL:
            continue
        for which in StatedKind:
            old, new = _said(before, which), _said(after, which)
            if old and new and _moved_back(old, new):
                yield _change(EntryKind.MOVED_BACK, after, which, old, new)
        if after.change_class is ChangeClass.DATE_ONLY:
            yield from _date_only(before, after)
        elif after.silent and after.change_class is not ChangeClass.FLAP:
            stands = StatedKind.UPDATED if after.updated else StatedKind.EFFECTIVE
            said = _said(after, stands)
            entry = _change(EntryKind.SILENT_CHANGE, after, stands if said else None, None, said)
            yield replace(entry, text=after.summary or "")


def _date_only(before: StatedVersion, after: StatedVersion) -> Iterator[TimelineEntry]:
    for which in StatedKind:
        old, new = _said(before, which), _said(after, which)
        if (old.on if old else None) != (new.on if new else None):
            yield _change(EntryKind.DATE_ONLY, after, which, old, new)


def _change(
    kind: EntryKind,
    version: StatedVersion,
    which: StatedKind | None,
    old: StatedOn | None,
    new: StatedOn | None,
) -> TimelineEntry:
    return TimelineEntry(
        kind=kind,
        date=which,
        on=new.on if new else None,
        before=old.on if old else None,
        version=version.version,
        captured_at=version.captured_at,
        text=new.text if new else "",
        ambiguous=bool(new and new.ambiguous),
    )


def _said(version: StatedVersion, which: StatedKind) -> StatedOn | None:
    return version.effective if which is StatedKind.EFFECTIVE else version.updated


def _moved_back(old: StatedOn, new: StatedOn) -> bool:
    doubtful = old.ambiguous or new.ambiguous
    return not doubtful and not _is_same(old.on, new.on) and new.on < old.on


def _is_same(one: str, other: str) -> bool:
    """Whether two dates are one as far as both say: 2026-03 and 2026-03-05."""
    return one.startswith(other) or other.startswith(one)
