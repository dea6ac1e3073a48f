"""Clocks that jump: forward, back, and twice through one hour of autumn."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.installation import Installation
from support.passes import Passes, write_watchlist
from support.secrets import HOOK_PATH
from support.site import Site
from support.wholeness import assert_whole

from monitor.config import next_fire_at
from monitor.tracking import Tracker
from storage.database import open_database
from storage.model import Outcome, RunKind
from storage.runs import finish_run, start_run
from storage.sources import list_sources, schedule
from storage.times import from_text, to_text

STEPS = (
    timedelta(days=400),
    timedelta(days=-399),
    timedelta(hours=1),
    timedelta(hours=-1),
    timedelta(days=-30),
    timedelta(days=60),
)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with Site() as site:
        monkeypatch.setenv("HOOK", site.url(HOOK_PATH))
        yield site


def test_whichever_way_the_clock_jumps_every_change_is_recorded_and_told_once(
    tmp_path: Path, site: Site
) -> None:
    passes = Passes(write_watchlist(tmp_path, sources=2), open_database, site)
    for edition, step in enumerate((timedelta(), *STEPS)):
        passes.clock.now += step
        assert passes.go(edition * 3).problems == []
    passes.clock.forward(days=3)
    passes.go(len(STEPS) * 3)
    assert_whole(tmp_path / "x.db", site.asked(HOOK_PATH))
    assert len(site.asked(HOOK_PATH)) == 2 * len(STEPS)


@pytest.mark.parametrize("interrupted", [False, True], ids=["looked at", "interrupted"])
def test_a_running_daemon_whose_clock_was_a_year_ahead_does_not_wait_for_a_year(
    tmp_path: Path, site: Site, interrupted: bool
) -> None:
    passes = Passes(write_watchlist(tmp_path, sources=2), open_database, site)
    clock = passes.clock
    passes.go(1)
    with Tracker(watchlist=passes.watchlist, clock=clock, runner=passes.runner) as tracker:
        assert tracker.due() == []
        clock.forward(days=365)
        if interrupted:
            _interrupt(tracker)
        else:
            tracker.check(only_due=True)
        assert tracker.due() == []
        clock.forward(days=-364)
        assert len(tracker.due()) == 2
        tracker.check(only_due=True)
        assert tracker.due() == []


def _interrupt(tracker: Tracker) -> None:
    """As a run that reached none of its sources leaves them."""
    db, now = tracker.db, tracker.clock()
    with db.transaction():
        ids = [source.id for source in list_sources(db)]
        run_id = start_run(db, RunKind.SCHEDULED, ids, now=to_text(now))
        assert finish_run(db, run_id, now=to_text(now)) == 2
        for source_id in ids:
            schedule(db, source_id, to_text(now + timedelta(minutes=15)))
    rows = db.rows("SELECT DISTINCT outcome FROM fetches WHERE run_id = ?", (run_id,))
    assert [row["outcome"] for row in rows] == [Outcome.INTERRUPTED]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Jerusalem", "America/Sao_Paulo"])
@pytest.mark.parametrize("minute", ["30 0", "30 1", "30 2", "30 3"])
def test_a_daily_line_fires_every_day_of_a_year_with_summer_time(zone: str, minute: str) -> None:
    fires = [datetime(2026, 1, 1, tzinfo=UTC)]
    while fires[-1] < datetime(2027, 1, 1, tzinfo=UTC):
        following = next_fire_at(f"{minute} * * * {zone}", fires[-1])
        assert following is not None
        assert following > fires[-1]
        fires.append(following)
    longest = max(later - earlier for earlier, later in pairwise(fires[1:]))
    assert longest <= timedelta(hours=25)
    assert len({fire.astimezone(ZoneInfo(zone)).date() for fire in fires[1:]}) == len(fires) - 1
    assert len(fires) - 1 in (365, 366)  # the last is of the next year


_SET_BACK = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import apscheduler.schedulers.base as base

from monitor.config import load_watchlist
from monitor.daemon import Daemon

signal = Path("set-back")

def shift():
    return timedelta(days=-1) if signal.exists() else timedelta()

class Jumping(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + shift()

base.datetime = Jumping
Daemon(load_watchlist(Path("watchlist.toml")), clock=lambda: datetime.now(UTC) + shift()).run()
"""


@pytest.mark.soak
def test_a_daemon_goes_on_ticking_after_the_clock_was_set_back_a_day(
    tmp_path: Path, site: Site
) -> None:
    installation = Installation(tmp_path, site, sources=1)
    installation.publish(0)
    daemon = subprocess.Popen(
        [sys.executable, "-c", _SET_BACK], cwd=tmp_path, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until_asked(daemon, site, 1)
        with pytest.raises(subprocess.TimeoutExpired):
            daemon.wait(5)
        (tmp_path / "set-back").touch()
        _wait_until_asked(daemon, site, 2)
    finally:
        daemon.terminate()
        assert daemon.wait(30) == 0
    with open_database(installation.database) as db:
        (source,) = list_sources(db)
        assert from_text(source.next_check_at) - datetime.now(UTC) < timedelta(days=1)


def _wait_until_asked(daemon: subprocess.Popen[bytes], site: Site, times: int) -> None:
    deadline = time.monotonic() + 120
    while len(site.asked("/0")) < times:
        assert time.monotonic() < deadline, "the daemon no longer looks"
        with pytest.raises(subprocess.TimeoutExpired):
            daemon.wait(0.2)
