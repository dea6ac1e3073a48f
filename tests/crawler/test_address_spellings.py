"""Whatever an address is called, and whenever a name changes its mind: the canary is not reached.

Real processes and sockets; only the system's resolver is stood in for, by tests/support/fake_dns.
127.0.2.0/24 is what the watchlist allows; the canary is at 127.0.0.1 and ::1, same port.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.canary import LOOPBACK, NAMES, SPELLINGS, Canary, give_names
from support.pages import policy
from support.site import Asked, Behaviour, Raw, Reply, Site

from crawler.addresses import policy_of
from monitor.alerts.client import WebhookClient
from monitor.alerts.model import RenderedRequest
from storage.fetches import Fetch
from storage.model import AttemptOutcome, EndpointKind, Outcome

from .conftest import Watch

pytestmark = pytest.mark.xdist_group("address_spellings")

ALLOWED = ("127.0.2.0/24",)
HERE, THERE = "127.0.2.1", "127.0.0.1"  # what a name may lead to, and what not
NOBODY = "127.0.2.9"
PAGE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
    + policy().encode()
)
NOW = datetime(2026, 3, 5, 14, 7, tzinfo=UTC)
Names = dict[str, list[list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A site that may be reached, with the canary at the same port."""

    site: Site
    canary: Canary

    def url(self, host: str, path: str = "/page") -> str:
        return f"http://{host}:{self.site.port}{path}"


def open_place(stack: ExitStack) -> Place:
    while True:
        site = stack.enter_context(Site(host=HERE))
        try:
            canary = stack.enter_context(Canary(site.port))
        except OSError:  # the port is taken there
            continue
        site.behave("/page", Raw([PAGE]))
        return Place(site=site, canary=canary)


@pytest.fixture
def place() -> Iterator[Place]:
    with ExitStack() as stack:
        yield open_place(stack)


def redirect_by_host(place: Place) -> None:
    """Hosts called robots-N have their robots.txt at the Nth spelling."""

    def serve(asked: Asked) -> Behaviour:
        name = asked.headers["host"].partition(".")[0]
        if not name.startswith("robots-"):
            return Reply(status=404)
        return _redirect(place.url(SPELLINGS[int(name[7:])], "/robots.txt"))

    place.site.script("/robots.txt", serve)


def _redirect(location: str) -> Reply:
    raw = location.encode().decode("latin-1")  # as servers send it
    return Reply(status=302, headers=(("Location", raw),))


WAYS = ("page", "redirect", "robots")


@pytest.fixture(scope="module")
def crawled(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[dict[str, Fetch], Place]]:
    folder = tmp_path_factory.mktemp("spellings")
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        place = open_place(stack)
        redirect_by_host(place)
        watch = Watch(folder)
        hosts = {f"robots-{n}.example": [[HERE]] for n in range(len(SPELLINGS))}
        give_names(patch, folder, NAMES | hosts)
        for number, spelling in enumerate(SPELLINGS):
            place.site.behave(f"/to-{number}", _redirect(place.url(spelling)))
            watch.add(f"page-{number}/x", place.url(spelling))
            watch.add(f"redirect-{number}/x", place.site.url(f"/to-{number}"))
            watch.add(f"robots-{number}/x", place.url(f"robots-{number}.example"))
        yield watch.crawl(allow_private=ALLOWED, timeout_seconds=5.0), place


def test_there_are_enough_spellings() -> None:
    assert len(set(SPELLINGS)) == len(SPELLINGS) > 100
    assert len(LOOPBACK) > 60


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", range(len(SPELLINGS)), ids=[ascii(s) for s in SPELLINGS])
def test_no_spelling_is_fetched(
    crawled: tuple[dict[str, Fetch], Place], way: str, number: int
) -> None:
    fetch = crawled[0][f"{way}-{number}/x"]
    refused = {Outcome.ADDRESS_REFUSED, Outcome.DNS_ERROR}
    if way == "redirect":
        refused |= {Outcome.REDIRECT_LOOP, Outcome.PROTOCOL_ERROR}  # to what is no URL, no header
    if way == "robots":
        refused |= {Outcome.NEW_VERSION, Outcome.PROTOCOL_ERROR}  # led to no URL: there are none
    assert fetch.outcome in refused, fetch


@pytest.mark.parametrize("way", WAYS)
def test_nearly_all_are_called_what_they_are(
    crawled: tuple[dict[str, Fetch], Place], way: str
) -> None:
    outcomes = [crawled[0][f"{way}-{number}/x"].outcome for number in range(len(SPELLINGS))]
    assert outcomes.count(Outcome.ADDRESS_REFUSED) > len(SPELLINGS) - 12


def test_the_canary_was_not_reached(crawled: tuple[dict[str, Fetch], Place]) -> None:
    assert crawled[1].canary.hits == 0


def test_where_it_is_allowed_the_canary_is_reached(place: Place, tmp_path: Path) -> None:
    """Else the rest of this file would prove nothing."""
    watch = Watch(tmp_path)
    for number, host in enumerate(("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]")):
        watch.add(f"page-{number}/x", place.url(host))
    watch.crawl(allow_private=("127.0.0.1/32", "::1/128"))
    assert place.canary.hits >= 4


# Names that change their mind

FLIPS: dict[str, tuple[list[list[str]], Outcome]] = {
    "public-then-private": ([[HERE], [THERE]], Outcome.ADDRESS_REFUSED),
    "private-then-public": ([[THERE], [HERE]], Outcome.ADDRESS_REFUSED),
    "private-behind-public": ([[HERE, THERE]], Outcome.NEW_VERSION),
    "public-behind-private": ([[THERE, HERE]], Outcome.NEW_VERSION),
    "many-private-one-public": ([[THERE] * 20 + ["::1", HERE]], Outcome.NEW_VERSION),
    "mapped-behind-public": ([["::ffff:127.0.0.1", HERE]], Outcome.NEW_VERSION),
    "dead-public-then-private": ([[NOBODY, THERE, "::1"]], Outcome.CONNECTION_ERROR),
    "zoned": ([["fe80::1%lo"]], Outcome.ADDRESS_REFUSED),
    "unspecified": ([["0.0.0.0"], ["::"]], Outcome.ADDRESS_REFUSED),
}


def test_a_name_that_changes_its_mind_gains_nothing(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the page, as where a redirect leads, and as where robots.txt is."""
    # A connection per request: each of them asks the resolver anew.
    place.site.behave("/robots.txt", Raw([b"HTTP/1.1 404 Not Found\r\n\r\n"]))
    watch = Watch(tmp_path)
    names: Names = {}
    for name, (answers, _) in FLIPS.items():
        for way in ("page", "hop"):
            names[f"{way}-{name}.example"] = [*answers]
        place.site.behave(f"/hop-{name}", _redirect(place.url(f"hop-{name}.example")))
        watch.add(f"page-{name}/x", place.url(f"page-{name}.example"))
        watch.add(f"hop-{name}/x", place.site.url(f"/hop-{name}"))
    give_names(monkeypatch, tmp_path, names)
    found = watch.crawl(allow_private=ALLOWED)
    expected = {
        f"{way}-{name}/x": outcome
        for name, (_, outcome) in FLIPS.items()
        for way in ("page", "hop")
    }
    assert {key: fetch.outcome for key, fetch in found.items()} == expected
    assert place.canary.hits == 0


def random_answers(rng: random.Random) -> list[list[str]]:
    choices = (HERE, THERE, "::1", NOBODY, "::ffff:127.0.0.1", "0.0.0.0", "127.0.0.1")
    return [rng.choices(choices, k=rng.randint(1, 4)) for _ in range(rng.randint(2, 6))]


def rebind_pages(place: Place, folder: Path, patch: pytest.MonkeyPatch, tries: int) -> set[Outcome]:
    place.site.behave("/robots.txt", Raw([b"HTTP/1.1 404 Not Found\r\n\r\n"]))
    rng = random.Random(tries)
    watch = Watch(folder)
    names = {f"flip-{number}.example": random_answers(rng) for number in range(tries)}
    give_names(patch, folder, names)
    for number in range(tries):
        watch.add(f"flip-{number}/x", place.url(f"flip-{number}.example"))
    found = watch.crawl(allow_private=ALLOWED, timeout_seconds=5.0, deadline_seconds=110.0)
    return {fetch.outcome for fetch in found.values()}


@pytest.mark.parametrize(
    "tries", [pytest.param(40, id="40"), pytest.param(1000, id="1000", marks=pytest.mark.soak)]
)
def test_rebinding_names_never_lead_pages_to_the_canary(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    outcomes = rebind_pages(place, tmp_path, monkeypatch, tries)
    assert Outcome.NEW_VERSION in outcomes
    assert Outcome.ADDRESS_REFUSED in outcomes
    assert Outcome.INTERRUPTED not in outcomes
    assert place.canary.hits == 0


# Webhooks

REQUEST = RenderedRequest(body=b"{}", headers=(("content-type", "application/json"),))


class FlippingResolver:
    """Gives one answer after the other, over and over."""

    def __init__(self, answers: list[list[str]]) -> None:
        self._answers = itertools.cycle(answers)

    def __call__(self, host: str, port: int) -> list[str]:
        return next(self._answers)


def names_resolver(host: str, port: int) -> list[str]:
    answers = NAMES.get(host.rstrip(".").lower())
    return answers[0] if answers else ["127.0.0.1"]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_is_posted_to(place: Place, scheme: str) -> None:
    with WebhookClient(
        policy_of(ALLOWED), user_agent="clausewatch/0", total_seconds=5, resolver=names_resolver
    ) as client:
        for spelling in SPELLINGS:
            url = f"{scheme}://{spelling}:{place.site.port}/hook"
            result = client.send(EndpointKind.WEBHOOK, url, REQUEST, now=NOW)
            assert result.outcome is AttemptOutcome.RETRY, spelling
            assert result.http_status is None, spelling
    assert place.canary.hits == 0
    assert place.site.asked("/hook") == []


@pytest.mark.parametrize(
    "tries", [pytest.param(40, id="40"), pytest.param(1000, id="1000", marks=pytest.mark.soak)]
)
def test_rebinding_names_never_lead_webhooks_to_the_canary(place: Place, tries: int) -> None:
    place.site.behave("/hook", Raw([b"HTTP/1.1 204 No Content\r\n\r\n"]))
    rng = random.Random(tries)
    outcomes = set()
    for _ in range(tries // 4):
        resolver = FlippingResolver(random_answers(rng))
        with WebhookClient(
            policy_of(ALLOWED), user_agent="clausewatch/0", total_seconds=5, resolver=resolver
        ) as client:
            for _ in range(4):
                url = place.url("flip.example", "/hook")
                result = client.send(EndpointKind.WEBHOOK, url, REQUEST, now=NOW)
                outcomes.add(result.outcome)
    assert outcomes == {AttemptOutcome.DELIVERED, AttemptOutcome.RETRY}
    assert place.canary.hits == 0
