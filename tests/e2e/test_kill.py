"""``kill -9`` at any instant: nothing recorded is lost or doubled, and nobody is left untold."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.installation import Installation, family, kill
from support.site import Site
from support.wholeness import assert_sound

from storage.database import open_readonly

_UNTIL = {"check": 2.5, "run": 3.5}  # seconds; by then most have done all they had to do


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def _interrupt(installation: Installation, command: str, chance: random.Random) -> None:
    """Kill the command, its crawling process, or both; what was orphaned meets the next round."""
    process = installation.start(command)
    try:
        process.wait(chance.uniform(0.2, _UNTIL[command]))
    except subprocess.TimeoutExpired:
        whole_family = family(process.pid)
        victims = chance.choice((whole_family[:1], whole_family[1:], whole_family))
        kill(victims)
    kill([process.pid])
    process.wait()


@pytest.mark.parametrize(
    ("rounds", "seed"),
    [
        pytest.param(2, 1, id="2"),
        pytest.param(250, 2, id="250", marks=pytest.mark.soak),
        pytest.param(250, 3, id="250-more", marks=pytest.mark.soak),
    ],
)
def test_what_was_killed_is_made_whole_by_the_next(
    tmp_path: Path, site: Site, rounds: int, seed: int
) -> None:
    chance = random.Random(seed)
    installation = Installation(tmp_path, site)
    for edition in range(1, rounds + 1):
        installation.publish(edition)
        installation.make_due()
        _interrupt(installation, ("check", "run")[edition % 2], chance)
        with open_readonly(installation.database) as db:
            assert_sound(db)
    installation.see_through()
    installation.assert_whole()
