"""Captures replayed in time order: versions, confirmations, alerts that are held."""

from __future__ import annotations

import pytest
from support.captures import BOTH, DATED, HEAD, KEY, LONGER, MISSING, POLICY, SOLD, World, at
from support.scripted import Clock, ScriptedRunner

from monitor.config import load_watchlist
from monitor.tracking import SecondLook, Tracker
from storage.deliveries import pending_count
from storage.fetches import Fetch, fetches_of_source
from storage.model import AlertState, EventType, Health, Outcome, RunKind, SourceState
from storage.runs import latest_runs
from storage.snapshots import get_snapshot, snapshot_body
from storage.sources import Source, resolve_source
from storage.versions import versions_of

WATCHED = (
    HEAD
    + """
[[source]]
service = "Larkfield"
type = "Privacy Policy"
url = "https://larkfield.example/privacy"
{extra}
[[route]]
to = ["chat"]
{route}
[[endpoint]]
name = "chat"
kind = "webhook"
url = "env:NO_SUCH_WEBHOOK"
"""
)


def source_of(world: World) -> Source:
    found: Source = world.ask(lambda tracker: resolve_source(tracker.db, KEY))
    return found


def fetches(world: World) -> list[Fetch]:
    """Oldest first."""
    source = source_of(world)
    found: list[Fetch] = world.ask(lambda one: fetches_of_source(one.db, source.id, 100))
    return found[::-1]


def test_captures_become_versions_with_their_own_times(world: World) -> None:
    report = world.load((at(2), LONGER), (at(1), POLICY), (at(3), LONGER))
    assert (report.captures, report.versions, report.sources) == (3, 2, 1)
    assert [(one.version, one.fetched_at) for one in world.history()] == [
        (1, "2026-03-01T10:00:00.000000Z"),
        (2, "2026-03-02T10:00:00.000000Z"),
    ]
    assert [fetch.outcome for fetch in fetches(world)] == [
        Outcome.NEW_VERSION,
        Outcome.NEW_VERSION,
        Outcome.SAME_BODY,
    ]


def test_a_confirmed_change_is_held_with_the_time_that_raised_it(world: World) -> None:
    world.load((at(1), POLICY), (at(2), LONGER), (at(3), LONGER))
    (alert,) = world.alerts()
    assert (alert.event, alert.state, alert.reason, alert.captured_at) == (
        EventType.SILENT_CHANGE,
        AlertState.HELD,
        "import",
        "2026-03-02T10:00:00.000000Z",
    )
    assert world.ask(lambda tracker: pending_count(tracker.db)) == 0


def test_a_change_that_nothing_confirms_yet_waits(world: World) -> None:
    report = world.load((at(1), POLICY), (at(2), LONGER))
    assert [alert.reason for alert in world.alerts()] == ["confirmation"]
    assert (report.held, report.waiting) == (0, 1)
    report = world.load((at(3), LONGER))
    assert [alert.reason for alert in world.alerts()] == ["import"]
    assert (report.held, report.waiting) == (1, 0)


def test_a_new_edition_is_confirmed_by_the_next_capture(world: World) -> None:
    world.load((at(1), POLICY), (at(2), DATED))
    assert [(one.event, one.reason) for one in world.alerts()] == [
        (EventType.POLICY_CHANGED, "confirmation")
    ]
    world.load((at(3), DATED))
    assert [(one.event, one.reason) for one in world.alerts()] == [
        (EventType.POLICY_CHANGED, "import")
    ]


def test_a_text_that_vanishes_again_would_have_told_nobody(world: World) -> None:
    world.load((at(1), POLICY), (at(2), LONGER), (at(3), POLICY), (at(4), POLICY))
    assert world.classes() == [None, "substantive", "flap"]
    assert [alert.state for alert in world.alerts()] == [AlertState.DROPPED] * 2


def test_a_return_that_stays_is_a_rollback(world: World) -> None:
    pages = (POLICY, LONGER, LONGER, POLICY, POLICY)
    world.load(*((at(day), page) for day, page in enumerate(pages, 1)))
    assert world.classes() == [None, "substantive", "rollback"]
    assert [(one.event, one.reason) for one in world.alerts()] == [
        (EventType.SILENT_CHANGE, "import"),
        (EventType.ROLLBACK, "import"),
    ]


def test_a_page_that_shows_two_texts_by_turns_is_told_of_twice(world: World) -> None:
    turns = [page for _ in range(6) for page in (POLICY, POLICY, LONGER, LONGER)]
    world.load(*((at(day), page) for day, page in enumerate(turns, 1)))
    told = [one.event for one in world.alerts() if one.reason == "import"]
    assert told == [EventType.SILENT_CHANGE, EventType.ROLLBACK, EventType.ROLLBACK]


def test_a_return_that_stays_for_a_week_is_told_after_many(world: World) -> None:
    turns = [*(page for _ in range(3) for page in (POLICY, POLICY, LONGER, LONGER)), *[POLICY] * 9]
    world.load(*((at(day), page) for day, page in enumerate(turns, 1)))
    told = [one.event for one in world.alerts() if one.reason == "import"]
    assert told == [EventType.SILENT_CHANGE, *[EventType.ROLLBACK] * 3]
    assert world.classes()[-1] == "rollback"


@pytest.mark.parametrize("ahead", [0, 1], ids=["same day", "a clock in the east"])
def test_a_page_that_prints_the_day_of_each_look_tells_nobody(world: World, ahead: int) -> None:
    pages = ((day, POLICY.replace("3 January", f"{day + ahead} March")) for day in range(1, 8))
    world.load(*((at(day), page) for day, page in pages))
    assert world.classes() == [None, *["formatting"] * 6]
    assert world.alerts() == []


def test_a_date_that_only_sometimes_is_the_day_of_a_look_is_told(world: World) -> None:
    dates = {1: "1 March", 2: "1 March", 3: "3 March", 4: "3 March"}
    world.load(*((at(day), POLICY.replace("3 January", date)) for day, date in dates.items()))
    assert world.classes() == [None, "date_only"]
    assert [one.event for one in world.alerts()] == [EventType.DATE_CHANGED]


def test_every_capture_is_a_run_with_one_fetch(world: World) -> None:
    world.load((at(1), POLICY), (at(2), LONGER))
    runs = world.ask(lambda tracker: latest_runs(tracker.db, 10))
    assert [run.kind for run in runs] == [RunKind.IMPORT] * 2
    counts = world.ask(
        lambda tracker: tracker.db.rows("SELECT count(*) AS n FROM fetches GROUP BY run_id")
    )
    assert [row["n"] for row in counts] == [1, 1]


def test_the_bytes_are_kept_as_they_were_captured(world: World) -> None:
    world.load((at(1), POLICY), headers={"Server": "old"}, content_type="text/html; charset=utf-8")

    def kept(tracker: Tracker) -> tuple[bytes, object]:
        (version,) = versions_of(tracker.db, resolve_source(tracker.db, KEY).id)
        snapshot = get_snapshot(tracker.db, version.snapshot_id)
        return snapshot_body(tracker.db, snapshot), snapshot.headers

    body, headers = world.ask(kept)
    assert body == POLICY.encode()
    assert headers == (("Server", "old"), ("Content-Type", "text/html; charset=utf-8"))


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        pytest.param(404, Outcome.HTTP_ERROR, id="gone"),
        pytest.param(429, Outcome.RATE_LIMITED, id="too many"),
        pytest.param(304, Outcome.PROTOCOL_ERROR, id="not modified"),
        pytest.param(203, Outcome.NEW_VERSION, id="transformed"),
        pytest.param("200", Outcome.NEW_VERSION, id="as text"),
    ],
)
def test_a_status_means_what_it_means_live(
    world: World, status: int | str, outcome: Outcome
) -> None:
    world.load((at(1), POLICY), status=status)
    (fetch,) = fetches(world)
    assert (fetch.outcome, fetch.http_status) == (outcome, int(status))


def test_an_error_page_is_no_version(world: World) -> None:
    world.load((at(1), POLICY), (at(2), MISSING), (at(3), POLICY))
    assert [fetch.outcome for fetch in fetches(world)][1] == Outcome.SUSPECT
    assert world.classes() == [None]
    assert source_of(world).health is Health.OK


def test_health_alerts_are_held_too(world: World) -> None:
    world.load((at(1), POLICY), *((at(day), MISSING) for day in (2, 3, 4)), (at(5), POLICY))
    assert [(one.event, one.state, one.reason, one.captured_at[:10]) for one in world.alerts()] == [
        (EventType.SOURCE_BROKEN, AlertState.HELD, "import", "2026-03-04"),
        (EventType.SOURCE_RECOVERED, AlertState.HELD, "import", "2026-03-05"),
    ]


def test_importing_twice_adds_nothing(world: World) -> None:
    captures = ((at(1), POLICY), (at(2), LONGER), (at(3), MISSING), (at(4), LONGER), (at(5), ""))
    world.load(*captures)
    before = world.ask(_everything)
    report = world.load(*captures)
    assert (report.captures, report.known, report.versions) == (5, 5, 0)
    assert world.ask(_everything) == before


def test_what_was_begun_goes_on_where_it_ended(world: World) -> None:
    captures = ((at(1), POLICY), (at(2), LONGER), (at(3), LONGER))
    world.load(*captures[:2])
    report = world.load(*captures)
    assert (report.known, report.outcomes) == (2, {Outcome.SAME_BODY: 1})
    assert [alert.reason for alert in world.alerts()] == ["import"]


def test_several_processes_find_the_same(world: World) -> None:
    pages = [POLICY, LONGER, LONGER, MISSING, BOTH, DATED, DATED]
    report = world.load(*((at(day), page) for day, page in enumerate(pages, 1)), jobs=2)
    assert report.captures == len(pages)
    assert world.classes() == [None, "substantive", "substantive", "substantive"]


def test_a_page_nobody_watches_is_asked_about_but_never_fetched(world: World) -> None:
    world.load((at(1), POLICY))
    source = source_of(world)
    assert source.state is SourceState.REMOVED
    assert world.ask(lambda tracker: tracker.check().looks) == []


def test_the_rules_of_a_watched_source_apply(world: World) -> None:
    world.head = WATCHED.format(extra='ignore = ["We keep .* account[.]"]', route="")
    world.load((at(1), POLICY), (at(2), LONGER), (at(3), SOLD))
    assert source_of(world).state is SourceState.ACTIVE
    assert world.classes() == [None, "substantive"]


@pytest.mark.parametrize(
    ("route", "state", "reason"),
    [
        pytest.param('categories = ["retention"]', AlertState.HELD, "import", id="taken"),
        pytest.param(
            'categories = ["children"]', AlertState.DROPPED, "no route matches", id="not taken"
        ),
    ],
)
def test_routes_apply_to_what_is_imported(
    world: World, route: str, state: AlertState, reason: str
) -> None:
    world.head = WATCHED.format(extra="confirm = false", route=route)
    world.load((at(1), POLICY), (at(2), LONGER))
    assert [(one.state, one.reason) for one in world.alerts()] == [(state, reason)]


class Live:
    """The watched source, fetched live after an import."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clock = Clock()
        self.clock.forward(days=30)
        self.runner = ScriptedRunner(self.clock)

    def check(self, page: str) -> None:
        self.runner.pages[KEY] = page
        self.clock.forward(hours=12)
        watchlist = load_watchlist(self.world.watchlist)
        with Tracker(watchlist=watchlist, clock=self.clock, runner=self.runner) as tracker:
            tracker.check(second_look=SecondLook.NONE)


@pytest.fixture
def live(world: World) -> Live:
    world.head = WATCHED.format(extra="", route="")
    return Live(world)


def test_a_live_fetch_goes_on_from_the_import(world: World, live: Live) -> None:
    world.load((at(1), POLICY), (at(2), LONGER), (at(3), LONGER))
    live.check(LONGER)
    assert world.classes() == [None, "substantive"]
    live.check(BOTH)
    live.check(BOTH)
    assert world.classes() == [None, "substantive", "substantive"]
    assert [alert.state for alert in world.alerts()] == [AlertState.HELD, AlertState.PENDING]


def test_a_live_fetch_confirms_what_was_imported_without_sending_it(
    world: World, live: Live
) -> None:
    world.load((at(1), POLICY), (at(2), LONGER))
    live.check(LONGER)
    assert [(one.state, one.reason) for one in world.alerts()] == [(AlertState.HELD, "import")]
    assert world.ask(lambda tracker: pending_count(tracker.db)) == 0


def test_a_live_return_to_what_stood_before_an_imported_change_is_told(
    world: World, live: Live
) -> None:
    world.load((at(1), POLICY), (at(2), LONGER), (at(3), LONGER))
    live.check(POLICY)
    live.check(POLICY)
    assert [(one.event, one.state) for one in world.alerts()] == [
        (EventType.SILENT_CHANGE, AlertState.HELD),
        (EventType.ROLLBACK, AlertState.PENDING),
    ]


def test_a_recovery_from_what_only_an_import_saw_is_told_to_nobody(
    world: World, live: Live
) -> None:
    world.load((at(1), POLICY), *((at(day), MISSING) for day in (2, 3, 4)))
    live.check(POLICY)
    assert [(one.event, one.state) for one in world.alerts()] == [
        (EventType.SOURCE_BROKEN, AlertState.HELD),
        (EventType.SOURCE_RECOVERED, AlertState.HELD),
    ]


def _everything(tracker: Tracker) -> dict[str, list[tuple[object, ...]]]:
    tables = ("runs", "fetches", "snapshots", "versions", "changes", "alerts", "passages")
    return {
        table: [tuple(row) for row in tracker.db.rows(f"SELECT * FROM {table}")] for table in tables
    }
