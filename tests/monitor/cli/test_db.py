"""`clausewatch db`: migrate and verify."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from support.cli import Ask, answer, run
from support.history import History

from storage.chain import ChainEvent, append_to_chain
from storage.database import SCHEMA_VERSION, open_database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with History(tmp_path) as history:
        acme = history.source("acme/terms")
        history.version(acme, "# Terms\n\nسياسة الخصوصية", at="2026-03-01T10:00:00Z", body=b"raw")
    return tmp_path


def test_a_sound_database(ask: Ask) -> None:
    shape = answer(ask("db", "verify", "--json"))
    assert shape["ok"] is True
    assert shape["problems"] == []
    assert shape["checked"] == {
        "bodies": 7,
        "texts": 7,
        "older_texts": 0,
        "chain_entries": 7,
        "party_spans": 1,
        "snapshots": 7,
        "fetches": 7,
        "changes": 4,
        "alerts": 2,
    }
    assert "everything is as it was recorded" in ask("db", "verify").stdout


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        pytest.param("UPDATE blobs SET data = x'00' WHERE size = 3", "stored body", id="a body"),
        pytest.param("UPDATE versions SET text_digest = 'x'", "version 1 of acme/terms", id="text"),
        pytest.param("DELETE FROM sources", "reference: row", id="a reference"),
        pytest.param(
            "INSERT INTO party_spans VALUES (1, 'Mailwhale', 1, 1)",
            "'clausewatch reprocess acme/terms' puts it right",
            id="who is named",
        ),
    ],
)
def test_damage_is_found_and_named(folder: Path, damage: str, message: str) -> None:
    connection = sqlite3.connect(folder / "clausewatch.db")
    with connection:
        connection.execute(damage)
    connection.close()
    result = run(folder, "db", "verify")
    assert result.exit_code == 1
    assert message in result.stderr
    assert "something is wrong" in result.stdout
    assert run(folder, "db", "verify", "--json").exit_code == 1


def test_who_is_named_is_put_right_by_reading_again(folder: Path) -> None:
    with open_database(folder / "clausewatch.db") as db, db.transaction():
        db.execute("INSERT INTO party_spans VALUES (1, 'Mailwhale', 1, 1)")
    assert run(folder, "reprocess", "acme/terms").exit_code == 0
    assert run(folder, "db", "verify").exit_code == 0


def test_a_file_that_is_no_database(folder: Path) -> None:
    (folder / "clausewatch.db").write_bytes(b"this is no database" * 100)
    result = run(folder, "db", "verify")
    assert result.exit_code == 1
    assert "restore it from a backup" in result.stderr


def test_texts_of_another_extractor_are_counted_but_not_judged(folder: Path) -> None:
    with open_database(folder / "clausewatch.db") as db, db.transaction():
        db.execute("UPDATE versions SET extractor_revision = 0, text_digest = 'x'")
        append_to_chain(db, 1, ChainEvent.READ_AGAIN)
    shape = answer(run(folder, "db", "verify", "--json"))
    checked = shape["checked"]
    assert (checked["texts"], checked["older_texts"]) == (0, 1)
    assert shape["ok"] is True


def test_a_version_that_was_altered_is_named(folder: Path) -> None:
    connection = sqlite3.connect(folder / "clausewatch.db")
    with connection:
        connection.execute("UPDATE versions SET fetched_at = '2020-01-01T00:00:00.000000Z'")
    connection.close()
    result = run(folder, "db", "verify", "--json")
    assert result.exit_code == 1
    (problem,) = json.loads(result.stdout)["problems"]
    assert problem.endswith("version 1 is not as recorded in entry 1: fetched_at")


def test_migrate_creates_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "watchlist.toml").write_text('[clausewatch]\ndatabase = "new.db"\n', "utf-8")
    shape = answer(run(tmp_path, "db", "migrate", "--json"))
    assert shape == {
        "database": str(tmp_path / "new.db"),
        "from_schema": 0,
        "to_schema": SCHEMA_VERSION,
    }
    assert "nothing to do" in run(tmp_path, "db", "migrate").stdout


def test_a_newer_schema_is_refused(folder: Path) -> None:
    connection = sqlite3.connect(folder / "clausewatch.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    for words in (["log"], ["db", "migrate"]):
        result = run(folder, *words)
        assert result.exit_code == 1
        assert "newer clausewatch" in result.stderr


@pytest.mark.parametrize(
    "asked",
    [
        ["log", "--json"],
        ["show", "acme/terms"],
        ["search", "raw"],
        ["coverage"],
        ["alerts", "list"],
        ["stats"],
        ["db", "verify"],
        ["db", "compact"],
        ["db", "prune"],
        ["reprocess", "--all"],
        ["export", "json"],
        ["export", "warc", "-o", "pages.warc.gz"],
        ["backup", "copy.db"],
    ],
    ids=" ".join,
)
def test_a_damaged_page_of_the_file_is_said_with_advice(folder: Path, asked: list[str]) -> None:
    _overwrite_tables(folder / "clausewatch.db")
    done = run(folder, *asked)
    assert isinstance(done.exception, SystemExit)
    assert done.exit_code == 1
    assert "damaged" in done.output


def _overwrite_tables(database: Path) -> None:
    """The schema stays, and every table and index behind it begins with nonsense."""
    connection = sqlite3.connect(database)
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    roots = connection.execute(
        "SELECT rootpage FROM sqlite_schema WHERE rootpage > 0 AND tbl_name <> '_sqlite_migrations'"
    ).fetchall()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with database.open("r+b") as file:
        for (root,) in roots:
            file.seek((root - 1) * size)
            file.write(b"\xa5" * size)
