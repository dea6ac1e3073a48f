"""Politeness, read from the log of the servers that were asked.

Hosts have invented names, since hosts of this machine by their very address need no delay; the
names lead to 127.0.0.0/8 (tests/support/fake_dns).
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import pstdev

import pytest
from support.canary import give_names
from support.pages import policy
from support.site import Reply, Site

from crawler.hosts import Hosts, host_of, resting_hosts
from crawler.intake import record_failure
from crawler.verdicts import Refused
from monitor.scheduler import next_check_at
from storage.database import open_database
from storage.fetches import Fetch
from storage.model import Outcome, RunKind, SourceRules
from storage.runs import start_run
from storage.sources import Source, list_sources
from storage.times import from_text, to_text

from .conftest import Watch

pytestmark = pytest.mark.xdist_group("politeness_log")

DELAY_SECONDS = 0.25
PATIENT = 30.0  # seconds: no server here keeps anybody waiting, a busy machine does
AGENT = "clausewatch/0.1 (+watch@example.org)"
BUDGET = 8  # requests of a host; only one of them has more pages than that
NAMES = (
    *("plain", "delayed", "limited", "limited-shortly", "busy", "denied", "unreadable", "dotted"),
    "large",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    fetches: dict[str, Fetch]
    sites: dict[str, Site]

    def gaps(self, name: str) -> list[float]:
        times = [asked.at for asked in self.sites[name].log]
        return [later - earlier for earlier, later in itertools.pairwise(times)]


def robots(text: str) -> Reply:
    return Reply(headers=(("Content-Type", "text/plain"),), body=text.encode())


def limit(status: int, wait: str) -> Reply:
    return Reply(status=status, headers=(("Retry-After", wait),))


def behave(sites: dict[str, Site]) -> None:
    for name, site in sites.items():
        for number in range(4):
            site.page(f"/{number}", policy(extra=f"Part {number} of {name}."))
    sites["delayed"].behave("/robots.txt", robots("User-agent: *\nCrawl-delay: 0.6\n"))
    for number in range(4):  # which of a host's pages is asked for first is left to chance
        sites["limited"].behave(f"/{number}", limit(429, "120"))
        sites["busy"].behave(f"/{number}", limit(503, "60"))
    sites["limited-shortly"].behave("/0", limit(429, "1"))
    for number in range(4, 10):
        sites["large"].page(f"/{number}", policy(extra=f"Part {number} of large."))
    rules = "User-agent: *\nDisallow: /\nAllow: /2\nDisallow: /2x\n"
    sites["denied"].behave("/robots.txt", robots(rules))
    sites["unreadable"].behave("/robots.txt", Reply(status=500))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("politeness")
    sites = {
        name: Site(host=f"127.0.8.{number}", name=f"{name}.example")
        for number, name in enumerate(NAMES, 1)
    }
    watch = Watch(folder)
    behave(sites)
    for number in range(4):
        for name, site in sites.items():
            dot = name == "dotted" and number % 2
            origin = site.origin.replace(".example", ".example.") if dot else site.origin
            watch.add(f"{name}-{number}/page", f"{origin}/{number}")
    for number in range(4, 10):
        watch.add(f"large-{number}/page", sites["large"].url(f"/{number}"))
    with pytest.MonkeyPatch.context() as patch:
        answers = {f"{n}.example": [[f"127.0.8.{number}"]] for number, n in enumerate(NAMES, 1)}
        give_names(patch, folder, answers)
        fetches = watch.crawl(
            delay_seconds=DELAY_SECONDS, timeout_seconds=PATIENT, host_budget=BUDGET
        )
        yield Crawled(fetches=fetches, sites=sites)
    for site in sites.values():
        site.close()


@pytest.mark.parametrize("name", [*NAMES])
def test_the_delay_is_kept_between_any_two_requests(crawled: Crawled, name: str) -> None:
    """robots.txt, pages and second tries alike, and whatever the name is spelled like."""
    assert min(crawled.gaps(name), default=1.0) > DELAY_SECONDS - 0.01


def test_a_longer_crawl_delay_wins(crawled: Crawled) -> None:
    gaps = crawled.gaps("delayed")
    assert len(gaps) == 4
    assert min(gaps) > 0.59


def test_hosts_do_not_wait_for_each_other(crawled: Crawled) -> None:
    begun = [min(asked.at for asked in site.log) for site in crawled.sites.values()]
    assert max(begun) - min(begun) < 1


@pytest.mark.parametrize("name", ["limited", "busy"])
def test_a_host_that_asks_for_less_gets_nothing_more(crawled: Crawled, name: str) -> None:
    first, *pages = [request.path for request in crawled.sites[name].log]
    assert (first, len(pages)) == ("/robots.txt", 1)
    outcomes = {crawled.fetches[f"{name}-{number}/page"].outcome for number in range(4)}
    assert outcomes == {Outcome.RATE_LIMITED}


def test_its_other_pages_wait_as_long(crawled: Crawled) -> None:
    found = [crawled.fetches[f"limited-{number}/page"] for number in range(4)]
    waits = [fetch.retry_after_seconds or 0 for fetch in found]
    assert max(waits) == 120
    assert min(waits) > 100
    assert sum("left alone" in (fetch.reason or "") for fetch in found) == 3


def test_a_short_while_is_waited_for(crawled: Crawled) -> None:
    site = crawled.sites["limited-shortly"]
    limited = site.asked("/0")[0]
    following = next(asked for asked in site.log if asked.at > limited.at)
    assert following.at - limited.at > 0.99
    assert crawled.fetches["limited-shortly-1/page"].outcome is Outcome.NEW_VERSION


def test_the_longest_rule_of_robots_decides(crawled: Crawled) -> None:
    assert [asked.path for asked in crawled.sites["denied"].log] == ["/robots.txt", "/2"]


def test_a_host_without_readable_rules_is_left_alone(crawled: Crawled) -> None:
    asked = [request.path for request in crawled.sites["unreadable"].log]
    assert asked == ["/robots.txt", "/robots.txt"]


def test_the_delay_is_kept_between_two_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_names(monkeypatch, tmp_path, {"again.example": [["127.0.8.77"]]})
    watch = Watch(tmp_path)
    with Site(host="127.0.8.77", name="again.example") as site:
        site.page("/0", policy())
        watch.add("again/page", site.url("/0"))
        for _ in range(2):
            watch.crawl(delay_seconds=2.5, timeout_seconds=PATIENT)
        times = [asked.at for asked in site.log]
    assert len(times) == 4
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) > 2.49


def test_every_request_says_who_asks(crawled: Crawled) -> None:
    agents = {asked.headers["user-agent"] for site in crawled.sites.values() for asked in site.log}
    assert agents == {AGENT}


def test_a_dot_makes_no_second_host(crawled: Crawled) -> None:
    pages = [asked for asked in crawled.sites["dotted"].log if asked.path != "/robots.txt"]
    assert len(pages) == 4


def test_a_host_gets_no_more_than_its_budget(crawled: Crawled) -> None:
    assert len(crawled.sites["large"].log) == BUDGET
    outcomes = [crawled.fetches[f"large-{number}/page"].outcome for number in range(10)]
    assert outcomes.count(Outcome.NEW_VERSION) == BUDGET - 1
    assert outcomes.count(Outcome.INTERRUPTED) == 10 - (BUDGET - 1)
    others = {len(site.log) < BUDGET for name, site in crawled.sites.items() if name != "large"}
    assert others == {True}


# Between runs

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


def limited_watch(folder: Path) -> Watch:
    watch = Watch(folder)
    watch.add("one/page", "https://Example.org./a")
    watch.add("two/page", "https://other.example/a")
    run_id = watch.plan()
    with open_database(watch.path) as db, db.transaction():
        one, two = list_sources(db)
        for source, wait in ((one, 3600), (two, 60)):
            heard = to_text(NOW - timedelta(minutes=10))
            record_failure(
                db,
                Fetch(
                    run_id=run_id,
                    source_id=source.id,
                    started_at=heard,
                    finished_at=heard,
                    outcome=Outcome.RATE_LIMITED,
                    reason="429",
                    retry_after_seconds=wait,
                ),
            )
    return watch


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (RunKind.SCHEDULED, {"example.org": 3000.0}),
        (RunKind.CONFIRM, {"example.org": 3000.0}),
        (RunKind.CHECK, {}),
    ],
    ids=str,
)
def test_the_clock_remembers_what_a_host_asked_for(
    tmp_path: Path, kind: RunKind, expected: dict[str, float]
) -> None:
    watch = limited_watch(tmp_path)
    with open_database(watch.path) as db:
        with db.transaction():
            run_id = start_run(db, kind, [], now=to_text(NOW))
        assert resting_hosts(db, run_id, now=NOW) == expected


def test_what_an_earlier_run_heard_holds_in_the_next() -> None:
    hosts = Hosts(budget=10, resting={"example.org": 3000.0})
    with pytest.raises(Refused) as caught:
        asyncio.run(hosts.admit("example.org"))
    assert caught.value.outcome is Outcome.RATE_LIMITED
    assert caught.value.retry_after_seconds == 3000
    asyncio.run(hosts.admit("other.example"))


def test_a_limit_without_a_time_holds_for_the_run() -> None:
    hosts = Hosts(budget=10)
    hosts.hear("example.org", 429, None, NOW)
    with pytest.raises(Refused) as caught:
        asyncio.run(hosts.admit("example.org"))
    assert caught.value.retry_after_seconds is None


@pytest.mark.parametrize("status", [200, 404, 500, 503])
def test_other_answers_ask_for_nothing(status: int) -> None:
    hosts = Hosts(budget=10)
    hosts.hear("example.org", status, None, NOW)
    asyncio.run(hosts.admit("example.org"))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Example.ORG/a", "example.org"),
        ("http://example.org.:8080/", "example.org"),
        ("http://[::1]/", "::1"),
        ("http://[nonsense", ""),
    ],
)
def test_hosts_are_told_apart_by_name(url: str, host: str) -> None:
    assert host_of(url) == host


# When the next look is due; pure


def source(key: str, **changes: object) -> Source:
    values = dict.fromkeys(Source.__slots__) | {
        "id": 1,
        "key": key,
        "every_seconds": 86_400,
        "bad_fetches": 0,
        "rules": SourceRules(),
    }
    return Source(**(values | changes))  # type: ignore[arg-type]


def wait_of(subject: Source, fetch: Fetch | None = None) -> float:
    return (from_text(next_check_at(subject, fetch, now=NOW)) - NOW).total_seconds()


def test_sources_added_together_do_not_stay_together() -> None:
    waits = [wait_of(source(f"service-{number}/policy")) for number in range(1000)]
    assert 0.95 * 86_400 <= min(waits) < max(waits) <= 1.05 * 86_400
    assert pstdev(waits) > 0.02 * 86_400
    per_minute = [int(wait // 60) for wait in waits]
    assert max(map(per_minute.count, set(per_minute))) < 40


def test_a_failing_source_is_asked_less_and_less() -> None:
    waits = [wait_of(source("a/b", every_seconds=3600, bad_fetches=n)) for n in range(12)]
    assert waits == sorted(waits)
    assert waits[2] == pytest.approx(2 * waits[1])
    assert max(waits) == pytest.approx(32 * waits[0])


@pytest.mark.parametrize("seconds", [60, 86_399, 3 * 86_400])
def test_retry_after_is_the_least_wait(seconds: int) -> None:
    fetch = Fetch(
        run_id=1,
        source_id=1,
        started_at=to_text(NOW),
        finished_at=to_text(NOW),
        outcome=Outcome.RATE_LIMITED,
        reason=None,
        retry_after_seconds=seconds,
    )
    assert wait_of(source("a/b", every_seconds=300), fetch) >= max(seconds, 285)


def test_a_visit_that_was_begun_is_ended_before_others_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A redirect does not wait until each of many hosts had its turn."""
    watch = Watch(tmp_path)
    hosts = [f"host-{number:02}.example" for number in range(60)]
    give_names(monkeypatch, tmp_path, {host: [["127.0.8.20"]] for host in hosts})
    with Site(host="127.0.8.20") as site:
        site.page("/page", policy())
        site.redirect("/old", "/page")
        for number, host in enumerate(hosts):
            path = "/old" if number == 0 else "/page"
            watch.add(f"{host}/page", f"http://{host}:{site.port}{path}")
        watch.crawl(timeout_seconds=PATIENT)
        order = [(asked.headers["host"].partition(":")[0], asked.path) for asked in site.log]
    assert len(order) == 2 * len(hosts) + 1
    assert order.index((hosts[0], "/page")) < 60
