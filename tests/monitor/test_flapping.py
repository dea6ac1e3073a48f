"""A page that breaks and recovers again and again does not tell people each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.cli import run
from support.scripted import Clock, ScriptedRunner

from monitor.alerts.untold import FLAPPING, RECOVERED_FIRST
from monitor.config import load_watchlist
from monitor.tracking import Tracker
from storage.alerts import Alert, AlertFilter, list_alerts
from storage.deliveries import deliveries_of
from storage.model import AlertState, EventType, Outcome

KEY = "larkfield/privacy-policy"
POLICY = """# Privacy Policy of Larkfield Tools

Larkfield Tools makes planning software for small workshops. This policy says what we do with your
data. We do not sell it. We keep the data of your account for 30 days after you close it.
"""
WATCHLIST = """
[clausewatch]
database = "cw.db"
delay = "0s"
[[source]]
service = "Larkfield"
type = "Privacy Policy"
url = "https://larkfield.example/privacy"
[[route]]
to = ["chat"]
[[endpoint]]
name = "chat"
kind = "webhook"
url = "env:NO_SUCH_WEBHOOK"
"""
BROKEN, RECOVERED = EventType.SOURCE_BROKEN, EventType.SOURCE_RECOVERED


@dataclass
class World:
    folder: Path
    tracker: Tracker
    runner: ScriptedRunner
    clock: Clock

    def look(self, page: str | Outcome, *, times: int = 1, every: float = 0.5) -> None:
        """So many looks, so many hours apart."""
        self.runner.pages[KEY] = page
        for _ in range(times):
            self.clock.forward(hours=every)
            self.tracker.check()

    def breaks(self) -> None:
        self.look(Outcome.DNS_ERROR, times=3)

    def recovers(self) -> None:
        self.look(POLICY)

    def alerts(self) -> list[Alert]:
        return list_alerts(self.tracker.db, AlertFilter())[::-1]

    def told(self) -> list[EventType]:
        return [alert.event for alert in self.alerts() if deliveries_of(self.tracker.db, alert.id)]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    path = tmp_path / "watchlist.toml"
    path.write_text(WATCHLIST, encoding="utf-8")
    clock = Clock()
    runner = ScriptedRunner(clock, {KEY: POLICY})
    with Tracker(watchlist=load_watchlist(path), clock=clock, runner=runner) as tracker:
        world = World(tmp_path, tracker, runner, clock)
        world.recovers()
        world.breaks()
        world.recovers()
        assert world.told() == [BROKEN, RECOVERED]
        yield world


def test_what_breaks_again_within_a_day_is_held(world: World) -> None:
    world.breaks()
    held = world.alerts()[-1]
    assert (held.event, held.state, held.reason) == (BROKEN, AlertState.HELD, FLAPPING)
    assert world.told() == [BROKEN, RECOVERED]
    text = " ".join(run(world.folder, "alerts", "why", "larkfield").stdout.split())
    assert "(source.broken): held; the page broke again soon after it had recovered" in text


def test_nobody_hears_of_it_when_it_recovers_first(world: World) -> None:
    for _ in range(3):
        world.breaks()
        world.recovers()
    assert world.told() == [BROKEN, RECOVERED]
    assert {(one.state, one.reason) for one in world.alerts()[2:]} == {
        (AlertState.DROPPED, RECOVERED_FIRST)
    }


def test_what_stays_broken_for_a_day_is_told_with_what_is_known_then(world: World) -> None:
    world.breaks()
    world.look(Outcome.DNS_ERROR, times=8, every=3)
    assert world.told() == [BROKEN, RECOVERED, BROKEN]
    last = world.alerts()[-1]
    assert last.body["bad_fetches"] > 3
    world.look(Outcome.DNS_ERROR, times=4, every=24)
    world.recovers()
    assert world.told() == [BROKEN, RECOVERED, BROKEN, RECOVERED]


def test_a_page_that_flaps_for_days_is_told_of_once_a_day(world: World) -> None:
    for _ in range(6):  # two days
        world.look(Outcome.DNS_ERROR, times=3, every=2.5)
        world.recovers()
    assert len(world.told()) == 4
    assert set(zip(world.told()[::2], world.told()[1::2], strict=True)) == {(BROKEN, RECOVERED)}


def test_what_breaks_again_after_a_day_is_told(world: World) -> None:
    world.look(POLICY, every=24)
    world.breaks()
    assert world.told() == [BROKEN, RECOVERED, BROKEN]
