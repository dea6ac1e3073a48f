"""Routes as people write them: when their alerts are told, in which words, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest

from monitor.alerts.windows import Quiet, Window
from monitor.config import Route, Watchlist
from storage.model import Category, DeliveryMode, EventType

Load = Callable[[str], Watchlist]
Problems = Callable[[str], tuple[str, ...]]

ENDPOINT = '[[endpoint]]\nname = "one"\nkind = "slack"\nurl = "env:X"\n'


def table(keys: str) -> str:
    return f'{ENDPOINT}[[route]]\nto = "one"\n{keys}\n'


def test_a_route_with_only_to_tells_everything_at_once(load: Load) -> None:
    (route,) = load(table("")).routes
    assert route == Route(to=("one",))
    assert (route.window.mode, route.write_in, route.urgent) == (DeliveryMode.NOW, "en", None)


@pytest.mark.parametrize(
    ("keys", "window"),
    [
        pytest.param('when = "now"', Window(), id="now"),
        pytest.param('when = "batch"', Window(mode=DeliveryMode.BATCH), id="batch"),
        pytest.param(
            'when = "batch"\nwithin = "1h"',
            Window(mode=DeliveryMode.BATCH, within_seconds=3_600),
            id="hour",
        ),
        pytest.param('when = "daily"', Window(mode=DeliveryMode.DAILY), id="daily"),
        pytest.param(
            'when = "daily"\nat = "7:30"\nzone = "Asia/Riyadh"',
            Window(mode=DeliveryMode.DAILY, at=time(7, 30), quiet=Quiet(zone="Asia/Riyadh")),
            id="daily-at",
        ),
        pytest.param(
            'when = "daily"\nat = 07:30:00',
            Window(mode=DeliveryMode.DAILY, at=time(7, 30)),
            id="a-time-of-toml",
        ),
        pytest.param(
            'when = "weekly"\non = "Sun"',
            Window(mode=DeliveryMode.WEEKLY, on=6),
            id="weekly",
        ),
        pytest.param(
            'zone = "Asia/Jerusalem"\nquiet = ["22:00-07:00", "Fri  15:00-24:00", "sat", "sat"]',
            Window(
                quiet=Quiet(zone="Asia/Jerusalem", times=("22:00-07:00", "fri 15:00-24:00", "sat"))
            ),
            id="quiet",
        ),
        pytest.param('quiet = "sat"', Window(quiet=Quiet(times=("sat",))), id="one-quiet-time"),
    ],
)
def test_when_alerts_are_told(load: Load, keys: str, window: Window) -> None:
    (route,) = load(table(keys)).routes
    assert route.window == window


def test_what_a_route_leaves_out(load: Load) -> None:
    keys = 'except_categories = "cookies"\nexcept_tags = ["old"]\nexcept_services = ["Acme"]\n'
    keys += 'except_types = "Terms"\nexcept_events = ["source.broken"]\n'
    (route,) = load(table(f'{keys}write_in = "ar"\nquiet = "sun"\nurgent = 90')).routes
    assert route.except_categories == (Category.COOKIES,)
    assert (route.except_tags, route.except_services) == (("old",), ("Acme",))
    assert (route.except_types, route.except_events) == (("Terms",), (EventType.SOURCE_BROKEN,))
    assert (route.write_in, route.urgent) == ("ar", 90)


# keys of the route, what is said after "watchlist.toml: route[1]: "
REFUSED = [
    (
        'events = "source.brokn"',
        "events[1]: not one of policy.changed, policy.date_changed, policy.silent_change, policy.",
    ),
    ('when = "hourly"', "when: not one of now, batch, daily, weekly"),
    ('when = "dayly"', "when: not one of now, batch, daily, weekly; did you mean 'daily'?"),
    ('within = "10m"', 'within: only when = "batch" has a window: take it out'),
    ('when = "batch"\nwithin = "2d"', 'within: write a duration from 1s to 1d, such as "10m"'),
    ('when = "batch"\nwithin = 10', "within: write a duration with its unit"),
    ('when = "batch"\nat = "08:00"', 'at: only when = "daily" and when = "weekly" have a time'),
    ('when = "daily"\nat = "8 am"', 'at: write a time of day such as "08:00"'),
    ('when = "daily"\nat = 08:00:30', 'at: write a time of day such as "08:00"'),
    ('when = "daily"\nat = 8', 'at: write a time of day such as "08:00"'),
    ('when = "daily"\non = "mon"', 'on: only when = "weekly" has a day: take it out'),
    ('when = "weekly"\non = 1', "on: write a day of the week: mon, tue, wed, thu, fri, sat, sun"),
    ('when = "weekly"\non = "monday"', "on: write a day of the week: mon, tue"),
    ('zone = "Europe/Berlin"', "zone: nothing here has a time of day (at, quiet): take it out"),
    ('when = "daily"\nzone = "Berlin"', "zone: no time zone is called 'Berlin': write a time zone"),
    ('when = "daily"\nzone = "../etc"', "zone: no time zone is called '../etc'"),
    ('when = "daily"\nzone = ""', 'zone: write a time zone such as "Europe/Berlin"'),
    ('quiet = "22-7"', 'quiet[1]: write quiet times as "22:00-07:00", "sat" or'),
    ('quiet = ["sat", "07:00-07:00"]', "quiet[2]: it starts and ends at one time: write the day"),
    ('quiet = ["sat", 7]', "quiet[2]: write quiet times as"),
    ('quiet = "mon-sun"', "quiet: this is all week: nothing would ever be told"),
    ('when = "daily"\nat = "3:00"\nquiet = "22:00-07:00"', "at: 03:00 is always in the quiet"),
    ("urgent = 90", "urgent: nothing here waits, every alert is told at once: take it out"),
    ('quiet = "sat"\nurgent = 101', "urgent: "),
    ('write_in = "nl"', "write_in: not one of en, ar, he, fr, de, es"),
    ('tags = "a"\nexcept_tags = ["a", "b"]', "except_tags: a is under tags too: take it out of"),
    ('except_tag = "a"', "except_tag: unknown key; did you mean 'except_tags'?"),
    ('except_categories = "biometrics"', "except_categories[1]: not one of sharing, sale"),
]


@pytest.mark.parametrize(("keys", "said"), REFUSED, ids=[keys for keys, _ in REFUSED])
def test_what_is_wrong_is_named_with_what_to_write(
    problems: Problems, keys: str, said: str
) -> None:
    (problem,) = problems(table(keys))
    assert problem.startswith(f"watchlist.toml: route[1]: {said}")


SOURCE = '[[source]]\nservice = "A"\ntype = "Terms"\nurl = "https://a.example/"\n'


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('events = "digest"', "route[1]: events: no route is asked about digest: when ="),
        ('events = "delivery.dead"', "route[1]: events: no route is asked about delivery.dead"),
        ('except_services = "B"', "route[1]: except_services: no source has 'B'"),
        ('except_tags = "b"', "route[1]: except_tags: no source has 'b'"),
        ('except_events = "source.broken"', "[[route]]: none takes source.broken: when a page"),
    ],
    ids=["digest", "dead", "services", "tags", "broken"],
)
def test_what_will_silently_not_happen_is_said(load: Load, keys: str, said: str) -> None:
    warnings = load(SOURCE + table(keys)).warnings
    assert any(warning.startswith(f"watchlist.toml: {said}") for warning in warnings)
