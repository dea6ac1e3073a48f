"""A server that says "not modified" is believed for about a week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.pages import policy
from support.site import Asked, Behaviour, Reply, Site

from storage.database import open_database
from storage.model import Outcome
from storage.times import to_text, utc_now

from .conftest import Watch


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def _lies(text: str) -> Reply:
    return Reply(headers=(("Content-Type", "text/html"), ("ETag", '"1"')), body=text.encode())


def test_a_server_that_lies_is_found_out(tmp_path: Path, site: Site) -> None:
    shown = [_lies(policy(extra="We keep order data for 30 days."))]

    def answer(asked: Asked) -> Behaviour:
        return Reply(status=304) if "if-none-match" in asked.headers else shown[0]

    site.script("/page", answer)
    watch = Watch(tmp_path)
    watch.add("acme/page", site.url("/page"))
    assert watch.crawl()["acme/page"].outcome is Outcome.NEW_VERSION
    shown[0] = _lies(policy(extra="We keep order data for 24 months and sell it."))
    assert watch.crawl()["acme/page"].outcome is Outcome.NOT_MODIFIED
    for days, expected in ((5, Outcome.NOT_MODIFIED), (9, Outcome.NEW_VERSION)):
        then = to_text(utc_now() - timedelta(days=days))
        with open_database(watch.path) as db, db.transaction():
            db.execute("UPDATE fetches SET started_at = ? WHERE outcome = 'new_version'", (then,))
        assert watch.crawl()["acme/page"].outcome is expected
    assert watch.crawl()["acme/page"].outcome is Outcome.NOT_MODIFIED, "and believed again"
