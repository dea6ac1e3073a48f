"""What a second look costs and finds: validators, equal bytes, languages, shared URLs.

Four rounds over the same sources, each by a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from support.pages import policy
from support.site import Reply, Site

from storage.database import open_database
from storage.fetches import Fetch
from storage.model import Outcome, SourceRules
from storage.sources import resolve_source
from storage.versions import current_version

from .conftest import Watch

DATE = "Tue, 03 Feb 2026 08:00:00 GMT"
ETAG = 'W/"v1-gzip; \xe9"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """Fetches by name of the source, one mapping per round."""

    watch: Watch
    site: Site
    six: Site
    named: Site
    fetches: tuple[dict[str, Fetch], ...]

    def outcomes(self, name: str) -> list[Outcome]:
        return [fetches[f"{name}/page"].outcome for fetches in self.fetches]

    def sent(self, path: str, header: str) -> list[str | None]:
        return [asked.headers.get(header) for asked in self.site.asked(path)]


def first_edition(site: Site, watch: Watch) -> None:
    site.page("/etag", policy(), etag=ETAG)
    site.page("/dated", policy("ar"), last_modified=DATE)
    site.page("/plain", policy("he"))
    site.page("/words", policy())
    site.page("/rules", policy(), etag='"1"')
    site.redirect("/old", "/new")
    site.page("/new", policy(), etag='"1"')
    faults = iter([Reply(status=502)])
    fine = Reply(headers=(("Content-Type", "text/html"),), body=policy().encode())
    site.script("/fault", lambda _: next(faults, fine))
    for name in ("etag", "dated", "plain", "words", "rules", "old", "fault"):
        watch.add(f"{name}/page", site.url(f"/{name}"))
    watch.add("twin/page", site.url("/plain#part-2"), language="ar", region="SA")


def second_edition(site: Site, watch: Watch) -> None:
    site.page("/words", policy(extra="We may sell your address to advertisers."))
    watch.add("rules/page", site.url("/rules"), rules=SourceRules(remove=("h2",)))


def third_edition(site: Site) -> None:
    site.redirect("/old", "/elsewhere")
    site.page("/elsewhere", policy(extra="You may object in writing."), etag='"1"')


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rounds]:
    watch = Watch(tmp_path_factory.mktemp("rounds"))
    with Site() as site, Site(host="::1") as six, Site(name="localhost") as named:
        for name, other in (("six", six), ("named", named)):
            other.page("/page", policy())
            watch.add(f"{name}/page", other.url("/page"))
        first_edition(site, watch)
        first = watch.crawl()
        second_edition(site, watch)
        second = watch.crawl()
        third_edition(site)
        third = watch.crawl(allow_private=("127.0.0.0/8",))
        fourth = watch.crawl(allow_private=())
        fetches = (first, second, third, fourth)
        yield Rounds(watch=watch, site=site, six=six, named=named, fetches=fetches)


def test_the_first_round_reads_everything(rounds: Rounds) -> None:
    assert {fetch.outcome for fetch in rounds.fetches[0].values()} == {Outcome.NEW_VERSION}


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("etag", Outcome.NOT_MODIFIED),
        ("dated", Outcome.NOT_MODIFIED),
        ("plain", Outcome.SAME_BODY),
        ("twin", Outcome.SAME_BODY),
        ("words", Outcome.NEW_VERSION),
        ("old", Outcome.NOT_MODIFIED),
    ],
)
def test_the_second_round_says_how_little_changed(
    rounds: Rounds, name: str, outcome: Outcome
) -> None:
    assert rounds.outcomes(name)[1] is outcome


def test_validators_go_back_word_for_word(rounds: Rounds) -> None:
    assert rounds.sent("/etag", "if-none-match")[:2] == [None, ETAG]
    assert rounds.sent("/dated", "if-modified-since")[:2] == [None, DATE]


def test_a_304_is_recorded_with_its_status(rounds: Rounds) -> None:
    assert rounds.fetches[1]["etag/page"].http_status == 304


def test_changed_rules_ask_for_the_whole_page(rounds: Rounds) -> None:
    assert rounds.sent("/rules", "if-none-match")[:2] == [None, None]


def test_validators_belong_to_the_page_where_redirects_end(rounds: Rounds) -> None:
    """Another page with the same ETag must not pass for the old one."""
    assert set(rounds.sent("/old", "if-none-match")) == {None}
    assert rounds.sent("/elsewhere", "if-none-match") == [None]
    assert rounds.outcomes("old")[2] is Outcome.NEW_VERSION


def test_two_sources_with_one_url_are_both_fetched(rounds: Rounds) -> None:
    assert len(rounds.site.asked("/plain")) == 2 * 3  # three rounds reached it


def test_other_words_are_the_next_version(rounds: Rounds) -> None:
    with open_database(rounds.watch.path) as db:
        version = current_version(db, resolve_source(db, "words/page").id)
    assert version is not None
    assert version.number == 2


def test_a_page_in_the_language_of_its_source_is_asked_for(rounds: Rounds) -> None:
    languages = rounds.sent("/plain", "accept-language")[:2]
    assert sorted(filter(None, languages)) == ["ar-SA,ar;q=0.9,*;q=0.1", "en"]


def test_a_passing_fault_is_one_fetch(rounds: Rounds) -> None:
    assert len(rounds.site.asked("/fault")) == 1 + 3


def test_redirects_are_recorded_with_their_end(rounds: Rounds) -> None:
    assert rounds.fetches[0]["old/page"].final_url == rounds.site.url("/new")


@pytest.mark.parametrize(("name", "refused"), [("six", (2, 3)), ("named", (3,))])
def test_addresses_of_this_machine_are_guarded_in_every_form(
    rounds: Rounds, name: str, refused: tuple[int, ...]
) -> None:
    outcomes = rounds.outcomes(name)
    assert [number for number in range(4) if outcomes[number] is Outcome.ADDRESS_REFUSED] == list(
        refused
    )
    site = rounds.six if name == "six" else rounds.named
    assert len(site.asked("/page")) == 4 - len(refused)


def test_nothing_private_is_reached_unless_allowed(rounds: Rounds) -> None:
    assert {fetch.outcome for fetch in rounds.fetches[3].values()} == {Outcome.ADDRESS_REFUSED}
