"""Power cuts at any instant: nothing that was acknowledged is lost, nothing is half there.

What runs is the code of every stage: sources taken over, pages recorded in groups, compared,
alerts decided, webhooks sent. What the disk may hold after a cut is worked out by
:mod:`support.power`, and opened with the SQLite that clausewatch runs on.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.passes import Passes, write_watchlist
from support.power import Disk, recover
from support.secrets import HOOK_PATH
from support.site import Site
from support.wholeness import assert_whole

from storage.database import open_database, open_readonly
from storage.migrations import migrate


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with Site() as site:
        monkeypatch.setenv("HOOK", site.url(HOOK_PATH))
        yield site


@dataclass
class Losses:
    """Of so many cuts: how many left a broken file, and how many not the state that must stand."""

    cuts: int = 0
    corrupt: int = 0
    lost: int = 0


def _set_up(folder: Path) -> Path:
    disk_folder = folder / "disk"
    disk_folder.mkdir()
    open_database(disk_folder / "x.db").close()
    return disk_folder


def _work(disk: Disk, receiver: Site, *, editions: int, sources: int) -> None:
    passes = Passes(write_watchlist(disk.folder, sources=sources), disk.open, receiver)
    for edition in range(editions):
        assert passes.go(edition).problems == []
    assert len(receiver.asked(HOOK_PATH)) >= (editions - 1) // 2 * sources, "every stage took part"


def _cut(folder: Path, disk: Disk, count: int, chance: random.Random) -> Losses:
    losses = Losses(cuts=count)
    after = folder / "after"
    after.mkdir()
    for at, image in disk.cuts(count, chance):
        found = recover(after, image)
        losses.corrupt += not found.is_whole
        losses.lost += found.is_whole and found.fingerprint not in disk.states_at(at)
    return losses


@pytest.mark.parametrize(
    ("editions", "sources", "autocheckpoint", "cuts"),
    [
        pytest.param(2, 2, 8, 50, id="50"),
        pytest.param(12, 4, 1000, 1000, id="1000", marks=pytest.mark.soak),
        pytest.param(12, 4, 8, 1000, id="1000-small-log", marks=pytest.mark.soak),
    ],
)
def test_a_power_cut_loses_nothing_acknowledged(
    tmp_path: Path, receiver: Site, editions: int, sources: int, autocheckpoint: int, cuts: int
) -> None:
    disk = Disk(_set_up(tmp_path), autocheckpoint=autocheckpoint)
    _work(disk, receiver, editions=editions, sources=sources)
    losses = _cut(tmp_path, disk, cuts, random.Random(cuts))
    disk.close()
    assert losses == Losses(cuts=cuts)


@pytest.mark.parametrize(
    ("synchronous", "corrupts"),
    [pytest.param("NORMAL", False, id="normal"), pytest.param("OFF", True, id="off")],
)
def test_without_full_synchronisation_commits_are_lost(
    tmp_path: Path, receiver: Site, synchronous: str, corrupts: bool
) -> None:
    """The control: these cuts can hurt, and it is FULL that keeps them from it."""
    disk = Disk(_set_up(tmp_path), synchronous=synchronous)
    _work(disk, receiver, editions=2, sources=1)
    losses = _cut(tmp_path, disk, 30, random.Random(30))
    disk.close()
    assert losses.lost + losses.corrupt > 10
    assert (losses.corrupt > 0) is corrupts


@pytest.mark.parametrize(
    "cuts", [pytest.param(20, id="20"), pytest.param(200, id="200", marks=pytest.mark.soak)]
)
def test_a_first_start_that_lost_power_is_taken_up_again(tmp_path: Path, cuts: int) -> None:
    folder, after = tmp_path / "disk", tmp_path / "after"
    folder.mkdir()
    after.mkdir()
    disk = Disk(folder)
    with disk.open(folder / "x.db") as db:
        migrate(db.connection)
    for at, image in disk.cuts(cuts, random.Random(cuts)):
        found = recover(after, image)
        assert found.is_whole
        assert found.fingerprint in disk.states_at(at)
        with open_database(after / "x.db") as db:
            assert db.rows("PRAGMA integrity_check")[0][0] == "ok"
            assert db.rows("SELECT count(*) FROM sources")[0][0] == 0
    disk.close()


@pytest.mark.parametrize(
    "cuts", [pytest.param(3, id="3"), pytest.param(60, id="60", marks=pytest.mark.soak)]
)
def test_the_next_pass_makes_whole_what_a_power_cut_left(
    tmp_path: Path, receiver: Site, cuts: int
) -> None:
    disk = Disk(_set_up(tmp_path), autocheckpoint=16)
    _work(disk, receiver, editions=3, sources=2)
    told = receiver.asked(HOOK_PATH)
    after = tmp_path / "after"
    after.mkdir()
    for _, image in disk.cuts(cuts, random.Random(cuts)):
        recover(after, image)
        before = len(receiver.asked(HOOK_PATH))
        passes = Passes(write_watchlist(after, sources=2), open_database, receiver)
        passes.clock.forward(days=30)
        assert passes.go(4).problems == []
        with open_readonly(after / "x.db") as db:
            known = {row["id"] for row in db.rows("SELECT id FROM deliveries")}
        earlier = [asked for asked in told if asked.headers["webhook-id"] in known]
        assert_whole(after / "x.db", [*earlier, *receiver.asked(HOOK_PATH)[before:]])
    disk.close()
