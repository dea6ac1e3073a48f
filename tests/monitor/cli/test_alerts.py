"""`clausewatch alerts`: the rows, the reasons, and trying again."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cli import Ask, answer, run
from support.history import History, clause_change

from storage.deliveries import Attempt, claim_due, record_attempt
from storage.model import AlertState, AttemptOutcome, ChangeClass, DeliveryState, EventType

ROW = [
    "alert",
    "event",
    "source",
    "service",
    "version",
    "captured_at",
    "severity",
    "state",
    "reason",
    "deliveries",
]
NOW = "2026-03-05T15:00:00.000000Z"


def test_rows_have_the_fixed_keys_newest_first(ask: Ask) -> None:
    held, pending = answer(ask("alerts", "list", "--json"))
    assert list(held) == list(pending) == ROW
    assert held["state"] == "held"
    assert held["reason"] == "confirmation"
    assert held["deliveries"] == []
    assert pending | {"deliveries": []} == {
        "alert": 1,
        "event": "policy.silent_change",
        "source": "acme/privacy-policy",
        "service": "Acme",
        "version": 2,
        "captured_at": "2026-03-05T14:07:09Z",
        "severity": 78,
        "state": "pending",
        "reason": None,
        "deliveries": [],
    }
    assert [list(one) for one in pending["deliveries"]] == [
        ["endpoint", "state", "attempts", "delivery"]
    ] * 2
    assert [one["endpoint"] for one in pending["deliveries"]] == ["legal", "ops"]


@pytest.mark.parametrize(
    ("words", "alerts"),
    [
        pytest.param(["--state", "held"], [2], id="state"),
        pytest.param(["--since", "2026-03-06"], [2], id="since"),
        pytest.param(["--source", "acme"], [1], id="source"),
        pytest.param(["--limit", "1"], [2], id="limit"),
        pytest.param(["--state", "dead"], [], id="none"),
    ],
)
def test_filters(ask: Ask, words: list[str], alerts: list[int]) -> None:
    rows = answer(ask("alerts", "list", *words, "--json"))
    assert [row["alert"] for row in rows] == alerts


def test_the_table_says_why_it_waits(ask: Ask) -> None:
    text = ask("alerts", "list").stdout
    assert "confirmation" in text
    assert "legal: pending; ops: pending" in text


def test_silence_is_explained_per_change(ask: Ask) -> None:
    technical, typo, first = answer(ask("alerts", "why", "orech", "--json"))
    assert [one["alerted"] for one in (technical, typo, first)] == [False] * 3
    assert "our reading of the page changed" in technical["reason"]
    assert "material none" in typo["reason"]
    assert "first version" in first["reason"]


def test_what_waits_or_was_told_is_explained(ask: Ask) -> None:
    held = answer(ask("alerts", "why", "salam", "--json"))[0]
    assert held["alerted"] is False
    assert held["reason"].startswith("held: it waits until a later fetch")
    pending = answer(ask("alerts", "why", "acme", "--json"))[0]
    assert pending["alerted"] is True
    assert pending["alerts"][0]["alert"] == 1
    assert "last look: new_version" in ask("alerts", "why", "acme").stdout


@pytest.fixture
def dead(tmp_path: Path) -> Path:
    """One alert whose delivery to one of two endpoints was given up."""
    body = {"class": "substantive", "clause_changes": []}
    with History(tmp_path, endpoints=(("legal", "slack"), ("ops", "webhook"))) as history:
        acme = history.source("acme/terms")
        history.version(acme, "One.", at="2026-03-01T10:00:00Z")
        second = history.version(acme, "Two.", at="2026-03-02T10:00:00Z")
        change = history.change(second, clause_change("One.", "Two."))
        body |= {"material": "minor", "silent": False, "severity": 20, "reasons": []}
        nothing = {"status": "none", "old": None, "new": None}
        body |= {"effective": nothing, "updated": nothing, "parties": {"added": [], "removed": []}}
        history.alert(second, change, endpoints=("legal", "ops"), body=body)
        later = "2026-03-05T16:00:00.000000Z"
        for delivery in claim_due(history.db, now=NOW, lease_until=later, limit=9):
            arrived = delivery.endpoint == "ops"
            attempt = Attempt(
                delivery_id=delivery.id,
                number=1,
                started_at=NOW,
                finished_at=NOW,
                outcome=AttemptOutcome.DELIVERED if arrived else AttemptOutcome.REFUSED,
                http_status=200 if arrived else 404,
                error=None if arrived else "the receiver said no\x1b[2J",
            )
            state = DeliveryState.DELIVERED if arrived else DeliveryState.DEAD
            with history.db.transaction():
                record_attempt(history.db, attempt, state=state, next_attempt_at=None)
    return tmp_path


def test_what_one_endpoint_never_got_is_dead_although_another_took_it(dead: Path) -> None:
    (row,) = answer(run(dead, "alerts", "list", "--state", "dead", "--json"))
    assert (row["alert"], row["state"]) == (1, "delivered")
    assert "delivered, 1 dead" in run(dead, "alerts", "list", "--state", "dead").stdout
    run(dead, "alerts", "retry", "1")
    assert answer(run(dead, "alerts", "list", "--state", "dead", "--json")) == []
    (waits,) = answer(run(dead, "alerts", "list", "--state", "pending", "--json"))
    assert waits["alert"] == 1


def test_one_alert_with_every_attempt(dead: Path) -> None:
    shape = answer(run(dead, "alerts", "show", "1", "--json"))
    assert list(shape) == [*ROW, "created_at", "attempts", "data"]
    assert [(one["endpoint"], one["outcome"], one["http_status"]) for one in shape["attempts"]] == [
        ("legal", "refused", 404),
        ("ops", "delivered", 200),
    ]
    text = " ".join(run(dead, "alerts", "show", "1").stdout.split())
    assert "substantive · minor · severity 20" in text
    assert "the receiver said no␛[2J" in text
    assert "\x1b" not in text


def test_only_what_did_not_arrive_is_queued_again_under_its_old_id(dead: Path) -> None:
    before = answer(run(dead, "alerts", "show", "1", "--json"))["deliveries"]
    queued = answer(run(dead, "alerts", "retry", "1", "--json"))
    assert queued == [{"alert": 1, "endpoint": "legal", "delivery": before[0]["delivery"]}]
    after = answer(run(dead, "alerts", "show", "1", "--json"))["deliveries"]
    assert [one["state"] for one in after] == ["pending", "delivered"]


def test_a_dry_run_queues_nothing(dead: Path) -> None:
    result = run(dead, "alerts", "retry", "--all-dead", "--dry-run")
    assert result.stdout == "1 delivery would be queued\n"
    states = answer(run(dead, "alerts", "show", "1", "--json"))["deliveries"]
    assert [one["state"] for one in states] == ["dead", "delivered"]
    queued = run(dead, "alerts", "retry", "--all-dead")
    assert queued.stdout == "1 delivery queued\n"
    assert "the next 'clausewatch check' attempts it" in queued.stderr
    assert run(dead, "alerts", "retry", "1", "--dry-run").stdout == (
        "1 delivery would be queued; 1 delivery had arrived\n"
    )


def test_a_delivery_that_waits_says_why_and_until_when(tmp_path: Path) -> None:
    with History(tmp_path, endpoints=(("hook", "webhook"),)) as history:
        acme = history.source("acme/terms")
        history.version(acme, "One.", at="2026-03-01T10:00:00Z")
        second = history.version(acme, "Two.", at="2026-03-02T10:00:00Z")
        history.alert(second, history.change(second), endpoints=("hook",))
        later = "2026-03-05T16:00:00.000000Z"
        (delivery,) = claim_due(history.db, now=NOW, lease_until=later, limit=9)
        attempt = Attempt(
            delivery_id=delivery.id,
            number=1,
            started_at=NOW,
            finished_at=NOW,
            outcome=AttemptOutcome.RETRY,
            http_status=500,
            error="the receiver answered 500",
        )
        with history.db.transaction():
            record_attempt(history.db, attempt, state=DeliveryState.PENDING, next_attempt_at=later)
    text = " ".join(run(tmp_path, "alerts", "list").stdout.split())
    assert "hook: pending after 1 attempt (HTTP 500), next 2026-03-05T16:00:00Z" in text


def test_the_list_needs_no_command_for_json(ask: Ask) -> None:
    assert answer(ask("alerts", "--json")) == answer(ask("alerts", "list", "--json"))
    refused = ask("alerts", "--json", "list")
    assert refused.exit_code == 2
    assert "write --json after the command: list --json" in refused.stderr


def test_what_is_about_the_page_is_explained_too(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        acme = history.source("acme/terms")
        first = history.version(acme, "One.", at="2026-03-01T10:00:00Z")
        history.alert(first, None, event=EventType.SOURCE_BROKEN, state=AlertState.DROPPED)
    text = run(tmp_path, "alerts", "why", "acme").stdout
    assert "alert 1 (source.broken): dropped" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["retry"], "name one alert", id="nothing named"),
        pytest.param(["retry", "1", "--all-dead"], "name one alert", id="both named"),
        pytest.param(["retry", "99"], "there is no alert 99", id="unknown to retry"),
        pytest.param(["show", "99"], "there is no alert 99", id="unknown to show"),
        pytest.param(["why", "nobody"], "no source is called", id="unknown source"),
    ],
)
def test_usage(dead: Path, words: list[str], message: str) -> None:
    result = run(dead, "alerts", *words)
    assert result.exit_code == 2
    assert message in result.stderr


def test_dropped_and_dead_alerts_and_links_only_changes_are_explained(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        acme = history.source("acme/terms")
        history.version(acme, "One.", at="2026-03-01T10:00:00Z")
        dropped = history.version(acme, "Two.", at="2026-03-02T10:00:00Z")
        change = history.change(dropped)
        history.alert(dropped, change, state=AlertState.DROPPED, reason="no route matches")
        links = history.version(acme, "Three.", at="2026-03-03T10:00:00Z")
        history.change(links, change_class=ChangeClass.LINKS_ONLY)
        history.version(acme, "Four.", at="2026-03-04T10:00:00Z")
    reasons = [one["reason"] for one in answer(run(tmp_path, "alerts", "why", "acme", "--json"))]
    assert reasons[:3] == [
        "it was not compared yet: the next 'clausewatch check' does it",
        "nobody is told: only links changed",
        "nobody was told: no [[route]] of the watchlist takes it",
    ]
