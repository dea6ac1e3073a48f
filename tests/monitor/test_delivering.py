"""Deliveries against a real receiver: each once, whatever dies or comes in between."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.scripted import Clock
from support.site import Asked, Behaviour, Reply, Site

from monitor.alerts.deliver import DeliveryCount, deliver_due
from monitor.config import Watchlist, load_watchlist
from storage.alerts import NewAlert, find_alert, insert_alert
from storage.database import Database, open_database
from storage.deliveries import (
    attempts_of,
    claim_due,
    find_delivery,
    insert_delivery,
    requeue,
    sync_endpoints,
)
from storage.endpoints import endpoint_states, pause_endpoint, resume_endpoint
from storage.model import AlertState, AttemptOutcome, DeliveryState, EventType
from storage.times import to_text

WATCHLIST = """
[clausewatch]
database = "x.db"
contact = "test@clausewatch.example"
allow_private = ["127.0.0.0/8"]
[[endpoint]]
name = "hook"
kind = "webhook"
url = "env:HOOK"
[[endpoint]]
name = "other"
kind = "webhook"
url = "env:OTHER_HOOK"
[[endpoint]]
name = "slow"
kind = "webhook"
url = "env:HOOK"
rate = "3/1m"
[[endpoint]]
name = "backed"
kind = "webhook"
url = "env:HOOK"
fallback = "other"
"""


@dataclass
class Post:
    """A watchlist with two endpoints, a receiver, and one alert to deliver."""

    site: Site
    watchlist: Watchlist
    db: Database
    clock: Clock
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    entered: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def answer(self, _: Asked) -> Behaviour:
        self.entered.set()
        assert self.go_on.wait(20)
        return Reply(status=self.status, headers=self.headers)

    def owe(self, endpoint: str = "hook") -> str:
        now = to_text(self.clock())
        with self.db.transaction():
            alert_id = insert_alert(
                self.db,
                NewAlert(
                    event=EventType.SOURCE_BROKEN,
                    source_id=None,
                    change_id=None,
                    version_id=None,
                    captured_at=now,
                    created_at=now,
                    severity=50,
                    state=AlertState.PENDING,
                    reason=None,
                    body={
                        "source": {
                            "key": "acme/privacy",
                            "service": "Acme",
                            "type": "Privacy",
                            "url": "https://acme.example/",
                        },
                        "captured_at": now,
                        "severity": 50,
                        "outcome": "dns_error",
                        "reason": None,
                        "bad_fetches": 3,
                        "last_verified_at": None,
                    },
                ),
            )
            return insert_delivery(self.db, alert_id, endpoint, now=now)

    def deliver(self) -> DeliveryCount:
        return deliver_due(self.db, self.watchlist, clock=self.clock, stop=threading.Event())

    def deliver_elsewhere(self) -> threading.Thread:
        """A pass of another process, as far as locks and connections go."""

        def run() -> None:
            with open_database(self.db.path) as db:
                deliver_due(db, self.watchlist, clock=Clock(), stop=threading.Event())

        thread = threading.Thread(target=run)
        thread.start()
        return thread


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    site = Site()
    monkeypatch.setenv("HOOK", site.url("/hook"))
    monkeypatch.setenv("OTHER_HOOK", site.url("/other"))
    path = tmp_path / "watchlist.toml"
    path.write_text(WATCHLIST, encoding="utf-8")
    watchlist = load_watchlist(path)
    with open_database(tmp_path / "x.db") as db:
        with db.transaction():
            names = ("hook", "other", "gone", "slow", "backed")
            sync_endpoints(db, [(name, "webhook") for name in names])
        post = Post(site, watchlist, db, Clock())
        post.go_on.set()
        site.script("/hook", post.answer)
        site.page("/other", "")
        yield post
        post.go_on.set()
    site.close()


def _state(post: Post, delivery_id: str) -> tuple[DeliveryState, int, str | None]:
    delivery = find_delivery(post.db, delivery_id)
    assert delivery is not None
    return delivery.state, delivery.attempts, delivery.leased_until


def test_what_is_due_is_delivered_once(post: Post) -> None:
    ids = [post.owe() for _ in range(3)]
    assert post.deliver().delivered == 3
    assert post.deliver().total == 0
    assert [asked.headers["webhook-id"] for asked in post.site.asked("/hook")] == ids


def test_what_a_killed_process_had_claimed_is_free_at_once(post: Post) -> None:
    delivery_id = post.owe()
    now = post.clock()
    lease = to_text(now + timedelta(hours=1))
    assert claim_due(post.db, now=to_text(now), lease_until=lease, limit=5)
    assert post.deliver().delivered == 1
    assert _state(post, delivery_id) == (DeliveryState.DELIVERED, 1, None)


def test_two_passes_at_once_send_once(post: Post) -> None:
    delivery_id = post.owe()
    post.go_on.clear()
    other = post.deliver_elsewhere()
    assert post.entered.wait(20)
    assert post.deliver().total == 0
    post.go_on.set()
    other.join()
    assert len(post.site.asked("/hook")) == 1
    assert _state(post, delivery_id) == (DeliveryState.DELIVERED, 1, None)


def test_asking_for_a_retry_of_what_is_being_sent_sends_it_once(post: Post) -> None:
    delivery_id = post.owe()
    post.go_on.clear()
    other = post.deliver_elsewhere()
    assert post.entered.wait(20)
    with post.db.transaction():
        requeue(post.db, delivery_id, now=to_text(post.clock()))
    post.go_on.set()
    other.join()
    assert post.deliver().total == 0
    assert len(post.site.asked("/hook")) == 1
    assert len(attempts_of(post.db, delivery_id)) == 1


def test_what_failed_keeps_no_lease_and_is_tried_at_its_time(post: Post) -> None:
    delivery_id = post.owe()
    post.status = 500
    assert post.deliver().retried == 1
    assert _state(post, delivery_id) == (DeliveryState.PENDING, 1, None)
    assert post.deliver().total == 0
    post.status = 200
    post.clock.forward(seconds=30)
    assert post.deliver().delivered == 1
    ids = {asked.headers["webhook-id"] for asked in post.site.asked("/hook")}
    assert ids == {delivery_id}


def test_the_first_that_arrives_after_an_outage_makes_due_what_waited_there(post: Post) -> None:
    post.status = 503
    waiting = [post.owe() for _ in range(2)]
    post.deliver()
    post.clock.forward(seconds=30)
    assert post.deliver().retried == 2  # the next attempt is minutes away
    post.status = 200
    post.owe()
    assert post.deliver().delivered == 3
    assert [len(attempts_of(post.db, delivery)) for delivery in waiting] == [3, 3]


def test_what_fails_while_others_arrive_keeps_its_schedule(post: Post) -> None:
    poor = post.owe()
    post.site.script("/hook", lambda asked: Reply(status=503 if poor in str(asked) else 200))
    post.deliver()
    for _ in range(12):
        post.owe()
        assert post.deliver().delivered == 1
    assert len(attempts_of(post.db, poor)) <= 4  # at once, after the first success, by schedule


def test_a_failing_endpoint_keeps_nothing_back_from_another(post: Post) -> None:
    failing, other = post.owe("hook"), post.owe("other")
    post.status = 503
    count = post.deliver()
    assert (count.delivered, count.retried) == (1, 1)
    assert _state(post, failing)[0] is DeliveryState.PENDING
    assert _state(post, other)[0] is DeliveryState.DELIVERED


def test_an_endpoint_that_the_watchlist_does_not_name_is_tried_again_later(post: Post) -> None:
    delivery_id = post.owe("gone")
    assert post.deliver().retried == 1
    (attempt,) = attempts_of(post.db, delivery_id)
    assert attempt.error is not None
    assert "no such endpoint" in attempt.error


def test_a_receiver_that_is_gone_is_disabled_and_a_retry_by_hand_enables_it(post: Post) -> None:
    delivery_id = post.owe()
    post.status = 410
    assert post.deliver().dead == 1
    later = post.owe()
    assert post.deliver().dead == 1  # without asking the receiver again
    assert len(post.site.asked("/hook")) == 1
    post.status = 200
    with post.db.transaction():
        requeue(post.db, delivery_id, now=to_text(post.clock()))
        requeue(post.db, later, now=to_text(post.clock()))
    assert post.deliver().delivered == 2
    delivery = find_delivery(post.db, later)
    assert delivery is not None
    alert = find_alert(post.db, delivery.alert_id)
    assert alert is not None
    assert alert.state is AlertState.DELIVERED


def test_a_secret_that_is_not_there_is_said_and_tried_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOOK")
    delivery_id = post.owe()
    assert post.deliver().retried == 1
    (attempt,) = attempts_of(post.db, delivery_id)
    assert attempt.error == "environment variable HOOK is not set or empty: put the secret there"


def test_a_clock_that_was_ahead_delays_no_delivery_for_long(post: Post) -> None:
    post.status = 500
    post.owe()
    post.clock.forward(days=30)
    post.deliver()
    post.clock.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    post.status = 200
    assert post.deliver().delivered == 1


# --- rates, throttling, pausing --------------------------------------------------------------


def test_a_rate_holds_over_passes_and_nothing_is_lost(post: Post) -> None:
    ids = [post.owe("slow") for _ in range(7)]
    assert post.deliver().delivered == 3
    assert post.deliver().total == 0
    post.clock.forward(minutes=1)
    assert post.deliver().delivered == 3
    post.clock.forward(minutes=1)
    assert post.deliver().delivered == 1
    assert [asked.headers["webhook-id"] for asked in post.site.asked("/hook")] == ids


def test_a_rate_that_was_used_up_while_the_clock_was_ahead_closes_nothing(post: Post) -> None:
    post.clock.forward(days=365)
    for _ in range(3):
        post.owe("slow")
    assert post.deliver().delivered == 3
    post.clock.forward(days=-365)
    post.owe("slow")
    assert post.deliver().delivered == 1


def test_a_rate_keeps_nothing_back_from_another_endpoint(post: Post) -> None:
    for _ in range(5):
        post.owe("slow")
    post.owe("other")
    assert post.deliver().delivered == 4


def test_a_receiver_that_throttles_is_left_alone_and_no_attempt_of_others_is_counted(
    post: Post,
) -> None:
    ids = [post.owe() for _ in range(4)]
    post.status, post.headers = 429, (("Retry-After", "120"),)
    assert post.deliver().retried == 1
    late = post.owe()  # what comes up meanwhile waits as well
    assert post.deliver().total == 0
    assert [_state(post, one)[1] for one in (*ids, late)] == [1, 0, 0, 0, 0]
    post.status, post.headers = 200, ()
    post.clock.forward(seconds=130)
    assert post.deliver().delivered == 5
    assert [asked.headers["webhook-id"] for asked in post.site.asked("/hook")][1:] == [*ids, late]


def test_being_throttled_uses_up_no_attempt_of_the_schedule(post: Post) -> None:
    delivery_id = post.owe()
    post.status, post.headers = 429, (("Retry-After", "1"),)
    for _ in range(15):
        assert post.deliver().retried == 1
        post.clock.forward(hours=2)
    post.status = 200
    assert post.deliver().delivered == 1
    outcomes = [attempt.outcome for attempt in attempts_of(post.db, delivery_id)]
    assert outcomes == [AttemptOutcome.THROTTLED] * 15 + [AttemptOutcome.DELIVERED]


def test_a_receiver_that_throttles_for_ever_is_given_up(post: Post) -> None:
    delivery_id = post.owe()
    post.status = 429
    for _ in range(50):
        post.deliver()
        post.clock.forward(hours=2)
    assert _state(post, delivery_id)[:2] == (DeliveryState.DEAD, 50)


def test_what_a_paused_endpoint_is_owed_waits(post: Post) -> None:
    waiting, other = post.owe("hook"), post.owe("other")
    with post.db.transaction():
        assert pause_endpoint(post.db, "hook", now=to_text(post.clock()))
    assert post.deliver().delivered == 1
    post.clock.forward(days=30)
    assert post.deliver().total == 0
    assert _state(post, waiting) == (DeliveryState.PENDING, 0, None)
    assert _state(post, other)[0] is DeliveryState.DELIVERED
    states = {state.name: state for state in endpoint_states(post.db)}
    assert (states["hook"].owed, states["hook"].paused_at is None) == (1, False)
    with post.db.transaction():
        assert resume_endpoint(post.db, "hook")
        assert not resume_endpoint(post.db, "hook")
    assert post.deliver().delivered == 1


def test_a_delivery_that_a_person_queues_again_begins_the_schedule_anew(post: Post) -> None:
    delivery_id = post.owe()
    post.status = 500
    for _ in range(10):
        post.deliver()
        post.clock.forward(days=2)
    assert _state(post, delivery_id)[:2] == (DeliveryState.DEAD, 10)
    with post.db.transaction():
        requeue(post.db, delivery_id, now=to_text(post.clock()))
    assert post.deliver().retried == 1
    post.status = 200
    post.clock.forward(seconds=30)
    assert post.deliver().delivered == 1


# --- dead letters ----------------------------------------------------------------------------


def _reports(post: Post) -> list[dict[str, object]]:
    bodies = [json.loads(asked.body) for asked in post.site.asked("/other")]
    return [body["data"] for body in bodies if body["type"] == "delivery.dead"]


def test_a_dead_letter_is_told_to_the_fallback_once(post: Post) -> None:
    first, second = post.owe("backed"), post.owe("backed")
    post.status = 410
    count = post.deliver()
    assert (count.dead, count.delivered) == (2, 2), "told in the pass that gave up"
    reports = _reports(post)
    assert [report["delivery"] for report in reports] == [first, second]
    assert reports[0]["endpoint"] == "backed"
    assert reports[0]["event"] == "source.broken"
    assert "answered 410 Gone" in str(reports[0]["reason"])
    with post.db.transaction():
        requeue(post.db, first, now=to_text(post.clock()))
    assert post.deliver().dead == 1
    assert post.deliver().total == 0  # dead a second time, told once


def test_a_fallback_that_fails_too_is_told_to_nobody_further(post: Post) -> None:
    path = post.watchlist.path
    text = WATCHLIST.replace('url = "env:OTHER_HOOK"', 'url = "env:OTHER_HOOK"\nfallback = "hook"')
    path.write_text(text, encoding="utf-8")
    post.watchlist = load_watchlist(path)
    post.status = 410
    post.site.page("/other", "", status=410)
    post.owe("backed")
    assert post.deliver().dead == 2, "the message and the report of it"
    assert post.deliver().total == 0
    rows = post.db.rows("SELECT event FROM alerts ORDER BY id")
    assert [row[0] for row in rows] == ["source.broken", "delivery.dead"]
