"""Every address with who may read it. A new one fails here until it is written down."""

from __future__ import annotations

import pytest
from support.web import Web

from monitor.web.routes import ADDRESSES, Access

from .conftest import TOKEN

_SOURCE = "/sources/{service}/{terms}"
WRITTEN_DOWN = {
    "/style.css": "open",
    "/script.js": "open",
    "/favicon.ico": "open",
    "/enter": "open",
    "/": "token",
    "/changes": "token",
    "/dates": "token",
    "/parties": "token",
    "/search": "token",
    "/about": "token",
    "/alerts": "token",
    "/alerts/{id}": "token",
    _SOURCE: "token",
    f"{_SOURCE}/versions/{{number}}": "token",
    f"{_SOURCE}/changes/{{number}}": "token",
    f"{_SOURCE}/diff": "token",
    "/feed.atom": "token",
    "/services/{service}/feed.atom": "token",
    f"{_SOURCE}/feed.atom": "token",
    "/categories/{category}/feed.atom": "token",
    "/api/v1/openapi.json": "token",
    "/api/v1/sources": "token",
    f"/api/v1{_SOURCE}": "token",
    f"/api/v1{_SOURCE}/versions": "token",
    f"/api/v1{_SOURCE}/versions/{{number}}": "token",
    f"/api/v1{_SOURCE}/changes/{{number}}": "token",
    f"/api/v1{_SOURCE}/diff": "token",
    f"/api/v1{_SOURCE}/parties": "token",
    "/api/v1/changes": "token",
    "/api/v1/dates": "token",
    "/api/v1/parties": "token",
    "/api/v1/search": "token",
    "/api/v1/alerts": "token",
    "/api/v1/alerts/{id}": "token",
}
FILLED = {
    "{service}": "marl",
    "{terms}": "privacy-policy",
    "{number}": "3",
    "{id}": "1",
    "{category}": "sharing",
}
QUERIES = {"diff": "?from=1&to=3", "parties": "?name=a", "search": "?q=data"}


def concrete(path: str) -> str:
    for name, value in FILLED.items():
        path = path.replace(name, value)
    is_api = path.startswith("/api/") and "/sources/" not in path
    last = path.rpartition("/")[2]
    return path + (QUERIES.get(last, "") if is_api or last == "diff" else "")


PATHS = pytest.mark.parametrize("path", sorted(WRITTEN_DOWN))


def test_every_address_is_written_down_with_who_may_read_it() -> None:
    assert {one.path: one.access.value for one in ADDRESSES} == WRITTEN_DOWN


@PATHS
def test_an_address_answers(web: Web, path: str) -> None:
    assert web.ask(concrete(path)).status == (303 if path == "/enter" else 200)


@PATHS
def test_without_the_token_only_what_is_open_is_read(closed: Web, path: str) -> None:
    answer = closed.ask(concrete(path))
    is_open = WRITTEN_DOWN[path] == Access.OPEN
    assert answer.status == (200 if is_open else 401)
    for name in ("Marl", "marl", "privacy-policy"):
        assert name not in answer.text


@PATHS
def test_with_the_token_everything_is_read(closed: Web, path: str) -> None:
    answer = closed.ask(concrete(path), Authorization=f"Bearer {TOKEN}")
    assert answer.status == 200


def test_what_is_not_written_down_is_not_there(web: Web) -> None:
    for path in (
        "/nothing",
        "/sources",
        "/sources/marl",
        "/../etc/passwd",
        "/%2e%2e/",
        "//",
        "/api",
    ):
        assert web.ask(path).status == 404, path
