"""What need not be kept goes; what is evidence, or may become it, stays whatever happens."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.history import History

from storage.alerts import NewAlert, insert_alert
from storage.blobs import digest_of, get_blob, put_blob
from storage.chain import ChainEvent, append_to_chain, verify_chain
from storage.database import Database
from storage.fetches import Fetch, insert_fetch
from storage.model import AlertState, EventType, Outcome, RunKind
from storage.retention import Removed, Retention, compact, prune
from storage.runs import finish_run, start_run
from storage.snapshots import NewSnapshot, insert_snapshot
from storage.sources import Source, get_source

KEEP = Retention(waiting="confirmation")
YEAR = Retention(waiting="confirmation", log_seconds=365 * 86_400)
NOW = "2026-06-01T00:00:00.000000Z"
LATER = "2028-06-01T00:00:00.000000Z"


def on(day: int, month: int = 1) -> str:
    return f"2026-{month:02}-{day:02}T15:00:00.000000Z"


def page(number: int) -> bytes:
    clauses = "".join(f"<p>{n}. We keep your data for {n * 7 % 90} days.</p>" for n in range(200))
    return f"<html>{clauses}<!-- {number} --></html>".encode()


def look(
    db: Database,
    source: Source,
    at: str,
    outcome: Outcome,
    *,
    body: bytes | None = None,
    near: str | None = None,
) -> int:
    """A look at a source; with ``body``: whose bytes were kept."""
    with db.transaction():
        run_id = start_run(db, RunKind.CHECK, [source.id], now=at)
        fetch = Fetch(
            run_id=run_id, source_id=source.id, started_at=at, finished_at=at, outcome=outcome
        )
        fetch_id = insert_fetch(db, fetch)
        seen = {"last_verified_at": at} if outcome.is_good else {}
        db.update("sources", source.id, {"last_fetch_at": at} | seen)
        if body is not None:
            new = NewSnapshot(
                source_id=source.id,
                fetch_id=fetch_id,
                fetched_at=at,
                url=source.url,
                http_status=200,
                headers=(),
                content_type="text/html",
                body=body,
                body_digest=digest_of(body),
                near=near,
            )
            insert_snapshot(db, new)
        finish_run(db, run_id, now=at)
    return fetch_id


def kept(db: Database) -> set[str]:
    return {row["digest"] for row in db.rows("SELECT digest FROM blobs")}


def rows(db: Database, table: str) -> int:
    return int(db.rows(f"SELECT count(*) FROM {table}")[0][0])


def assert_whole(db: Database) -> None:
    assert db.rows("PRAGMA integrity_check")[0][0] == "ok"
    assert db.rows("PRAGMA foreign_key_check") == []
    for digest in kept(db):
        get_blob(db, digest)
    for row in db.rows("SELECT id FROM sources"):
        assert list(verify_chain(db, row["id"])) == []


def test_bytes_that_made_no_version_go_and_those_of_versions_stay(
    database: Database, recorder: Any
) -> None:
    acme = recorder.source()
    first = recorder.version(acme, 1, "We keep data for 30 days.")
    evidence = kept(database)
    for day in range(2, 6):
        look(database, acme, on(day), Outcome.EXTRACT_ERROR, body=page(day))
    look(database, acme, on(6), Outcome.UNCHANGED)
    removed = prune(database.path, KEEP, now=NOW)
    assert (removed.snapshots, removed.bodies) == (4, 4)
    assert kept(database) == evidence
    assert rows(database, "snapshots") == 1
    assert rows(database, "fetches") == 6, "what happened is still known"
    assert first.number == 1
    assert prune(database.path, KEEP, now=NOW).total == 0
    assert_whole(database)


@pytest.mark.parametrize(
    ("looks", "left"),
    [
        pytest.param([(3, Outcome.SUSPECT)], {3}, id="held for another look"),
        pytest.param([(3, Outcome.SUSPECT), (4, Outcome.SUSPECT)], {4}, id="the latest held"),
        pytest.param(
            [(3, Outcome.SUSPECT), (4, Outcome.EXTRACT_ERROR)], {3, 4}, id="and one to report"
        ),
        pytest.param([(3, Outcome.SUSPECT), (4, Outcome.NOT_MODIFIED)], set(), id="seen since"),
        pytest.param([(3, Outcome.EXTRACT_ERROR), (4, Outcome.HTTP_ERROR)], {3}, id="not seen"),
    ],
)
def test_what_may_still_be_needed_stays(
    database: Database, recorder: Any, looks: Sequence[tuple[int, Outcome]], left: set[int]
) -> None:
    acme = recorder.source()
    recorder.version(acme, 1, "We keep data for 30 days.")
    before = kept(database)
    for day, outcome in looks:
        has_bytes = outcome in (Outcome.SUSPECT, Outcome.EXTRACT_ERROR)
        look(database, acme, on(day), outcome, body=page(day) if has_bytes else None)
    prune(database.path, KEEP, now=NOW)
    assert kept(database) - before == {digest_of(page(day)) for day in left}


def test_a_week_is_left_to_take_a_mistake_back(database: Database, recorder: Any) -> None:
    acme = recorder.source()
    look(database, acme, on(20, 5), Outcome.UNCHANGED, body=page(1))
    look(database, acme, on(28, 5), Outcome.UNCHANGED, body=page(2))
    prune(database.path, KEEP, now=NOW)
    assert kept(database) == {digest_of(page(2))}


def test_a_source_that_keeps_all_loses_nothing(database: Database, recorder: Any) -> None:
    acme = recorder.source(keep="all")
    for day in range(1, 10):
        look(database, acme, on(day), Outcome.UNCHANGED, body=page(day))
    assert prune(database.path, YEAR, now=LATER).total == 0
    assert len(kept(database)) == 9


def test_a_body_on_which_another_is_built_stays(database: Database, recorder: Any) -> None:
    acme, other = recorder.source(), recorder.source("other/terms", keep="all")
    look(database, acme, on(1), Outcome.UNCHANGED, body=page(1))
    look(database, acme, on(2), Outcome.UNCHANGED, body=page(2), near=digest_of(page(1)))
    look(database, other, on(3), Outcome.UNCHANGED, body=page(3), near=digest_of(page(2)))
    look(database, acme, on(4), Outcome.UNCHANGED, body=page(4), near=digest_of(page(3)))
    look(database, acme, on(5), Outcome.UNCHANGED, body=page(5), near=digest_of(page(4)))
    removed = prune(database.path, KEEP, now=NOW)
    assert kept(database) == {digest_of(page(number)) for number in (1, 2, 3)}
    assert removed.bodies == 2
    assert_whole(database)


def test_texts_that_nothing_shows_any_more_go(database: Database, recorder: Any) -> None:
    acme = recorder.source(keep="all")
    recorder.version(acme, 1, "We keep data for 30 days.")
    before = kept(database)
    with database.transaction():  # as each look does whose links moved
        near = None
        for number in range(5):
            near = put_blob(database, page(number), near=near)
            database.update("sources", acme.id, {"latest_markdown_digest": near})
        put_blob(database, b"a text that stood for an hour")
    prune(database.path, KEEP, now=NOW)
    assert near in kept(database)
    assert digest_of(b"a text that stood for an hour") not in kept(database)
    assert before <= kept(database)
    assert_whole(database)


def test_what_the_chain_names_stays(database: Database, recorder: Any) -> None:
    acme = recorder.source()
    version = recorder.version(acme, 1, "We keep data for 30 days.")
    with database.transaction():
        markdown = put_blob(database, b"Read by another extractor.")
        database.update("versions", version.id, {"markdown_digest": markdown})
        append_to_chain(database, version.id, ChainEvent.READ_AGAIN)
    assert prune(database.path, KEEP, now=NOW).total == 0
    assert version.markdown_digest in kept(database)
    assert_whole(database)


def test_a_dry_run_says_what_a_real_one_removes(database: Database, recorder: Any) -> None:
    acme = recorder.source()
    recorder.version(acme, 1, "We keep data for 30 days.")
    for day in range(2, 8):
        look(database, acme, on(day), Outcome.UNCHANGED, body=page(day))
    before = database.path.read_bytes()
    said = prune(database.path, YEAR, now=LATER, dry_run=True)
    assert database.path.read_bytes() == before
    assert prune(database.path, YEAR, now=LATER) == said
    assert said.snapshots == 6
    assert said.fetches == 5, "all but the last"


def test_old_looks_that_said_nothing_go(database: Database, recorder: Any) -> None:
    acme = recorder.source()
    recorder.version(acme, 1, "We keep data for 30 days.")
    for day in range(2, 12):
        look(database, acme, on(day), Outcome.UNCHANGED)
    last_good = look(database, acme, on(12), Outcome.UNCHANGED)
    look(database, acme, on(13), Outcome.HTTP_ERROR)
    last = look(database, acme, on(14), Outcome.HTTP_ERROR)
    assert prune(database.path, YEAR, now=NOW).total == 0
    removed = prune(database.path, YEAR, now=LATER)
    assert (removed.fetches, removed.runs) == (11, 11)
    left = {row["id"] for row in database.rows("SELECT id FROM fetches")}
    assert {last_good, last} < left
    assert len(left) == 3, "and the one that brought the version"
    assert rows(database, "run_sources") == rows(database, "runs") == 3
    assert_whole(database)


def test_looks_that_a_held_alert_waits_for_stay(database: Database, recorder: Any) -> None:
    acme = recorder.source()
    recorder.version(acme, 1, "We keep data for 30 days.")
    version = recorder.version(acme, 2, "We keep data for 24 months.")
    for day in range(3, 9):
        look(database, acme, on(day), Outcome.UNCHANGED)
    with database.transaction():
        insert_alert(
            database,
            NewAlert(
                event=EventType.POLICY_CHANGED,
                source_id=acme.id,
                change_id=None,
                version_id=version.id,
                captured_at=on(2),
                created_at=on(2),
                severity=50,
                state=AlertState.HELD,
                reason="confirmation",
                body={},
            ),
        )
    assert prune(database.path, YEAR, now=LATER).fetches == 0
    with database.transaction():
        database.execute("UPDATE alerts SET state = 'dropped'")
    assert prune(database.path, YEAR, now=LATER).fetches == 5


def test_the_room_is_given_back(database: Database, recorder: Any) -> None:
    acme = recorder.source()
    for number in range(1, 28):
        look(database, acme, on(number), Outcome.UNCHANGED, body=os.urandom(20_000))
    prune(database.path, KEEP, now=NOW)
    before, after = compact(database.path)
    assert before > 500_000 > after
    assert_whole(database)


def test_it_stops_when_there_is_no_time_left(database: Database, recorder: Any) -> None:
    acme = recorder.source()
    look(database, acme, on(1), Outcome.UNCHANGED, body=page(1))
    removed = prune(database.path, KEEP, now=NOW, go_on=lambda: False)
    assert removed == Removed(is_complete=False)
    assert len(kept(database)) == 1


@settings(deadline=None, max_examples=20)
@given(
    looks=st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from([Outcome.SUSPECT, Outcome.UNCHANGED, Outcome.EXTRACT_ERROR]),
            st.integers(0, 12),
        ),
        max_size=14,
    )
)
def test_whatever_was_seen_what_is_left_is_whole(
    tmp_path_factory: pytest.TempPathFactory, looks: list[tuple[int, Outcome, int]]
) -> None:
    with History(tmp_path_factory.mktemp("retention")) as history:
        db = history.db
        sources = []
        for number, keep in enumerate(("versions", "all", "versions")):
            source_id = history.source(f"s{number}/terms", keep=keep)
            history.version(source_id, f"We keep the data of {number} for 30 days.", at=on(1))
            sources.append(get_source(db, source_id))
        versions = {row[0] for row in db.rows("SELECT body_digest FROM snapshots")}
        texts = {row[0] for row in db.rows("SELECT markdown_digest FROM versions")}
        near = None
        for minute, (number, outcome, body) in enumerate(looks):
            at = f"2026-02-01T10:{minute:02}:00.000000Z"
            look(db, sources[number], at, outcome, body=page(body), near=near)
            near = digest_of(page(body))
        of_all = {
            row[0]
            for row in db.rows(
                "SELECT body_digest FROM snapshots WHERE source_id = ?", (sources[1].id,)
            )
        }
        prune(db.path, YEAR, now=LATER)
        assert versions | texts | of_all <= kept(db)
        assert_whole(db)
        assert prune(db.path, YEAR, now=LATER, dry_run=True).bodies == 0


_PRUNE = """
import sys
from pathlib import Path
from storage.retention import Retention, prune
def go_on():
    print("step", flush=True)
    return True
retention = Retention(waiting="confirmation", log_seconds=1.0)
prune(Path(sys.argv[1]), retention, now=sys.argv[2], go_on=go_on)
"""


@pytest.mark.parametrize(
    "kills", [pytest.param(3, id="3"), pytest.param(60, id="60", marks=pytest.mark.soak)]
)
def test_a_kill_in_the_middle_leaves_less_to_do(
    database: Database, recorder: Any, kills: int
) -> None:
    """Real files, a real process, SIGKILL at any step of it."""
    chance = random.Random(kills)
    acme, other = recorder.source(), recorder.source("other/terms", keep="all")
    recorder.version(acme, 1, "We keep data for 30 days.")
    recorder.version(other, 1, "We keep data for 24 months.")
    evidence = kept(database)
    for round_ in range(kills):
        with database.transaction():
            for number in range(1_600):
                put_blob(database, f"{round_}: a text that went {number}".encode())
        for day in range(1, 7):
            at = f"2026-02-{day:02}T10:00:{round_:02}.000000Z"
            look(database, acme, at, Outcome.UNCHANGED, body=page(day))
        before = rows(database, "blobs")
        process = subprocess.Popen(
            [sys.executable, "-c", _PRUNE, str(database.path), LATER], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        for _ in range(chance.randint(1, 5)):
            process.stdout.readline()
        time.sleep(chance.uniform(0, 0.004))
        process.send_signal(signal.SIGKILL)
        process.stdout.close()
        process.wait()
        assert_whole(database)
        assert evidence <= kept(database)
        assert rows(database, "blobs") <= before
    prune(database.path, YEAR, now=LATER)
    assert kept(database) == evidence
    assert_whole(database)
