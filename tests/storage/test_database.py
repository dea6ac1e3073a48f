from __future__ import annotations

import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.database import SCHEMA_VERSION, Database, file_lock, open_database, open_readonly
from storage.errors import DatabaseMoved, StorageError


def test_the_writer_is_durable(database: Database) -> None:
    assert database.rows("PRAGMA journal_mode")[0][0] == "wal"
    assert database.rows("PRAGMA synchronous")[0][0] == 2  # FULL
    assert database.rows("PRAGMA foreign_keys")[0][0] == 1
    assert database.rows("PRAGMA user_version")[0][0] == SCHEMA_VERSION


def test_every_own_table_is_strict(database: Database) -> None:
    lax = database.rows(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND NOT strict AND name NOT LIKE 'sqlite_%' AND name <> '_sqlite_migrations'"
    )
    assert [row["name"] for row in lax] == []


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction():
        database.insert("services", {"slug": "a", "name": "A"})
        raise RuntimeError
    assert database.rows("SELECT * FROM services") == []


def test_what_is_read_of_one_moment_does_not_move_on(database: Database) -> None:
    with open_readonly(database.path) as reader:
        with reader.one_moment():
            assert reader.rows("SELECT * FROM services") == []
            with database.transaction():
                database.insert("services", {"slug": "a", "name": "A"})
            assert reader.rows("SELECT * FROM services") == []
        assert len(reader.rows("SELECT * FROM services")) == 1


def test_a_failed_savepoint_leaves_the_others(database: Database) -> None:
    with database.transaction():
        database.insert("services", {"slug": "a", "name": "A"})
        with pytest.raises(RuntimeError), database.savepoint():
            database.insert("services", {"slug": "b", "name": "B"})
            raise RuntimeError
        database.insert("services", {"slug": "c", "name": "C"})
    assert [row["slug"] for row in database.rows("SELECT slug FROM services")] == ["a", "c"]


def test_a_full_disk_is_told_from_a_fault_of_a_page(database: Database) -> None:
    pages = database.connection.execute("PRAGMA page_count").fetchone()[0]
    database.connection.execute(f"PRAGMA max_page_count = {pages + 4}")
    with database.transaction():
        with (
            pytest.raises(StorageError, match="disk is full: free some space"),
            database.savepoint(),
        ):
            database.execute("CREATE TABLE large AS SELECT zeroblob(100000) AS body")
        with database.savepoint():
            database.execute("CREATE TABLE small (body)")
        with pytest.raises(sqlite3.DataError), database.savepoint():
            database.execute("SELECT zeroblob(9223372036854775807)")
    assert not database.rows("SELECT name FROM sqlite_master WHERE name = 'large'")
    assert database.rows("SELECT name FROM sqlite_master WHERE name = 'small'")


def test_a_second_writer_waits_instead_of_failing(database: Database) -> None:
    entered, done = threading.Event(), threading.Event()

    def second() -> None:
        with open_database(database.path) as other:
            entered.set()
            with other.transaction():
                other.insert("services", {"slug": "second", "name": "B"})
            done.set()

    thread = threading.Thread(target=second)
    with database.transaction():
        database.insert("services", {"slug": "first", "name": "A"})
        thread.start()
        assert entered.wait(10)
        assert not done.is_set()
    thread.join(10)
    slugs = [row["slug"] for row in database.rows("SELECT slug FROM services ORDER BY id")]
    assert slugs == ["first", "second"]


def test_concurrent_starters_migrate_once(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    code = "import sys; from pathlib import Path; from storage.database import open_database; "
    code += "open_database(Path(sys.argv[1])).close()"
    starters = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    outputs = [starter.communicate(timeout=60)[1] for starter in starters]
    assert [starter.returncode for starter in starters] == [0] * 4, outputs
    with open_readonly(path) as db:
        applied = db.rows("SELECT count(*) FROM _sqlite_migrations")
    assert applied[0][0] == SCHEMA_VERSION


def test_readers_cannot_write(database: Database) -> None:
    with open_readonly(database.path) as reader, pytest.raises(StorageError):
        reader.insert("services", {"slug": "a", "name": "A"})


def test_a_missing_database_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="run 'clausewatch check' first"):
        open_readonly(tmp_path / "none.db")


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"folder .* does not exist"):
        open_database(tmp_path / "no" / "where.db")


def test_a_newer_schema_is_refused(database: Database) -> None:
    database.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    for opener in (open_database, open_readonly):
        with pytest.raises(StorageError, match=r"newer clausewatch .* upgrade"):
            opener(database.path)


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(StorageError, match="another program"):
        open_database(path)


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no database at all, but somebody's notes\n" * 40)
    with pytest.raises(StorageError, match="no database"):
        open_database(path)
    assert path.read_text().startswith("no database at all")


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    with file_lock(path, wait=False) as first, file_lock(path, wait=False) as second:
        assert (first, second) == (True, False)
    with file_lock(path, wait=False) as third:
        assert third


def test_a_lock_that_cannot_be_made_says_what_to_do(tmp_path: Path) -> None:
    held = file_lock(tmp_path / "no" / "x.lock", wait=False)
    with (
        pytest.raises(StorageError, match=r"cannot write .*x\.lock: No such file.* may write"),
        held,
    ):
        pytest.fail("nothing can be locked there")


def test_an_empty_file_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(StorageError, match="is empty; 'clausewatch check' sets it up"):
        open_readonly(path)


_READ = (
    "import os, sys; from pathlib import Path; from storage.database import open_readonly\n"
    "from storage.errors import StorageError\n"
    "if os.getuid() == 0: os.setuid(65534)  # root would be let in everywhere\n"
    "try: print(len(open_readonly(Path(sys.argv[1])).rows('SELECT * FROM services')))\n"
    "except StorageError as error: print(error)"
)


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder in which whoever runs ``_read_as_guest`` may read and not write."""
    with tempfile.TemporaryDirectory() as name:  # tmp_path stands under a folder of its owner alone
        yield Path(name)
        Path(name).chmod(0o755)


def _read_as_guest(path: Path) -> str:
    """What a process sees that may not write into the folder."""
    path.parent.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_database_at_rest_can_be_read_without_write_access(closed_folder: Path) -> None:
    path = closed_folder / "kept.db"
    with open_database(path) as db, db.transaction():
        db.insert("services", {"slug": "a", "name": "A"})
    path.chmod(0o644)
    assert _read_as_guest(path) == "1"


def test_a_database_at_rest_can_be_read_while_the_disk_is_full(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_database(path) as db:
        _add_service(db, "kept")
        log = Path(f"{path}-wal").read_bytes()
    with _no_file_may_grow(), open_readonly(path) as db:
        assert [row["slug"] for row in db.rows("SELECT slug FROM services")] == ["kept"]
    Path(f"{path}-wal").write_bytes(log)
    with _no_file_may_grow(), pytest.raises(StorageError, match="a limit on file sizes was met"):
        open_readonly(path)


@contextmanager
def _no_file_may_grow() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_log_that_cannot_be_read_is_never_passed_over(closed_folder: Path) -> None:
    path = closed_folder / "kept.db"
    with open_database(path) as db:
        with db.transaction():
            db.insert("services", {"slug": "a", "name": "A"})
        (closed_folder / "copy.db").write_bytes(path.read_bytes())
        (closed_folder / "copy.db-wal").write_bytes(Path(f"{path}-wal").read_bytes())
    for file in closed_folder.iterdir():
        file.chmod(0o644)
    assert "needs write access" in _read_as_guest(closed_folder / "copy.db")


def test_a_first_start_that_was_killed_half_way_is_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, "
            "name TEXT, applied_at TEXT)"
        )
    connection.close()
    with open_database(path) as db:
        assert db.rows("PRAGMA user_version")[0][0] == SCHEMA_VERSION


@pytest.mark.parametrize("what", ["replaced", "moved or deleted"])
def test_nothing_is_written_to_a_file_that_no_longer_stands_there(
    tmp_path: Path, what: str
) -> None:
    path = tmp_path / "x.db"
    with open_database(path) as db:
        _add_service(db, "before")
        path.rename(tmp_path / "elsewhere.db")
        if what == "replaced":
            shutil.copyfile(tmp_path / "elsewhere.db", path)
        with pytest.raises(DatabaseMoved, match=f"was {what} while it was in use"):
            _add_service(db, "after")
        (tmp_path / "elsewhere.db").rename(path)
        _add_service(db, "put back")
    with open_readonly(path) as db:
        slugs = [row["slug"] for row in db.rows("SELECT slug FROM services")]
    assert slugs == ["before", "put back"]


def test_what_a_removed_log_holds_is_saved_when_its_writers_end(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_database(path) as db:
        _add_service(db, "in the log")
        (tmp_path / "x.db-wal").unlink()
        with pytest.raises(DatabaseMoved, match=r"x\.db-wal was removed while it was in use"):
            _add_service(db, "after")
    with open_database(path) as db:
        _add_service(db, "later")
        slugs = [row["slug"] for row in db.rows("SELECT slug FROM services")]
    assert slugs == ["in the log", "later"]


def _add_service(db: Database, slug: str) -> None:
    with db.transaction():
        db.insert("services", {"slug": slug, "name": slug})
