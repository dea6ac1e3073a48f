"""Which visits are rendered, and what becomes of those that cannot be. No browser is started."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.pages import policy
from support.site import Site

from crawler.intake import Received, assess, record_page
from crawler.planning import plan_visits
from crawler.rendering.evidence import MARK
from crawler.visit import Rendering
from storage.database import open_database
from storage.fetches import Fetch
from storage.model import Outcome, RunKind, SourceRules
from storage.runs import start_run
from storage.sources import SourceDefinition, add_source, list_sources, sync_sources
from storage.times import from_text

from .conftest import Watch

NOWHERE = "/nonexistent/chromium"
NOW = "2026-03-05T14:07:09.000000Z"
SHELL = "<title>Orchard</title><div id=root></div><script src=/app.js></script>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """One crawl of everything, on a machine without a browser."""

    watch: Watch
    unrendered: Site  # where a page is that may be read in a browser only
    fetches: dict[str, Fetch]

    def __call__(self, name: str) -> tuple[Outcome, str]:
        fetch = self.fetches[f"{name}/page"]
        return fetch.outcome, fetch.reason or ""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    watch = Watch(tmp_path_factory.mktemp("decisions"))
    pages: dict[str, tuple[str, SourceRules]] = {
        "shell": (SHELL, SourceRules()),
        "page": (policy(), SourceRules()),
        "wanted": (policy(), SourceRules(js=True)),
        "never": (SHELL, SourceRules(js=False)),
        "liar": (policy(extra="You may object in writing."), SourceRules()),
    }
    with Site() as site, Site(host="127.0.2.1") as other:
        for name, (page, rules) in pages.items():
            at = other if name == "wanted" else site
            at.page(f"/{name}", page, headers={MARK: "chromium/9"} if name == "liar" else None)
            watch.add(f"{name}/page", at.url(f"/{name}"), rules=rules)
        yield Crawled(watch=watch, unrendered=other, fetches=watch.crawl(chromium=NOWHERE))


def test_a_shell_without_a_browser_is_suspect_and_says_what_it_needs(crawled: Crawled) -> None:
    outcome, reason = crawled("shell")
    assert outcome is Outcome.SUSPECT
    assert reason.startswith("empty_shell: it needs a browser")
    assert crawled.fetches["shell/page"].body_digest


def test_a_page_that_needs_no_browser_never_misses_one(crawled: Crawled) -> None:
    assert crawled("page") == (Outcome.NEW_VERSION, "")


def test_where_the_watchlist_wants_a_browser_plain_http_is_no_substitute(crawled: Crawled) -> None:
    outcome, reason = crawled("wanted")
    assert outcome is Outcome.SUSPECT
    assert reason.startswith("no_browser: it needs a browser")
    assert crawled.unrendered.log == []


def test_where_the_watchlist_wants_none_a_shell_is_just_that(crawled: Crawled) -> None:
    assert crawled("never") == (Outcome.SUSPECT, "empty_shell")


def test_a_server_does_not_get_to_say_that_its_page_was_rendered(crawled: Crawled) -> None:
    assert crawled("liar")[0] is Outcome.NEW_VERSION
    watch = crawled.watch
    visits = plan_visits(watch.path, watch.plan(), seconds_each=1.0, now=from_text(NOW))
    (visit,) = [visit for visit in visits if visit.url.endswith("/liar")]
    assert visit.rendering is Rendering.IF_SHELL


def plan(folder: Path, js: object, headers: tuple[tuple[str, str], ...]) -> tuple[Rendering, bool]:
    """The next visit of a source whose current version came with ``headers``.

    How it is rendered, and whether it is conditional.
    """
    path = folder / "clausewatch.db"
    definition = SourceDefinition(
        key="orchard/privacy",
        service="Orchard",
        service_slug="orchard",
        terms_type="Privacy Policy",
        url="https://orchard.example/privacy",
        rules=SourceRules(js=js),  # type: ignore[arg-type]
    )
    with open_database(path) as db, db.transaction():
        add_source(db, definition, now=NOW)
        (source,) = list_sources(db)
        received = Received(
            run_id=start_run(db, RunKind.CHECK, [source.id], now=NOW),
            started_at=NOW,
            finished_at=NOW,
            url=source.url,
            http_status=200,
            headers=(("Content-Type", "text/html"), *headers),
            body=policy().encode(),
        )
        assert record_page(db, assess(source, received)).outcome is Outcome.NEW_VERSION
        run_id = start_run(db, RunKind.CHECK, [source.id], now=NOW)
    (visit,) = plan_visits(path, run_id, seconds_each=1.0, now=from_text(NOW))
    return visit.rendering, visit.validators is not None


RENDERED = ((MARK, "chromium/156"),)
DATED = (("ETag", '"1"'),)


@pytest.mark.parametrize(
    ("js", "headers", "wanted"),
    [
        ("auto", (), (Rendering.IF_SHELL, False)),
        ("auto", DATED, (Rendering.IF_SHELL, True)),
        ("auto", RENDERED, (Rendering.ALWAYS, False)),
        (False, RENDERED, (Rendering.NEVER, False)),
        (False, DATED, (Rendering.NEVER, True)),
        (True, DATED, (Rendering.ALWAYS, False)),
    ],
    ids=["plain", "validators", "remembered", "never", "never, validators", "always"],
)
def test_what_was_rendered_is_rendered_again_at_once_and_unconditionally(
    tmp_path: Path, js: object, headers: tuple[tuple[str, str], ...], wanted: tuple[Rendering, bool]
) -> None:
    assert plan(tmp_path, js, headers) == wanted


@pytest.mark.parametrize(
    ("before", "after", "is_read_again"),
    [("auto", False, False), (False, "auto", False), ("auto", True, True), (True, False, True)],
    ids=str,
)
def test_only_always_rendering_is_another_way_of_reading(
    tmp_path: Path, before: object, after: object, is_read_again: bool
) -> None:
    digests = []
    with open_database(tmp_path / "clausewatch.db") as db:
        for js in (before, after):
            definition = SourceDefinition(
                key="orchard/privacy",
                service="Orchard",
                service_slug="orchard",
                terms_type="Privacy Policy",
                url="https://orchard.example/privacy",
                rules=SourceRules(js=js),  # type: ignore[arg-type]
            )
            with db.transaction():
                sync_sources(db, [definition], now=NOW)
            (source,) = list_sources(db)
            assert source.rules.js == js
            digests.append(source.rules_digest)
    assert (digests[0] != digests[1]) is is_read_again
