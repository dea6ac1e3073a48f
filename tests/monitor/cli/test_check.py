"""What `clausewatch check` prints of a report."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.cli.check import print_report
from monitor.cli.terminal import FSI, PDI

EMPTY: dict[str, Any] = {
    "sources": [],
    "changes": [],
    "alerts": [],
    "waiting": [],
    "waiting_for_confirmation": 0,
    "held_runs": [],
    "deliveries": {"delivered": 0, "retried": 0, "dead": 0},
}


def test_without_sources_the_first_line_is_no_blank_one(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(EMPTY)
    said = capsys.readouterr()
    assert said.out == "0 changes; alerts: 0 delivered, 0 to be retried, 0 dead\n"
    assert "clausewatch add URL" in said.err


def test_every_alert_is_named_and_summaries_are_wrapped(capsys: pytest.CaptureFixture[str]) -> None:
    change = {
        "source": "acme/terms",
        "version": 2,
        "class": "substantive",
        "material": "material",
        "severity": 90,
        "summary": "retention: 30 days -> 24 months; " * 6,
    }
    delivery = {"endpoint": "hook", "state": "delivered", "attempts": 1, "delivery": "msg_1"}
    alert = {
        "alert": 4,
        "event": "source.recovered",
        "source": "acme/terms",
        "state": "delivered",
        "reason": None,
        "deliveries": [delivery],
    }
    look = {"source": "acme/terms", "outcome": "new_version", "reason": None}
    print_report(
        EMPTY
        | {"sources": [look], "changes": [change], "alerts": [alert]}
        | {"deliveries": {"delivered": 1, "retried": 0, "dead": 0}, "waiting_for_confirmation": 1}
    )
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[-3:] == [
        "1 change; alerts: 1 delivered, 0 to be retried, 0 dead, 1 waiting for a second",
        "look",
        "  alert 4: source.recovered acme/terms, delivered (hook: delivered)",
    ]


def test_the_last_line_says_what_waits_until_when(capsys: pytest.CaptureFixture[str]) -> None:
    until = "2026-06-06T08:00:00Z"
    waiting = [
        {"endpoint": "legal", "waits_for": "daily", "until": until, "deliveries": 2},
        {"endpoint": "ops", "waits_for": "quiet", "until": until, "deliveries": 1},
    ]
    print_report(EMPTY | {"waiting": waiting})
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert " ".join(lines[-3:]) == (
        "waiting: legal: 2 alerts until 2026-06-06T08:00:00Z (daily digest); ops: 1 alert until "
        "2026-06-06T08:00:00Z (quiet times); a running 'clausewatch run' sends them then, or the "
        "next 'clausewatch check' after it"
    )


def test_only_the_name_in_a_line_about_an_alert_is_isolated(
    capsys: pytest.CaptureFixture[str],
) -> None:
    alert = {
        "alert": 4,
        "event": "source.broken",
        "source": "واحة/terms",
        "state": "pending",
        "reason": None,
        "deliveries": [],
    }
    print_report(EMPTY | {"alerts": [alert]})
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"  alert 4: source.broken {FSI}واحة/terms{PDI}, pending"
