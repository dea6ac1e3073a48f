"""Captures that come to light late: numbers follow time, whatever the order of imports."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.captures import BOTH, DATED, HEAD, KEY, LONGER, MISSING, POLICY, SOLD, World, at
from support.scripted import Clock, ScriptedRunner

from monitor.config import load_watchlist
from monitor.tracking import SecondLook, Tracker
from storage.model import AlertState, VersionKind
from storage.party_spans import wrong_spans
from storage.passages import search_passages
from storage.sources import resolve_source
from storage.versions import current_version, version_markdown, versions_of

PAGES = (POLICY, SOLD, LONGER, BOTH, DATED, MISSING)


def told(world: World) -> list[tuple[Any, ...]]:
    """The history as people see it."""

    def ask(tracker: Tracker) -> list[tuple[Any, ...]]:
        source = resolve_source(tracker.db, KEY)
        ids = {version.id: version.number for version in versions_of(tracker.db, source.id)}
        return [
            (
                version.number,
                version.kind,
                version.fetched_at[8:13],
                version.text_digest[:6],
                ids.get(version.previous_version_id or 0),
                ids.get(version.same_text_as_id or 0),
            )
            for version in versions_of(tracker.db, source.id)
        ]

    versions: list[tuple[Any, ...]] = world.ask(ask)
    changes = [
        (one.change_class, one.material, one.severity, one.summary) for one in world.history()
    ]
    return [(*version, *change) for version, change in zip(versions, changes, strict=True)]


def alerts(world: World) -> list[tuple[Any, ...]]:
    return sorted(
        (one.captured_at, one.event, one.state, one.reason, one.body["summary"])
        for one in world.alerts()
        if one.change_id
    )


def found(world: World, words: str) -> list[tuple[int, int | None]]:
    """The first and last versions in which words stood."""
    hits = world.ask(
        lambda one: search_passages(one.db, words, every_version=True, source_id=None, limit=9)
    )
    return sorted((hit.first_number, hit.last_number) for hit in hits)


several_pages = st.lists(st.sampled_from(PAGES[:-1]), min_size=2, max_size=5)


@settings(deadline=None, max_examples=6)
@given(several_pages, st.data())
def test_the_order_of_imports_does_not_matter(pages: list[str], data: st.DataObject) -> None:
    import_in_any_order(pages, data)


@pytest.mark.soak
@settings(deadline=None, max_examples=400, suppress_health_check=list(HealthCheck))
@given(several_pages, st.data())
def test_four_hundred_orders_of_imports(pages: list[str], data: st.DataObject) -> None:
    import_in_any_order(pages, data)


def import_in_any_order(pages: list[str], data: st.DataObject) -> None:
    captures = [(at(day), page) for day, page in enumerate(pages, 1)]
    order = data.draw(st.permutations(captures))
    cut = data.draw(st.integers(min_value=1, max_value=len(order)))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        straight, mixed = World(Path(one)), World(Path(other))
        straight.load(*captures)
        mixed.load(*order[:cut])
        for capture in order[cut:]:
            mixed.load(capture)
        assert told(mixed) == told(straight)
        assert alerts(mixed) == alerts(straight)
        assert found(mixed, "account data") == found(straight, "account data")
        assert found(mixed, "personal data") == found(straight, "personal data")


def test_since_when_a_party_is_named_follows_time(world: World) -> None:
    naming = "We share your email address with Mailwhale Inc. for advertising."
    before = POLICY.replace("We do not sell your personal data.", naming)
    after = before.replace("30 days", "24 months")
    world.load((at(2), before), (at(5), after))
    assert spans(world) == [("Mailwhale", 1, 2)]
    world.load((at(3), LONGER))
    assert spans(world) == [("Mailwhale", 1, 1), ("Mailwhale", 3, 3)]
    world.load((at(1), SOLD))
    assert spans(world) == [("Mailwhale", 2, 2), ("Mailwhale", 4, 4)]


def spans(world: World) -> list[tuple[Any, ...]]:
    """As they are kept, which is as the versions say."""
    assert world.ask(lambda one: wrong_spans(one.db)) == []
    asked = "SELECT name, first_number, last_number FROM party_spans ORDER BY 1, 2"
    return [tuple(row) for row in world.ask(lambda one: one.db.rows(asked))]


def test_an_older_first_version_takes_the_first_number(world: World) -> None:
    world.load((at(5), LONGER))
    world.load((at(1), POLICY))
    assert [(one.version, one.kind, one.change_class) for one in world.history()] == [
        (1, VersionKind.FIRST, None),
        (2, VersionKind.UPDATE, "substantive"),
    ]
    assert found(world, "24 months") == [(2, None)]
    assert found(world, "30 days") == [(1, 1)]


def test_a_version_stands_since_the_earliest_capture_that_shows_it(world: World) -> None:
    world.load((at(1), POLICY), (at(5), LONGER))
    world.load((at(3), LONGER))
    assert [one.fetched_at[:10] for one in world.history()] == ["2026-03-01", "2026-03-03"]


def test_the_return_to_a_text_that_was_seen_again_is_a_version(world: World) -> None:
    """The later look was recorded as unchanged: its bytes are not kept, its text is known."""
    world.load((at(1), POLICY), (at(5), POLICY))
    world.load((at(3), LONGER))
    assert world.classes() == [None, "substantive", "flap"]

    def current(tracker: Tracker) -> str:
        version = current_version(tracker.db, resolve_source(tracker.db, KEY).id)
        assert version is not None
        return version_markdown(tracker.db, version)

    assert "30 days" in world.ask(current)


WATCHED = (
    HEAD
    + """
[[source]]
service = "Larkfield"
type = "Privacy Policy"
url = "https://larkfield.example/privacy"
[[route]]
to = ["chat"]
[[endpoint]]
name = "chat"
kind = "webhook"
url = "env:NO_SUCH_WEBHOOK"
"""
)


def test_what_was_sent_live_stays_when_older_captures_come(world: World) -> None:
    world.head = WATCHED
    clock = Clock()  # the first of March, at noon
    runner = ScriptedRunner(clock)
    for page in (POLICY, SOLD, SOLD):
        runner.pages[KEY] = page
        clock.forward(days=5)
        watchlist = load_watchlist(world.watchlist)
        with Tracker(watchlist=watchlist, clock=clock, runner=runner) as tracker:
            tracker.check(second_look=SecondLook.NONE)
    (sent,) = world.alerts()
    world.load((at(1), LONGER), (at(8), BOTH))
    by_version = {one.version_id: one for one in world.alerts()}
    assert by_version[sent.version_id] == sent
    assert sent.state is AlertState.PENDING
    others = {one.state for one in world.alerts() if one.id != sent.id}
    assert others <= {AlertState.HELD, AlertState.DROPPED}
    assert [one.version for one in world.history()] == [1, 2, 3, 4]
    assert [one.fetched_at[8:10] for one in world.history()] == ["01", "06", "08", "11"]
