"""The evidence chain says of every version how it was recorded, and notices what was changed."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.history import History

from storage import migrations
from storage.chain import chain_head, chain_of, verify_chain
from storage.database import open_database, open_readonly
from storage.timeline import move_version

_SCHEMA = Path(migrations.__file__).parent / "schema"
_TEXTS = ("We keep data for 30 days.", "We keep data for 24 months.", "אנו שומרים מידע 30 יום.")


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path) as history:
        source = history.source("acme/privacy-policy")
        for day, text in enumerate(_TEXTS, 1):
            history.version(source, f"# Privacy\n\n{text}", at=f"2026-03-0{day}T10:00:00Z")
        yield history


def _unguarded(history: History, sql: str) -> None:
    """As somebody with the file in hand would do it: the triggers are only in our own way."""
    with sqlite3.connect(history.database) as connection:
        for name in ("chain_is_append_only", "chain_keeps_its_links"):
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        connection.execute(sql)
    connection.close()


def _undo_later_schemas(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE party_spans")
    connection.execute("CREATE INDEX parties_name ON parties (name)")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_party_spans'")


def test_each_entry_holds_the_digest_of_the_one_before(history: History) -> None:
    links = chain_of(history.db, 1)
    assert [link.position for link in links] == [1, 2, 3]
    assert [link.values["previous"] for link in links] == [None, links[0].digest, links[1].digest]
    for link in links:  # with nothing but the standard library
        assert hashlib.sha256(link.entry.encode()).hexdigest() == link.digest
    assert chain_head(history.db, 1) == links[-1].digest
    assert list(verify_chain(history.db, 1)) == []


def test_an_entry_names_bytes_text_and_place(history: History) -> None:
    said = chain_of(history.db, 1)[1].values
    body = f"# Privacy\n\n{_TEXTS[1]}".encode()
    assert said["body_sha256"] == hashlib.sha256(body).hexdigest()
    assert said["url"] == "https://acme.example/privacy-policy"
    assert said["fetched_at"] == "2026-03-02T10:00:00.000000Z"
    assert (said["source"], said["event"], said["http_status"]) == (
        "acme/privacy-policy",
        "recorded",
        200,
    )


def test_what_an_import_moves_gets_an_entry_more(history: History) -> None:
    with history.db.transaction():
        move_version(history.db, 2, snapshot_id=2, fetched_at="2026-03-01T12:00:00.000000Z")
    last = chain_of(history.db, 1)[-1].values
    assert (last["event"], last["record"], last["position"]) == ("moved", 2, 4)
    assert list(verify_chain(history.db, 1)) == []


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        pytest.param(
            "UPDATE chain SET entry = replace(entry, '2026-03-02', '2026-02-02') "
            "WHERE position = 2",
            "entry 2 no longer has its digest",
            id="an entry altered",
        ),
        pytest.param(
            "DELETE FROM chain WHERE position = 2", "entry 2 is missing", id="an entry left out"
        ),
        pytest.param(
            "DELETE FROM chain WHERE position = 3", "version 3 has no entry", id="the end cut off"
        ),
        pytest.param(
            "UPDATE versions SET fetched_at = '2025-01-01T00:00:00.000000Z' WHERE number = 2",
            "version 2 is not as recorded in entry 2: fetched_at",
            id="a version dated back",
        ),
        pytest.param(
            "UPDATE snapshots SET headers = '[]' WHERE id = 1",
            "version 1 is not as recorded in entry 1: headers_sha256",
            id="headers altered",
        ),
        pytest.param(
            "UPDATE snapshots SET url = 'https://other.example/' WHERE id = 3",
            "version 3 is not as recorded in entry 3: url",
            id="another address",
        ),
    ],
)
def test_what_was_altered_is_named(history: History, sql: str, problem: str) -> None:
    _unguarded(history, sql)
    assert list(verify_chain(history.db, 1)) == [problem]


def test_an_entry_that_was_written_anew_with_its_digest_breaks_the_next(history: History) -> None:
    entry = chain_of(history.db, 1)[0].entry.replace("2026-03-01", "2020-03-01")
    digest = hashlib.sha256(entry.encode()).hexdigest()
    _unguarded(
        history,
        f"UPDATE chain SET entry = '{entry}', digest = '{digest}' WHERE position = 1",
    )
    assert list(verify_chain(history.db, 1)) == ["entry 2 does not follow the one before it"]


@pytest.mark.parametrize("sql", ["UPDATE chain SET entry = ''", "DELETE FROM chain"])
def test_the_program_itself_cannot_change_the_chain(history: History, sql: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        history.db.execute(sql)


def test_versions_of_before_the_chain_enter_it(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        source = history.source("acme/privacy-policy")
        history.version(source, "# Privacy\n\nOne.", at="2026-03-01T10:00:00Z")
        history.version(source, "# Privacy\n\nTwo.", at="2026-03-02T10:00:00Z")
        before = [link.digest for link in chain_of(history.db, source)]
    with sqlite3.connect(tmp_path / "clausewatch.db") as connection:
        _undo_later_schemas(connection)
        connection.execute("DROP TABLE chain")
        m003 = (_SCHEMA / "m003_chain.sql").read_text("utf-8")
        for name in re.findall("CREATE INDEX ([a-z_]+) ON (?!chain)", m003):
            connection.execute(f"DROP INDEX {name}")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm003_chain'")
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    open_database(tmp_path / "clausewatch.db").close()
    with open_readonly(tmp_path / "clausewatch.db") as db:
        assert [link.digest for link in chain_of(db, source)] == before
        assert list(verify_chain(db, source)) == []


@settings(deadline=None, max_examples=12)
@given(
    headers=st.lists(st.tuples(st.text(max_size=9), st.text(max_size=20)), max_size=3),
    body=st.binary(max_size=60),
)
def test_any_headers_and_bytes_enter_the_chain(
    tmp_path_factory: pytest.TempPathFactory, headers: list[tuple[str, str]], body: bytes
) -> None:
    with History(tmp_path_factory.mktemp("chain")) as history:
        source = history.source("acme/privacy-policy")
        history.version(
            source, "Text.", at="2026-03-01T10:00:00Z", headers=tuple(headers), body=body
        )
        (link,) = chain_of(history.db, source)
        assert json.loads(link.entry)["body_sha256"] == hashlib.sha256(body).hexdigest()
        assert list(verify_chain(history.db, source)) == []
