"""``kill -9`` around a batch: whenever it dies, what was gathered is told once, in one message."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.installation import LONG_AGO, Installation, family, kill
from support.secrets import HOOK_PATH
from support.site import Site
from support.wholeness import assert_sound

from storage.database import open_database, open_readonly


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """Of four changes, told in batches."""
    with Site() as site:
        installation = Installation(tmp_path, site)
        watchlist = tmp_path / "watchlist.toml"
        text = watchlist.read_text("utf-8")
        watchlist.write_text(text.replace('to = ["hook"]', 'to = ["hook"]\nwhen = "batch"'))
        yield installation


def end_windows(installation: Installation) -> None:
    """As if the time of everything that waits had come."""
    with open_database(installation.database) as db, db.transaction():
        db.execute(
            "UPDATE deliveries SET next_attempt_at = ? WHERE next_attempt_at > ?",
            (LONG_AGO, LONG_AGO),
        )


def told(installation: Installation) -> dict[str, list[tuple[str, int]]]:
    """Message id -> the versions that it told, over all that the receiver got."""
    messages: dict[str, list[tuple[str, int]]] = {}
    for asked in installation.site.asked(HOOK_PATH):
        sent = json.loads(asked.body)
        entries: list[dict[str, Any]] = sent["data"].get("entries", [sent["data"]])
        versions = sorted((entry["source"]["key"], entry["version"]) for entry in entries)
        known = messages.setdefault(asked.headers["webhook-id"], versions)
        assert known == versions, "one id, two messages"
    return messages


@pytest.mark.parametrize(
    ("rounds", "seed"),
    [
        pytest.param(2, 4, id="2"),
        pytest.param(100, 5, id="100", marks=pytest.mark.soak),
    ],
)
def test_each_change_is_told_once_whatever_is_killed(
    installation: Installation, rounds: int, seed: int
) -> None:
    chance = random.Random(seed)
    for edition in range(1, rounds + 1):
        installation.publish(edition)
        installation.make_due()
        if installation.database.exists():
            end_windows(installation)
        process = installation.start(("check", "run")[edition % 2])
        try:
            process.wait(chance.uniform(0.5, 3.5))
        except subprocess.TimeoutExpired:
            kill(family(process.pid))
        process.wait()
    for _ in range(2):
        end_windows(installation)
        installation.see_through()
    with open_readonly(installation.database) as db:
        assert_sound(db)
        owed = db.rows(
            "SELECT sources.key, versions.number FROM alerts "
            "JOIN versions ON versions.id = version_id "
            "JOIN sources ON sources.id = versions.source_id "
            "WHERE change_id IS NOT NULL AND alerts.state = 'delivered' "
            "ORDER BY sources.key, versions.number"
        )
        assert db.rows("SELECT id FROM alerts WHERE state IN ('pending', 'dead')") == []
    messages = told(installation)
    once = sorted(version for versions in messages.values() for version in versions)
    assert once == [tuple(row) for row in owed]
