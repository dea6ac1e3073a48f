"""Atom feeds: RFC 4287, ids that stay, and text of strangers that is text in a reader too."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from support.history import History, clause_change
from support.markup import live_parts
from support.web import Web

from .conftest import TOKEN

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = (
    "/feed.atom",
    "/services/marl/feed.atom",
    "/sources/marl/privacy-policy/feed.atom",
    "/categories/retention/feed.atom",
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def feed(web: Web, path: str) -> ET.Element:
    answer = web.ask(path)
    assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (
        200,
        "application/atom+xml",
    )
    return ET.fromstring(answer.body)


def texts(element: ET.Element, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(f"{ATOM}{name}")]


def links(element: ET.Element) -> dict[str, str]:
    return {one.get("rel") or "": one.get("href") or "" for one in element.findall(f"{ATOM}link")}


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_what_atom_demands(web: Web, path: str) -> None:
    root = feed(web, path)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
    assert links(root)["self"] == web.url(path)
    ids = texts(root, "id")
    assert len(ids) == len(set(ids))
    assert all(one.startswith("tag:watch@example.org,2026:clausewatch/") for one in ids)
    assert all(_INSTANT.fullmatch(one) for one in texts(root, "updated"))
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        address = links(entry)["alternate"]
        assert web.ask(address.removeprefix(web.url(""))).status == 200
        content = entry.find(f"{ATOM}content")
        assert content is not None
        assert content.get("type") == "html"
        assert live_parts(content.text or "") == []
    assert web.ask(links(root)["alternate"].removeprefix(web.url(""))).status == 200


def test_feeds_hold_what_they_are_of(web: Web) -> None:
    assert len(feed(web, "/feed.atom").findall(f"{ATOM}entry")) == 4
    assert len(feed(web, "/services/marl/feed.atom").findall(f"{ATOM}entry")) == 2
    retention = feed(web, "/categories/retention/feed.atom")
    for entry in retention.findall(f"{ATOM}entry"):
        terms = {one.get("term") for one in entry.findall(f"{ATOM}category")}
        assert "retention" in terms
    empty = feed(web, "/categories/dispute/feed.atom")
    assert empty.findall(f"{ATOM}entry") == []
    assert texts(empty, "updated") == ["2026-01-01T00:00:00Z"]


def test_an_entry_says_what_changed_in_its_own_language(web: Web) -> None:
    (entry,) = feed(web, "/sources/salam/privacy-policy/feed.atom").findall(f"{ATOM}entry")
    content = entry.findtext(f"{ATOM}content") or ""
    assert 'dir="rtl"' in content
    assert "<ins>" in content
    assert "24 شهرًا" in content
    assert (entry.findtext(f"{ATOM}title") or "").startswith("سلام توصيل, Privacy Policy: ")


def test_the_public_address_stands_in_feeds(closed: Web) -> None:
    answer = closed.ask("/feed.atom", Authorization=f"Bearer {TOKEN}")
    addresses = [one.get("href") or "" for one in ET.fromstring(answer.body).iter(f"{ATOM}link")]
    assert all(one.startswith("https://watch.example.org/") for one in addresses)


def test_ids_stay_when_versions_are_numbered_anew(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        source = history.source("quarry/terms")
        history.version(source, "# Terms\n\nOne.", at="2026-01-01T10:00:00Z")
        second = history.version(source, "# Terms\n\nTwo.", at="2026-01-02T10:00:00Z")
        history.change(second, clause_change("One.", "Two."))
        with Web(tmp_path) as web:
            before = texts(feed(web, "/feed.atom"), "id")
            with history.db.transaction():  # what an import of an earlier capture does
                history.db.execute("UPDATE versions SET number = number + 1 WHERE number = 2")
            assert texts(feed(web, "/feed.atom"), "id") == before


def test_strangers_cannot_leave_their_element(hostile: Web) -> None:
    root = feed(hostile, "/feed.atom")
    for entry in root.findall(f"{ATOM}entry"):
        assert live_parts(entry.findtext(f"{ATOM}content") or "") == []
        assert {child.tag for child in entry} <= {
            f"{ATOM}{name}"
            for name in (
                "id",
                "title",
                "updated",
                "author",
                "link",
                "category",
                "summary",
                "content",
            )
        }


def test_a_feed_that_did_not_change_is_not_sent_again(web: Web) -> None:
    tag = web.ask("/feed.atom").headers["etag"]
    assert web.ask("/feed.atom", If_None_Match=tag).status == 304


def test_a_long_feed_names_the_one_of_the_entries_before(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        source = history.source("quarry/terms")
        history.version(source, "# Terms\n\nNumber 0.", at="2026-01-01T10:00:00Z")
        for number in range(1, 71):
            at = f"2026-{1 + number // 24:02}-{2 + number % 24:02}T10:00:00Z"
            made = history.version(source, f"# Terms\n\nNumber {number}.", at=at)
            history.change(made, clause_change(f"Number {number - 1}.", f"Number {number}."))
        with Web(tmp_path) as web:
            seen: list[str] = []
            path: str | None = "/sources/quarry/terms/feed.atom"
            sizes = []
            while path:
                root = feed(web, path)
                assert links(root)["self"] == web.url(path)
                entries = [texts(one, "id")[0] for one in root.findall(f"{ATOM}entry")]
                sizes.append(len(entries))
                seen += entries
                path = links(root).get("next", "").removeprefix(web.url("")) or None
    assert sizes == [30, 30, 10]
    assert len(set(seen)) == 70


def test_there_is_no_feed_of_a_category_that_nobody_knows(web: Web) -> None:
    answer = web.ask("/categories/privcy/feed.atom")
    assert answer.status == 404
    assert "there are" in answer.text
