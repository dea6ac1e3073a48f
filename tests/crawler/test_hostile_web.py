"""Servers that mean harm: each ends in a typed outcome, in bounded time and memory, and alone.

All of them are in one crawl, twice over, together with honest pages. The outcomes' words are looked
at in test_bad_input.py; here it is what they cost, and what they leave behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.hostile import BEHAVIOURS, MEGABYTE, HostileServer
from support.pages import policy
from support.processes import MemoryWatch
from support.site import Site

from crawler.runner import Progress
from storage.database import open_database
from storage.fetches import Fetch
from storage.model import Outcome
from storage.times import from_text, utc_now

from .conftest import Watch

pytestmark = pytest.mark.xdist_group("hostile_web")  # its crawls are made once

TIMEOUT_SECONDS = 5.0  # the fast ones must end within it on a machine that is busy, too
MOST_SECONDS = TIMEOUT_SECONDS + 2
MOST_GROWTH = 150 * MEGABYTE
HONEST = ("before", "after")

EXPECTED = {
    "silent": Outcome.TIMED_OUT,
    "silent_tls": Outcome.TIMED_OUT,
    "slow_loris_header": Outcome.TIMED_OUT,
    "slow_loris_status": Outcome.TIMED_OUT,
    "slow_loris_body": Outcome.TIMED_OUT,
    "slow_loris_chunks": Outcome.TIMED_OUT,
    "closed_at_once": Outcome.CONNECTION_ERROR,
    "reset_at_once": Outcome.CONNECTION_ERROR,
    "reset_in_headers": Outcome.CONNECTION_ERROR,
    "reset_in_body": Outcome.CONNECTION_ERROR,
    "short_body": Outcome.CONNECTION_ERROR,
    "short_chunk": Outcome.CONNECTION_ERROR,
    "missing_last_chunk": Outcome.CONNECTION_ERROR,
    "endless_body": Outcome.TOO_LARGE,
    "endless_chunks": Outcome.TOO_LARGE,
    "endless_tiny_chunks": Outcome.PROTOCOL_ERROR,
    "endless_chunk_size": Outcome.PROTOCOL_ERROR,
    "endless_chunk_extension": Outcome.PROTOCOL_ERROR,
    "endless_trailers": Outcome.PROTOCOL_ERROR,
    "enormous_chunk": Outcome.TOO_LARGE,
    "negative_chunk": Outcome.PROTOCOL_ERROR,
    "enormous_length": Outcome.TOO_LARGE,
    "length_of_many_digits": Outcome.PROTOCOL_ERROR,
    "gzip_bomb": Outcome.TOO_LARGE,
    "gzip_bomb_in_gzip": Outcome.TOO_LARGE,
    "gzip_many_layers": Outcome.PROTOCOL_ERROR,
    "gzip_many_members": Outcome.PROTOCOL_ERROR,
    "gzip_cut_short": Outcome.CONNECTION_ERROR,
    "gzip_in_name_only": Outcome.PROTOCOL_ERROR,
    "brotli_bomb": Outcome.TOO_LARGE,
    "brotli_cut_short": Outcome.CONNECTION_ERROR,
    "zstd_bomb": Outcome.TOO_LARGE,
    "zstd_enormous_window": Outcome.PROTOCOL_ERROR,
    "zstd_second_frame_cut": Outcome.CONNECTION_ERROR,
    "unknown_encoding": Outcome.PROTOCOL_ERROR,
    "headers_50_000": Outcome.PROTOCOL_ERROR,
    "header_of_1_mb": Outcome.PROTOCOL_ERROR,
    "endless_headers": Outcome.PROTOCOL_ERROR,
    "endless_header_line": Outcome.PROTOCOL_ERROR,
    "endless_status_line": Outcome.PROTOCOL_ERROR,
    "cookies_10_000": Outcome.PROTOCOL_ERROR,
    "negative_length": Outcome.PROTOCOL_ERROR,
    "two_lengths": Outcome.PROTOCOL_ERROR,
    "unknown_transfer": Outcome.PROTOCOL_ERROR,
    "status_999": Outcome.HTTP_ERROR,
    "status_of_no_number": Outcome.PROTOCOL_ERROR,
    "status_negative": Outcome.PROTOCOL_ERROR,
    "status_of_many_digits": Outcome.PROTOCOL_ERROR,
    "status_101": Outcome.CONNECTION_ERROR,
    "status_100_for_ever": Outcome.PROTOCOL_ERROR,
    "status_204_with_a_body": Outcome.HTTP_ERROR,
    "status_206_unasked": Outcome.PROTOCOL_ERROR,
    "status_304_unasked": Outcome.PROTOCOL_ERROR,
    "status_503_for_ever": Outcome.HTTP_ERROR,
    "http_0_9": Outcome.CONNECTION_ERROR,
    "http_2_unasked": Outcome.CONNECTION_ERROR,
    "another_protocol": Outcome.PROTOCOL_ERROR,
    "redirect_to_itself": Outcome.REDIRECT_LOOP,
    "redirect_without_end": Outcome.REDIRECT_LOOP,
    "redirect_that_grows": Outcome.PROTOCOL_ERROR,
    "redirect_nowhere": Outcome.REDIRECT_LOOP,
    "redirect_to_file": Outcome.ADDRESS_REFUSED,
    "redirect_to_data": Outcome.ADDRESS_REFUSED,
    "redirect_to_javascript": Outcome.ADDRESS_REFUSED,
    "redirect_to_metadata": Outcome.ADDRESS_REFUSED,
    "redirect_with_an_endless_body": Outcome.TOO_LARGE,
    "redirect_in_bytes": Outcome.ADDRESS_REFUSED,
    "meta_refresh": Outcome.SUSPECT,
    "cookie_wall_without_end": Outcome.REDIRECT_LOOP,
    "charset_of_python_only": Outcome.UNSUPPORTED,
    "nothing_but_nuls": Outcome.UNSUPPORTED,
    "nested_elements": Outcome.TOO_LARGE,
    "pdf_as_html": Outcome.EXTRACT_ERROR,
    "picture_as_html": Outcome.UNSUPPORTED,
    "empty": Outcome.EMPTY,
    "robots_endless": Outcome.ROBOTS_DENIED,
    "robots_slow": Outcome.TIMED_OUT,
    "robots_500": Outcome.ROBOTS_DENIED,
    "robots_to_metadata": Outcome.ADDRESS_REFUSED,
    "robots_reset": Outcome.CONNECTION_ERROR,
}

# Odd, and read all the same; by what the second look finds.
READ = {
    "length_and_chunks": Outcome.SAME_BODY,
    "header_without_colon": Outcome.SAME_BODY,
    "status_103_first": Outcome.SAME_BODY,
    "http_9_9": Outcome.SAME_BODY,
    "a_second_answer_unasked": Outcome.SAME_BODY,
    "cookie_wall": Outcome.SAME_BODY,
    "charset_wrong": Outcome.SAME_BODY,
    "charset_missing": Outcome.SAME_BODY,
    "charset_unknown": Outcome.SAME_BODY,
    "charset_iso_8859_8_i": Outcome.SAME_BODY,
    "charset_utf_16": Outcome.SAME_BODY,
    "charset_utf_7": Outcome.SAME_BODY,
    "nuls": Outcome.SAME_BODY,
    "one_long_line": Outcome.SAME_BODY,
    "html_as_pdf": Outcome.SAME_BODY,
    "validators_in_conflict": Outcome.NOT_MODIFIED,
    "etag_that_changes": Outcome.SAME_BODY,
    "etag_too_long_to_send_back": Outcome.SAME_BODY,
    "etag_with_a_line_break": Outcome.SAME_BODY,
    "condition_refused": Outcome.SAME_BODY,
    "robots_huge": Outcome.SAME_BODY,
    "robots_html": Outcome.SAME_BODY,
    "robots_bomb": Outcome.SAME_BODY,
    "robots_redirect_loop": Outcome.SAME_BODY,
    "robots_binary": Outcome.SAME_BODY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """Two rounds. ``seconds`` from the first request of a page to its row on disk, the longest."""

    server: HostileServer
    rounds: tuple[dict[str, Fetch], ...]
    seconds: dict[str, float]
    growth: int
    versions: dict[str, list[str]]


def crawl(
    folder: Path,
    server: HostileServer,
    site: Site,
    *,
    rounds: int,
    timeout_seconds: float,
    max_body_bytes: int = 10 * MEGABYTE,
) -> Crawled:
    watch = Watch(folder)
    names = list(server.hosts)
    site.page("/page", policy())
    watch.add("before/page", site.url("/page"))
    for name in names:
        watch.add(f"{name}/page", server.url(name))
    watch.add("after/page", site.url("/page"))
    fetches: list[dict[str, Fetch]] = []
    seconds = dict.fromkeys([*names, *HONEST], 0.0)
    growth = 0
    for _ in range(rounds):
        ended: dict[str, float] = {}
        with MemoryWatch() as memory:

            def progress(line: Progress, ended: dict[str, float] = ended) -> None:
                if line.source_key == "before/page":  # read like the others: all code is loaded
                    memory.settle()
                ended[line.source_key] = utc_now().timestamp()

            fetches.append(
                watch.crawl(
                    on_progress=progress,
                    timeout_seconds=timeout_seconds,
                    max_body_bytes=max_body_bytes,
                )
            )
        growth = max(growth, memory.growth)
        for key, fetch in fetches[-1].items():
            name = key.partition("/")[0]
            took = ended[key] - from_text(fetch.started_at).timestamp()
            seconds[name] = max(seconds[name], took)
    return Crawled(
        server=server,
        rounds=tuple(fetches),
        seconds=seconds,
        growth=growth,
        versions=versions_by_name(watch),
    )


def versions_by_name(watch: Watch) -> dict[str, list[str]]:
    with open_database(watch.path) as db:
        rows = db.rows(
            "SELECT sources.key AS key, versions.title AS title FROM versions "
            "JOIN sources ON sources.id = versions.source_id"
        )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["key"].partition("/")[0], []).append(row["title"])
    return found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with HostileServer(size=20 * MEGABYTE) as server, Site(host="127.0.7.1") as site:
        folder = tmp_path_factory.mktemp("hostile-web")
        yield crawl(
            folder,
            server,
            site,
            rounds=2,
            timeout_seconds=TIMEOUT_SECONDS,
            max_body_bytes=3 * MEGABYTE,
        )


def test_every_behaviour_is_expected_here() -> None:
    assert {*EXPECTED, *READ} == set(BEHAVIOURS)
    assert not {*EXPECTED} & {*READ}


@pytest.mark.parametrize(("name", "outcome"), EXPECTED.items(), ids=EXPECTED)
def test_a_bad_answer_has_its_outcome_and_leaves_no_version(
    crawled: Crawled, name: str, outcome: Outcome
) -> None:
    found = [fetches[f"{name}/page"] for fetches in crawled.rounds]
    assert [fetch.outcome for fetch in found] == [outcome, outcome], found
    assert all(fetch.reason for fetch in found)
    assert crawled.versions.get(name, []) == []


@pytest.mark.parametrize(("name", "outcome"), READ.items(), ids=READ)
def test_an_odd_answer_is_read_once(crawled: Crawled, name: str, outcome: Outcome) -> None:
    found = [fetches[f"{name}/page"] for fetches in crawled.rounds]
    assert [fetch.outcome for fetch in found] == [Outcome.NEW_VERSION, outcome], found
    assert len(crawled.versions[name]) == 1


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("charset_wrong", "سياسة الخصوصية"),
        ("charset_missing", "سياسة الخصوصية"),
        ("charset_utf_16", "سياسة الخصوصية"),
        ("charset_unknown", "מדיניות פרטיות"),
        ("charset_iso_8859_8_i", "מדיניות פרטיות"),
    ],
)
def test_a_wrong_label_does_not_garble_the_page(crawled: Crawled, name: str, title: str) -> None:
    assert crawled.versions[name] == [title]


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_it_ends_in_time(crawled: Crawled, name: str) -> None:
    assert crawled.seconds[name] < MOST_SECONDS


def test_memory_stays_bounded(crawled: Crawled) -> None:
    assert crawled.growth < MOST_GROWTH


@pytest.mark.parametrize("name", HONEST)
def test_honest_pages_beside_them_are_read_as_ever(crawled: Crawled, name: str) -> None:
    outcomes = [fetches[f"{name}/page"].outcome for fetches in crawled.rounds]
    assert outcomes == [Outcome.NEW_VERSION, Outcome.SAME_BODY]
    assert crawled.seconds[name] < MOST_SECONDS
    assert len(crawled.versions[name]) == 1


def test_an_etag_adds_no_header_to_a_request(crawled: Crawled) -> None:
    asked = [one for one in crawled.server.asked("etag_with_a_line_break") if one.path == "/page"]
    assert len(asked) == 2
    assert "x-injected" not in asked[1].headers
    assert asked[1].headers["if-none-match"].startswith('"1"')


def test_a_page_refused_for_its_validators_is_asked_for_without(crawled: Crawled) -> None:
    asked = [one for one in crawled.server.asked("condition_refused") if one.path == "/page"]
    assert [one.headers.get("if-none-match") for one in asked] == [None, '"1"', None]


def test_an_answer_with_more_behind_it_ends_its_connection(crawled: Crawled) -> None:
    fetches = crawled.rounds[0]
    assert fetches["a_second_answer_unasked/page"].body_size == len(policy().encode())


# In full size; each alone, since memory is measured. One gigabyte per bomb.

FULL_SIZE = {"gzip_bomb": 1000, "brotli_bomb": 1000, "zstd_bomb": 1000, "one_long_line": 50}


@pytest.mark.soak
@pytest.mark.parametrize("name", [*FULL_SIZE, "nested_elements", "endless_body"])
def test_in_full_size_it_ends_in_time_and_memory(name: str, tmp_path: Path) -> None:
    size = FULL_SIZE.get(name, 50) * MEGABYTE
    with (
        HostileServer(size=size, names=(name,)) as server,
        Site(host="127.0.7.1") as site,
    ):
        found = crawl(tmp_path, server, site, rounds=1, timeout_seconds=20.0)
    expected = EXPECTED.get(name, Outcome.NEW_VERSION)
    assert found.rounds[0][f"{name}/page"].outcome is expected
    assert found.growth < MOST_GROWTH
    assert found.seconds[name] < 22
