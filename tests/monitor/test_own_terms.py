"""A category of one's own from the watchlist to the alert, and in what can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from support.cli import answer, run
from support.scripted import Clock, ScriptedRunner

from monitor.config import load_watchlist
from monitor.tracking import CheckReport, Tracker
from storage.alerts import Alert, AlertFilter, list_alerts
from storage.deliveries import deliveries_of
from storage.model import EventType
from storage.sources import Source, resolve_source
from storage.versions import versions_of

POLICY = """# מדיניות הפרטיות של אורן

עודכן לאחרונה: 3 בינואר 2026

אנו מפעילים בית מלון קטן בגליל. מדיניות זו מסבירה מה אנו עושים במידע של האורחים שלנו ואילו
זכויות עומדות להם.

## הכניסה לבניין

בכניסה עומד שומר. {gate}

## זכויותיך

באפשרותך לבקש עותק של המידע, לתקן אותו או למחוק אותו בכל עת.
"""
BEFORE = POLICY.format(gate="הוא רושם את שעת הכניסה.")
AFTER = POLICY.format(gate="הוא רושם את שעת הכניסה ומשתמש בזיהוי פנים של כל אורח.")
WATCHLIST = """
[clausewatch]
database = "cw.db"
[[source]]
service = "Oren"
type = "Privacy Policy"
url = "https://oren.example/privacy"
language = "he"
confirm = false
{own}
[[route]]
to = ["legal"]
categories = {wanted}
[[endpoint]]
name = "legal"
kind = "webhook"
url = "env:NO_SUCH_WEBHOOK"
"""
OWN = '[[category]]\nname = "biometrics"\nterms = { he = ["זיהוי פנים"] }\n'
KEY = "oren/privacy-policy"


@dataclass
class World:
    folder: Path
    runner: ScriptedRunner

    def write(self, *, own: str = OWN, wanted: str = '["biometrics"]') -> None:
        text = WATCHLIST.format(own=own, wanted=wanted)
        (self.folder / "watchlist.toml").write_text(text, encoding="utf-8")

    def check(self, page: str) -> CheckReport:
        self.runner.pages[KEY] = page
        self.runner.clock.forward(hours=12)
        with self.tracker() as tracker:
            return tracker.check()

    def tracker(self) -> Tracker:
        watchlist = load_watchlist(self.folder / "watchlist.toml")
        return Tracker(watchlist=watchlist, clock=self.runner.clock, runner=self.runner)

    def alerts(self) -> list[tuple[Alert, int]]:
        """Each with how many deliveries it has."""
        with self.tracker() as tracker:
            found = list_alerts(tracker.db, AlertFilter())
            return [(alert, len(deliveries_of(tracker.db, alert.id))) for alert in found]

    def source(self, tracker: Tracker) -> Source:
        return resolve_source(tracker.db, KEY)


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path, ScriptedRunner(Clock()))
    world.write()
    return world


def test_a_change_of_ones_own_category_takes_the_route_that_names_it(world: World) -> None:
    world.check(BEFORE)
    world.check(AFTER)
    ((alert, deliveries),) = world.alerts()
    assert alert.event is EventType.SILENT_CHANGE
    assert "biometrics" in alert.body["categories"]  # type: ignore[operator]
    assert deliveries == 1


def test_other_changes_do_not(world: World) -> None:
    world.check(BEFORE)
    world.check(BEFORE.replace("או למחוק אותו בכל עת", "אך לא למחוק אותו"))
    ((alert, deliveries),) = world.alerts()
    assert "biometrics" not in alert.body["categories"]  # type: ignore[operator]
    assert deliveries == 0


def test_words_that_are_added_later_tell_nothing_again(world: World) -> None:
    world.write(own="", wanted='["dispute"]')
    world.check(BEFORE)
    world.check(AFTER)
    before = [alert.id for alert, _ in world.alerts()]
    world.write()
    report = world.check(AFTER)
    assert report.change_ids == []
    assert [alert.id for alert, _ in world.alerts()] == before
    with world.tracker() as tracker:
        assert len(versions_of(tracker.db, world.source(tracker).id)) == 2


def test_they_hold_for_the_next_change_on_both_sides(world: World) -> None:
    world.write(own="", wanted='["dispute"]')
    world.check(AFTER)
    world.write()
    world.check(AFTER.replace("של כל אורח", "של כל אורח ושל כל ילד"))
    ((alert, deliveries),) = world.alerts()
    assert "biometrics" in alert.body["categories"]  # type: ignore[operator]
    assert deliveries == 1


def test_what_can_be_asked_knows_the_category(world: World) -> None:
    world.check(BEFORE)
    world.check(AFTER)
    folder = world.folder
    assert [
        row["version"] for row in answer(run(folder, "log", "--category", "biometrics", "--json"))
    ] == [2]
    shown = answer(run(folder, "show", KEY, "--clauses", "--json"))["clauses"]
    (gate,) = [one for one in shown if "biometrics" in one["categories"]]
    assert gate["evidence"]["biometrics"] == ["בזיהוי פנים"]
    changed = answer(run(folder, "diff", KEY, "--json"))
    assert "biometrics" in changed["categories"]
    unknown = run(folder, "log", "--category", "biometry")
    assert (unknown.exit_code, "biometrics" in unknown.stderr) == (2, True)


def test_files_are_read_with_the_watchlist_that_is_there(world: World) -> None:
    old, new = world.folder / "old.md", world.folder / "new.md"
    old.write_text(BEFORE, encoding="utf-8")
    new.write_text(AFTER, encoding="utf-8")
    inspected = answer(run(world.folder, "inspect", str(new), "--json"))
    assert sum("biometrics" in one["categories"] for one in inspected["clauses"]) == 1
    compared = answer(run(world.folder, "compare", str(old), str(new), "--json"))
    assert "biometrics" in compared["categories"]
    (world.folder / "watchlist.toml").unlink()
    assert "biometrics" not in run(world.folder, "inspect", str(new), "--json").stdout
