from __future__ import annotations

import sqlite3

import pytest

from storage.database import Database
from storage.fetches import Fetch, fetches_of_run, insert_fetch
from storage.model import Outcome, RunKind, RunState
from storage.runs import (
    close_abandoned_runs,
    finish_run,
    get_run,
    latest_runs,
    planned_source_ids,
    start_run,
)

NOW = "2026-01-01T00:00:00.000000Z"


def _fetch(run_id: int, source_id: int) -> Fetch:
    return Fetch(
        run_id=run_id,
        source_id=source_id,
        started_at=NOW,
        finished_at=NOW,
        outcome=Outcome.NOT_MODIFIED,
    )


def _run_of_three(database: Database, recorder: object) -> tuple[int, list[int]]:
    ids = [recorder.source(f"{name}/privacy").id for name in "abc"]
    with database.transaction():
        return start_run(database, RunKind.CHECK, ids, now=NOW), ids


def test_what_was_not_fetched_ends_as_interrupted(database: Database, recorder: object) -> None:
    run_id, ids = _run_of_three(database, recorder)
    insert_fetch(database, _fetch(run_id, ids[1]))
    assert planned_source_ids(database, run_id) == [ids[0], ids[2]]
    with database.transaction():
        assert finish_run(database, run_id, now=NOW) == 2
    outcomes = {fetch.source_id: fetch.outcome for fetch in fetches_of_run(database, run_id)}
    assert outcomes == {
        ids[0]: Outcome.INTERRUPTED,
        ids[1]: Outcome.NOT_MODIFIED,
        ids[2]: Outcome.INTERRUPTED,
    }
    assert get_run(database, run_id).state is RunState.INTERRUPTED


def test_a_second_fetch_of_a_source_in_a_run_is_refused(
    database: Database, recorder: object
) -> None:
    run_id, ids = _run_of_three(database, recorder)
    insert_fetch(database, _fetch(run_id, ids[0]))
    with pytest.raises(sqlite3.IntegrityError):
        insert_fetch(database, _fetch(run_id, ids[0]))


def test_a_killed_run_is_closed_by_the_next(database: Database, recorder: object) -> None:
    run_id, ids = _run_of_three(database, recorder)
    with database.transaction():
        assert close_abandoned_runs(database, now=NOW) == [run_id]
        assert close_abandoned_runs(database, now=NOW) == []
    (run,) = latest_runs(database, 5)
    assert run.state is RunState.INTERRUPTED
    assert len(fetches_of_run(database, run_id)) == len(ids)
