from __future__ import annotations

import threading
from pathlib import Path

import pytest

from storage.database import Database, open_database
from storage.errors import StorageError
from storage.group_writer import GroupWriter


def _insert(slug: str) -> object:
    return lambda db: db.insert("services", {"slug": slug, "name": slug})


def _slugs(path: Path) -> set[str]:
    with open_database(path) as db:
        return {row["slug"] for row in db.rows("SELECT slug FROM services")}


def test_a_job_is_on_disk_when_its_future_ends(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    writer = GroupWriter(path)
    writer.submit(_insert("a")).result(10)
    assert _slugs(path) == {"a"}
    writer.close()


def test_jobs_of_many_threads_are_all_written(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    writer = GroupWriter(path)

    def submit(worker: int) -> None:
        for number in range(50):
            writer.submit(_insert(f"{worker}-{number}"))

    threads = [threading.Thread(target=submit, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()
    assert len(_slugs(path)) == 200


def test_a_failing_job_takes_nothing_of_the_others_with_it(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    release = threading.Event()

    def hold_the_first_group(db: Database) -> None:
        release.wait(10)

    def fail_halfway(db: Database) -> None:
        db.insert("services", {"slug": "half", "name": "half"})
        raise ValueError("broken page")

    writer = GroupWriter(path)
    held = writer.submit(hold_the_first_group)
    before, broken, after = (
        writer.submit(_insert("before")),
        writer.submit(fail_halfway),
        writer.submit(_insert("after")),
    )
    release.set()
    held.result(10)
    before.result(10)
    after.result(10)
    with pytest.raises(ValueError, match="broken page"):
        broken.result(10)
    writer.close()
    assert _slugs(path) == {"before", "after"}


def test_a_database_that_cannot_be_opened_refuses_every_job(tmp_path: Path) -> None:
    writer = GroupWriter(tmp_path / "no" / "where.db")
    futures = [writer.submit(_insert(str(number))) for number in range(3)]
    writer.close()
    for future in futures:
        with pytest.raises(StorageError, match="does not exist"):
            future.result(10)
