from __future__ import annotations

import sqlite3

import pytest

from storage.alerts import AlertFilter, NewAlert, find_alert, insert_alert, list_alerts
from storage.database import Database
from storage.deliveries import (
    Attempt,
    attempts_of,
    claim_due,
    dead_deliveries,
    deliveries_of,
    disable_endpoint,
    disabled_endpoints,
    enable_endpoint,
    find_delivery,
    insert_delivery,
    next_attempt_at,
    pending_count,
    record_attempt,
    requeue,
    sync_endpoints,
)
from storage.model import AlertState, AttemptOutcome, DeliveryState, EventType

NOW = "2026-01-01T00:00:00.000000Z"
SOON = "2026-01-01T00:05:00.000000Z"
LATER = "2026-01-01T01:00:00.000000Z"


@pytest.fixture
def alert_id(database: Database) -> int:
    with database.transaction():
        sync_endpoints(database, [("chat", "slack"), ("system", "webhook")])
        return insert_alert(
            database,
            NewAlert(
                event=EventType.SOURCE_BROKEN,
                source_id=None,
                change_id=None,
                version_id=None,
                captured_at=NOW,
                created_at=NOW,
                severity=50,
                state=AlertState.PENDING,
                reason=None,
                body={"reason": "انقطع"},
            ),
        )


def _attempt(delivery_id: str, number: int, outcome: AttemptOutcome) -> Attempt:
    return Attempt(
        delivery_id=delivery_id,
        number=number,
        started_at=NOW,
        finished_at=NOW,
        outcome=outcome,
        http_status=200 if outcome is AttemptOutcome.DELIVERED else 500,
        error=None,
    )


def test_a_lease_keeps_others_away_until_it_ends(database: Database, alert_id: int) -> None:
    delivery_id = insert_delivery(database, alert_id, "chat", now=NOW)
    (claimed,) = claim_due(database, now=NOW, lease_until=SOON, limit=10)
    assert (claimed.id, claimed.endpoint, claimed.attempts) == (delivery_id, "chat", 0)
    assert claim_due(database, now=NOW, lease_until=SOON, limit=10) == []
    assert [again.id for again in claim_due(database, now=SOON, lease_until=LATER, limit=10)] == [
        delivery_id
    ]


def test_a_retry_keeps_its_id_and_waits_for_its_time(database: Database, alert_id: int) -> None:
    delivery_id = insert_delivery(database, alert_id, "chat", now=NOW)
    claim_due(database, now=NOW, lease_until=SOON, limit=10)
    with database.transaction():
        record_attempt(
            database,
            _attempt(delivery_id, 1, AttemptOutcome.RETRY),
            state=DeliveryState.PENDING,
            next_attempt_at=LATER,
        )
    assert next_attempt_at(database) == LATER
    assert claim_due(database, now=SOON, lease_until=LATER, limit=10) == []
    (claimed,) = claim_due(database, now=LATER, lease_until=LATER, limit=10)
    assert (claimed.id, claimed.attempts) == (delivery_id, 1)
    assert [attempt.number for attempt in attempts_of(database, delivery_id)] == [1]


def _finish(database: Database, delivery_id: str, state: DeliveryState) -> None:
    delivered = state is DeliveryState.DELIVERED
    outcome = AttemptOutcome.DELIVERED if delivered else AttemptOutcome.REFUSED
    with database.transaction():
        record_attempt(
            database, _attempt(delivery_id, 1, outcome), state=state, next_attempt_at=None
        )


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        pytest.param(("delivered", "delivered"), AlertState.DELIVERED, id="all arrived"),
        pytest.param(("dead", "delivered"), AlertState.DELIVERED, id="one arrived"),
        pytest.param(("dead", "dead"), AlertState.DEAD, id="none arrived"),
    ],
)
def test_an_alert_settles_with_its_last_delivery(
    database: Database, alert_id: int, states: tuple[str, str], expected: AlertState
) -> None:
    ids = [insert_delivery(database, alert_id, name, now=NOW) for name in ("chat", "system")]
    _finish(database, ids[0], DeliveryState(states[0]))
    assert find_alert(database, alert_id).state is AlertState.PENDING
    assert pending_count(database) == 1
    _finish(database, ids[1], DeliveryState(states[1]))
    assert find_alert(database, alert_id).state is expected


def test_a_dead_delivery_can_be_tried_again_under_its_id(database: Database, alert_id: int) -> None:
    delivery_id = insert_delivery(database, alert_id, "chat", now=NOW)
    _finish(database, delivery_id, DeliveryState.DEAD)
    assert [dead.id for dead in dead_deliveries(database)] == [delivery_id]
    with database.transaction():
        requeue(database, delivery_id, now=SOON)
    assert find_alert(database, alert_id).state is AlertState.PENDING
    assert find_delivery(database, delivery_id).next_attempt_at == SOON


def test_what_arrived_is_never_sent_again(database: Database, alert_id: int) -> None:
    delivery_id = insert_delivery(database, alert_id, "chat", now=NOW)
    _finish(database, delivery_id, DeliveryState.DELIVERED)
    with database.transaction():
        requeue(database, delivery_id, now=SOON)
    assert find_delivery(database, delivery_id).state is DeliveryState.DELIVERED
    assert claim_due(database, now=LATER, lease_until=LATER, limit=10) == []


def test_one_delivery_per_alert_and_endpoint(database: Database, alert_id: int) -> None:
    insert_delivery(database, alert_id, "chat", now=NOW)
    with pytest.raises(sqlite3.IntegrityError):
        insert_delivery(database, alert_id, "chat", now=NOW)
    assert len(deliveries_of(database, alert_id)) == 1


def test_a_disabled_endpoint_is_remembered_with_its_reason(database: Database) -> None:
    with database.transaction():
        sync_endpoints(database, [("chat", "slack")])
        disable_endpoint(database, "chat", now=NOW, reason="gone (410)")
    assert disabled_endpoints(database) == {"chat": "gone (410)"}
    with database.transaction():
        sync_endpoints(database, [("chat", "slack")])
    assert disabled_endpoints(database) == {"chat": "gone (410)"}
    enable_endpoint(database, "chat")
    assert disabled_endpoints(database) == {}


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        pytest.param(AlertFilter(state="pending"), 1, id="state"),
        pytest.param(AlertFilter(state="held"), 0, id="other state"),
        pytest.param(AlertFilter(since=SOON), 0, id="later"),
        pytest.param(AlertFilter(limit=0), 0, id="limit"),
        pytest.param(AlertFilter(), 1, id="all"),
    ],
)
def test_alerts_are_listed_by(
    database: Database, alert_id: int, wanted: AlertFilter, count: int
) -> None:
    found = list_alerts(database, wanted)
    assert [alert.id for alert in found] == [alert_id] * count
