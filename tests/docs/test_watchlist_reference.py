"""docs/watchlist.md has every key of every table, and no other."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest
from pydantic import BaseModel

from monitor.config import parse_watchlist
from monitor.config.endpoint_table import EndpointTable
from monitor.config.route_table import RouteTable
from monitor.config.tables import CategoryTable, SettingsTable, SourceTable
from storage.model import Category, EndpointKind, EventType

_REFERENCE = Path(__file__).parents[2] / "docs" / "watchlist.md"
_TABLES: dict[str, type[BaseModel]] = {
    "[clausewatch]": SettingsTable,
    "[[source]]": SourceTable,
    "[[category]]": CategoryTable,
    "[[route]]": RouteTable,
    "[[endpoint]]": EndpointTable,
}


def _rows(title: str) -> dict[str, tuple[str, str]]:
    """Key -> default, meaning; of the table under a heading."""
    text = _REFERENCE.read_text(encoding="utf-8")
    section = text.split(f"\n## `{title}`\n")[1].split("\n##")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", section, re.MULTILINE)
    return {key: (default, meaning) for key, default, meaning in rows}


@pytest.mark.parametrize("title", _TABLES)
def test_every_key_is_explained(title: str) -> None:
    fields = _TABLES[title].model_fields
    assert list(_rows(title)) == [field.alias or name for name, field in fields.items()]


@pytest.mark.parametrize("title", _TABLES)
def test_required_keys_are_called_required(title: str) -> None:
    required = {name for name, field in _TABLES[title].model_fields.items() if field.is_required()}
    assert {key for key, (default, _) in _rows(title).items() if default == "required"} == required


@pytest.mark.parametrize(
    ("title", "key", "members"),
    [
        pytest.param("[[route]]", "categories", Category, id="categories"),
        pytest.param("[[route]]", "events", EventType, id="events"),
        pytest.param("[[endpoint]]", "kind", EndpointKind, id="kinds"),
    ],
)
def test_closed_sets_are_listed_whole(title: str, key: str, members: type[StrEnum]) -> None:
    named = set(re.findall(r"`([a-z_.-]+)`", _rows(title)[key][1]))
    assert {member.value for member in members} <= named


def test_defaults_are_those_of_the_program() -> None:
    """The written defaults, read as a watchlist, are what leaving them out means."""
    written = "".join(
        f"{key} = {default.strip('`')}\n"
        for key, (default, _) in _rows("[clausewatch]").items()
        if default.startswith("`")
    )
    path = Path("/nowhere/watchlist.toml")
    assert parse_watchlist(f"[clausewatch]\n{written}", path) == parse_watchlist("", path)


def test_defaults_of_a_source_are_those_of_the_program() -> None:
    required = '[[source]]\nservice = "A"\ntype = "B"\nurl = "https://a.example/"\n'
    written = "".join(
        f"{key} = {default.strip('`')}\n"
        for key, (default, _) in _rows("[[source]]").items()
        if default.startswith("`")
    )
    path = Path("/nowhere/watchlist.toml")
    assert parse_watchlist(required + written, path) == parse_watchlist(required, path)


def test_the_example_is_valid() -> None:
    example = _REFERENCE.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    watchlist = parse_watchlist(example, Path("/nowhere/watchlist.toml"))
    assert [source.key for source in watchlist.sources] == ["example-inc/privacy-policy"]
    assert watchlist.warnings == ()


def test_the_example_of_categories_is_valid() -> None:
    section = _REFERENCE.read_text(encoding="utf-8").split("\n## `[[category]]`\n")[1]
    watchlist = parse_watchlist(
        section.split("```toml\n")[1].split("```")[0], Path("/nowhere/watchlist.toml")
    )
    assert [category.name for category in watchlist.categories] == ["biometrics", "retention"]


def test_the_example_of_endpoints_is_valid() -> None:
    section = _REFERENCE.read_text(encoding="utf-8").split("\n### What each kind needs\n")[1]
    watchlist = parse_watchlist(
        section.split("```toml\n")[1].split("```")[0], Path("/nowhere/watchlist.toml")
    )
    assert [endpoint.fallback for endpoint in watchlist.endpoints] == ["ops-mail", None]


def test_every_kind_says_what_it_needs() -> None:
    section = _REFERENCE.read_text(encoding="utf-8").split("\n### What each kind needs\n")[1]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)) - {"kind"} == {
        kind.value for kind in EndpointKind
    }
