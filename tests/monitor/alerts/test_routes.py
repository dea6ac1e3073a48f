"""Which endpoints an alert goes to, and the answer to "why was I not told?"."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.routes import endpoints_for, explain_routes
from monitor.config import Watchlist, parse_watchlist
from storage.model import EventType

Stored = Callable[[str], tuple[str, str, dict[str, Any]]]

ENDPOINTS = "".join(
    f'[[endpoint]]\nname = "{name}"\nkind = "slack"\nurl = "env:X"\n' for name in ("one", "two")
)


def watchlist(*routes: str) -> Watchlist:
    text = ENDPOINTS + "".join(f"[[route]]\n{route}\n" for route in routes)
    return parse_watchlist(text, Path("watchlist.toml"))


# case, conditions of the route, taken, what is said
ROUTES = [
    ("english_changed", "", True, "it takes every alert"),
    ("source_broken", "", True, "it takes every alert"),
    ("run_anomalous", "", True, "it takes every alert"),
    ("english_changed", 'categories = ["sale", "cookies"]', True, "conditions hold: categories"),
    ("english_changed", 'categories = "cookies"', False, "sale, retention changed, not cookies"),
    ("date_only", 'categories = "sale"', False, "categories: none changed, not sale"),
    ("english_changed", "min_severity = 86", True, "min_severity"),
    ("english_changed", "min_severity = 87", False, "min_severity: 86 is below 87"),
    ("english_changed", "min_severity = 0", True, "min_severity"),
    ("english_changed", 'tags = ["vendor", "x"]', True, "tags"),
    ("english_changed", 'tags = "bank"', False, "tags: vendor, not bank"),
    ("hebrew_silent", 'tags = "bank"', False, "tags: none, not bank"),
    ("arabic_silent", 'services = "شركة النسيم"', True, "services"),
    ("arabic_silent", 'services = "شَرِكة  النسيم"', True, "services"),
    ("english_changed", 'services = "شركة النسيم"', False, "services: Larch & Finch is not among"),
    ("english_changed", 'types = "privacy policy"', True, "types"),
    ("english_changed", 'types = "Terms"', False, "types: Privacy Policy is not among Terms"),
    ("hebrew_silent", 'languages = ["he", "ar"]', True, "languages"),
    ("hebrew_silent", 'languages = ["en"]', False, "languages: he is not among en"),
    ("arabic_silent", 'events = "policy.silent_change"', True, "events"),
    ("english_changed", 'events = "policy.silent_change"', False, "policy.changed is not among"),
    ("english_changed", 'classes = "substantive"', True, "classes"),
    ("date_only", 'classes = "substantive"', False, "classes: date_only is not among"),
    ("source_broken", 'categories = "sale"', False, "is about no change"),
    ("source_broken", "min_severity = 10", False, "is about no change"),
    ("source_broken", 'events = "source.broken"\ncategories = "sale"', True, "events"),
    ("source_broken", 'tags = "bank"', True, "tags"),
    ("source_broken", 'tags = "vendor"', False, "tags: bank, not vendor"),
    ("run_anomalous", 'tags = "bank"', False, "tags: none, not bank"),
    ("run_anomalous", 'events = "run.anomalous"\ntags = "bank"', True, "events"),
]


@pytest.mark.parametrize(
    ("case", "conditions", "taken", "said"),
    ROUTES,
    ids=[f"{case}-{conditions.replace(chr(10), '+')}" for case, conditions, _, _ in ROUTES],
)
def test_a_route_takes_what_its_conditions_say(
    stored: Stored, case: str, conditions: str, taken: bool, said: str
) -> None:
    event, _, data = stored(case)
    routes = watchlist(f'to = "one"\n{conditions}').routes
    (verdict,) = explain_routes(routes, EventType(event), data)
    assert (verdict.place, verdict.to, verdict.taken) == (1, ("one",), taken)
    assert said in "; ".join(verdict.reasons)


def test_every_condition_that_failed_is_named(stored: Stored) -> None:
    event, _, data = stored("english_changed")
    routes = watchlist('to = "one"\nmin_severity = 99\ntags = "x"\nlanguages = "he"').routes
    (verdict,) = explain_routes(routes, EventType(event), data)
    assert [reason.partition(":")[0] for reason in verdict.reasons] == [
        "min_severity",
        "tags",
        "languages",
    ]


def test_an_endpoint_is_told_once_however_many_routes_lead_there(stored: Stored) -> None:
    event, _, data = stored("english_changed")
    lists = watchlist(
        'to = "two"\ncategories = "sale"', 'to = ["one", "two"]', 'to = "one"\ntags = "nobody"'
    )
    assert endpoints_for(lists, EventType(event), data) == ("two", "one")


def test_without_routes_nobody_is_told(stored: Stored) -> None:
    event, _, data = stored("english_changed")
    assert endpoints_for(watchlist(), EventType(event), data) == ()
