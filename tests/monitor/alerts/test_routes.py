"""Which endpoints an alert goes to and when, and the answer to "why was I not told?"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.catalogue import words_of
from monitor.alerts.routes import Plan, explain_routes, plans_for
from monitor.config import Watchlist, parse_watchlist
from storage.model import EventType

Stored = Callable[[str], tuple[str, str, dict[str, Any]]]

NOW = datetime(2026, 6, 6, 7, tzinfo=UTC)  # a Saturday
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
    ("english_changed", 'material = "material"', True, "material"),
    ("english_changed", 'material = "minor"', True, "material"),
    ("date_only", 'material = "minor"', False, "material: none is less than minor"),
    ("source_broken", 'material = "minor"', False, "is about no change"),
    ("source_broken", 'categories = "sale"', False, "is about no change"),
    ("source_broken", "min_severity = 10", False, "is about no change"),
    ("source_broken", 'events = "source.broken"\ncategories = "sale"', True, "events"),
    ("source_broken", 'tags = "bank"', True, "tags"),
    ("source_broken", 'tags = "vendor"', False, "tags: bank, not vendor"),
    ("run_anomalous", 'tags = "bank"', False, "tags: none, not bank"),
    ("run_anomalous", 'events = "run.anomalous"\ntags = "bank"', True, "events"),
    ("english_changed", 'except_categories = "sale"', True, "except_categories"),
    (
        "english_changed",
        'except_categories = ["sale", "retention"]',
        False,
        "except_categories: only sale, retention changed",
    ),
    ("date_only", 'except_categories = "sale"', True, "except_categories"),
    ("source_broken", 'except_categories = "sale"', True, "except_categories"),
    ("english_changed", 'except_tags = "vendor"', False, "except_tags: vendor"),
    ("english_changed", 'except_tags = "bank"', True, "except_tags"),
    ("arabic_silent", 'except_services = "شَرِكة النسيم"', False, "except_services: شركة النسيم"),
    ("english_changed", 'except_types = "privacy policy"', False, "except_types: Privacy Policy"),
    ("source_broken", 'except_events = "source.broken"', False, "except_events: source.broken is"),
    ("run_anomalous", 'except_tags = "bank"', True, "except_tags"),
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
    assert said in "; ".join(verdict.told(words_of("en")))


def test_every_condition_that_failed_is_named(stored: Stored) -> None:
    event, _, data = stored("english_changed")
    routes = watchlist('to = "one"\nmin_severity = 99\ntags = "x"\nlanguages = "he"').routes
    (verdict,) = explain_routes(routes, EventType(event), data)
    assert [reason.partition(":")[0] for reason in verdict.told(words_of("en"))] == [
        "min_severity",
        "tags",
        "languages",
    ]


def plans(lists: Watchlist, stored: Stored, case: str = "english_changed") -> tuple[Plan, ...]:
    event, _, data = stored(case)
    return plans_for(lists.routes, EventType(event), data, NOW)


def test_an_endpoint_is_told_once_however_many_routes_lead_there(stored: Stored) -> None:
    lists = watchlist(
        'to = "two"\ncategories = "sale"', 'to = ["one", "two"]', 'to = "one"\ntags = "nobody"'
    )
    assert [(plan.endpoint, plan.place) for plan in plans(lists, stored)] == [
        ("two", 1),
        ("one", 2),
    ]


def test_without_routes_nobody_is_told(stored: Stored) -> None:
    assert plans(watchlist(), stored) == ()


BATCH, DAILY, WEEKLY = (f'to = "one"\nwhen = "{when}"' for when in ("batch", "daily", "weekly"))
AT_ONCE = 'to = "one"'


@pytest.mark.parametrize(
    ("routes", "place", "mode"),
    [
        pytest.param((WEEKLY, DAILY, BATCH, AT_ONCE), 4, "now", id="now-before-all"),
        pytest.param((WEEKLY, DAILY, BATCH), 3, "batch", id="batch-before-digests"),
        pytest.param((WEEKLY, DAILY), 2, "daily", id="daily-before-weekly"),
        pytest.param((AT_ONCE, AT_ONCE), 1, "now", id="the-first-of-equals"),
        pytest.param((AT_ONCE + '\nquiet = "sat-sun"', AT_ONCE), 2, "now", id="quiet-gives-way"),
        pytest.param((BATCH, BATCH + '\nwithin = "1m"'), 2, "batch", id="the-shorter-window"),
        pytest.param((DAILY + '\nat = "9:00"', DAILY), 2, "daily", id="the-earlier-digest"),
        pytest.param(
            (DAILY, AT_ONCE + "\nmin_severity = 99"), 1, "daily", id="what-did-not-take-it"
        ),
        pytest.param((DAILY + "\nurgent = 86", BATCH), 1, "now", id="urgent"),
        pytest.param((DAILY + "\nurgent = 87", BATCH), 2, "batch", id="not-urgent"),
    ],
)
def test_the_most_immediate_route_decides_when(
    stored: Stored, routes: tuple[str, ...], place: int, mode: str
) -> None:
    (plan,) = plans(watchlist(*routes), stored)
    assert (plan.place, plan.window.mode) == (place, mode)


def test_the_first_route_that_takes_it_decides_the_language(stored: Stored) -> None:
    lists = watchlist(
        AT_ONCE + '\nwrite_in = "fr"\ntags = "nobody"', DAILY + '\nwrite_in = "ar"', AT_ONCE
    )
    (plan,) = plans(lists, stored)
    assert (plan.place, plan.language) == (3, "ar")


def test_what_is_urgent_waits_for_no_quiet_time_either(stored: Stored) -> None:
    (plan,) = plans(watchlist(AT_ONCE + '\nquiet = "sat-sun"\nurgent = 80'), stored)
    assert plan.window.quiet.times == ()


def test_an_anomaly_is_gathered_with_nothing(stored: Stored) -> None:
    """It asks somebody to decide, and an entry of a digest could name no page."""
    (plan,) = plans(watchlist(DAILY + '\nquiet = "sat-sun"'), stored, "run_anomalous")
    assert (plan.window.mode, plan.window.quiet.times) == ("now", ("sat-sun",))


@pytest.mark.parametrize(
    ("now", "mode"),
    [
        pytest.param("2026-02-20T12:00:00Z", "weekly", id="before-the-day"),
        pytest.param("2026-03-27T12:00:00Z", "now", id="on-the-day-or-after"),
    ],
)
def test_a_reminder_does_not_wait_past_its_day(stored: Stored, now: str, mode: str) -> None:
    _, _, data = stored("effective_soon")
    lists = watchlist(WEEKLY)
    (plan,) = plans_for(
        lists.routes,
        EventType.EFFECTIVE_SOON,
        data | {"effective_on": "2026-03-30"},
        datetime.fromisoformat(now),
    )
    assert plan.window.mode == mode
