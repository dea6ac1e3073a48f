"""The process from outside: stops, deadlines, kills, and what cannot work at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.pages import policy
from support.processes import child_processes
from support.site import Asked, Behaviour, Site, Stall

from crawler.messages import job_to_line
from crawler.runner import ProcessRunner, Progress
from storage.database import open_database
from storage.errors import CrawlError
from storage.fetches import Fetch
from storage.model import Outcome, SourceRules

from .conftest import Watch


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def fill(watch: Watch, site: Site, *, fast: int, slow: int) -> None:
    for number in range(fast):
        site.page(f"/fast-{number}", policy())
        watch.add(f"fast-{number}/page", site.url(f"/fast-{number}"))
    for number in range(slow):
        site.behave(f"/slow-{number}", Stall())
        watch.add(f"slow-{number}/page", site.url(f"/slow-{number}"))


def outcomes(fetches: dict[str, Fetch]) -> dict[str, Outcome]:
    return {key.partition("/")[0]: fetch.outcome for key, fetch in fetches.items()}


def test_a_stop_leaves_the_rest_for_the_next_run(site: Site, watch: Watch) -> None:
    fill(watch, site, fast=2, slow=2)
    stop = threading.Event()
    seen: list[Progress] = []

    def progress(line: Progress) -> None:
        seen.append(line)
        if len(seen) == 2:
            stop.set()

    found = watch.crawl(stop=stop, on_progress=progress, timeout_seconds=30.0)
    assert outcomes(found) == {
        "fast-0": Outcome.NEW_VERSION,
        "fast-1": Outcome.NEW_VERSION,
        "slow-0": Outcome.INTERRUPTED,
        "slow-1": Outcome.INTERRUPTED,
    }


def test_a_stop_before_the_start_fetches_nothing_or_little(site: Site, watch: Watch) -> None:
    fill(watch, site, fast=1, slow=1)
    stop = threading.Event()
    stop.set()
    found = watch.crawl(stop=stop, timeout_seconds=30.0)
    assert found["slow-0/page"].outcome is Outcome.INTERRUPTED


def test_the_deadline_ends_a_run(
    site: Site, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    fill(watch, site, fast=0, slow=1)
    found = watch.crawl(deadline_seconds=1.0, timeout_seconds=60.0)
    assert outcomes(found) == {"slow-0": Outcome.INTERRUPTED}
    assert "passed its deadline" in caplog.text


def test_a_killed_process_leaves_whole_rows(site: Site, watch: Watch) -> None:
    fill(watch, site, fast=3, slow=1)
    children = child_processes()
    ended: list[Progress] = []

    def kill(line: Progress) -> None:
        ended.append(line)
        if len(ended) == 3:
            for pid in child_processes() - children:
                os.kill(pid, signal.SIGKILL)

    run_id = watch.plan()
    with pytest.raises(CrawlError, match="killed by signal 9"):
        ProcessRunner().run(
            watch.job(run_id, timeout_seconds=30.0), stop=threading.Event(), on_progress=kill
        )
    found = outcomes(watch.fetches(run_id))
    assert found == {f"fast-{number}": Outcome.NEW_VERSION for number in range(3)}
    with open_database(watch.path) as db:
        assert db.row("PRAGMA integrity_check")[0] == "ok"
        counted = db.row(
            "SELECT (SELECT count(*) FROM fetches), (SELECT count(*) FROM snapshots), "
            "(SELECT count(*) FROM versions)"
        )
    assert tuple(counted) == (3, 3, 3)


def test_the_child_ends_when_its_parent_is_gone(site: Site, watch: Watch) -> None:
    """The parent's death closes the pipe; nothing else tells the child."""
    reached = threading.Event()

    def stall(_: Asked) -> Behaviour:
        reached.set()
        return Stall()

    site.script("/slow", stall)
    watch.add("slow/page", site.url("/slow"))
    line = job_to_line(watch.job(watch.plan(), timeout_seconds=30.0))
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "crawler"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin is not None
        child.stdin.write(line)
        child.stdin.flush()
        assert reached.wait(30)
        child.stdin.close()
        assert child.wait(5) == 0


def test_a_pattern_that_takes_too_long_fails_one_page(site: Site, watch: Watch) -> None:
    fill(watch, site, fast=2, slow=0)
    site.page("/endless", policy(extra="a" * 3000))
    endless = SourceRules(ignore=("(?:(?:(?:a{1,50}){1,50}){1,50}){1,50}b",))
    watch.add("endless/page", site.url("/endless"), rules=endless)
    found = watch.crawl()
    assert outcomes(found) == {
        "fast-0": Outcome.NEW_VERSION,
        "fast-1": Outcome.NEW_VERSION,
        "endless": Outcome.EXTRACT_ERROR,
    }
    assert "takes too long on this page" in (found["endless/page"].reason or "")


def test_a_new_run_does_what_is_left(site: Site, watch: Watch) -> None:
    """A run is taken up where its process was killed: no source is fetched twice."""
    fill(watch, site, fast=2, slow=0)
    run_id = watch.plan()
    for _ in range(2):
        ProcessRunner().run(
            watch.job(run_id), stop=threading.Event(), on_progress=watch.progress.append
        )
    told = sorted(line.source_key for line in watch.progress)  # two readers: in any order
    assert told == ["fast-0/page", "fast-1/page"]
    assert len(site.asked("/fast-0")) == 1


def test_a_database_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "missing")
    with pytest.raises(CrawlError, match="clausewatch check"):
        ProcessRunner().run(watch.job(1), stop=threading.Event(), on_progress=watch.progress.append)


def test_a_database_of_another_program_is_an_error(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    watch.path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(CrawlError, match="restore it from a backup"):
        ProcessRunner().run(watch.job(1), stop=threading.Event(), on_progress=watch.progress.append)


def test_a_database_that_fails_while_writing_ends_the_run(site: Site, watch: Watch) -> None:
    """As when the disk is full: what was written stays, the error is told, the rest is left."""
    fill(watch, site, fast=3, slow=0)
    run_id = watch.plan()
    with open_database(watch.path) as db:
        db.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON fetches WHEN NEW.source_id > 1 "
            "BEGIN SELECT RAISE(ROLLBACK, 'no more'); END"
        )
    with pytest.raises(CrawlError, match="no more"):
        ProcessRunner().run(
            watch.job(run_id), stop=threading.Event(), on_progress=watch.progress.append
        )
    recorded = list(watch.fetches(run_id))
    assert recorded == [line.source_key for line in watch.progress]
    assert set(recorded) <= {"fast-0/page"}


def test_a_listener_that_fails_ends_the_process(site: Site, watch: Watch) -> None:
    fill(watch, site, fast=1, slow=1)
    children = child_processes()

    def fail(_: Progress) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        watch.crawl(on_progress=fail, timeout_seconds=30.0)
    assert child_processes() <= children


def test_run_by_hand_it_says_what_to_use() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "crawler"],
        input="hello\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "clausewatch check" in done.stdout) == (2, True)


def test_works_from_any_folder_and_past_a_folder_called_crawler(
    site: Site, watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "crawler").mkdir()
    (tmp_path / "crawler" / "__init__.py").write_text("raise SystemExit(9)\n")
    monkeypatch.chdir(tmp_path)
    fill(watch, site, fast=1, slow=0)
    assert outcomes(watch.crawl()) == {"fast-0": Outcome.NEW_VERSION}


def test_an_interpreter_that_cannot_run_it_is_an_error(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nonexistent")
    run_id = watch.plan()
    with pytest.raises(CrawlError, match="ended with exit code 1"):
        ProcessRunner().run(
            watch.job(run_id), stop=threading.Event(), on_progress=watch.progress.append
        )
    assert "crawling process:" in caplog.text


def test_the_front_does_not_import_the_framework() -> None:
    code = (
        "import sys, crawler.runner; "
        "print([m for m in ('scrapy', 'twisted', 'sqlite_utils') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
