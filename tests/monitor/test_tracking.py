"""From tick to alert, with scripted pages: what is told, what is held, what is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from support.cli import run
from support.scripted import Clock, Pauses, ScriptedRunner

from monitor.config import load_watchlist
from monitor.tracking import CheckReport, SecondLook, Tracker
from storage.alerts import Alert, AlertFilter, list_alerts
from storage.changes import find_change
from storage.deliveries import deliveries_of
from storage.errors import CrawlError, UnknownSource, UsageError
from storage.history import HistoryFilter, list_history
from storage.model import AlertState, EventType, Health, Outcome, RunKind, SourceState
from storage.sources import list_sources, resolve_source, set_state
from storage.times import from_text, to_text
from storage.versions import current_version

POLICY = """# Privacy Policy of Larkfield Tools

Last updated: 3 January 2026

Larkfield Tools makes planning software for small workshops. This policy says what we do with
the data of the people who use our site and our programs, and what you can ask of us.

## What we collect

We collect your name, your e-mail address and the pages that you visit on our site.

## Sharing your data

We do not sell your personal data. We share your data with the payment company that you choose.

## How long we keep it

We keep your account data for 30 days after you close your account.

## Your rights

You may ask us for a copy of your data, correct it or have it deleted at any time.
"""
SOLD = POLICY.replace("We do not sell your personal data.", "We may sell your personal data.")
LONGER = POLICY.replace("30 days", "24 months")
DATED = SOLD.replace("3 January 2026", "20 February 2026")
DATE_ONLY = POLICY.replace("3 January 2026", "20 February 2026")
TYPO = POLICY.replace("planning software", "planing software")

WATCHLIST = """
[clausewatch]
database = "cw.db"
delay = "0s"
[[source]]
service = "Larkfield"
type = "Privacy Policy"
url = "https://larkfield.example/privacy"
{extra}
[[route]]
to = ["chat"]
[[endpoint]]
name = "chat"
kind = "webhook"
url = "env:NO_SUCH_WEBHOOK"
"""
KEY = "larkfield/privacy-policy"


@dataclass
class World:
    tracker: Tracker
    runner: ScriptedRunner
    clock: Clock

    def publish(self, page: str | Outcome) -> None:
        self.runner.pages[KEY] = page

    def check(
        self, page: str | Outcome | None = None, *, second_look: SecondLook = SecondLook.ALL
    ) -> CheckReport:
        """Half a day later, with ``page`` published."""
        if page is not None:
            self.publish(page)
        self.clock.forward(hours=12)
        return self.tracker.check(second_look=second_look)

    def alerts(self) -> list[Alert]:
        return list_alerts(self.tracker.db, AlertFilter())[::-1]

    def told(self) -> list[EventType]:
        """Events of alerts that have a delivery."""
        return [alert.event for alert in self.alerts() if deliveries_of(self.tracker.db, alert.id)]

    def classes(self) -> list[str | None]:
        entries = list_history(self.tracker.db, HistoryFilter())
        return [entry.change_class for entry in reversed(entries)]


def _world(tmp_path: Path, extra: str = "") -> World:
    path = tmp_path / "watchlist.toml"
    path.write_text(WATCHLIST.format(extra=extra), encoding="utf-8")
    clock = Clock()
    runner = ScriptedRunner(clock, {KEY: POLICY})
    return World(Tracker(watchlist=load_watchlist(path), clock=clock, runner=runner), runner, clock)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = _world(tmp_path)
    with world.tracker:
        yield world


def test_a_first_version_is_recorded_and_told_to_nobody(world: World) -> None:
    report = world.check()
    assert [look.fetch.outcome for look in report.looks] == [Outcome.NEW_VERSION]
    assert (world.alerts(), world.classes()) == ([], [None])


def test_an_unchanged_page_stores_nothing(world: World) -> None:
    world.check()
    report = world.check(POLICY.replace("\n\n", "\n\n\n"))
    assert [look.fetch.outcome for look in report.looks] == [Outcome.UNCHANGED]
    assert world.classes() == [None]


def test_a_silent_change_is_confirmed_by_a_second_look_and_told(world: World) -> None:
    world.check()
    report = world.check(SOLD)
    assert [look.source.key for look in report.confirmations] == [KEY]
    (alert,) = world.alerts()
    assert (alert.event, alert.state) == (EventType.SILENT_CHANGE, AlertState.PENDING)
    assert alert.body["silent"] is True
    assert "sale" in alert.body["categories"]
    assert world.told() == [EventType.SILENT_CHANGE]


def test_without_a_second_look_the_next_check_confirms(world: World) -> None:
    world.check()
    report = world.check(LONGER, second_look=SecondLook.NONE)
    assert (report.waiting, world.told()) == (1, [])
    assert world.alerts()[0].state is AlertState.HELD
    report = world.check(second_look=SecondLook.NONE)
    assert (report.waiting, world.told()) == (0, [EventType.SILENT_CHANGE])


def test_a_waiting_alert_brings_the_next_look_forward(tmp_path: Path) -> None:
    world = _world(tmp_path, 'every = "7d"\nconfirm = "2h"')
    with world.tracker:
        world.check()
        world.check(LONGER, second_look=SecondLook.NONE)
        source = resolve_source(world.tracker.db, KEY)
    wait = from_text(source.next_check_at) - world.clock.now
    assert timedelta(hours=1, minutes=59) < wait <= timedelta(hours=2)


def test_a_text_that_vanishes_again_is_told_to_nobody(world: World) -> None:
    world.check()
    world.check(SOLD, second_look=SecondLook.NONE)
    world.check(POLICY, second_look=SecondLook.NONE)
    world.check(second_look=SecondLook.NONE)
    assert world.told() == []
    assert [alert.state for alert in world.alerts()] == [AlertState.DROPPED] * 2
    assert world.classes() == [None, "substantive", "flap"]


def test_a_return_that_stays_is_a_rollback(world: World) -> None:
    world.check()
    world.check(SOLD)
    world.check(POLICY, second_look=SecondLook.NONE)
    assert world.classes()[-1] == "flap"
    world.check(second_look=SecondLook.NONE)
    assert world.classes() == [None, "substantive", "rollback"]
    assert world.told() == [EventType.SILENT_CHANGE, EventType.ROLLBACK]


def test_a_page_that_shows_two_texts_by_turns_is_told_of_twice(
    world: World, tmp_path: Path
) -> None:
    world.check()
    for _ in range(4):
        for page in (SOLD, POLICY):
            world.check(page, second_look=SecondLook.NONE)
            world.check(second_look=SecondLook.NONE)
    returns = [EventType.ROLLBACK] * 2
    assert world.told() == [EventType.SILENT_CHANGE, *returns]
    waiting = resolve_source(world.tracker.db, KEY)
    assert from_text(waiting.next_check_at) - world.clock.now > timedelta(hours=2)  # not sooner
    why = run(tmp_path, "alerts", "why", KEY).stdout
    assert "told once this one has stood for a week" in " ".join(why.split())
    world.clock.now += timedelta(days=8)
    world.check(second_look=SecondLook.NONE)
    assert world.told() == [EventType.SILENT_CHANGE, *returns, EventType.ROLLBACK]


def test_a_pass_of_the_daemon_looks_again_at_once_where_the_date_moved(world: World) -> None:
    world.check()
    report = world.check(DATED, second_look=SecondLook.DATED)
    assert [look.source.key for look in report.confirmations] == [KEY]
    assert world.told() == [EventType.POLICY_CHANGED]


def test_a_pass_of_the_daemon_waits_where_no_date_moved(world: World) -> None:
    world.check()
    report = world.check(SOLD, second_look=SecondLook.DATED)
    assert (report.confirmations, report.waiting, world.told()) == ([], 1, [])


def test_a_new_edition_that_is_withdrawn_before_the_next_look_is_told_to_nobody(
    world: World,
) -> None:
    world.check()
    world.check(DATED, second_look=SecondLook.NONE)
    world.check(POLICY)
    assert world.told() == []


def test_a_return_from_a_typo_is_told_to_nobody(world: World) -> None:
    world.check()
    world.check(TYPO)
    world.check(POLICY)
    world.check()
    assert world.alerts() == []


def test_only_the_date_moved(world: World) -> None:
    world.check()
    world.check(DATE_ONLY)
    (alert,) = world.alerts()
    assert (alert.event, world.classes()) == (EventType.DATE_CHANGED, [None, "date_only"])
    assert alert.body["updated"] == {
        "status": "changed",
        "old": "2026-01-03",
        "new": "2026-02-20",
    }


def test_a_typo_is_recorded_and_told_to_nobody(world: World) -> None:
    world.check()
    world.check(TYPO)
    assert world.classes() == [None, "substantive"]
    assert world.alerts() == []


@pytest.mark.parametrize(
    ("host", "expected"),
    [("larkfield.example", [7.0]), ("127.0.0.1", [0.0])],
    ids=["elsewhere", "this machine"],
)
def test_before_the_second_look_a_host_gets_its_rest(
    tmp_path: Path, host: str, expected: list[float]
) -> None:
    path = tmp_path / "watchlist.toml"
    text = WATCHLIST.format(extra="").replace('delay = "0s"', 'delay = "7s"')
    path.write_text(text.replace("larkfield.example", host), encoding="utf-8")
    clock, pauses = Clock(), Pauses()
    runner = ScriptedRunner(clock, {KEY: POLICY})
    tracker = Tracker(watchlist=load_watchlist(path), clock=clock, runner=runner, stop=pauses)
    world = World(tracker, runner, clock)
    with tracker:
        world.check()
        assert pauses.asked == []
        assert len(world.check(SOLD).confirmations) == 1
    assert pauses.asked == expected


def test_confirm_false_tells_at_once(tmp_path: Path) -> None:
    world = _world(tmp_path, "confirm = false")
    with world.tracker:
        world.check()
        report = world.check(SOLD)
        assert report.confirmations == []
        assert world.told() == [EventType.SILENT_CHANGE]


def test_an_alert_without_a_route_is_kept_with_its_reason(tmp_path: Path) -> None:
    world = _world(tmp_path, "confirm = false")
    path = tmp_path / "watchlist.toml"
    path.write_text(path.read_text().replace('to = ["chat"]', 'to = ["chat"]\ntags = ["none"]'))
    tracker = Tracker(watchlist=load_watchlist(path), clock=world.clock, runner=world.runner)
    world.tracker = tracker
    with tracker:
        world.check()
        world.check(SOLD)
        (alert,) = world.alerts()
    assert (alert.state, alert.reason) == (AlertState.DROPPED, "no route matches")


def test_new_rules_make_a_technical_version_that_alerts_nobody(tmp_path: Path) -> None:
    world = _world(tmp_path)
    with world.tracker:
        world.check()
    path = tmp_path / "watchlist.toml"
    path.write_text(WATCHLIST.format(extra='ignore = ["Larkfield Tools makes"]'))
    world.tracker = Tracker(watchlist=load_watchlist(path), clock=world.clock, runner=world.runner)
    with world.tracker:
        world.check(SOLD)
        assert world.classes() == [None, "technical", "substantive"]
        assert world.told() == [EventType.SILENT_CHANGE]


def test_a_broken_source_is_told_once_and_so_is_its_recovery(world: World) -> None:
    world.check()
    for _ in range(5):
        world.check(Outcome.DNS_ERROR)
    db = world.tracker.db
    assert resolve_source(db, KEY).health is Health.BROKEN
    assert world.told() == [EventType.SOURCE_BROKEN]
    world.check(POLICY)
    assert resolve_source(db, KEY).health is Health.OK
    assert world.told() == [EventType.SOURCE_BROKEN, EventType.SOURCE_RECOVERED]
    assert world.classes() == [None]


def test_an_error_page_makes_no_version(world: World) -> None:
    world.check()
    report = world.check("# 404\n\nPage not found. The page you are looking for does not exist.\n")
    assert [look.fetch.outcome for look in report.looks] == [Outcome.SUSPECT]
    assert world.classes() == [None]
    assert resolve_source(world.tracker.db, KEY).health is Health.SUSPECT


def test_what_a_killed_pass_left_is_finished_by_the_next(world: World) -> None:
    """The crawl wrote a version, and its parent died before it could say what it means."""
    world.check()
    world.publish(SOLD)

    class Killed(BaseException):
        pass

    def run_and_die(*args: object, **options: object) -> None:
        world.runner.run(*args, **options)
        raise Killed

    tracker = world.tracker
    tracker.runner = type("Dying", (), {"run": staticmethod(run_and_die)})()
    with pytest.raises(Killed):
        tracker.check()
    current = current_version(tracker.db, resolve_source(tracker.db, KEY).id)
    assert find_change(tracker.db, current.id) is None
    tracker.runner = world.runner
    tracker.resume()
    assert find_change(tracker.db, current.id) is not None
    world.check()
    assert world.told() == [EventType.SILENT_CHANGE]


def test_an_unknown_name_is_an_error_before_anything_is_fetched(world: World) -> None:
    with pytest.raises(UnknownSource):
        world.tracker.check(names=["nobody"])
    assert world.runner.runs == []


def test_only_due_sources_are_fetched_when_asked(world: World) -> None:
    world.tracker.check(only_due=True, kind=RunKind.SCHEDULED)
    world.tracker.check(only_due=True, kind=RunKind.SCHEDULED)
    assert world.runner.runs == [(KEY,)]
    world.clock.forward(days=2)
    world.tracker.check(only_due=True, kind=RunKind.SCHEDULED)
    assert len(world.runner.runs) == 2


def test_a_change_that_flickers_before_it_stays_is_told(world: World) -> None:
    world.check()
    for page in (SOLD, POLICY, SOLD, SOLD):
        world.check(page, second_look=SecondLook.NONE)
    assert len(world.told()) == 1
    assert world.alerts()[-1].state is AlertState.PENDING


def test_a_crawl_that_dies_costs_only_what_it_did_not_reach(world: World) -> None:
    world.check()
    world.publish(DATED)

    def record_and_fail(*args: object, **options: object) -> None:
        world.runner.run(*args, **options)
        raise CrawlError("killed by the kernel")

    tracker = world.tracker
    tracker.runner = type("Failing", (), {"run": staticmethod(record_and_fail)})()
    with pytest.raises(CrawlError, match="killed by the kernel"):
        tracker.check()
    assert world.told() == [EventType.POLICY_CHANGED]
    source = resolve_source(tracker.db, KEY)
    assert source.next_check_at > to_text(world.clock.now)


def test_a_waiting_alert_does_not_override_retry_after(tmp_path: Path) -> None:
    world = _world(tmp_path, 'confirm = "5s"\nevery = "1d"')
    with world.tracker:
        world.check()
        world.check(LONGER, second_look=SecondLook.NONE)
        report = world.check(Outcome.RATE_LIMITED, second_look=SecondLook.NONE)
        source = resolve_source(world.tracker.db, KEY)
    assert report.waiting == 1
    assert from_text(source.next_check_at) - world.clock.now > timedelta(hours=20)


def test_rules_edited_during_a_crawl_do_not_mark_what_was_read_before(tmp_path: Path) -> None:
    world = _world(tmp_path, "confirm = false")
    path = tmp_path / "watchlist.toml"
    edited = WATCHLIST.format(extra='confirm = false\nignore = ["workshops"]')

    def edit(_: str) -> None:
        path.write_text(edited, encoding="utf-8")
        with Tracker(watchlist=load_watchlist(path), clock=world.clock, runner=world.runner):
            pass

    with world.tracker:
        world.check()
        old = current_version(world.tracker.db, resolve_source(world.tracker.db, KEY).id)
        world.runner.after_assess = edit
        world.check(SOLD)
        world.runner.after_assess = None
        source = resolve_source(world.tracker.db, KEY)
        new = current_version(world.tracker.db, source.id)
        assert (new.number, new.rules_digest) == (2, old.rules_digest)
        assert source.last_body_digest is None
    world.tracker = Tracker(watchlist=load_watchlist(path), clock=world.clock, runner=world.runner)
    with world.tracker:
        world.check()
        assert world.classes() == [None, "substantive", "technical"]


def test_a_clock_that_was_ahead_holds_no_alert(world: World) -> None:
    world.check()
    world.clock.forward(days=30)
    world.check(LONGER, second_look=SecondLook.NONE)
    world.clock.forward(days=-29)
    world.check(second_look=SecondLook.NONE)
    assert world.told() == [EventType.SILENT_CHANGE]


_MORE = '\n[[source]]\nservice = "Late"\ntype = "Terms"\nurl = "https://late.example/terms"\n'


def test_a_list_read_before_another_command_edited_it_takes_nothing_back(world: World) -> None:
    """A daemon that starts over beside 'add' and 'sources pause'."""
    path = world.tracker.watchlist.path
    older = load_watchlist(path)
    path.write_text(path.read_text(encoding="utf-8") + _MORE, encoding="utf-8")
    with Tracker(watchlist=load_watchlist(path), clock=world.clock, runner=world.runner) as added:
        source = resolve_source(added.db, "late/terms")
        with added.db.transaction():
            set_state(added.db, source.id, SourceState.PAUSED)
    with Tracker(watchlist=older, clock=world.clock, runner=world.runner) as tracker:
        assert resolve_source(tracker.db, "late/terms").state is SourceState.PAUSED
        assert [source.key for source in tracker.watchlist.sources] == [KEY, "late/terms"]


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param("[[source]", id="is-no-list"),
        pytest.param('[clausewatch]\ndatabase = "other.db"\n', id="names-another-database"),
    ],
)
def test_a_list_that_is_wrong_meanwhile_takes_nothing_out(
    world: World, edited: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = world.tracker.watchlist.path
    older = load_watchlist(path)
    path.write_text(path.read_text(encoding="utf-8") + _MORE, encoding="utf-8")
    with Tracker(watchlist=load_watchlist(path), clock=world.clock, runner=world.runner):
        pass
    path.write_text(edited, encoding="utf-8")
    with Tracker(watchlist=older, clock=world.clock, runner=world.runner) as tracker:
        states = {source.key: source.state for source in list_sources(tracker.db, removed=True)}
    assert states == {KEY: SourceState.ACTIVE, "late/terms": SourceState.ACTIVE}
    assert "the old one stays" in caplog.text


def test_a_source_that_left_the_watchlist_is_not_fetched(tmp_path: Path, world: World) -> None:
    world.check()
    path = tmp_path / "watchlist.toml"
    path.write_text('[clausewatch]\ndatabase = "cw.db"\n')
    with (
        Tracker(watchlist=load_watchlist(path), clock=world.clock, runner=world.runner) as tracker,
        pytest.raises(UsageError, match="not in the watchlist: its history"),
    ):
        tracker.check(names=[KEY])


def test_new_rules_while_an_alert_waits_do_not_hide_that_the_page_went_back(
    tmp_path: Path,
) -> None:
    world = _world(tmp_path)
    with world.tracker:
        world.check()
        world.check(SOLD, second_look=SecondLook.NONE)
    path = tmp_path / "watchlist.toml"
    path.write_text(WATCHLIST.format(extra='ignore = ["Larkfield Tools makes"]'))
    world.tracker = Tracker(watchlist=load_watchlist(path), clock=world.clock, runner=world.runner)
    with world.tracker:
        world.check(POLICY, second_look=SecondLook.NONE)
        world.check(second_look=SecondLook.NONE)
        assert world.classes() == [None, "substantive", "technical", "flap"]
        assert world.told() == []
