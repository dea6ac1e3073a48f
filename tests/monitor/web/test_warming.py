"""Before it listens, a server has done once what first answers would have waited for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.policies import NOW

from monitor.web.app import make_app
from monitor.web.settings import WebSettings
from monitor.web.warming import warm_up

_FIRST_COMPARISON = """
import sys
from pathlib import Path
from datetime import datetime, UTC
from monitor.web.app import make_app
from monitor.web.comparing import Comparer
from monitor.web.settings import WebSettings
from monitor.web.warming import warm_up
from storage.database import open_readonly
from storage.sources import resolve_source
from storage.versions import find_version

folder = Path(sys.argv[1])
settings = WebSettings(
    database=folder / "clausewatch.db", watchlist=folder / "watchlist.toml", token=None,
    public_url=None, authority="watch@example.org", clock=lambda: datetime.now(UTC),
)
warm_up(make_app(settings), settings)
before = set(sys.modules)
assert "pydantic" in before  # an alert's page reads the watchlist
with open_readonly(settings.database) as db:
    source = resolve_source(db, "marl/privacy-policy")
    versions = [find_version(db, source.id, number) for number in (1, 3)]
    recorded, change = Comparer(settings.watchlist).compare(db, source, *versions)
assert not recorded and change["clause_changes"]
print(*(set(sys.modules) - before))
"""


def settings_of(folder: Path, token: str | None = None, url: str | None = None) -> WebSettings:
    return WebSettings(
        database=folder / "clausewatch.db",
        watchlist=folder / "watchlist.toml",
        token=token,
        public_url=url,
        authority="watch@example.org",
        clock=lambda: NOW,
    )


@pytest.mark.parametrize(
    ("token", "url"),
    [
        pytest.param(None, None, id="open"),
        pytest.param("a-token-of-many-letters", None, id="for who has the token"),
        pytest.param("a-token-of-many-letters", "https://watch.example.org", id="behind a proxy"),
    ],
)
def test_the_first_page_is_made_whoever_may_read_it(
    published: Path, token: str | None, url: str | None
) -> None:
    settings = settings_of(published, token, url)
    assert warm_up(make_app(settings), settings) == 200


def test_a_page_that_cannot_be_made_keeps_no_server_from_starting(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert warm_up(make_app(settings), settings) == 503


def test_the_first_comparison_has_nothing_to_import(published: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _FIRST_COMPARISON, str(published)],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == []
