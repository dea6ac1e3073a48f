"""``kill -9`` at any instant: nothing recorded is lost or doubled, and nobody is left untold."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.pages import policy
from support.site import Site

from storage.database import Database, open_readonly

SOURCES = 4
DATES = "Last updated: {} March 2026. We keep order data for {} days."


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.page("/hook", "")
    yield site
    site.close()


def _publish(site: Site, edition: int) -> None:
    for number in range(SOURCES):
        extra = DATES.format(edition % 28 + 1, edition + 10)
        site.page(f"/{number}", policy(extra=extra))


def _watchlist(folder: Path, site: Site) -> None:
    lines = ["[clausewatch]", 'database = "x.db"', 'contact = "test@clausewatch.example"']
    lines.append('allow_private = ["127.0.0.0/8"]')
    for number in range(SOURCES):
        lines += ["[[source]]", f'service = "S{number}"', 'type = "Privacy Policy"']
        lines.append(f'url = "{site.url(f"/{number}")}"')
    lines += ["[[route]]", 'to = ["hook"]', "[[endpoint]]", 'name = "hook"']
    lines += ['kind = "webhook"', 'url = "env:HOOK"']
    (folder / "watchlist.toml").write_text("\n".join(lines), encoding="utf-8")


def _check(folder: Path, site: Site) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "monitor.cli", "check"],
        cwd=folder,
        env=os.environ | {"HOOK": site.url("/hook")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _check_and_kill(folder: Path, site: Site, after_seconds: float) -> None:
    process = _check(folder, site)
    try:
        process.communicate(timeout=after_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def _see_through(folder: Path, site: Site) -> None:
    process = _check(folder, site)
    _, complaint = process.communicate(timeout=120)
    assert process.returncode == 0, complaint.decode()


def _none(db: Database, sql: str) -> None:
    assert [tuple(row) for row in db.rows(sql)] == [], sql


def _nothing_is_wrong(folder: Path, site: Site) -> None:
    with open_readonly(folder / "x.db") as db:
        assert db.rows("PRAGMA integrity_check")[0][0] == "ok"
        _none(db, "PRAGMA foreign_key_check")
        _none(db, "SELECT id FROM runs WHERE state = 'running'")
        _none(
            db,
            "SELECT run_id, source_id FROM run_sources "
            "EXCEPT SELECT run_id, source_id FROM fetches",
        )
        _none(db, "SELECT run_id FROM fetches GROUP BY run_id, source_id HAVING count(*) <> 1")
        _none(
            db,
            "SELECT a.id FROM versions a JOIN versions b ON b.id = a.previous_version_id "
            "WHERE a.text_digest = b.text_digest OR a.number <> b.number + 1",
        )
        _none(
            db,
            "SELECT id FROM versions WHERE kind = 'update' "
            "AND id NOT IN (SELECT version_id FROM changes)",
        )
        _none(db, "SELECT id FROM changes WHERE id NOT IN (SELECT change_id FROM alerts)")
        _none(db, "SELECT id FROM alerts WHERE state <> 'delivered'")
        owed = {row["id"] for row in db.rows("SELECT id FROM deliveries")}
        alerts = db.rows("SELECT count(*) FROM alerts")[0][0]
    arrived = {asked.headers["webhook-id"] for asked in site.asked("/hook")}
    assert arrived == owed
    assert len(owed) == alerts
    told = {
        (data["source"]["key"], data["version"])
        for asked in site.asked("/hook")
        for data in [json.loads(asked.body)["data"]]
    }
    assert len(told) == alerts


@pytest.mark.parametrize(
    "rounds",
    [pytest.param(4, id="4"), pytest.param(150, id="150", marks=pytest.mark.soak)],
)
def test_a_killed_check_is_made_whole_by_the_next(tmp_path: Path, site: Site, rounds: int) -> None:
    chance = random.Random(rounds)
    _watchlist(tmp_path, site)
    _publish(site, 0)
    _see_through(tmp_path, site)
    for edition in range(1, rounds + 1):
        _publish(site, edition)
        _check_and_kill(tmp_path, site, chance.uniform(0.3, 2.5))
    _see_through(tmp_path, site)
    _nothing_is_wrong(tmp_path, site)
