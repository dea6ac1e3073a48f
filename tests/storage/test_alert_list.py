"""Alerts with their deliveries: the same rows as one by one, in as many queries for any number."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.history import History

from monitor.cli.alert_view import alert_shape, listed_shape
from storage.alert_list import list_with_deliveries
from storage.alerts import AlertFilter, NewAlert, insert_alert, list_alerts
from storage.deliveries import Attempt, deliveries_of, record_attempt
from storage.model import AlertState, AttemptOutcome, DeliveryState, EventType
from storage.sources import list_sources

NOW = "2026-03-01T12:00:00.000000Z"
LATER = "2026-03-01T13:00:00.000000Z"


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Ten versions with an alert each, to two endpoints; the first delivery failed once."""
    with History(tmp_path, endpoints=(("ops", "webhook"), ("legal", "slack"))) as history:
        acme = history.source("acme/terms")
        for day in range(1, 11):
            version = history.version(acme, f"Text {day}.", at=f"2026-01-{day:02}T00:00:00Z")
            history.alert(version, None, endpoints=("ops", "legal"))
        with history.db.transaction():
            insert_alert(
                history.db,
                NewAlert(
                    event=EventType.RUN_ANOMALOUS,
                    source_id=None,
                    change_id=None,
                    version_id=None,
                    captured_at=NOW,
                    created_at=NOW,
                    severity=0,
                    state=AlertState.HELD,
                    reason="anomaly",
                    body={},
                ),
            )
            failed = deliveries_of(history.db, 1)[0]
            for number, status in ((1, 500), (2, 503)):
                record_attempt(
                    history.db,
                    Attempt(
                        delivery_id=failed.id,
                        number=number,
                        started_at=NOW,
                        finished_at=NOW,
                        outcome=AttemptOutcome.RETRY,
                        http_status=status,
                        error=None,
                    ),
                    state=DeliveryState.PENDING,
                    next_attempt_at=LATER,
                )
        yield history


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(AlertFilter(), id="all"),
        pytest.param(AlertFilter(limit=3, offset=2), id="a page"),
        pytest.param(AlertFilter(state="held"), id="state"),
        pytest.param(AlertFilter(source_id=1, since="2026-01-05"), id="source and time"),
    ],
)
def test_the_rows_are_those_of_each_alert(history: History, wanted: AlertFilter) -> None:
    sources = {source.id: source for source in list_sources(history.db)}
    one_by_one = [
        alert_shape(history.db, alert, sources) for alert in list_alerts(history.db, wanted)
    ]
    assert [listed_shape(one) for one in list_with_deliveries(history.db, wanted)] == one_by_one


def test_the_last_attempt_is_told(history: History) -> None:
    first = list_with_deliveries(history.db, AlertFilter())[-1]
    (tried,) = [one for one in first.deliveries if one.attempts]
    assert (tried.http_status, tried.attempts, tried.next_attempt_at) == (503, 2, LATER)


@pytest.mark.parametrize("limit", [1, 10])
def test_any_number_takes_two_queries(history: History, limit: int) -> None:
    asked: list[str] = []
    history.db.connection.set_trace_callback(asked.append)
    list_with_deliveries(history.db, AlertFilter(limit=limit))
    history.db.connection.set_trace_callback(None)
    assert len(asked) == 2
