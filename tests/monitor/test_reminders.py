"""Reminders of announced days: each lead once, whatever is restarted or set back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from support.history import History, stated
from support.scripted import Clock, ScriptedRunner

from monitor.alerts.outbox import Outbox
from monitor.alerts.untold import CONFIRMATION, IMPORT
from monitor.config import load_watchlist
from monitor.daemon import Daemon
from monitor.reminders import remind
from monitor.tracking import SecondLook, Tracker
from storage.alerts import Alert, AlertFilter, list_alerts
from storage.deliveries import deliveries_of
from storage.model import AlertState, EventType, SourceState
from storage.sources import set_state

TERMS = """# Terms of Service of Larkfield Tools

Effective from {day}

Larkfield Tools makes planning software for small workshops. These terms say what you may do with
it, what we promise, and what happens when one of us ends the agreement.

## Payment

You pay for each month before it begins. {more}

## Ending the agreement

You may end the agreement at any time with a notice of two weeks.
"""
WATCHLIST = """
[clausewatch]
database = "cw.db"
delay = "0s"
{settings}
[[source]]
service = "Larkfield"
type = "Terms of Service"
url = "https://larkfield.example/terms"
every = "366d"
{extra}
[[route]]
to = ["chat"]
[[endpoint]]
name = "chat"
kind = "webhook"
url = "env:NO_SUCH_WEBHOOK"
"""
KEY = "larkfield/terms-of-service"


def terms(day: str, more: str = "") -> str:
    return TERMS.format(day=day, more=more)


@dataclass
class World:
    path: Path
    clock: Clock
    runner: ScriptedRunner
    tracker: Tracker

    def on(self, day: str) -> None:
        """Noon of a day, be it later or earlier than it was."""
        self.clock.now = datetime.fromisoformat(f"{day}T12:00:00+00:00")

    def check(self, day: str, page: str | None = None, *, second_look: bool = True) -> list[int]:
        """Look at the page on a day; the days left of what was told by it."""
        self.on(day)
        if page is not None:
            self.runner.pages[KEY] = page
        before = len(self.reminders())
        look = SecondLook.ALL if second_look else SecondLook.NONE
        self.tracker.check(second_look=look)
        return [int(str(alert.body["days_left"])) for alert in self.reminders()[before:]]

    def pass_day(self, day: str) -> list[EventType]:
        """What the daemon does on a day on which no page is due."""
        self.on(day)
        return self.tracker.remind()

    def reminders(self) -> list[Alert]:
        found = list_alerts(self.tracker.db, AlertFilter())
        kept = [alert for alert in found if alert.event is EventType.EFFECTIVE_SOON]
        return sorted(kept, key=lambda alert: alert.id)

    def restart(self) -> None:
        self.tracker.__exit__(None, None, None)
        self.tracker = Tracker(
            watchlist=load_watchlist(self.path), clock=self.clock, runner=self.runner
        )
        self.tracker.__enter__()


Make = Callable[..., World]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """``make(extra="remind = false")``: a world with these lines in its watchlist."""
    worlds: list[World] = []

    def build(*, settings: str = "", extra: str = "") -> World:
        path = tmp_path / "watchlist.toml"
        path.write_text(WATCHLIST.format(settings=settings, extra=extra), encoding="utf-8")
        clock = Clock()
        runner = ScriptedRunner(clock, {KEY: terms("1 May 2026")})
        tracker = Tracker(watchlist=load_watchlist(path), clock=clock, runner=runner)
        tracker.__enter__()
        worlds.append(World(path, clock, runner, tracker))
        return worlds[-1]

    yield build
    for world in worlds:
        world.tracker.__exit__(None, None, None)


def test_each_lead_is_told_on_its_day_and_once(make: Make) -> None:
    world = make()
    assert world.check("2026-03-01") == []
    assert world.pass_day("2026-03-31") == []
    for day in ("2026-04-01", "2026-04-24", "2026-04-30"):
        assert world.pass_day(day) == [EventType.EFFECTIVE_SOON]
        assert world.pass_day(day) == []
        assert world.check(day) == []
    assert world.pass_day("2026-05-01") == []
    assert world.pass_day("2026-06-01") == []
    told = [(alert.body["days_left"], alert.body["lead_days"]) for alert in world.reminders()]
    assert told == [(30, 30), (7, 7), (1, 1)]


def test_a_reminder_says_what_is_needed_and_has_its_deliveries(make: Make) -> None:
    world = make()
    world.check("2026-03-01")
    world.pass_day("2026-04-24")
    (alert,) = world.reminders()
    assert alert.body["source"]["key"] == KEY  # type: ignore[index]
    assert alert.body["effective_on"] == "2026-05-01"
    assert alert.body["version"] == 1
    assert alert.body["first_stated_at"].startswith("2026-03-01T12:00")  # type: ignore[attr-defined]
    assert alert.body["summary"] == "Takes effect on 2026-05-01, in 7 days"
    assert alert.state is AlertState.PENDING
    assert len(deliveries_of(world.tracker.db, alert.id)) == 1


def test_of_leads_that_were_missed_only_the_nearest_is_told(make: Make) -> None:
    world = make()
    world.check("2026-03-01")
    world.pass_day("2026-04-27")
    assert [alert.body["lead_days"] for alert in world.reminders()] == [7]
    assert world.pass_day("2026-04-28") == []


def test_a_page_first_seen_near_its_day_is_told_at_once(make: Make) -> None:
    assert make().check("2026-04-26") == [5]


def test_a_restart_tells_nothing_twice(make: Make) -> None:
    world = make()
    assert world.check("2026-04-26") == [5]
    world.restart()
    world.tracker.resume()
    assert world.pass_day("2026-04-27") == []
    assert len(world.reminders()) == 1


def test_a_clock_that_is_set_back_tells_nothing_twice(make: Make) -> None:
    world = make()
    assert world.check("2026-04-26") == [5]
    for day in ("2026-04-05", "2026-03-01", "2026-04-26"):
        assert world.pass_day(day) == []
    assert world.pass_day("2026-04-30") == [EventType.EFFECTIVE_SOON]
    assert world.pass_day("2026-04-20") == []


def test_a_day_that_was_put_off_is_told_anew_and_the_old_one_never(make: Make) -> None:
    world = make(extra="confirm = false")
    assert world.check("2026-04-26") == [5]
    assert world.check("2026-04-27", terms("1 June 2026", "Prices may rise.")) == []
    assert world.pass_day("2026-04-30") == []
    assert world.pass_day("2026-05-25") == [EventType.EFFECTIVE_SOON]
    assert [alert.body["effective_on"] for alert in world.reminders()] == [
        "2026-05-01",
        "2026-06-01",
    ]


def test_what_waits_for_a_second_look_is_not_announced_yet(make: Make) -> None:
    world = make()
    world.check("2026-03-01")
    sooner = terms("20 March 2026", "We may sell what we know of you.")
    assert world.check("2026-03-15", sooner, second_look=False) == []
    assert world.check("2026-03-16") == [4]


@pytest.mark.parametrize(
    ("settings", "extra", "told"),
    [
        pytest.param("remind = false", "", [], id="never"),
        pytest.param("", "remind = false", [], id="not of this source"),
        pytest.param("remind = false", 'remind = "5d"', [5], id="only of this source"),
        pytest.param('remind = "60d"', "", [50], id="other leads"),
    ],
)
def test_the_watchlist_says_when(make: Make, settings: str, extra: str, told: list[int]) -> None:
    world = make(settings=settings, extra=extra)
    days = [*world.check("2026-03-12"), *world.check("2026-04-26")]
    assert days == told


def test_a_tick_of_the_daemon_with_no_page_due_reminds(make: Make) -> None:
    world = make()
    world.check("2026-03-01")
    runs = len(world.runner.runs)
    daemon = Daemon(world.tracker.watchlist, clock=world.clock)
    for day in ("2026-04-01", "2026-04-01", "2026-04-02"):
        world.on(day)
        daemon._tick(world.tracker)
    assert [alert.body["lead_days"] for alert in world.reminders()] == [30]
    assert len(world.runner.runs) == runs


# --- recorded histories --------------------------------------------------------------------------


@dataclass
class Recorded:
    """A history without a network, and reminders made from it with three leads."""

    history: History

    def remind(self, today: str) -> list[str]:
        """The days that people are reminded of."""
        at = datetime.fromisoformat(f"{today}T09:00:00").replace(tzinfo=UTC)
        outbox = Outbox(routes=(), clock=lambda: at)
        before = len(list_alerts(self.history.db, AlertFilter()))
        day = date.fromisoformat(today)
        told = remind(self.history.db, outbox, lambda _: (30, 7, 1), today=day)
        found = list_alerts(self.history.db, AlertFilter())
        assert len(found) - before == len(told)
        return [
            str(alert.body["effective_on"])
            for alert in found
            if alert.event is EventType.EFFECTIVE_SOON
        ]


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Recorded]:
    with History(tmp_path) as history:
        yield Recorded(history)


def test_only_the_current_version_of_a_long_history_announces(recorded: Recorded) -> None:
    history = recorded.history
    source = history.source("salam/terms", language="ar")
    for at, day, words in (
        ("2024-01-05T00:00:00Z", "2024-02-01", "1 فبراير 2024"),
        ("2025-01-05T00:00:00Z", "2026-03-12", "12 مارس 2026"),
        ("2026-01-05T00:00:00Z", "2026-03-20", "20 مارس 2026"),
    ):
        history.version(source, f"# شروط\n\n{words}", at=at, effective_on=stated(day, words))
    assert recorded.remind("2026-03-10") == ["2026-03-20"]


def _held(history: History, reason: str) -> None:
    source = history.source("orech/terms", language="he")
    history.version(source, "# תנאים", at="2026-03-01T00:00:00Z")
    words = "15 במרץ 2026"
    second = history.version(
        source,
        f"# תנאים\n\n{words}",
        at="2026-03-05T00:00:00Z",
        effective_on=stated("2026-03-15", words),
    )
    history.alert(second, history.change(second), state=AlertState.HELD, reason=reason)


def test_what_is_held_for_a_person_or_a_look_is_not_announced(recorded: Recorded) -> None:
    _held(recorded.history, CONFIRMATION)
    assert recorded.remind("2026-03-10") == []


def test_what_an_import_held_back_is_announced_if_it_stands(recorded: Recorded) -> None:
    _held(recorded.history, IMPORT)
    assert recorded.remind("2026-03-10") == ["2026-03-15"]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"value": "2026-04", "precision": "month"}, id="a month without a day"),
        pytest.param({"value": "2026-03-11", "ambiguous": True}, id="day or month"),
        pytest.param({"value": "2026-03-10"}, id="today"),
        pytest.param({"value": "2026-03-09"}, id="yesterday"),
    ],
)
def test_a_day_that_is_unsure_or_has_come_is_told_to_nobody(
    recorded: Recorded, said: dict[str, Any]
) -> None:
    source = recorded.history.source("acme/terms")
    dates = stated("2026-03-11", "soon") | said
    recorded.history.version(source, "# Terms", at="2026-03-01T00:00:00Z", effective_on=dates)
    assert recorded.remind("2026-03-10") == []


@pytest.mark.parametrize("state", [SourceState.PAUSED, SourceState.REMOVED])
def test_a_source_that_is_not_looked_at_is_silent(recorded: Recorded, state: SourceState) -> None:
    history = recorded.history
    source = history.source("acme/terms")
    history.version(
        source, "# Terms", at="2026-03-01T00:00:00Z", effective_on=stated("2026-03-11", "soon")
    )
    with history.db.transaction():
        set_state(history.db, source, state)
    assert recorded.remind("2026-03-10") == []
