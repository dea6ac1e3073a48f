"""Coverage: for how much of a time it was known what a page said.

A good look (one that showed the document, changed or not) is good until the next was due by the
source's schedule, with some patience, or until one did not show it: patience is for looks that did
not happen. Time that no good look covers is a gap, and what was met meanwhile is its reason.
Imported captures do not count: they say nothing about our watching.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from storage.database import Database
from storage.model import Outcome, RunKind
from storage.sources import Source
from storage.times import from_text, to_text
from storage.values import value

GoodUntil = Callable[[datetime], datetime]


@value
class Obstacle:
    """Looks between two good ones that ended alike."""

    outcome: Outcome
    reason: str | None
    looks: int


@value
class Gap:
    """Time without knowledge. ``obstacles``: the commonest first; none: nobody looked.

    ``others_ran`` says whether there were runs at all.
    """

    since: datetime
    until: datetime
    obstacles: tuple[Obstacle, ...]
    others_ran: bool

    @property
    def seconds(self) -> float:
        return (self.until - self.since).total_seconds()


@value
class Coverage:
    """Of one source, from when it was first watched where that is later than asked.

    ``unseen_since`` and ``unseen_until`` bound the longest time between two good looks, whatever
    the schedule; ``looks`` counts those of the time asked about.
    """

    since: datetime
    until: datetime
    verified_seconds: float
    looks: int
    good_looks: int
    unseen_since: datetime
    unseen_until: datetime
    gaps: tuple[Gap, ...]

    @property
    def share(self) -> float | None:
        """Of the time that was verified; None of no time."""
        whole = (self.until - self.since).total_seconds()
        return self.verified_seconds / whole if whole > 0 else None

    @property
    def unseen_seconds(self) -> float:
        return (self.unseen_until - self.unseen_since).total_seconds()


class Watching:
    """What is known of a time, for any number of sources; read once."""

    def __init__(self, db: Database, *, since: datetime, until: datetime) -> None:
        self._db = db
        self._since, self._until = since, until
        self._imports = frozenset(
            row["id"] for row in db.rows("SELECT id FROM runs WHERE kind = ?", (RunKind.IMPORT,))
        )
        runs = db.rows(
            "SELECT started_at FROM runs WHERE kind <> ? AND started_at BETWEEN ? AND ? ORDER BY 1",
            (RunKind.IMPORT, to_text(since - timedelta(days=366)), to_text(until)),
        )
        self._runs = [row["started_at"] for row in runs]

    def coverage_of(self, source: Source, good_until: GoodUntil) -> Coverage:
        since = min(max(self._since, from_text(source.created_at)), self._until)
        rows = self._looks(source.id, since)
        good = [at for at, outcome, _ in rows if outcome.is_good]
        before, ended_at = self._last_good_before(source.id, since)
        bad = [at for at, outcome, _ in rows if _is_bad(outcome)]
        known_until = _cut_short(good_until, bad if ended_at is None else [ended_at, *bad])
        seen = [since - timedelta.resolution if before is None else before, *good]
        unseen = _longest(since, self._until, good)
        gaps = tuple(
            self._gap(start, end, seen, rows)
            for start, end in uncovered(before, good, since, self._until, known_until)
        )
        whole = (self._until - since).total_seconds()
        return Coverage(
            since=since,
            until=self._until,
            verified_seconds=whole - sum(gap.seconds for gap in gaps),
            looks=len(rows),
            good_looks=len(good),
            unseen_since=unseen[0],
            unseen_until=unseen[1],
            gaps=gaps,
        )

    def _looks(self, source_id: int, since: datetime) -> list[tuple[datetime, Outcome, str | None]]:
        rows = self._db.each(
            "SELECT started_at, outcome, reason, run_id FROM fetches "
            "WHERE source_id = ? AND started_at BETWEEN ? AND ? ORDER BY started_at",
            (source_id, to_text(since), to_text(self._until)),
        )
        return [
            (datetime.fromisoformat(row[0]), Outcome(row[1]), row[2])
            for row in rows
            if row[3] not in self._imports
        ]

    def _last_good_before(
        self, source_id: int, since: datetime
    ) -> tuple[datetime | None, datetime | None]:
        """The last good look, and the first bad one between it and ``since``."""
        ended_at = None
        rows = self._db.each(
            "SELECT started_at, outcome, run_id FROM fetches "
            "WHERE source_id = ? AND started_at < ? ORDER BY started_at DESC",
            (source_id, to_text(since)),
        )
        for started_at, outcome, run_id in rows:
            if run_id in self._imports:
                continue
            if Outcome(outcome).is_good:
                return datetime.fromisoformat(started_at), ended_at
            if _is_bad(Outcome(outcome)):
                ended_at = datetime.fromisoformat(started_at)
        return None, None

    def _gap(
        self,
        start: datetime,
        end: datetime,
        seen: Sequence[datetime],
        rows: Sequence[tuple[datetime, Outcome, str | None]],
    ) -> Gap:
        """What was met since the last good look before it counts: that is why it is one."""
        last_seen = seen[max(bisect_right(seen, start) - 1, 0)]
        met = Counter(
            (outcome, reason)
            for at, outcome, reason in _between(rows, last_seen, end)
            if not outcome.is_good
        )
        begun = bisect_right(self._runs, to_text(start))
        return Gap(
            since=start,
            until=end,
            obstacles=tuple(
                Obstacle(outcome=outcome, reason=reason, looks=count)
                for (outcome, reason), count in met.most_common()
            ),
            others_ran=begun < bisect_right(self._runs, to_text(end)),
        )


def uncovered(
    before: datetime | None,
    good: Sequence[datetime],
    since: datetime,
    until: datetime,
    good_until: GoodUntil,
) -> Iterator[tuple[datetime, datetime]]:
    """The parts of a time that no good look covers; ``good`` in order, ``before`` the last one."""
    covered = since if before is None else max(since, good_until(before))
    for at in good:
        if at > covered:
            yield covered, at
        covered = max(covered, good_until(at))
    if covered < until:
        yield covered, until


def _is_bad(outcome: Outcome) -> bool:
    """Somebody looked, and the document was not there to be read."""
    return not outcome.is_good and not outcome.is_neutral


def _cut_short(good_until: GoodUntil, bad: Sequence[datetime]) -> GoodUntil:
    """``good_until``, but no longer than until the next of the ``bad`` looks, in order."""

    def until(look: datetime) -> datetime:
        place = bisect_right(bad, look)
        end = good_until(look)
        return min(end, bad[place]) if place < len(bad) else end

    return until


def _longest(
    since: datetime, until: datetime, good: Sequence[datetime]
) -> tuple[datetime, datetime]:
    bounds = [since, *good, until]
    return max(pairwise(bounds), key=lambda stretch: stretch[1] - stretch[0])


def _between(
    rows: Sequence[tuple[datetime, Outcome, str | None]], start: datetime, end: datetime
) -> Sequence[tuple[datetime, Outcome, str | None]]:
    first = bisect_right(rows, start, key=lambda row: row[0])
    return rows[first : bisect_right(rows, end, key=lambda row: row[0])]
