"""What waits for one window is told in one message: nothing lost, nothing told twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.alerts.gathering import gather_due
from monitor.alerts.outbox import Outbox
from monitor.config import parse_watchlist
from storage.alerts import Alert, AlertFilter, find_alert, list_alerts
from storage.database import Database, open_database
from storage.deliveries import (
    Attempt,
    Delivery,
    attempts_of,
    claim_due,
    dead_deliveries,
    deliveries_of,
    drop_leases,
    find_delivery,
    not_later_than,
    pending_count,
    record_attempt,
    requeue,
    sync_endpoints,
)
from storage.gathering import gathered_alerts, waiting_deliveries
from storage.model import AlertState, AttemptOutcome, DeliveryState, EventType
from storage.times import from_text, to_text

Stored = Callable[[str], tuple[str, str, dict[str, Any]]]

START = from_text("2026-06-05T12:00:00Z")  # a Friday
ENDPOINTS = "".join(
    f'[[endpoint]]\nname = "{name}"\nkind = "slack"\nurl = "env:X"\n' for name in ("one", "two")
)
CASES = ("english_changed", "arabic_silent", "hebrew_silent", "source_broken", "effective_soon")


@dataclass
class Desk:
    """Alerts come in, time goes by, messages go out."""

    db: Database
    stored: Stored
    routes: str = ""
    now: datetime = START
    sent: list[Delivery] = field(default_factory=list)

    def tell(self, *cases: str) -> list[int]:
        text = ENDPOINTS + "".join(f"[[route]]\n{route}\n" for route in self.routes.split("--"))
        routes = parse_watchlist(text, Path("watchlist.toml")).routes
        outbox = Outbox(routes=routes, clock=lambda: self.now)
        told = []
        for case in cases:
            event, _, data = self.stored(case)
            if "effective_on" in data:
                data = data | {"effective_on": "2027-01-01"}
            with self.db.transaction():
                told.append(
                    outbox.queue_event(
                        self.db,
                        EventType(event),
                        source=None,
                        severity=data["severity"],
                        body=data,
                    )
                )
        return told

    def wait(self, **parts: float) -> None:
        self.now += timedelta(**parts)

    def claim(self) -> list[Delivery]:
        """The start of a pass, as one that may be killed right after it."""
        drop_leases(self.db)
        gather_due(self.db, self.now)
        lease = to_text(self.now + timedelta(hours=1))
        return claim_due(self.db, now=to_text(self.now), lease_until=lease, limit=200)

    def deliver(self, outcome: AttemptOutcome = AttemptOutcome.DELIVERED) -> list[Delivery]:
        claimed = self.claim()
        for delivery in claimed:
            self.end(delivery, outcome)
        return claimed

    def end(self, delivery: Delivery, outcome: AttemptOutcome) -> None:
        states = {
            AttemptOutcome.DELIVERED: DeliveryState.DELIVERED,
            AttemptOutcome.REFUSED: DeliveryState.DEAD,
        }
        now = to_text(self.now)
        attempt = Attempt(
            delivery_id=delivery.id,
            number=delivery.attempts + 1,
            started_at=now,
            finished_at=now,
            outcome=outcome,
            http_status=None,
            error=None,
        )
        state = states.get(outcome, DeliveryState.PENDING)
        following = to_text(self.now + timedelta(minutes=5))
        with self.db.transaction():
            record_attempt(
                self.db,
                attempt,
                state=state,
                next_attempt_at=following if state is DeliveryState.PENDING else None,
            )
        self.sent.append(delivery)

    def alert(self, alert_id: int) -> Alert:
        alert = find_alert(self.db, alert_id)
        assert alert is not None
        return alert

    def digest(self, delivery: Delivery) -> dict[str, Any]:
        alert = self.alert(delivery.alert_id)
        assert alert.event is EventType.DIGEST
        return alert.body


@pytest.fixture
def desk(tmp_path: Path, stored: Stored) -> Iterator[Desk]:
    with open_database(tmp_path / "x.db") as db:
        with db.transaction():
            sync_endpoints(db, [("one", "slack"), ("two", "slack")])
        yield Desk(db, stored)


# A process that is killed at the first statement of a gathering that matches, or right after it.
DYING = """
import os, signal, sys
from pathlib import Path
from monitor.alerts.gathering import gather_due
from storage.database import open_database
from storage.times import from_text

def die(statement):
    if sys.argv[2] in statement:
        os.kill(os.getpid(), signal.SIGKILL)

with open_database(Path(sys.argv[1])) as db:
    db.connection.set_trace_callback(die)
    assert gather_due(db, from_text(sys.argv[3])) == 1
    os.kill(os.getpid(), signal.SIGKILL)
"""
BATCH = 'to = "one"\nwhen = "batch"'
DAILY = 'to = "one"\nwhen = "daily"'


def test_a_window_begins_with_its_first_alert_and_is_told_in_one_message(desk: Desk) -> None:
    desk.routes = BATCH
    told = desk.tell("english_changed")
    desk.wait(minutes=9)
    told += desk.tell("arabic_silent", "source_broken")
    assert desk.deliver() == []
    desk.wait(minutes=1)
    (message,) = desk.deliver()
    digest = desk.digest(message)
    assert (digest["period"], digest["since"]) == ("batch", to_text(START))
    assert [entry["severity"] for entry in digest["entries"]] == [91, 86, 50]
    assert {desk.alert(one).state for one in told} == {AlertState.DELIVERED}
    assert [alert.id for alert in gathered_alerts(desk.db, message.alert_id)] == told
    assert pending_count(desk.db) == 0
    desk.wait(days=1)
    assert desk.deliver() == []


def test_the_next_alert_opens_a_window_of_its_own(desk: Desk) -> None:
    desk.routes = BATCH
    desk.tell("english_changed", "arabic_silent")
    desk.wait(minutes=10)
    desk.tell("hebrew_silent", "source_broken")
    assert len(desk.digest(desk.deliver()[0])["entries"]) == 2
    desk.wait(minutes=10)
    assert len(desk.digest(desk.deliver()[0])["entries"]) == 2


def test_a_batch_of_one_is_sent_as_the_alert_itself(desk: Desk) -> None:
    desk.routes = BATCH
    (alert_id,) = desk.tell("english_changed")
    desk.wait(minutes=10)
    (message,) = desk.deliver()
    assert (message.alert_id, message.gathered_in) == (alert_id, None)
    assert desk.alert(alert_id).state is AlertState.DELIVERED


def test_a_digest_of_one_is_a_digest(desk: Desk) -> None:
    desk.routes = DAILY
    desk.tell("english_changed")
    desk.wait(hours=20)
    (entry,) = desk.digest(desk.deliver()[0])["entries"]
    assert (entry["event"], entry["version"], entry["silent"]) == ("policy.changed", 4, False)


def test_every_event_of_a_page_has_its_line(desk: Desk) -> None:
    desk.routes = DAILY
    desk.tell(*CASES)
    desk.wait(days=1)
    entries = desk.digest(desk.deliver()[0])["entries"]
    assert {entry["event"] for entry in entries} == {
        "policy.changed",
        "policy.silent_change",
        "source.broken",
        "policy.effective_soon",
    }
    assert all(entry["summary"] and entry["source"]["key"] for entry in entries)


def test_endpoints_and_languages_are_told_apart(desk: Desk) -> None:
    desk.routes = (
        'to = "one"\nwhen = "daily"\nlanguages = "ar"\nwrite_in = "ar"--'
        'to = "one"\nwhen = "daily"\nlanguages = "he"\nwrite_in = "he"--'
        'to = "two"\nwhen = "daily"'
    )
    desk.tell("arabic_silent", "hebrew_silent")
    desk.wait(days=1)
    messages = desk.deliver()
    assert sorted((one.endpoint, one.language) for one in messages) == [
        ("one", "ar"),
        ("one", "he"),
        ("two", "en"),
    ]
    assert [len(desk.digest(one)["entries"]) for one in messages] == [1, 1, 2]


def test_what_goes_now_to_one_and_daily_to_another_is_delivered_when_both_are(desk: Desk) -> None:
    desk.routes = f'to = "two"--{DAILY}'
    (alert_id,) = desk.tell("english_changed")
    assert [one.endpoint for one in desk.deliver()] == ["two"]
    assert desk.alert(alert_id).state is AlertState.PENDING
    desk.wait(days=1)
    desk.deliver()
    assert desk.alert(alert_id).state is AlertState.DELIVERED


def test_a_kill_between_gathering_and_sending_sends_one_message(desk: Desk) -> None:
    desk.routes = BATCH
    desk.tell("english_changed", "arabic_silent")
    desk.wait(minutes=10)
    (first,) = desk.claim()  # and killed here
    desk.tell("hebrew_silent", "source_broken")
    (again,) = desk.deliver()
    assert again.id == first.id
    assert len(desk.digest(again)["entries"]) == 2


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("INSERT INTO deliveries", id="before-its-delivery"),
        pytest.param("SET gathered_in", id="before-the-first-is-marked"),
        pytest.param("COMMIT", id="before-it-is-written"),
        pytest.param("no such statement", id="before-it-is-sent"),
    ],
)
def test_a_batch_whose_process_dies_is_told_in_one_message(desk: Desk, statement: str) -> None:
    desk.routes = BATCH
    told = desk.tell("english_changed", "arabic_silent", "hebrew_silent")
    desk.wait(minutes=10)
    command = [sys.executable, "-c", DYING, str(desk.db.path), statement, to_text(desk.now)]
    assert subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL
    (message,) = desk.deliver()
    assert [alert.id for alert in gathered_alerts(desk.db, message.alert_id)] == told
    assert {desk.alert(one).state for one in told} == {AlertState.DELIVERED}


def test_a_batch_of_one_that_may_have_been_sent_is_gathered_with_nothing_later(desk: Desk) -> None:
    desk.routes = BATCH
    desk.tell("english_changed")
    desk.wait(minutes=10)
    (first,) = desk.claim()  # sent, and killed before that was recorded
    desk.tell("arabic_silent", "hebrew_silent")
    desk.wait(minutes=10)
    again, others = desk.deliver()
    assert again.id == first.id
    assert len(desk.digest(others)["entries"]) == 2


def test_what_failed_once_goes_on_under_its_own_id(desk: Desk) -> None:
    desk.routes = BATCH
    desk.tell("english_changed", "arabic_silent")
    desk.wait(minutes=10)
    (message,) = desk.deliver(AttemptOutcome.RETRY)
    desk.tell("hebrew_silent", "source_broken")
    desk.wait(minutes=10)
    again, later = desk.deliver()
    assert again.id == message.id
    assert desk.digest(later)["entries"][0]["source"]["language"] == "he"


def test_the_dead_of_a_digest_are_told_together_again(desk: Desk) -> None:
    desk.routes = DAILY
    told = desk.tell("english_changed", "arabic_silent")
    desk.wait(days=1)
    (message,) = desk.deliver(AttemptOutcome.REFUSED)
    assert {desk.alert(one).state for one in told} == {AlertState.DEAD}
    assert [one.id for one in dead_deliveries(desk.db)] == [message.id]
    (member,) = deliveries_of(desk.db, told[0])
    assert (member.state, member.gathered_in) == (DeliveryState.DEAD, message.id)
    assert [one.outcome for one in attempts_of(desk.db, member.id)] == [AttemptOutcome.REFUSED]

    with desk.db.transaction():
        requeue(desk.db, member.id, now=to_text(desk.now))
    assert {desk.alert(one).state for one in told} == {AlertState.PENDING}
    (again,) = desk.deliver()
    assert again.id == message.id
    assert {desk.alert(one).state for one in told} == {AlertState.DELIVERED}


def test_what_is_asked_for_by_hand_waits_for_no_window(desk: Desk) -> None:
    desk.routes = DAILY + '\nquiet = "fri"'
    (alert_id,) = desk.tell("english_changed")
    (waiting,) = deliveries_of(desk.db, alert_id)
    with desk.db.transaction():
        requeue(desk.db, waiting.id, now=to_text(desk.now))
    assert [one.id for one in desk.deliver()] == [waiting.id]


def test_quiet_times_are_waited_out_and_a_retry_waits_too(desk: Desk) -> None:
    desk.routes = 'to = "one"\nquiet = "22:00-07:00"'
    desk.tell("english_changed")
    assert len(desk.deliver(AttemptOutcome.RETRY)) == 1
    desk.wait(hours=11)  # the receiver was down, or nobody was there to send
    desk.tell("arabic_silent")
    assert desk.deliver() == []
    (waiting,) = waiting_deliveries(desk.db, now=to_text(desk.now))
    assert (waiting.endpoint, waiting.until, waiting.deliveries) == (
        "one",
        "2026-06-06T07:00:00.000000Z",
        1,
    )
    desk.wait(hours=8)
    assert len(desk.deliver()) == 2


def test_a_digest_that_is_late_does_not_come_at_night(desk: Desk) -> None:
    desk.routes = DAILY + '\nquiet = "22:00-07:00"'
    desk.tell("english_changed")
    desk.wait(hours=35)  # 23:00 of the next day
    assert desk.deliver() == []
    desk.wait(hours=8)
    (message,) = desk.deliver(AttemptOutcome.RETRY)
    desk.wait(hours=16)
    assert desk.deliver() == []
    desk.wait(hours=8)
    assert [one.id for one in desk.deliver()] == [message.id]


def test_a_paused_endpoint_gets_one_message_when_it_goes_on(desk: Desk) -> None:
    desk.routes = BATCH
    desk.db.execute("UPDATE endpoints SET paused_at = '2026-06-05' WHERE name = 'one'")
    desk.tell("english_changed")
    desk.wait(hours=1)
    desk.tell("arabic_silent")
    desk.wait(hours=1)
    assert desk.claim() == []
    desk.db.execute("UPDATE endpoints SET paused_at = NULL")
    assert len(desk.digest(desk.deliver()[0])["entries"]) == 2


def test_a_week_is_no_clock_that_was_ahead(desk: Desk) -> None:
    """What is planned for a far day is made due only if a wrong clock planned it."""
    desk.routes = 'to = "one"\nwhen = "weekly"\non = "thu"'
    (alert_id,) = desk.tell("english_changed")
    (planned,) = deliveries_of(desk.db, alert_id)
    assert planned.next_attempt_at == "2026-06-11T08:00:00.000000Z"
    not_later_than(desk.db, to_text(desk.now + timedelta(days=2)), now=to_text(desk.now))
    assert find_delivery(desk.db, planned.id) == planned
    desk.wait(days=-30)
    not_later_than(desk.db, to_text(desk.now + timedelta(days=2)), now=to_text(desk.now))
    assert len(desk.deliver()) == 1


@pytest.mark.parametrize("when", ["now", "batch", "daily"])
def test_what_a_clock_that_was_ahead_put_off_is_told_when_it_is_right_again(
    desk: Desk, when: str
) -> None:
    """Quiet times end within a week: a wait that is longer was planned by a wrong clock."""
    desk.routes = f'to = "one"\nwhen = "{when}"\nquiet = ["22:00-07:00", "sat-sun"]'
    (alert_id,) = desk.tell("english_changed")
    desk.wait(days=365, hours=11)
    assert desk.claim() == []
    desk.wait(days=-365, hours=-11)
    not_later_than(desk.db, to_text(desk.now + timedelta(days=2)), now=to_text(desk.now))
    assert len(desk.deliver()) == 1
    assert [one.state for one in deliveries_of(desk.db, alert_id)] == [DeliveryState.DELIVERED]


def test_a_weekend_is_no_clock_that_was_ahead(desk: Desk) -> None:
    desk.routes = 'to = "one"\nquiet = ["fri", "sat", "sun", "mon", "tue"]'
    (alert_id,) = desk.tell("english_changed")
    (planned,) = deliveries_of(desk.db, alert_id)
    not_later_than(desk.db, to_text(desk.now + timedelta(days=2)), now=to_text(desk.now))
    assert find_delivery(desk.db, planned.id) == planned


ROUTES = (
    BATCH,
    DAILY,
    'to = ["one", "two"]\nwhen = "batch"\nwithin = "1h"\nquiet = "14:00-16:00"',
    'to = "two"\nmin_severity = 80',
    'to = "two"\nwhen = "weekly"\non = "sat"\nurgent = 85',
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.sampled_from(CASES)),
        st.tuples(st.just("wait"), st.sampled_from((1, 10, 60, 600, 3_000))),
        st.tuples(st.just("kill"), st.none()),
        st.tuples(st.just("send"), st.sampled_from(("delivered", "retry", "refused"))),
    ),
    max_size=25,
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from(ROUTES), min_size=1, max_size=4), steps)
def test_whatever_happens_each_alert_is_told_once(
    tmp_path_factory: pytest.TempPathFactory,
    stored: Stored,
    routes: list[str],
    steps: list[tuple[str, Any]],
) -> None:
    """Each alert reaches each endpoint of its routes once, in one message, whatever dies."""
    with open_database(tmp_path_factory.mktemp("law") / "x.db") as db:
        with db.transaction():
            sync_endpoints(db, [("one", "slack"), ("two", "slack")])
        desk = Desk(db, stored, routes="--".join(routes))
        for what, value in steps:
            match what:
                case "tell":
                    desk.tell(value)
                case "wait":
                    desk.wait(minutes=value)
                case "kill":
                    desk.claim()
                case "send":
                    desk.deliver(AttemptOutcome(value))
        desk.wait(days=8)
        for _ in range(4):  # the end: everybody is there and takes everything
            desk.wait(hours=5)
            with db.transaction():
                for dead in dead_deliveries(db):
                    requeue(db, dead.id, now=to_text(desk.now))
            desk.deliver()
        _assert_told_once(desk)


def _assert_told_once(desk: Desk) -> None:
    arrived: dict[str, str] = {}
    for alert in list_alerts(desk.db, AlertFilter()):
        if alert.state is AlertState.DROPPED:
            assert deliveries_of(desk.db, alert.id) == []
            continue
        assert alert.state is AlertState.DELIVERED
        for delivery in deliveries_of(desk.db, alert.id):
            assert delivery.state is DeliveryState.DELIVERED
            assert attempts_of(desk.db, delivery.id)
            arrived[delivery.id] = delivery.gathered_in or delivery.id
            assert (alert.event is EventType.DIGEST) <= (delivery.gathered_in is None)
    for attempted in desk.sent:
        assert arrived[attempted.id] == attempted.id, "sent alone and in a digest"
