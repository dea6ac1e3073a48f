"""The JSON API: what its OpenAPI document says, and what the commands say of the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.cli import answer, run
from support.web import Web

from monitor.web.openapi import OPERATIONS, answer_schema
from monitor.web.routes import ADDRESSES
from monitor.web.schemas import SCHEMAS
from monitor.web.shapes import API

from .conftest import TOKEN

MARL = f"{API}/sources/marl/privacy-policy"
ASKED = {
    "/sources": ["", "?health=broken", "?tag=vendor"],
    "/sources/{service}/{terms}": [""],
    "/sources/{service}/{terms}/versions": ["", "?limit=1"],
    "/sources/{service}/{terms}/versions/{number}": [""],
    "/sources/{service}/{terms}/changes/{number}": [""],
    "/sources/{service}/{terms}/diff": ["?from=1&to=3", "?from=3&to=1", "?from=2&to=3"],
    "/sources/{service}/{terms}/parties": [""],
    "/changes": ["", "?silent=1&changed=1", "?category=retention&min_severity=50&since=2026-01"],
    "/dates": [""],
    "/parties": ["?name=fernhollow"],
    "/search": ["?q=data", "?q=30&all=1&source=marl/privacy-policy"],
    "/alerts": ["", "?state=pending&since=2026-01"],
    "/alerts/{id}": [""],
}
CASES = [(path, query) for path, queries in ASKED.items() for query in queries]


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    whole = schema | {"components": {"schemas": SCHEMAS}}
    return Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_the_document_has_every_address_of_the_api(web: Web) -> None:
    served = {one.path.removeprefix(API) for one in ADDRESSES if one.path.startswith(API)}
    assert set(OPERATIONS) == served - {"/openapi.json"} == set(ASKED)
    document = web.ask(f"{API}/openapi.json").json
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": web.url(API)}]
    names = [one["get"]["operationId"] for one in document["paths"].values()]
    assert len(names) == len(set(names)) == len(OPERATIONS)
    for path, item in document["paths"].items():
        in_path = {one["name"] for one in item["get"]["parameters"] if one["in"] == "path"}
        assert in_path == {part[1:-1] for part in path.split("/") if part.startswith("{")}
    assert "security" not in document


def test_the_schemas_are_schemas() -> None:
    for operation in OPERATIONS.values():
        Draft202012Validator.check_schema(answer_schema(operation))


def test_who_needs_the_token_is_told_so(closed: Web) -> None:
    document = closed.ask(f"{API}/openapi.json", Authorization=f"Bearer {TOKEN}").json
    assert document["security"] == [{"token": []}]
    assert document["servers"] == [{"url": "https://watch.example.org/api/v1"}]


@pytest.mark.parametrize(("path", "query"), CASES, ids=[path + query for path, query in CASES])
def test_answers_are_as_the_document_says(web: Web, path: str, query: str) -> None:
    asked = path.format(service="marl", terms="privacy-policy", number=2, id=1)
    found = web.ask(f"{API}{asked}{query}")
    assert (found.status, found.headers["content-type"]) == (200, "application/json")
    validator(answer_schema(OPERATIONS[path])).validate(found.json)
    if "items" in found.json:
        assert found.json["items"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param("/changes?limit=200", ("log",), id="changes"),
        pytest.param("/dates", ("dates",), id="dates"),
        pytest.param("/alerts", ("alerts", "list"), id="alerts"),
        pytest.param("/sources", ("status",), id="sources"),
        pytest.param("/parties?name=hollow", ("parties", "--name", "hollow"), id="parties"),
        pytest.param(
            "/sources/marl/privacy-policy/parties", ("parties", "marl"), id="parties of a source"
        ),
    ],
)
def test_rows_are_those_of_the_commands(
    web: Web, published: Path, path: str, words: tuple[str, ...]
) -> None:
    told = answer(run(published, *words, "--json"))
    rows = told["sources"] if isinstance(told, dict) else told
    items = web.ask(f"{API}{path}").json["items"]
    key = "alert" if words[0] == "alerts" else "source"
    assert len(items) == len(rows) > 0
    assert sorted(items, key=lambda one: (str(one[key]), str(one))) == sorted(
        rows, key=lambda one: (str(one[key]), str(one))
    )


def test_a_version_is_that_of_show(web: Web, published: Path) -> None:
    assert web.ask(f"{MARL}/versions/3").json == answer(run(published, "show", "marl@3", "--json"))


@pytest.mark.parametrize("versions", ["1..2", "1..3"], ids=["recorded", "compared now"])
def test_a_comparison_is_that_of_diff(web: Web, published: Path, versions: str) -> None:
    first, last = versions.split("..")
    told = answer(run(published, "diff", f"marl@{versions}", "--json"))
    found = web.ask(f"{MARL}/diff?from={first}&to={last}").json
    assert found.pop("summary")
    assert found == told
    if told["recorded"]:
        change = web.ask(f"{MARL}/changes/{last}").json
        assert change.pop("summary")
        assert change == told


def test_passages_are_those_of_search(web: Web, published: Path) -> None:
    told = answer(run(published, "search", "30", "--all-versions", "--json"))
    items = web.ask(f"{API}/search?q=30&all=1").json["items"]
    names = ("source", "text", "first_version", "first_seen_at", "last_version", "current")
    assert [[one[name] for name in names] for one in items] == [
        [one[name] for name in names] for one in told
    ]


def test_a_list_is_followed_to_its_end(web: Web) -> None:
    seen: list[Any] = []
    address = f"{API}/changes?limit=3"
    while address:
        part = web.ask(address.removeprefix(web.url(""))).json
        assert len(part["items"]) <= 3
        seen += [(one["source"], one["version"]) for one in part["items"]]
        address = part["next"] or ""
    assert len(seen) == len(set(seen)) == 8


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/sources/no/such", 404),
        ("/sources/marl/privacy-policy/versions/99", 404),
        ("/sources/marl/privacy-policy/changes/1", 404),
        ("/alerts/99", 404),
        ("/search", 400),
        ("/search?q=a&source=nobody", 404),
        ("/parties", 400),
        ("/changes?limit=0", 400),
        ("/changes?since=soon", 400),
        ("/sources?health=fine", 400),
        ("/sources/marl/privacy-policy/diff?from=1", 400),
    ],
)
def test_what_goes_wrong_is_a_problem(web: Web, path: str, status: int) -> None:
    found = web.ask(f"{API}{path}")
    assert (found.status, found.headers["content-type"]) == (status, "application/problem+json")
    validator(SCHEMAS["Problem"]).validate(found.json)
    assert found.json["status"] == status


def test_an_answer_that_did_not_change_is_not_sent_again(web: Web) -> None:
    first = web.ask(f"{API}/sources")
    again = web.ask(f"{API}/sources", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert first.headers["cache-control"] == again.headers["cache-control"] == "private, no-cache"


def test_what_strangers_wrote_is_json_and_nothing_else(hostile: Web) -> None:
    for path in ("/sources", "/changes", "/alerts", "/parties?name=a", "/search?q=before&all=1"):
        found = hostile.ask(f"{API}{path}")
        assert found.status == 200
        assert found.json["items"]
        assert found.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("query", ["category=privcy", "class=big"])
def test_a_name_that_nothing_has_is_refused(web: Web, query: str) -> None:
    answer = web.ask(f"/api/v1/changes?{query}")
    assert answer.status == 400
    assert "retention" in answer.text or "substantive" in answer.text
