"""A server that says "not modified" is believed for about a week."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from support.pages import policy
from support.site import Asked, Behaviour, Reply, Site

from storage.database import open_database
from storage.model import Outcome
from storage.sources import resolve_source
from storage.times import to_text, utc_now

from .conftest import Watch

DAYS = (0, 5, 9)


def _lies(text: str) -> Reply:
    return Reply(headers=(("Content-Type", "text/html"), ("ETag", '"1"')), body=text.encode())


def test_a_server_that_lies_is_found_out(tmp_path: Path) -> None:
    """Pages at it, told apart by the days since each was last seen whole."""
    shown = [_lies(policy(extra="We keep order data for 30 days."))]

    def answer(asked: Asked) -> Behaviour:
        return Reply(status=304) if "if-none-match" in asked.headers else shown[0]

    watch = Watch(tmp_path)

    def outcomes() -> list[Outcome]:
        fetches = watch.crawl()
        return [fetches[f"{days}/page"].outcome for days in DAYS]

    with Site() as site:
        for days in DAYS:
            site.script(f"/{days}", answer)
            watch.add(f"{days}/page", site.url(f"/{days}"))
        assert outcomes() == [Outcome.NEW_VERSION] * 3
        shown[0] = _lies(policy(extra="We keep order data for 24 months and sell it."))
        with open_database(watch.path) as db, db.transaction():
            for days in DAYS:
                then = to_text(utc_now() - timedelta(days=days))
                source = resolve_source(db, f"{days}/page")
                db.execute(
                    "UPDATE fetches SET started_at = ? WHERE source_id = ?", (then, source.id)
                )
        assert outcomes() == [Outcome.NOT_MODIFIED, Outcome.NOT_MODIFIED, Outcome.NEW_VERSION]
        assert outcomes() == [Outcome.NOT_MODIFIED] * 3, "and believed again"
