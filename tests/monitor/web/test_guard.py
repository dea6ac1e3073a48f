"""Before every page: names, methods, tokens, headers."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from support.web import Web

from monitor.web.guard import HEADERS, host_name
from monitor.web.settings import checked_public_url, is_loopback, tag_authority
from storage.errors import UsageError

from .conftest import TOKEN


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "192.0.2.7"]
)
def test_names_of_this_machine_and_addresses_are_answered(web: Web, host: str) -> None:
    assert web.ask("/", Host=host.format(port=web.port)).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "watch.example.org",
        "",
        "[::1",
        "localhost:x",
        "a b",
    ],
)
def test_other_names_are_refused(web: Web, host: str) -> None:
    answer = web.ask("/", Host=host.format(port=web.port))
    assert answer.status in (400, 421)  # 400: what is no name at all does not get so far
    assert b"Marl" not in answer.body


def test_the_public_name_is_answered(closed: Web) -> None:
    asked = {"Host": "watch.example.org", "Authorization": f"Bearer {TOKEN}"}
    assert closed.ask("/", **asked).status == 200
    assert closed.ask("/", **asked | {"Host": "watch.example.com"}).status == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_only_reading_is_possible(web: Web, method: str) -> None:
    answer = web.ask("/", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_head_is_get_without_a_body(web: Web) -> None:
    got, headed = web.ask("/about"), web.ask("/about", "HEAD")
    assert (headed.status, headed.body) == (200, b"")
    assert headed.headers["content-length"] == str(len(got.body))
    assert headed.headers["etag"] == got.headers["etag"]


def basic(password: str) -> str:
    return f"Basic {base64.b64encode(f'reader:{password}'.encode()).decode()}"


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(f"Bearer {TOKEN}", id="bearer"),
        pytest.param(f"bearer  {TOKEN}", id="bearer in lower case"),
        pytest.param(basic(TOKEN), id="password"),
    ],
)
def test_the_token_opens(closed: Web, sent: str) -> None:
    assert closed.ask("/", Authorization=sent).status == 200


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param("Bearer wrong", id="wrong"),
        pytest.param("Bearer ", id="empty"),
        pytest.param(f"Bearer {TOKEN}x", id="longer"),
        pytest.param(f"Digest {TOKEN}", id="another scheme"),
        pytest.param(TOKEN, id="no scheme"),
        pytest.param(basic("wrong"), id="wrong password"),
        pytest.param("Basic %%%", id="no base64"),
        pytest.param("Basic /w==", id="no text"),
    ],
)
def test_nothing_else_opens(closed: Web, sent: str) -> None:
    answer = closed.ask("/", Authorization=sent)
    assert answer.status == 401
    assert "Bearer" in answer.headers["www-authenticate"]


def test_a_browser_enters_once_and_keeps_a_cookie_that_is_not_the_token(closed: Web) -> None:
    entered = closed.ask(f"/enter?token={TOKEN}")
    assert (entered.status, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert TOKEN not in cookie
    assert {"httponly", "samesite=strict", "secure", "path=/"} <= {
        part.strip().lower() for part in cookie.split(";")
    }
    kept = cookie.partition(";")[0]
    assert closed.ask("/", Cookie=kept).status == 200
    assert closed.ask("/", Cookie=f"other=1; {kept}").status == 200
    assert closed.ask("/", Cookie=f'of[another]=1; {{"app": 2}}; {kept}').status == 200
    assert closed.ask("/", Cookie=kept[:-1]).status == 401
    assert closed.ask("/", Authorization=f"Bearer {kept.partition('=')[2]}").status == 401


def test_a_wrong_token_sets_no_cookie(closed: Web) -> None:
    answer = closed.ask("/enter?token=wrong")
    assert answer.status == 401
    assert "set-cookie" not in answer.headers
    assert "wrong" not in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/style.css", 200), ("/feed.atom", 200), ("/nothing", 404), ("/?page=0", 400)],
)
def test_every_answer_has_the_headers(web: Web, path: str, status: int) -> None:
    answer = web.ask(path)
    assert answer.status == status
    for name, value in HEADERS.items():
        assert answer.headers[name.lower()] == value
    assert "cache-control" in answer.headers
    assert "server" not in answer.headers


def test_refusals_have_the_headers_too(closed: Web) -> None:
    for answer in (closed.ask("/"), closed.ask("/", "POST"), closed.ask("/", Host="evil.example")):
        assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_database_that_is_gone_is_said_without_its_path(tmp_path: Path) -> None:
    with Web(tmp_path) as serving:
        page, answer = serving.ask("/"), serving.ask("/api/v1/sources")
    assert (page.status, answer.status) == (503, 503)
    assert answer.json["status"] == 503
    assert str(tmp_path) not in page.text + answer.text


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("Localhost:80", "localhost"),
        ("localhost.", "localhost"),
        ("[::1]:80", "::1"),
        ("[::1]", "::1"),
        ("[::1]x", None),
        ("a:b", None),
        ("", None),
        (":80", None),
    ],
)
def test_names_in_host_headers(host: str, name: str | None) -> None:
    assert host_name(host) == name


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_only_this_machine_reaches_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org", ""])
def test_others_reach_everything_else(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "text", ["watch.example.org", "ftp://a.example", "https://", "https://a.example/path"]
)
def test_what_is_no_public_url(text: str) -> None:
    with pytest.raises(UsageError, match="--public-url"):
        checked_public_url(text)


@pytest.mark.parametrize(
    ("contact", "authority"),
    [
        ("watch@example.org", "watch@example.org"),
        ("mailto:watch@example.org", "watch@example.org"),
        ("https://example.org/bot", "example.org"),
        (None, "localhost"),
        ("who", "localhost"),
    ],
)
def test_whose_tags_they_are(contact: str | None, authority: str) -> None:
    assert tag_authority(contact) == authority
