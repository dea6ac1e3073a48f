"""A full disk or an I/O error under real commands: they stop cleanly, and the next goes on.

The faults are the kernel's: a limit on the size of files (every write past it fails), and, where
``strace`` is installed, the n-th write of each thread answered with the error.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.installation import Installation, family, kill
from support.site import Site
from support.wholeness import assert_sound

from storage.database import open_readonly

SIZES = range(16 << 10, 1 << 20, 36 << 10)  # bytes; a log of one pass has about 1 MB
WRITES = range(1, 301)
SETTLED = ("alerts wait for a second look", " failed: ", "delivered,")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def installation(tmp_path: Path, site: Site) -> Installation:
    return Installation(tmp_path, site, sources=3)


def _ends_cleanly(installation: Installation, process: subprocess.Popen[bytes]) -> None:
    assert process.wait(120) in (0, 1), installation.said("check")
    said = installation.said("check")
    assert "Traceback" not in said
    assert process.returncode == 0 or "disk" in said or "write" in said, said


def _recorded(installation: Installation) -> set[tuple[str, object]]:
    """Everything that must never go away again."""
    with open_readonly(installation.database) as db:
        assert_sound(db)
        found: set[tuple[str, object]] = set()
        for table in ("fetches", "versions", "changes", "alerts", "deliveries", "attempts"):
            found |= {(table, row["id"]) for row in db.rows(f"SELECT id FROM {table}")}
        return found


@pytest.mark.parametrize(
    "sizes",
    [
        pytest.param((120 << 10,), id="120 kB"),
        pytest.param(SIZES, id="all", marks=pytest.mark.soak),
    ],
)
def test_a_check_that_may_not_write_more_stops_cleanly(
    installation: Installation, sizes: tuple[int, ...]
) -> None:
    for edition, size in enumerate(sizes):
        installation.publish(edition)
        process = installation.start("check", cut_short=True)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, size))
        _ends_cleanly(installation, process)
    installation.see_through()
    installation.assert_whole()


def _faulty(write: int) -> tuple[str, ...]:
    """Even writes meet a full disk, odd ones an I/O error; every third time it stays so."""
    error = ("ENOSPC", "EIO")[write % 2]
    when = f"{write}+" if write % 3 == 0 else str(write)
    inject = f"inject=pwrite64:error={error}:when={when}"
    quiet = ("-qqq", "-o", "/dev/null", "-e", "signal=none")
    return ("strace", "-f", "--seccomp-bpf", *quiet, "-e", "trace=pwrite64", "-e", inject)


needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@needs_strace
@pytest.mark.soak
@pytest.mark.parametrize("part", range(4), ids="part {}".format)
def test_a_check_survives_a_fault_at_each_write(installation: Installation, part: int) -> None:
    before: set[tuple[str, object]] = set()
    for write in WRITES[part::4]:
        installation.publish(write)
        installation.make_due()
        _ends_cleanly(installation, installation.start("check", under=_faulty(write)))
        after = _recorded(installation)
        assert before <= after, f"lost at write {write}"
        before = after
    installation.see_through()
    installation.assert_whole()


@needs_strace
@pytest.mark.soak
@pytest.mark.parametrize("part", range(4), ids="part {}".format)
def test_a_daemon_survives_a_fault_at_each_write(installation: Installation, part: int) -> None:
    before: set[tuple[str, object]] = set()
    for write in WRITES[part::4]:
        installation.publish(write)
        installation.make_due()
        _lives_and_stops(installation, write)
        after = _recorded(installation)
        assert before <= after, f"lost at write {write}"
        before = after
    installation.see_through()
    installation.assert_whole()


def _lives_and_stops(installation: Installation, write: int) -> None:
    """The fault is met; the daemon lives until it is told to stop."""
    process = installation.start("run", under=_faulty(write))
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and process.poll() is None:
        if any(sign in installation.said("run") for sign in SETTLED):
            break
        time.sleep(0.1)
    members = family(process.pid)
    if process.poll() is None:
        os.kill(members[1], signal.SIGTERM)  # the first is strace
    try:
        code = process.wait(30)
    finally:
        kill(members)
        process.wait()
    said = installation.said("run")
    assert "Traceback" not in said, said
    assert code == 0, said
