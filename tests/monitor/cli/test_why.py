"""`clausewatch alerts why`: for any change who is told, when and why, and what came of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.cli import answer, run
from support.history import History, clause_change

from monitor.alerts.gathering import gather_due
from monitor.alerts.outbox import Outbox
from monitor.config import load_watchlist
from storage.alerts import find_alert
from storage.deliveries import Attempt, claim_due, record_attempt
from storage.endpoints import pause_endpoint
from storage.model import AlertState, AttemptOutcome, DeliveryState
from storage.times import to_text, utc_now

FRIDAY = 4
GOLDEN = Path(__file__).parents[2] / "golden" / "alerts" / "english_changed" / "alert.json"
ENDPOINTS = "".join(
    f'[[endpoint]]\nname = "{name}"\nkind = "webhook"\nurl = "env:X"\n'
    for name in ("legal", "ops", "audit")
)
ROUTES = """
[[route]]
to = "legal"
categories = ["sale"]
when = "daily"
at = "08:00"
zone = "Asia/Riyadh"
quiet = ["fri", "22:00-07:00"]
write_in = "ar"
[[route]]
to = ["ops", "legal"]
when = "weekly"
on = "mon"
[[route]]
to = "audit"
min_severity = 99
"""


@dataclass
class Told:
    """One change of severity 86 about sale and retention, and the alert about it."""

    folder: Path
    history: History
    alert_id: int

    def route(self, routes: str = ROUTES) -> None:
        """Plan its deliveries now, as routes of the watchlist say."""
        text = self.history.watchlist.read_text("utf-8") + ENDPOINTS + routes
        self.history.watchlist.write_text(text, "utf-8")
        watchlist = load_watchlist(self.history.watchlist)
        outbox = Outbox(routes=watchlist.routes, clock=utc_now)
        alert = find_alert(self.history.db, self.alert_id)
        assert alert is not None
        with self.history.db.transaction():
            outbox.release(self.history.db, alert)

    def attempt(self, outcome: AttemptOutcome, state: DeliveryState, *, days: float = 0) -> None:
        """Everything that is due so many days from now is attempted, then or when it is loud."""
        db, now = self.history.db, utc_now() + timedelta(days=days)
        if days:
            now = loud(now)
        gather_due(db, now)
        later = to_text(now + timedelta(hours=1))
        for delivery in claim_due(db, now=to_text(now), lease_until=later, limit=9):
            attempt = Attempt(
                delivery_id=delivery.id,
                number=delivery.attempts + 1,
                started_at=to_text(now),
                finished_at=to_text(now),
                outcome=outcome,
                http_status=None if outcome is AttemptOutcome.DELIVERED else 503,
                error=None if outcome is AttemptOutcome.DELIVERED else "the receiver answered 503",
            )
            with db.transaction():
                pending = state is DeliveryState.PENDING
                record_attempt(db, attempt, state=state, next_attempt_at=later if pending else None)

    def text(self, *words: str) -> str:
        result = run(self.folder, "alerts", "why", *(words or ("acme",)))
        assert result.exit_code == 0, result.output
        assert max(map(len, result.stdout.splitlines())) <= 80
        return " ".join(result.stdout.split())

    def alert(self) -> dict[str, Any]:
        (found,) = answer(run(self.folder, "alerts", "why", "acme@2", "--json"))[0]["alerts"]
        return dict(found)

    def deliveries(self) -> dict[str, dict[str, Any]]:
        return {one["endpoint"]: one for one in self.alert()["deliveries"]}


def loud(now: datetime) -> datetime:
    """The first noon, in UTC, outside of all quiet times of the routes above."""
    noon = now.replace(hour=12, minute=0)
    noon += timedelta(days=noon < now)
    return noon + timedelta(days=noon.weekday() == FRIDAY)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    body = json.loads(GOLDEN.read_text("utf-8"))["data"]
    kinds = tuple((name, "webhook") for name in ("legal", "ops", "audit"))
    with History(tmp_path, endpoints=kinds) as history:
        acme = history.source("acme/privacy-policy")
        history.version(acme, "One.", at="2026-03-01T10:00:00Z")
        second = history.version(acme, "Two.", at="2026-03-02T10:00:00Z")
        change = history.change(second, clause_change("One.", "Two."))
        yield Told(tmp_path, history, history.alert(second, change, severity=86, body=body))


def test_each_route_says_when_and_in_which_words(told: Told) -> None:
    told.route()
    text = told.text()
    assert (
        "route 1 to legal takes it: its conditions hold: categories; daily at 08:00; "
        "quiet fri, 22:00-07:00 (Asia/Riyadh), in ar"
    ) in text
    assert "route 2 to ops, legal takes it: it takes every alert; weekly on mon at 08:00" in text
    assert "route 3 to audit does not take it: min_severity: 86 is below 99" in text
    first, second, third = told.alert()["routes"]
    assert (first["when"], first["quiet"], first["zone"], first["write_in"]) == (
        "daily",
        ["fri", "22:00-07:00"],
        "Asia/Riyadh",
        "ar",
    )
    assert (second["when"], third["takes_it"]) == ("weekly", False)


def test_what_waits_says_for_what_and_until_when(told: Told) -> None:
    told.route()
    legal, ops = told.deliveries()["legal"], told.deliveries()["ops"]
    assert (legal["mode"], legal["language"], legal["waits_for"]) == ("daily", "ar", "daily")
    assert (ops["mode"], ops["language"], ops["waits_for"]) == ("weekly", "en", "weekly")
    assert legal["waits_until"].endswith("T05:00:00Z")  # 08:00 in Riyadh
    text = told.text("acme@2")
    assert f"legal: pending, waits until {legal['waits_until']} for the daily digest" in text
    assert f"it is told at {min(legal['waits_until'], ops['waits_until'])} at the earliest" in text
    assert "last look" not in text


def quiet_now() -> str:
    """Quiet times that have begun and will last for an hour at least."""
    hour = utc_now().hour
    return f"{(hour - 1) % 24:02}:00-{(hour + 2) % 24:02}:00"


def test_the_list_says_until_when_it_waits(told: Told) -> None:
    told.route()
    until = told.deliveries()["legal"]["waits_until"]
    text = " ".join(run(told.folder, "alerts", "list").stdout.split())
    assert f"legal: pending, waits until {until}" in text


@pytest.mark.parametrize(
    ("route", "waits_for", "words"),
    [
        pytest.param(
            'when = "batch"\nwithin = "1d"', "window", "for what else comes up", id="window"
        ),
        pytest.param('quiet = "QUIET"', "quiet", "its quiet times end then", id="quiet"),
        pytest.param("", "now", "is due: 'clausewatch check' sends it", id="due"),
    ],
)
def test_what_an_endpoint_waits_for(told: Told, route: str, waits_for: str, words: str) -> None:
    told.route(f'[[route]]\nto = "legal"\n{route}\n'.replace("QUIET", quiet_now()))
    assert told.deliveries()["legal"]["waits_for"] == waits_for
    assert words in told.text()


def test_what_is_urgent_says_so(told: Told) -> None:
    told.route('[[route]]\nto = "legal"\nwhen = "daily"\nurgent = 80\n')
    assert "it takes every alert; it is urgent, at once" in told.text()
    assert told.alert()["routes"][0]["urgent"] is True


def test_a_digest_is_named_with_what_came_of_it(told: Told) -> None:
    told.route()
    told.attempt(AttemptOutcome.RETRY, DeliveryState.PENDING, days=8)
    fate = told.deliveries()["legal"]
    assert (fate["state"], fate["attempts"], fate["waits_for"]) == ("pending", 1, "retry")
    assert "legal: pending after 1 attempt (HTTP 503), told in digest" in told.text()
    told.attempt(AttemptOutcome.DELIVERED, DeliveryState.DELIVERED, days=10)
    fate = told.deliveries()["legal"]
    assert (fate["state"], fate["waits_for"], fate["waits_until"]) == ("delivered", None, None)
    shown = run(told.folder, "alerts", "show", str(fate["digest"])).stdout
    assert "86 policy.changed larch-finch/privacy-policy@4:" in shown
    assert re.search("[\u0621-\u064a]{4}", shown)  # the route writes in Arabic
    assert told.alert()["state"] == "delivered"


def test_an_endpoint_that_is_paused_or_disabled_is_named(told: Told) -> None:
    told.route()
    with told.history.db.transaction():
        pause_endpoint(told.history.db, "legal", now=to_text(utc_now()))
    told.history.db.execute("UPDATE endpoints SET disabled_at = 'x', reason = 'y' WHERE name='ops'")
    text = told.text()
    assert "legal: pending, its endpoint is paused" in text
    assert "ops: pending, its endpoint is disabled" in text


def test_what_is_held_says_what_holds_it_and_who_would_be_told(told: Told) -> None:
    told.route()
    db = told.history.db
    db.execute("DELETE FROM deliveries")
    db.execute("UPDATE alerts SET state = ?, reason = 'confirmation'", (AlertState.HELD,))
    alert = told.alert()
    assert [(one["endpoint"], one["mode"], one["route"]) for one in alert["then"]] == [
        ("legal", "daily", 1),
        ("ops", "weekly", 2),
    ]
    text = told.text()
    assert "held: it waits until a later fetch still shows the new text" in text
    assert "the next look was due at 2026-01-01T00:00:00Z" in text
    assert "once released, it is told to legal (route 1, daily, 20" in text
    db.execute("UPDATE sources SET state = 'paused'")
    assert "the source is paused: 'clausewatch sources resume acme/privacy-policy'" in told.text()


def test_one_version_is_asked_for_by_number_or_date(told: Told) -> None:
    told.route()
    assert answer(run(told.folder, "alerts", "why", "acme@1", "--json"))[0]["version"] == 1
    assert answer(run(told.folder, "alerts", "why", "acme@2026-03-02", "--json"))[0]["version"] == 2
    refused = run(told.folder, "alerts", "why", "acme@1..2")
    assert (refused.exit_code, "write one version, such as" in refused.stderr) == (2, True)


def test_what_is_told_in_part_says_until_when_the_rest_waits(told: Told) -> None:
    told.route('[[route]]\nto = "audit"\n[[route]]\nto = "legal"\nwhen = "weekly"\n')
    told.attempt(AttemptOutcome.DELIVERED, DeliveryState.DELIVERED)
    waits = told.deliveries()["legal"]["waits_until"]
    assert told.deliveries()["audit"]["state"] == DeliveryState.DELIVERED
    assert f"who was not reached yet is told at {waits} at the earliest" in told.text()
