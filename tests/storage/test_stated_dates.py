"""Stated dates over time: until when each version was seen, at a cost that grows as they do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.history import History

from storage.fetches import Fetch, insert_fetch
from storage.model import Outcome, RunKind
from storage.runs import start_run
from storage.stated_dates import list_stated_versions, read_stated_versions
from storage.times import from_text, to_text


def _look(history: History, source_id: int, at: str, outcome: Outcome) -> None:
    moment = to_text(from_text(at))
    with history.db.transaction():
        run_id = start_run(history.db, RunKind.CHECK, [source_id], now=moment)
        insert_fetch(
            history.db,
            Fetch(
                run_id=run_id,
                source_id=source_id,
                started_at=moment,
                finished_at=moment,
                outcome=outcome,
            ),
        )


@pytest.mark.parametrize(
    ("until", "seen"),
    [
        pytest.param("2026-02-10T00:00:00.000000Z", ["02-01"], id="before the second version"),
        pytest.param("2026-02-01T00:00:00.000000Z", ["02-01"], id="at the very instant"),
        pytest.param("2026-03-15T00:00:00.000000Z", ["02-01", "03-01"], id="before a later look"),
        pytest.param("2026-05-01T00:00:00.000000Z", ["02-01", "04-01"], id="all"),
    ],
)
def test_a_version_was_seen_until_its_last_good_look(
    tmp_path: Path, until: str, seen: list[str]
) -> None:
    with History(tmp_path) as history:
        acme = history.source("acme/privacy-policy")
        history.version(acme, "# One", at="2026-01-01T00:00:00Z")
        _look(history, acme, "2026-02-01T00:00:00Z", Outcome.NOT_MODIFIED)
        _look(history, acme, "2026-02-05T00:00:00Z", Outcome.SUSPECT)
        history.version(acme, "# Two", at="2026-03-01T00:00:00Z")
        _look(history, acme, "2026-04-01T00:00:00Z", Outcome.NOT_MODIFIED)
        found = list_stated_versions(history.db, source_id=acme, until=until)
    assert [one.last_seen_at[5:10] for one in found] == seen


def test_twice_as_many_versions_cost_about_twice_as_much(tmp_path: Path) -> None:
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    costs = []
    with History(tmp_path) as history:
        acme = history.source("acme/privacy-policy")
        start = datetime(2026, 1, 1, tzinfo=UTC)
        for day in range(160):
            at = to_text(start + timedelta(days=day))
            history.version(acme, f"# Edition {day}", at=at)
            if day in (79, 159):
                steps = 0
                history.db.connection.set_progress_handler(count, 100)
                list_stated_versions(
                    history.db, source_id=acme, until=to_text(start + timedelta(days=999))
                )
                history.db.connection.set_progress_handler(None, 100)
                costs.append(steps)
    assert costs[1] < 2.6 * costs[0]


def test_the_first_source_is_there_before_the_last_was_read(tmp_path: Path) -> None:
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    with History(tmp_path) as history:
        for place in range(40):
            source = history.source(f"acme-{place:02}/privacy-policy")
            for day in range(1, 6):
                history.version(source, f"# {place} {day}", at=f"2026-01-0{day}T00:00:00Z")
        history.db.connection.set_progress_handler(count, 10)
        read = read_stated_versions(history.db, until="2026-05-01T00:00:00.000000Z")
        assert [next(read).source for _ in range(5)] == ["acme-00/privacy-policy"] * 5
        at_first, steps = steps, 0
        assert len(list(read)) == 195
        history.db.connection.set_progress_handler(None, 10)
    assert at_first < steps / 10
