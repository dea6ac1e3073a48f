"""A timeline as a picture: when versions were seen, and the dates that they state of themselves.

Pure geometry; the template draws it. Time runs from left to right in every language, as the dates
of a scale do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from monitor.report.model import Lane, Mark, Picture, Tick
from monitor.report.words import ENGLISH, Frame, day
from storage.model import ChangeClass, VersionKind
from storage.stated_dates import StatedOn, StatedVersion
from storage.times import from_text

_WIDTH, _LEFT, _RIGHT, _TOP, _LANE = 960.0, 150.0, 24.0, 26.0, 34.0
_SCALE = 30.0  # height of the dates under the lanes
_LANES = ("lane_versions", "lane_silent", "lane_updated", "lane_effective")
_VERSIONS, _SILENT, _UPDATED, _EFFECTIVE = range(len(_LANES))
_FAR = timedelta(days=400)  # a date further off than this from every version is named at the edge
_TICKS = 8
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)  # months between two ticks
_FEW_DAYS = 60


@dataclass(frozen=True, slots=True)
class _Scale:
    start: datetime
    end: datetime

    def x(self, instant: datetime) -> float:
        share = (instant - self.start) / (self.end - self.start)
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)

    def holds(self, instant: datetime) -> bool:
        return self.start <= instant <= self.end


def timeline_picture(
    versions: Sequence[StatedVersion],
    severities: dict[int, str],
    *,
    anchor: str,
    name: str,
    now: datetime,
    frame: Frame = ENGLISH,
) -> Picture | None:
    """The picture of a source's versions, oldest first; None without any.

    ``severities`` gives the level of the change that led to a version, by its number.
    """
    if not versions:
        return None
    scale = _scale(versions, now)
    marks = tuple(_marks(versions, severities, scale, frame))
    return Picture(
        anchor=anchor,
        width=_WIDTH,
        height=_TOP + len(_LANES) * _LANE + _SCALE,
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        title=frame.say("picture_of", name=name),
        description=_description(versions, frame),
        lanes=tuple(
            Lane(y=_y(place), words=frame.say(words)) for place, words in enumerate(_LANES)
        ),
        ticks=tuple(_ticks(scale)),
        marks=marks,
        now_x=scale.x(now) if scale.holds(now) else None,
    )


def _y(lane: int) -> float:
    return _TOP + lane * _LANE + _LANE / 2


def _scale(versions: Sequence[StatedVersion], now: datetime) -> _Scale:
    """From the first to the last thing to show, with some room on either side."""
    seen = [from_text(version.captured_at) for version in versions]
    first, last = min(seen), max(*seen, min(now, max(seen) + timedelta(days=60)))
    points = [
        point
        for version in versions
        for stated in (version.updated, version.effective)
        if stated and (point := _instant(stated.on)) and first - _FAR <= point <= last + _FAR
    ]
    start, end = min([first, *points]), max([last, *points])
    room = max((end - start) * 0.03, timedelta(days=2))
    return _Scale(start - room, end + room)


def _instant(on: str) -> datetime | None:
    """The beginning of a day, month or year; None for what is no date of our calendar."""
    padded = on + "-01-01"[len(on) - 4 :] if len(on) < len("2026-01-01") else on
    try:
        found = date.fromisoformat(padded)
    except ValueError:
        return None
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def _marks(
    versions: Sequence[StatedVersion], severities: dict[int, str], scale: _Scale, frame: Frame
) -> Iterator[Mark]:
    told: set[tuple[int, str]] = set()
    for version in versions:
        seen = from_text(version.captured_at)
        level = severities.get(version.version, "")
        technical = version.kind is VersionKind.TECHNICAL
        when = {"n": version.version, "day": day(version.captured_at)}
        yield Mark(
            shape="technical" if technical else "version",
            x=scale.x(seen),
            y=_y(_VERSIONS),
            level=level,
            words=frame.say("mark_technical" if technical else "mark_version", **when),
        )
        if version.silent and not technical and version.change_class is not ChangeClass.FLAP:
            words = frame.say("mark_silent", **when)
            yield Mark(shape="silent", x=scale.x(seen), y=_y(_SILENT), level=level, words=words)
        for lane, stated in ((_UPDATED, version.updated), (_EFFECTIVE, version.effective)):
            point = _instant(stated.on) if stated else None
            if stated and point and scale.holds(point) and (lane, stated.on) not in told:
                told.add((lane, stated.on))
                yield _stated_mark(version, stated, lane, scale, point, frame)
    yield from _beyond(versions[-1], scale)


def _stated_mark(
    version: StatedVersion,
    stated: StatedOn,
    lane: int,
    scale: _Scale,
    point: datetime,
    frame: Frame,
) -> Mark:
    which = "effective" if lane == _EFFECTIVE else "updated"
    seen = from_text(version.captured_at)
    announced = scale.x(seen) if lane == _EFFECTIVE and seen < point else None
    return Mark(
        shape=which,
        x=scale.x(point),
        y=_y(lane),
        level="",
        words=frame.say(f"mark_{which}", on=stated.on, n=version.version),
        since_x=announced,
    )


def _beyond(latest: StatedVersion, scale: _Scale) -> Iterator[Mark]:
    """The dates that the latest version states where they lie off the scale: named at its edge."""
    for lane, stated in ((_UPDATED, latest.updated), (_EFFECTIVE, latest.effective)):
        point = _instant(stated.on) if stated else None
        if stated and point and not scale.holds(point):
            earlier = point < scale.start
            yield Mark(
                shape="earlier" if earlier else "later",
                x=_LEFT if earlier else _WIDTH - _RIGHT,
                y=_y(lane),
                level="",
                words=stated.on,
            )


def _ticks(scale: _Scale) -> Iterator[Tick]:
    span = scale.end - scale.start
    if span.days <= _FEW_DAYS:
        step = max(1, round(span.days / _TICKS))
        at = datetime(scale.start.year, scale.start.month, scale.start.day, tzinfo=UTC)
        while (at := at + timedelta(days=step)) <= scale.end:
            yield Tick(x=scale.x(at), words=at.date().isoformat()[5:])
        return
    months = span.days / 30.4
    step = next((size for size in _STEPS if months / size <= _TICKS), _STEPS[-1])
    place = scale.start.year * 12 + scale.start.month - 1
    place += -place % step
    while (at := datetime(place // 12, place % 12 + 1, 1, tzinfo=UTC)) <= scale.end:
        if at >= scale.start:
            yield Tick(x=scale.x(at), words=at.date().isoformat()[: 4 if step >= 12 else 7])  # noqa: PLR2004  months of a year
        place += step


def _description(versions: Sequence[StatedVersion], frame: Frame) -> str:
    """What the picture shows, in a sentence or two for those who do not see it."""
    silent = sum(version.silent for version in versions)
    parts = [
        frame.say(
            "seen_between",
            count=frame.counted(len(versions), "version"),
            first=day(versions[0].captured_at),
            last=day(versions[-1].captured_at),
        ),
        frame.counted(silent, "silent_change") if silent else frame.say("no_silent_change"),
    ]
    for which in ("updated", "effective"):
        stated = getattr(versions[-1], which)
        parts.append(
            frame.say(f"latest_{which}", on=stated.on) if stated else frame.say(f"without_{which}")
        )
    separator = frame.words.sentence_separator
    return f"{separator.join(parts)}. {frame.say('same_below')}"
