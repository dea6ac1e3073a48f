"""The anomaly brake: many sources changed at once, and nobody is told before a person looked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.cli import answer, run
from support.scripted import Clock, ScriptedRunner

from monitor.alerts.untold import WENT_BACK
from monitor.config import load_watchlist
from monitor.tracking import CheckReport, Tracker
from storage.alerts import Alert, AlertFilter, list_alerts
from storage.deliveries import deliveries_of
from storage.model import AlertState, EventType

SOURCES = 6
POLICY = """# Privacy Policy of Harbour {number}

Harbour {number} makes boats. This policy explains how we handle your data and what you can ask.

## Sharing

We do not {act} your personal data to anybody. Payment companies get what they need for a payment.

## Retention

We keep the data of your account for 30 days after you close it, and invoices for ten years.
"""


@dataclass
class World:
    folder: Path
    tracker: Tracker
    runner: ScriptedRunner

    def check(self, *, changed: int = 0) -> CheckReport:
        """A pass over all sources, of which the first ``changed`` have another text."""
        for number in range(SOURCES):
            act = "sell" if number >= changed else "lease or sell"
            self.runner.pages[f"h{number}/privacy-policy"] = POLICY.format(number=number, act=act)
        return self.tracker.check()

    def alerts(self, event: EventType | None = None) -> list[Alert]:
        found = list_alerts(self.tracker.db, AlertFilter())
        return [alert for alert in found if event is None or alert.event is event]

    def changes(self) -> list[tuple[AlertState, str | None]]:
        return [
            (alert.state, alert.reason) for alert in self.alerts() if alert.change_id is not None
        ]

    def promised(self) -> int:
        """Deliveries planned of alerts about changes."""
        return sum(
            len(deliveries_of(self.tracker.db, alert.id))
            for alert in self.alerts()
            if alert.change_id is not None
        )

    def cli(self, *arguments: str) -> str:
        result = run(self.folder, *arguments)
        assert result.exit_code == 0, result.output
        return result.stdout


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    lines = ["[clausewatch]", 'database = "x.db"', "anomaly = { share = 0.5, at_least = 4 }"]
    lines.append('delay = "0s"')
    for number in range(SOURCES):
        lines += ["[[source]]", f'service = "H{number}"', 'type = "Privacy Policy"']
        lines += [f'url = "https://h{number}.example/privacy"']
    lines += ["[[route]]", 'to = ["chat"]', "[[endpoint]]", 'name = "chat"', 'kind = "webhook"']
    (tmp_path / "watchlist.toml").write_text("\n".join([*lines, 'url = "env:NO_SUCH_HOOK"']))
    clock = Clock()
    runner = ScriptedRunner(clock=clock)
    watchlist = load_watchlist(tmp_path / "watchlist.toml")
    with Tracker(watchlist=watchlist, clock=clock, runner=runner) as tracker:
        world = World(tmp_path, tracker, runner)
        world.check()
        yield world


def test_a_few_changes_are_told(world: World) -> None:
    report = world.check(changed=3)
    assert report.braked_run_ids == []
    assert (world.promised(), world.alerts(EventType.RUN_ANOMALOUS)) == (3, [])


def test_too_many_at_once_are_held_and_one_alert_says_so(world: World) -> None:
    report = world.check(changed=4)
    (anomaly,) = world.alerts(EventType.RUN_ANOMALOUS)
    assert report.braked_run_ids == [anomaly.body["run"]]
    assert (anomaly.body["checked"], anomaly.body["changed"]) == (6, 4)
    assert len(deliveries_of(world.tracker.db, anomaly.id)) == 1
    assert world.changes() == [(AlertState.HELD, "anomaly")] * 4
    assert world.promised() == 0


def test_the_first_versions_of_many_sources_are_no_anomaly(world: World) -> None:
    assert world.alerts() == []


def test_a_fault_that_is_gone_at_the_second_look_is_told_to_nobody(world: World) -> None:
    fine = dict(world.runner.pages)
    world.runner.after_assess = lambda key: world.runner.pages.update({key: fine[key]})
    world.check(changed=SOURCES)
    assert world.promised() == 0
    assert len(world.alerts(EventType.RUN_ANOMALOUS)) == 1
    assert world.changes().count((AlertState.DROPPED, WENT_BACK)) == SOURCES


def test_released_alerts_are_told(world: World) -> None:
    (run_id,) = world.check(changed=5).braked_run_ids
    assert f"run {run_id}: held" in world.cli("status")
    assert answer(run(world.folder, "alerts", "release", "--dry-run", "--json"))[0]["run"] == run_id
    assert world.promised() == 0
    assert world.cli("alerts", "release") == f"run {run_id}: 5 alerts released\n"
    assert world.promised() == 5
    assert "held" not in world.cli("status")


def test_dropped_alerts_are_told_to_nobody_and_stay_on_record(world: World) -> None:
    (run_id,) = world.check(changed=5).braked_run_ids
    assert world.cli("alerts", "drop", "--run", str(run_id)) == f"run {run_id}: 5 alerts dropped\n"
    world.tracker.check()
    assert world.promised() == 0
    assert {state for state, _ in world.changes()} == {AlertState.DROPPED}


def test_a_run_that_is_not_held_cannot_be_released(world: World) -> None:
    result = run(world.folder, "alerts", "release", "--run", "1")
    assert result.exit_code == 2
    assert "run 1 is not held back" in result.stderr
