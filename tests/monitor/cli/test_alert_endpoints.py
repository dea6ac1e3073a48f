"""Receivers from the command line: how they stand, pausing, replaying, previews and tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.chat_limits import problems
from support.cli import answer, run
from support.history import History, clause_change
from support.site import Reply, Site

from monitor.change_shape import change_shape
from storage.changes import get_change
from storage.database import open_database
from storage.deliveries import (
    Attempt,
    attempts_of,
    claim_due,
    deliveries_of,
    disable_endpoint,
    record_attempt,
)
from storage.model import AlertState, AttemptOutcome, DeliveryState

NOW = "2026-03-05T15:00:00.000000Z"
WATCHLIST = """
[clausewatch]
database = "clausewatch.db"
contact = "test@clausewatch.example"
allow_private = ["127.0.0.0/8"]
[[route]]
to = ["legal", "ops"]
[[endpoint]]
name = "legal"
kind = "slack"
url = "env:LEGAL"
[[endpoint]]
name = "ops"
kind = "webhook"
url = "env:OPS"
[[endpoint]]
name = "mail"
kind = "email"
url = "env:MAIL"
to = "a@there.example"
from = "b@here.example"
[[endpoint]]
name = "tg"
kind = "telegram"
url = "env:TG"
chat = "-100123"
"""
RETENTION = clause_change(
    "We keep data for 30 days.",
    "We keep data for 24 months.",
    diff=(("=", "We keep data for "), ("-", "30 days"), ("+", "24 months"), ("=", ".")),
    categories=("retention",),
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Alert 1 dead at legal and delivered to ops, alert 2 pending at legal, alert 3 held."""
    with History(tmp_path, endpoints=(("legal", "slack"), ("ops", "webhook"))) as history:
        acme = history.source("acme/privacy-policy")
        history.version(acme, "# A\n\nWe keep data for 30 days.", at="2026-03-01T10:00:00Z")
        second = history.version(
            acme, "# A\n\nWe keep data for 24 months.", at="2026-03-02T10:00:00Z"
        )
        change = history.change(second, RETENTION, severity=70, summary="retention longer")
        record = get_change(history.db, change).record
        body = change_shape(record) | {
            "source": {
                "key": "acme/privacy-policy",
                "service": "Acme",
                "type": "Privacy Policy",
                "url": "https://acme.example/privacy",
            },
            "version": 2,
            "previous_version": 1,
            "captured_at": second.fetched_at,
            "summary": record.summary,
        }
        history.alert(second, change, severity=70, endpoints=("legal", "ops"), body=body)
        third = history.version(acme, "# A\n\nWe keep data.", at="2026-03-03T10:00:00Z")
        change = history.change(third, severity=50, summary="a promise went")
        history.alert(third, change, severity=50, endpoints=("legal",))
        fourth = history.version(acme, "# A\n\nWe do.", at="2026-03-04T10:00:00Z")
        change = history.change(fourth, severity=40)
        history.alert(fourth, change, state=AlertState.HELD, reason="confirmation", severity=40)
        fifth = history.version(acme, "# A\n\nWe doo.", at="2026-03-05T10:00:00Z")
        history.change(fifth, RETENTION, material="none", severity=0, summary="spelling")
        _attempt(history, 1, "legal", AttemptOutcome.REFUSED, DeliveryState.DEAD, "HTTP 400")
        _attempt(history, 1, "ops", AttemptOutcome.DELIVERED, DeliveryState.DELIVERED, None)
    (tmp_path / "watchlist.toml").write_text(WATCHLIST, encoding="utf-8")
    return tmp_path


def _attempt(
    history: History,
    alert: int,
    endpoint: str,
    outcome: AttemptOutcome,
    state: DeliveryState,
    error: str | None,
) -> None:
    (delivery,) = [one for one in deliveries_of(history.db, alert) if one.endpoint == endpoint]
    with history.db.transaction():
        record_attempt(
            history.db,
            Attempt(
                delivery_id=delivery.id,
                number=1,
                started_at=NOW,
                finished_at=NOW,
                outcome=outcome,
                http_status=None,
                error=error,
            ),
            state=state,
            next_attempt_at=None,
        )


def _database(folder: Path) -> Any:
    return open_database(folder / "clausewatch.db")


# --- how they stand --------------------------------------------------------------------------


def test_how_they_stand(folder: Path) -> None:
    rows = {row["endpoint"]: row for row in answer(run(folder, "alerts", "endpoints", "--json"))}
    assert list(rows) == ["legal", "ops", "mail", "tg"]
    assert rows["legal"] == {
        "endpoint": "legal",
        "kind": "slack",
        "state": "on",
        "since": None,
        "reason": None,
        "owed": 1,
        "dead": 1,
        "next_attempt_at": rows["legal"]["next_attempt_at"],
        "last_attempt_at": "2026-03-05T15:00:00Z",
        "last_outcome": "refused",
        "last_error": "HTTP 400",
    }
    assert (rows["ops"]["owed"], rows["ops"]["last_outcome"]) == (0, "delivered")
    assert rows["mail"]["last_attempt_at"] is None
    table = run(folder, "alerts", "endpoints").stdout
    assert "HTTP 400" in table
    assert run(folder, "alerts", "endpoints", "--csv").stdout.startswith("endpoint,kind,state")


def test_a_disabled_one_and_one_that_the_watchlist_names_no_more(folder: Path) -> None:
    with _database(folder) as db, db.transaction():
        disable_endpoint(db, "legal", now=NOW, reason="gone (404 no_service)")
    text = WATCHLIST.replace('name = "ops"', 'name = "else"').replace('"ops"]', '"else"]')
    (folder / "watchlist.toml").write_text(text, encoding="utf-8")
    rows = {row["endpoint"]: row for row in answer(run(folder, "alerts", "endpoints", "--json"))}
    assert (rows["legal"]["state"], rows["legal"]["reason"]) == (
        "disabled",
        "gone (404 no_service)",
    )
    assert rows["ops"]["state"] == "unlisted"
    resumed = answer(run(folder, "alerts", "resume", "legal", "--json"))
    assert resumed == {"endpoint": "legal", "changed": True, "owed": 1}


def test_pausing_and_resuming(folder: Path) -> None:
    assert "legal paused; it is owed 1 message" in run(folder, "alerts", "pause", "legal").stdout
    assert "was paused already" in run(folder, "alerts", "pause", "legal").stdout
    with _database(folder) as db:
        assert claim_due(db, now="2027-01-01", lease_until="2027-01-02", limit=9) == []
    assert "endpoint legal is paused since" in run(folder, "status").stdout
    status = answer(run(folder, "status", "--json"))["deliveries"]
    assert list(status["paused_endpoints"]) == ["legal"]
    assert status["next_attempt_at"] is None
    resumed = run(folder, "alerts", "resume", "legal")
    assert "legal resumed; it is owed 1 message" in resumed.stdout
    assert "1 delivery to it had been given up" in resumed.stderr
    assert "was on already" in run(folder, "alerts", "resume", "legal").stdout


def test_one_that_was_never_used_can_be_paused(folder: Path) -> None:
    assert answer(run(folder, "alerts", "pause", "mail", "--json"))["changed"]
    rows = {row["endpoint"]: row for row in answer(run(folder, "alerts", "endpoints", "--json"))}
    assert (rows["mail"]["kind"], rows["mail"]["state"]) == ("email", "paused")


@pytest.mark.parametrize("command", ["pause", "resume", "test"])
def test_one_that_is_not_there(folder: Path, command: str) -> None:
    result = run(folder, "alerts", command, "legl")
    assert result.exit_code == 2
    assert "legal" in result.output


# --- replay ----------------------------------------------------------------------------------


def test_what_died_goes_to_another_endpoint(folder: Path) -> None:
    words = ("alerts", "replay", "--dead", "--endpoint", "ops", "--json")
    assert [row["alert"] for row in answer(run(folder, *words, "--dry-run"))] == [1]
    (row,) = answer(run(folder, *words))
    with _database(folder) as db:
        (ops,) = [one for one in deliveries_of(db, 1) if one.endpoint == "ops"]
        assert (ops.id, ops.state, ops.attempts) == (row["delivery"], DeliveryState.PENDING, 1)


def test_an_alert_goes_to_an_endpoint_that_never_had_it(folder: Path) -> None:
    said = run(folder, "alerts", "replay", "1", "2", "--endpoint", "tg")
    assert "2 alerts queued for tg" in said.stdout
    with _database(folder) as db:
        assert [one.state for one in deliveries_of(db, 1)] == ["dead", "delivered", "pending"]
        (claimed,) = [
            one
            for one in claim_due(db, now="2027-01-01", lease_until="2027-01-02", limit=9)
            if one.alert_id == 1
        ]
        assert claimed.endpoint == "tg"


@pytest.mark.parametrize(
    ("words", "alerts"),
    [
        (["--since", "2026-03-02", "--until", "2026-03-02"], [1]),
        (["--since", "2026-03-03"], []),  # the second one was not told yet, the third is held
    ],
    ids=["day", "later"],
)
def test_what_was_told_in_a_time(folder: Path, words: list[str], alerts: list[int]) -> None:
    command = ("alerts", "replay", "--endpoint", "ops", "--dry-run", "--json", *words)
    assert [row["alert"] for row in answer(run(folder, *command))] == alerts


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--endpoint", "ops"], "name alerts, or write --dead"),
        (["1", "--dead", "--endpoint", "ops"], "name alerts, or write --dead"),
        (["9", "--endpoint", "ops"], "there is no alert 9"),
        (["3", "--endpoint", "ops"], "alert 3 is held (confirmation)"),
        (["1", "--endpoint", "nobody"], "names no endpoint 'nobody'"),
    ],
    ids=["nothing", "both", "unknown", "held", "endpoint"],
)
def test_usage_of_replay(folder: Path, words: list[str], message: str) -> None:
    result = run(folder, "alerts", "replay", *words)
    assert result.exit_code == 2
    assert message in result.output
    with _database(folder) as db:
        assert len(deliveries_of(db, 1)) == 2


# --- preview ---------------------------------------------------------------------------------


def test_the_payload_of_an_alert_is_within_the_limits_and_needs_no_secret(folder: Path) -> None:
    for endpoint, kind in (("legal", "slack"), ("tg", "telegram")):
        shown = run(folder, "alerts", "preview", "1", "--endpoint", endpoint)
        assert shown.exit_code == 0
        assert problems(kind, shown.stdout.encode()) == []
        assert "24 months" in shown.stdout
    body = json.loads(run(folder, "alerts", "preview", "1", "--endpoint", "ops").stdout)
    assert body["type"] == "policy.changed"


def test_a_change_is_previewed_by_its_version(folder: Path) -> None:
    by_alert = run(folder, "alerts", "preview", "1", "--endpoint", "legal").stdout
    assert run(folder, "alerts", "preview", "acme@2", "--endpoint", "legal").stdout == by_alert


def test_a_change_that_nobody_is_told_of(folder: Path) -> None:
    shown = run(folder, "alerts", "preview", "acme@5", "--endpoint", "legal", "--format", "text")
    assert "nobody is told of this change" in shown.stderr
    assert "24 months" in shown.stdout


def test_text_and_html(folder: Path) -> None:
    words = ("alerts", "preview", "acme@2", "--endpoint", "mail", "--format")
    assert "{+24 months+}" in run(folder, *words, "text").stdout
    html = run(folder, *words, "html", "--language", "ar").stdout
    assert html.startswith("<!doctype html>")
    assert '<html lang="ar" dir="rtl">' in html
    assert ">24 months</ins>" in html


def test_the_payload_of_a_mail(folder: Path) -> None:
    shown = run(folder, "alerts", "preview", "acme@2", "--endpoint", "mail").stdout
    assert "Message-ID: <msg_preview@here.example>" in shown
    assert "multipart/alternative" in shown


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("acme@1", "nothing changed with"),
        ("9", "there is no alert 9"),
        ("orech@2", "no source is called"),
    ],
    ids=["first", "unknown", "source"],
)
def test_what_cannot_be_previewed(folder: Path, wanted: str, message: str) -> None:
    result = run(folder, "alerts", "preview", wanted, "--endpoint", "legal")
    assert result.exit_code == 2
    assert message in result.output


# --- test messages ---------------------------------------------------------------------------


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with Site() as site:
        for name, path in (("LEGAL", "/slack"), ("OPS", "/hook"), ("TG", "/bot1:x")):
            monkeypatch.setenv(name, site.url(path))
        site.script("*", lambda _: Reply(status=200, body=b"ok"))
        yield site


@pytest.mark.parametrize(
    ("event", "language"), [(None, "en"), ("policy.silent_change", "ar"), ("digest", "he")]
)
def test_a_sample_is_sent_and_nothing_recorded(
    folder: Path, site: Site, event: str | None, language: str
) -> None:
    words = ["--language", language] + ([] if event is None else ["--event", event])
    sent = run(folder, "alerts", "test", "legal", *words)
    assert sent.stdout == "legal took it (HTTP 200)\n", sent.output
    (asked,) = site.asked("/slack")
    assert problems("slack", asked.body) == []
    with _database(folder) as db:
        assert db.row("SELECT count(*) FROM alerts")[0] == 3
        assert attempts_of(db, "msg_test") == []


def test_a_webhook_gets_the_event_test_unless_told_otherwise(folder: Path, site: Site) -> None:
    assert answer(run(folder, "alerts", "test", "ops", "--json"))["delivered"]
    run(folder, "alerts", "test", "ops", "--event", "digest", "--language", "he")
    plain, digest = (json.loads(asked.body) for asked in site.asked("/hook"))
    assert (plain["type"], digest["type"]) == ("test", "digest")


def test_an_endpoint_that_does_not_take_it_is_said(folder: Path, site: Site) -> None:
    site.behave("/slack", Reply(status=404, body=b"no_service"))
    result = run(folder, "alerts", "test", "legal")
    assert result.exit_code == 1
    assert (
        "legal did not take it: the receiver answered 404 Not Found (no_service)" in result.output
    )


def test_status_wraps_what_a_receiver_said(folder: Path) -> None:
    with _database(folder) as db, db.transaction():
        disable_endpoint(db, "legal", now=NOW, reason="it is gone for good, " * 9)
    lines = run(folder, "status").stdout.splitlines()
    assert sum("gone" in line for line in lines) > 1
    assert max(map(len, lines)) <= 80


def test_doctor_wraps_what_it_found(folder: Path) -> None:
    text = WATCHLIST.replace("[clausewatch]", f"[clausewatch]\n{'colour' * 9} = 3")
    (folder / "watchlist.toml").write_text(text, encoding="utf-8")
    result = run(folder, "doctor", "--offline")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("problem  watchlist:"))
    assert lines[at + 1].startswith(" " * 11), "deeper than the remedy"
    assert max(map(len, lines)) <= 80


def test_status_counts_what_was_given_up_of_alerts_that_others_took(folder: Path) -> None:
    with _database(folder) as db, db.transaction():
        db.execute("UPDATE deliveries SET state = 'dead', next_attempt_at = NULL")
        db.execute("UPDATE alerts SET state = 'delivered'")
    owed = answer(run(folder, "status", "--json"))["deliveries"]["dead"]
    assert owed > 0
    said = " ".join(run(folder, "status").stdout.split())
    assert "given up: 'clausewatch alerts endpoints' says whose" in said
