"""Whole passes with a route that waits: what a receiver gets, and when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.scripted import Clock, ScriptedRunner
from support.secrets import HOOK_PATH
from support.site import Site

from monitor.config import load_watchlist
from monitor.tracking import Tracker
from storage.deliveries import next_attempt_at

SERVICES = ("Almadar", "Gesher", "Larkfield")
POLICY = """# Privacy Policy of {name}

{name} makes planning software for small workshops. This policy says what we do with your data.

## Sharing

We {act} your personal data. We share your data with the payment company that you choose.
"""
WATCHLIST = """
[clausewatch]
database = "cw.db"
delay = "0s"
contact = "test@clausewatch.example"
allow_private = ["127.0.0.0/8"]
anomaly = false
[[endpoint]]
name = "hook"
kind = "webhook"
url = "env:HOOK"
[[route]]
to = "hook"
"""


@dataclass
class World:
    tracker: Tracker
    runner: ScriptedRunner
    clock: Clock
    site: Site

    def check(self, act: str = "do not sell") -> None:
        for name in SERVICES:
            self.runner.pages[f"{name.lower()}/terms"] = POLICY.format(name=name, act=act)
        self.tracker.check()
        self.tracker.deliver()

    def wait(self, **parts: float) -> None:
        self.clock.forward(**parts)
        self.tracker.deliver()

    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(asked.body) for asked in self.site.asked(HOOK_PATH)]


def world_of(folder: Path, site: Site, route: str) -> World:
    text = WATCHLIST + route + "\n"
    for name in SERVICES:
        text += f'[[source]]\nservice = "{name}"\ntype = "Terms"\n'
        text += f'url = "https://{name.lower()}.example/terms"\n'
    path = folder / "watchlist.toml"
    path.write_text(text, encoding="utf-8")
    clock = Clock()
    runner = ScriptedRunner(clock)
    tracker = Tracker(watchlist=load_watchlist(path), clock=clock, runner=runner)
    return World(tracker, runner, clock, site)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with Site() as site:
        site.page(HOOK_PATH, "")
        monkeypatch.setenv("HOOK", site.url(HOOK_PATH))
        yield site


def test_a_batch_is_one_message_when_its_window_ends(tmp_path: Path, site: Site) -> None:
    world = world_of(tmp_path, site, 'when = "batch"\nwithin = "10m"')
    with world.tracker:
        world.check()
        world.check("may sell")
        assert world.messages() == []
        until = next_attempt_at(world.tracker.db)
        world.wait(minutes=11)
        (message,) = world.messages()
        assert next_attempt_at(world.tracker.db) is None
    assert message["type"] == "digest"
    assert until is not None
    assert {entry["source"]["key"] for entry in message["data"]["entries"]} == {
        f"{name.lower()}/terms" for name in SERVICES
    }


def test_what_comes_up_on_a_quiet_day_is_told_after_it(tmp_path: Path, site: Site) -> None:
    """The clock of the test begins on a Sunday, at noon."""
    world = world_of(tmp_path, site, 'quiet = "sun"\nzone = "Asia/Riyadh"')
    with world.tracker:
        world.check()
        world.check("may sell")
        world.wait(hours=8)
        assert world.messages() == []
        world.wait(hours=1)  # past nine in the evening, UTC
    assert len(world.messages()) == len(SERVICES)
    assert {message["data"]["class"] for message in world.messages()} == {"substantive"}
