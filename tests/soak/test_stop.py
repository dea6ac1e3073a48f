"""SIGTERM at any instant: the daemon ends in time, and nothing is lost."""

from __future__ import annotations

import logging
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.installation import Installation
from support.site import HTML, Site

from storage.database import open_readonly

IN_TIME_SECONDS = 30.0
logger = logging.getLogger(__name__)  # shown with --log-cli-level=INFO


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def _stop(process: subprocess.Popen[bytes]) -> float:
    """Seconds until it ended."""
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(IN_TIME_SECONDS)
    finally:
        process.kill()
        process.wait()
    return time.monotonic() - asked


@pytest.mark.parametrize(
    "rounds", [pytest.param(1, id="1"), pytest.param(200, id="200", marks=pytest.mark.soak)]
)
def test_a_stopped_daemon_ends_in_time_and_loses_nothing(
    tmp_path: Path, site: Site, rounds: int
) -> None:
    chance = random.Random(rounds)
    installation = Installation(tmp_path, site)
    slowest = 0.0
    for edition in range(1, rounds + 1):
        installation.publish(edition)
        installation.make_due()
        daemon = installation.start("run")
        with pytest.raises(subprocess.TimeoutExpired):
            daemon.wait(chance.uniform(0.2, 3.5))
        slowest = max(slowest, _stop(daemon))
        had_begun = "SIGTERM: stopping" in installation.said("run")
        assert daemon.returncode == (0 if had_begun else -signal.SIGTERM)
        assert "Traceback" not in installation.said("run")
    installation.see_through()
    installation.assert_whole()
    assert slowest < IN_TIME_SECONDS
    logger.info("the slowest of %d stops took %.1f s", rounds, slowest)


def _long_document(megabytes: float) -> str:
    """A terms page of so many megabytes; no two of its paragraphs are equal."""
    parts: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        number = len(parts)
        sentences = " ".join(
            f"We share your address with Partner {number * 10 + one} Inc. for {one + 1} days, and "
            f"you may object by writing to privacy-{number}@larkfield.example before that."
            for one in range(8)
        )
        part = f"<h2>{number}. Partners of group {number}</h2><p>{sentences}</p>"
        parts.append(part)
        size += len(part)
    return f"<html lang='en'><body><main><h1>Terms</h1>{''.join(parts)}</main></body></html>"


@pytest.mark.soak
def test_a_document_of_many_megabytes_does_not_hold_up_a_stop(tmp_path: Path, site: Site) -> None:
    installation = Installation(tmp_path, site, sources=1)
    site.page("/0", _long_document(9.8), content_type=HTML)
    installation.make_due()
    daemon = installation.start("run")
    deadline = time.monotonic() + 240
    while not _versions(installation.database):
        assert daemon.poll() is None, installation.said("run")
        assert time.monotonic() < deadline, installation.said("run")
        with pytest.raises(subprocess.TimeoutExpired):
            daemon.wait(0.5)
    taken = _stop(daemon)
    assert taken < IN_TIME_SECONDS
    logger.info("stopped after %.1f s; %s", taken, installation.said("run"))
    assert daemon.returncode == 0
    with open_readonly(installation.database) as db:
        assert db.rows("PRAGMA integrity_check")[0][0] == "ok"
        assert db.rows("SELECT count(*) FROM versions")[0][0] == 1


def _versions(database: Path) -> int:
    with open_readonly(database) as db:
        return int(db.rows("SELECT count(*) FROM versions")[0][0])
