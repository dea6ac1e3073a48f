"""The pages: whole, linked with each other, and with nothing alive of what a stranger wrote."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from support.history import History, clause_change
from support.markup import (
    dead_fragments,
    doubled_ids,
    live_parts,
    outline,
    outward_links,
    parsed,
    skipped_levels,
)
from support.policies import publish
from support.web import Answer, Web

from storage.model import EventType

PAGES = (
    "/",
    "/?q=سلام",
    "/?health=broken",
    "/?service=marl",
    "/?removed=1",
    "/changes",
    "/changes?category=retention&silent=1&min_severity=10&since=2026-01&until=2026-12",
    "/dates",
    "/parties",
    "/parties?q=fernhollow",
    "/parties?q=nobody",
    "/search",
    "/search?q=personal+data&all=1",
    "/search?q=شخصية",
    "/about",
    "/alerts",
    "/alerts?state=pending",
    "/alerts/1",
    "/sources/marl/privacy-policy",
    "/sources/salam/privacy-policy",
    "/sources/orchard/terms",
    "/sources/tapuz/privacy-policy/versions/2",
    "/sources/marl/privacy-policy/versions/1",
    "/sources/orchard/terms/versions/1",
    "/sources/marl/privacy-policy/changes/2",
    "/sources/marl/privacy-policy/diff?from=1&to=3",
    "/nothing",
    "/?page=x",
)


def quoted(path: str) -> str:
    return path.encode().decode("latin-1") if path.isascii() else _percent(path)


def _percent(path: str) -> str:
    return "".join(
        one if one.isascii() else "".join(f"%{byte:02X}" for byte in one.encode()) for one in path
    )


def links(answer: Answer, base: str) -> set[str]:
    """Where a page leads; the same page in other languages is the same."""
    found = parsed(answer.text).css("a[href]:not([hreflang]), link[href], script[src]")
    hrefs = (node.attributes.get("href") or node.attributes.get("src") or "" for node in found)
    joined = (urljoin(base, href) for href in hrefs if not href.startswith("#"))
    return {one.partition("#")[0] for one in joined}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_formed(web: Web, path: str) -> None:
    html = web.ask(quoted(path)).text
    assert html.startswith("<!DOCTYPE html>")
    assert doubled_ids(html) == []
    assert dead_fragments(html) == []
    assert skipped_levels(html) == []
    assert outline(html).count(1) == 1
    assert live_parts(html.replace('<script src="/', '<script data-src="/')) == []
    assert len(parsed(html).css("main#content")) == 1
    assert all("noreferrer" in (one["rel"] or "") for one in outward_links(html))


def test_every_link_from_the_portfolio_on_leads_somewhere(web: Web) -> None:
    seen: dict[str, int] = {}
    waiting = deque([web.url("/")])
    while waiting:
        address = waiting.popleft()
        if address in seen or urlsplit(address).netloc != f"127.0.0.1:{web.port}":
            continue
        answer = web.ask(address.removeprefix(web.url("")))
        seen[address] = answer.status
        if answer.headers.get("content-type", "").startswith("text/html"):
            waiting.extend(links(answer, address))
    assert {address: status for address, status in seen.items() if status != 200} == {}
    assert len(seen) > 40


def test_the_portfolio_shows_what_is_not_well_first(web: Web) -> None:
    rows = parsed(web.ask("/").text).css("table.list")[-1].css("tbody tr")
    names = [row.css_first("th").text().strip() for row in rows]
    assert names[0] == "Orchard, Terms of Service"
    assert names[1] == "תפוז בריאות, Privacy Policy"
    assert "soft_404" in rows[0].text()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=MARL", ["Marl Notes, Privacy Policy"]),
        ("?q=סלאם", []),
        ("?q=سلام", ["سلام توصيل, Privacy Policy"]),
        ("?health=broken", ["Orchard, Terms of Service"]),
        ("?tag=vendor", ["Marl Notes, Privacy Policy"]),
        ("?service=tapuz", ["תפוז בריאות, Privacy Policy"]),
    ],
)
def test_the_portfolio_is_filtered(web: Web, query: str, names: list[str]) -> None:
    page = parsed(web.ask(quoted(f"/{query}")).text)
    tables = page.css("div[aria-label=Documents] tbody tr")
    assert [row.css_first("th a").text() for row in tables] == names


def test_lists_are_turned_page_by_page(web: Web) -> None:
    seen, path = [], "/?limit=1"
    while path:
        page = parsed(web.ask(path).text)
        seen += [node.text() for node in page.css("div[aria-label=Documents] tbody th a")]
        following = page.css_first("a[rel=next]")
        path = following.attributes["href"] or "" if following else ""
    assert len(seen) == len(set(seen)) == 4


def test_changes_of_one_instant_are_all_shown_though_the_list_is_cut_among_them(
    tmp_path: Path,
) -> None:
    with History(tmp_path) as history:
        for number in range(7):
            source = history.source(f"quarry-{number}/terms")
            history.version(source, "# Terms\n\nOne.", at="2026-01-01T10:00:00Z")
            second = history.version(source, "# Terms\n\nTwo.", at="2026-01-02T10:00:00Z")
            history.change(second, clause_change("One.", "Two."))
    with Web(tmp_path) as web:
        seen, path = [], "/changes?limit=2"
        while path:
            page = parsed(web.ask(path).text)
            seen += [node.text() for node in page.css("main tbody th a")]
            following = page.css_first("a[rel=next]")
            path = following.attributes["href"] or "" if following else ""
        assert sorted(seen) == [f"Quarry-{number}, Terms" for number in range(7)]


def test_keys_in_every_script_have_addresses(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        source = history.source("salam/سياسة-الخصوصية", terms_type="سياسة الخصوصية")
        history.version(source, "# سياسة\n\nلا نبيع.", at="2026-01-01T10:00:00Z")
        second = history.version(source, "# سياسة\n\nقد نبيع.", at="2026-01-02T10:00:00Z")
        history.change(second, clause_change("لا نبيع.", "قد نبيع.", language="ar"))
    with Web(tmp_path) as web:
        for page in ("/", "/changes"):
            found = links(web.ask(page), web.url("/"))
            addresses = [one for one in found if "/sources/" in one]
            assert addresses
            for address in addresses:
                answer = web.ask(address.removeprefix(web.url("")))
                assert "سياسة الخصوصية" in answer.text
        feed = web.ask(quoted("/sources/salam/سياسة-الخصوصية/feed.atom"))
        assert "/sources/salam/%D8%B3" in feed.text


def test_a_source_with_a_key_of_its_own_leads_to_its_service(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        source = history.source("quarry/terms", service="Quarry Stones")
        history.version(source, "# Terms", at="2026-01-01T10:00:00Z")
        history.db.execute("UPDATE services SET slug = 'quarry-stones'")
    with Web(tmp_path) as web:
        page = parsed(web.ask("/sources/quarry/terms").text)
        address = page.css_first("a[href^='/?service=']").attributes["href"]
        assert "Quarry Stones" in parsed(web.ask(address or "").text).css_first("h1").text()


def test_an_alert_says_what_the_routes_say(tmp_path: Path) -> None:
    with History(tmp_path, endpoints=(("legal", "slack"),)) as history:
        publish(history)
        assert history.watchlist.is_file()
        history.watchlist.write_text(
            '[clausewatch]\ncontact = "watch@example.org"\n[[endpoint]]\nname = "legal"\n'
            'kind = "slack"\nurl = "env:LEGAL"\n[[route]]\nto = ["legal"]\nmin_severity = 99\n'
        )
    with Web(tmp_path) as web:
        text = parsed(web.ask("/alerts/1").text).css_first("details.fold").text()
        assert "Route 1 to legal does not take it: min_severity" in text
        history.watchlist.write_text("[clausewatch\n")
        assert parsed(web.ask("/alerts/1").text).css("details.fold") == []


def test_a_digest_shows_what_it_tells(tmp_path: Path) -> None:
    told = {
        "event": "policy.silent_change",
        "source": {"key": "marl/privacy-policy", "service": "<b>Marl", "type": "Privacy Policy"},
        "severity": 96,
        "summary": "Sale: selling was denied, now possible",
        "categories": ["sale"],
        "silent": True,
        "version": 3,
        "captured_at": "2026-03-10T10:00:00.000000Z",
    }
    with History(tmp_path) as history:
        source = history.source("marl/privacy-policy")
        version = history.version(source, "# Privacy", at="2026-03-10T10:00:00Z")
        history.alert(
            version,
            None,
            event=EventType.DIGEST,
            body={"period": "daily", "entries": [told], "left_out": {"entries": 0}},
        )
    with Web(tmp_path) as web:
        (row,) = parsed(web.ask("/alerts/1").text).css("tbody tr")
    assert row.css_first("th a").text() == "<b>Marl, Privacy Policy"
    assert "Silent change" in row.text()
    assert "Sale: selling was denied, now possible" in row.text()


def test_an_alert_tells_rows_of_tables_as_rows(web: Web) -> None:
    told = [parsed(web.ask(f"/alerts/{number}").text) for number in range(1, 5)]
    rows = [[cell.text() for cell in row.css("th, td")] for page in told for row in page.css("tr")]
    assert ["Row", "Company", "Purpose", "Country"] in rows


def test_a_source_shows_its_timeline_versions_dates_and_parties(web: Web) -> None:
    page = parsed(web.ask("/sources/marl/privacy-policy").text)
    assert len(page.css("svg")) == 1
    assert [node.text() for node in page.css("h2")] == [
        *("Timeline", "Versions", "Latest change", "Stated dates", "Parties"),
    ]
    assert page.css_first("article.change h3").text().startswith("Version 2 to 3")


def test_a_version_shows_its_text_with_its_links(web: Web) -> None:
    html = web.ask("/sources/orchard/terms/versions/1").text
    link = parsed(html).css_first("article.document a[href^=http]")
    assert (link.text(), link.attributes["href"]) == ("kind", "https://orchard.example/kind")
    table = parsed(web.ask("/sources/marl/privacy-policy/versions/3").text).css_first("table")
    assert [cell.text() for cell in table.css("th")] == ["Company", "Purpose", "Country"]


def test_right_to_left_text_is_shown_so(web: Web) -> None:
    page = parsed(web.ask("/sources/salam/privacy-policy/versions/2").text)
    assert page.css_first("article.document").attributes["lang"] == "ar"
    assert {node.attributes["dir"] for node in page.css("article.document p.words")} == {"rtl"}


def test_any_two_versions_are_compared(web: Web) -> None:
    page = parsed(web.ask("/sources/marl/privacy-policy/diff?from=1&to=3").text)
    text = page.css_first("main").text()
    assert "compared for this page" in text
    assert "Brightmeadow Ads GmbH" in text
    assert "24 months" in text


@pytest.mark.parametrize(
    ("query", "status", "where"),
    [
        ("from=1&to=2", 307, "/sources/marl/privacy-policy/changes/2"),
        ("from=3&to=1", 307, "/sources/marl/privacy-policy/diff?from=1&to=3"),
        ("from=1&to=1", 400, None),
        ("from=1", 400, None),
        ("from=1&to=9", 404, None),
        ("from=a&to=2", 400, None),
    ],
)
def test_ends_of_a_comparison(web: Web, query: str, status: int, where: str | None) -> None:
    answer = web.ask(f"/sources/marl/privacy-policy/diff?{query}")
    assert (answer.status, answer.headers.get("location")) == (status, where)


def test_search_says_since_when_words_stand(web: Web) -> None:
    page = parsed(web.ask("/search?q=for+30+days&all=1").text)
    (hit,) = page.css("article.hit")
    assert "version 1" in hit.text()
    assert "last in version 2" in hit.text()
    assert parsed(web.ask("/search?q=for+30+days").text).css("article.hit") == []


def test_alerts_say_why(web: Web) -> None:
    held = parsed(web.ask("/alerts?state=held").text).css("tbody tr")
    assert len(held) == 4
    assert all("waits until a later fetch still shows" in row.text() for row in held)
    page = web.ask("/alerts?state=pending").text
    assert "Page cannot be read" in page
    assert "legal" in page


@pytest.mark.parametrize(
    "path",
    [
        "/alerts/0",
        "/alerts/x",
        "/alerts/99999999999999999999",
        "/sources/no/such",
        "/sources/marl/privacy-policy/versions/99",
        "/sources/marl/privacy-policy/versions/99999999999999",
        "/sources/marl/privacy-policy/versions/-1",
        "/sources/marl/privacy-policy/changes/1",
        "/?service=nobody",
        "/services/nobody/feed.atom",
    ],
)
def test_what_is_not_there(web: Web, path: str) -> None:
    assert web.ask(path).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/?page=0",
        "/?page=99999999",
        "/?limit=1000",
        "/?health=fine",
        "/changes?since=yesterday",
        "/changes?min_severity=101",
        "/?page=١",
        "/changes?before=2026",
        f"/search?q={'a' * 501}",
        "/alerts?state=lost",
    ],
)
def test_what_cannot_be_meant(web: Web, path: str) -> None:
    answer = web.ask(quoted(path))
    assert answer.status == 400
    assert live_parts(answer.text.replace('<script src="/', '<script data-src="/')) == []


def test_nothing_of_a_stranger_is_alive(hostile: Web) -> None:
    seen: set[str] = set()
    waiting = deque(
        [hostile.url(path) for path in ("/", "/parties", "/search?q=a&all=1", "/dates")]
    )
    while waiting:
        address = waiting.popleft()
        if address in seen or urlsplit(address).netloc != f"127.0.0.1:{hostile.port}":
            continue
        seen.add(address)
        answer = hostile.ask(address.removeprefix(hostile.url("")))
        assert answer.status == 200, address
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        ours = answer.text.replace('<script src="/script.js', '<script data-src="/script.js')
        assert live_parts(ours) == [], address
        assert len(parsed(answer.text).css("script")) == 1
        assert doubled_ids(answer.text) == []
        assert not set(answer.text) & set("\x00\x1b\u202e\u2066")
        waiting.extend(links(answer, address))
    assert len(seen) > 50


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '" onfocus=alert(1) autofocus="'])
def test_what_is_asked_for_is_not_alive_either(web: Web, text: str) -> None:
    asked = _percent(text).replace(" ", "+").replace('"', "%22").replace("<", "%3C")
    for path in ("/search?q=", "/?q=", "/parties?q=", "/changes?since=", "/sources/x/", "/?tag="):
        answer = web.ask(path + asked.replace("/", "%2F"))
        ours = answer.text.replace('<script src="/', '<script data-src="/')
        assert live_parts(ours) == [], path
        assert "<script>alert" not in answer.text


def test_a_page_that_did_not_change_is_not_sent_again(web: Web) -> None:
    first = web.ask("/changes")
    again = web.ask("/changes", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert web.ask("/changes", If_None_Match='W/"x", "y"').status == 200
    assert web.ask("/changes", If_None_Match=f'"x", W/{first.headers["etag"]}').status == 304


def test_style_and_script_are_kept_for_good(web: Web) -> None:
    page = parsed(web.ask("/").text)
    style = page.css_first("link[rel=stylesheet]").attributes["href"] or ""
    assert "?v=" in style
    assert "immutable" in web.ask(style).headers["cache-control"]


def test_a_long_text_is_shown_in_parts(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        text = "\n\n".join(f"Clause {number}." for number in range(4_500))
        history.version(history.source("acme/terms"), text, at="2026-03-01T10:00:00Z")
    with Web(tmp_path) as web:
        address, seen = "/sources/acme/terms/versions/1", []
        while address:
            page = parsed(web.ask(address).text)
            seen += [node.text().strip() for node in page.css("article.document p")]
            further = page.css_first("nav.turns a[rel=next]")
            address = further.attributes["href"] if further else None
        assert seen == [f"Clause {number}." for number in range(4_500)]
        assert "Part 3 of 3" in page.css_first("nav.turns").text()
        assert web.ask("/sources/acme/terms/versions/1?page=4").status == 404
