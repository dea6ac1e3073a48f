"""Backups: whole, made while others write, and never in the place of another file."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from support.history import History

from storage.backup import back_up
from storage.database import open_database, open_readonly
from storage.errors import StorageError


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with History(tmp_path) as history:
        acme = history.source("acme/terms")
        for day in range(1, 4):
            text = f"# Terms\n\nWe keep data for {day} days."
            history.version(acme, text, at=f"2026-03-0{day}T10:00:00Z", body=text.encode())
        return history.db.path


def _versions(path: Path) -> int:
    with open_readonly(path) as db:
        row = db.row("SELECT count(*) FROM versions")
        return int(row[0]) if row else -1


def test_a_backup_is_one_file_with_everything_in_it(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "copy.db"
    copy.parent.mkdir()
    size = back_up(database, copy)
    assert list(copy.parent.iterdir()) == [copy]
    assert copy.stat().st_size == size
    assert copy.stat().st_mode & 0o077 == 0
    assert _versions(copy) == 3


def test_what_is_being_written_is_not_in_it_and_goes_on(database: Path, tmp_path: Path) -> None:
    with open_database(database) as writer, writer.transaction():
        writer.execute("UPDATE versions SET title = 'half written'")
        back_up(database, tmp_path / "copy.db")
    with open_readonly(tmp_path / "copy.db") as db:
        assert db.rows("SELECT 1 FROM versions WHERE title = 'half written'") == []
    with open_readonly(database) as db:
        assert len(db.rows("SELECT 1 FROM versions WHERE title = 'half written'")) == 3


def test_it_is_consistent_while_another_thread_writes(database: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    written = threading.Event()

    def write() -> None:
        with open_database(database) as db:
            while not stop.is_set():
                with db.transaction():
                    db.execute("INSERT INTO runs (kind, state, started_at) VALUES ('a', 'b', 'c')")
                    db.execute("INSERT INTO runs (kind, state, started_at) VALUES ('a', 'b', 'c')")
                written.set()

    writer = threading.Thread(target=write)
    writer.start()
    written.wait()
    for number in range(3):
        back_up(database, tmp_path / f"{number}.db")
    stop.set()
    writer.join()
    for number in range(3):
        with open_readonly(tmp_path / f"{number}.db") as db:
            row = db.row("SELECT count(*) FROM runs WHERE kind = 'a'")
        assert row is not None
        assert row[0] % 2 == 0


def test_nothing_is_replaced(database: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("dear to somebody")
    with pytest.raises(StorageError, match="replaces nothing"):
        back_up(database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "dear to somebody"


def test_a_damaged_database_gives_no_backup(database: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("UPDATE versions SET snapshot_id = 999 WHERE id = 1")
    connection.commit()
    connection.close()
    with pytest.raises(StorageError, match="a reference leads nowhere"):
        back_up(database, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy.db*"))


def test_a_folder_that_is_not_there(database: Path, tmp_path: Path) -> None:
    wanted = tmp_path / "nowhere" / "copy.db"
    with pytest.raises(StorageError) as refused:
        back_up(database, wanted)
    said = str(refused.value)
    assert said.startswith(f"no backup was made at {wanted}: No such file or directory; check")


def test_the_rest_of_a_killed_backup_is_no_hindrance(database: Path, tmp_path: Path) -> None:
    rest = tmp_path / "copy.db.clausewatch-part"
    rest.mkdir()
    for name in ("copy.db", "copy.db-journal"):
        (rest / name).write_bytes(b"half")
    back_up(database, tmp_path / "copy.db")
    assert _versions(tmp_path / "copy.db") == 3
    assert not rest.exists()
