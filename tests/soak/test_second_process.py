"""Commands side by side on one database: each page once at a time, each alert once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.installation import Installation
from support.secrets import HOOK_PATH
from support.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.mark.parametrize(
    "rounds", [pytest.param(1, id="1"), pytest.param(20, id="20", marks=pytest.mark.soak)]
)
def test_a_daemon_and_a_check_share_a_database(tmp_path: Path, site: Site, rounds: int) -> None:
    installation = Installation(tmp_path, site, sources=2)
    for edition in range(rounds):
        installation.publish(edition)
        installation.make_due()
        daemon, check = installation.start("run"), installation.start("check")
        assert check.wait(120) == 0, installation.said("check")
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(30) in (0, -signal.SIGTERM), installation.said("run")
        assert "Traceback" not in installation.said("run") + installation.said("check")
    installation.publish(rounds)
    installation.see_through()
    installation.assert_whole()
    assert len(site.asked(HOOK_PATH)) == 2 * rounds
