"""Alerts to chats that fail in every documented way: none lost, none doubled, each as the table
of its chat says.

The short form runs every trouble of every chat once; with ``-m soak`` there are 1,000 alerts for
each chat. Chats are real servers with the limits and the errors of the real ones.
"""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from support.chat_answers import DELIVERED, DISABLED, REFUSED, RETRY, THROTTLED, TROUBLES, Trouble
from support.chats import TOKEN, FakeChat, Fault, Step, endpoint_table
from support.scripted import Clock
from support.site import Site

from monitor.alerts.deliver import deliver_due
from monitor.config import Watchlist, load_watchlist
from storage.alerts import NewAlert, insert_alert
from storage.database import Database, open_database
from storage.deliveries import (
    attempts_of,
    dead_deliveries,
    find_delivery,
    insert_delivery,
    pending_count,
    requeue,
    sync_endpoints,
)
from storage.endpoints import resume_endpoint
from storage.model import AlertState, AttemptOutcome, DeliveryState, EndpointKind, EventType
from storage.times import to_text

_MOST_PASSES = 3_000
_KNOWS_IDS = (EndpointKind.MATRIX, EndpointKind.GOOGLE_CHAT, EndpointKind.WEBHOOK)


def _steps(kind: EndpointKind) -> list[Sequence[Step]]:
    """What can become of a message, one after the other."""
    troubles = TROUBLES[kind]
    retry = next(one for one in troubles if one.verdict is RETRY)
    throttle = next(one for one in troubles if one.verdict is THROTTLED)
    refusals = [one for one in troubles if one.verdict is REFUSED]
    return [
        (),
        *((trouble,) for trouble in troubles),
        (Fault.LOST,),
        (Fault.CLOSED,),
        (Fault.GARBAGE,),
        (retry, throttle, Fault.CLOSED, retry),
        (Fault.LOST, retry),
        *((throttle, refusal) for refusal in refusals[:1]),
    ]


@dataclass
class Post:
    """An endpoint of one kind, what it is owed, and time that a test moves."""

    kind: EndpointKind
    chat: FakeChat
    db: Database
    watchlist: Watchlist
    clock: Clock = field(default_factory=Clock)
    ids: dict[int, str] = field(default_factory=dict)

    def owe(self, steps: Sequence[Sequence[Step]], count: int) -> None:
        """Each of the steps in turn; those that disable the endpoint once, for a person comes."""
        again = [one for one in steps if not any(_disables(step) for step in one)]
        plans = itertools.chain(steps, itertools.cycle(again))
        with self.db.transaction():
            for number, plan in zip(range(count), plans, strict=False):
                self.chat.plan[number] = plan
                self.ids[number] = self._delivery(number)

    def _delivery(self, number: int) -> str:
        now = to_text(self.clock())
        source = {"key": "a/b", "service": f"Zz{number:04}", "type": "Privacy"}
        new = NewAlert(
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
                "source": source | {"url": "https://acme.example/"},
                "captured_at": now,
                "severity": 50,
                "outcome": "dns_error",
                "reason": None,
                "bad_fetches": 3,
                "last_verified_at": None,
            },
        )
        return insert_delivery(self.db, insert_alert(self.db, new), "chat", now=now)

    def deliver_all(self) -> None:
        """As the daemon does, with a person who switches the endpoint on again whenever it was
        disabled, and queues what could not be tried meanwhile.
        """
        for _ in range(_MOST_PASSES):
            deliver_due(
                self.db,
                self.watchlist,
                clock=self.clock,
                stop=threading.Event(),
                patience_seconds=0,
            )
            with self.db.transaction():
                if resume_endpoint(self.db, "chat"):
                    self._queue_untried()
            if not pending_count(self.db):
                return
            self.clock.forward(hours=3)

    def _queue_untried(self) -> None:
        for delivery in dead_deliveries(self.db):
            last = attempts_of(self.db, delivery.id)[-1]
            if last.outcome is AttemptOutcome.REFUSED and last.http_status is None:
                requeue(self.db, delivery.id, now=to_text(self.clock()))


@pytest.fixture
def post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[EndpointKind], Post]]:
    site = Site()
    path = tmp_path / "watchlist.toml"
    with open_database(tmp_path / "x.db") as db:

        def make(kind: EndpointKind) -> Post:
            chat = FakeChat(kind, site)
            monkeypatch.setenv("CHAT_URL", chat.url)
            monkeypatch.setenv("CHAT_TOKEN", TOKEN)
            head = '[clausewatch]\ndatabase = "x.db"\nallow_private = ["127.0.0.0/8"]\n'
            path.write_text(head + endpoint_table(kind, "chat", "env:CHAT_URL"), encoding="utf-8")
            with db.transaction():
                sync_endpoints(db, [("chat", kind)])
            return Post(kind, chat, db, load_watchlist(path))

        yield make
    site.close()


@pytest.mark.parametrize("kind", TROUBLES)
def test_each_ends_as_the_table_says(
    post: Callable[[EndpointKind], Post], kind: EndpointKind
) -> None:
    _all_end_as_the_table_says(post(kind), len(_steps(kind)))


@pytest.mark.soak
@pytest.mark.parametrize("kind", TROUBLES)
def test_a_thousand_end_as_the_table_says(
    post: Callable[[EndpointKind], Post], kind: EndpointKind
) -> None:
    _all_end_as_the_table_says(post(kind), 1_000)


def _all_end_as_the_table_says(post: Post, count: int) -> None:
    post.owe(_steps(post.kind), count)
    post.deliver_all()
    assert post.chat.problems == []
    shown = Counter(number for number, _ in post.chat.shown)
    for number, delivery_id in post.ids.items():
        steps = post.chat.plan[number]
        delivery = find_delivery(post.db, delivery_id)
        assert delivery is not None
        assert delivery.state is _expected(steps), (steps, attempts_of(post.db, delivery_id))
        assert shown[number] == _times_shown(post.kind, steps), steps
    assert set(shown) <= set(post.ids)
    _assert_ids_are_kept(post)


def _disables(step: Step) -> bool:
    return isinstance(step, Trouble) and step.verdict is DISABLED


def _expected(steps: Sequence[Step]) -> DeliveryState:
    for step in steps:
        if isinstance(step, Trouble) and step.verdict not in (RETRY, THROTTLED):
            return DeliveryState.DELIVERED if step.verdict is DELIVERED else DeliveryState.DEAD
    return DeliveryState.DELIVERED


def _times_shown(kind: EndpointKind, steps: Sequence[Step]) -> int:
    """Twice only where the answer was lost and the chat cannot tell a repeated message."""
    lost = steps.count(Fault.LOST)
    once = _expected(steps) is DeliveryState.DELIVERED
    return 1 if kind in _KNOWS_IDS and once else lost + once


def _assert_ids_are_kept(post: Post) -> None:
    """Whatever was sent again went out under the id that it had."""
    if post.kind in _KNOWS_IDS:
        assert {message_id for _, message_id in post.chat.shown} <= set(post.ids.values())
        assert all(post.ids[number] == message_id for number, message_id in post.chat.shown)
