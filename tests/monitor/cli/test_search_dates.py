"""`clausewatch search` and `dates`."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cli import Ask, answer, run
from support.history import History

from storage.model import SourceState
from storage.sources import set_state


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param(["account data"], ["acme/privacy-policy"], id="words in a row"),
        pytest.param(["ACCOUNT", "Data"], ["acme/privacy-policy"], id="case, several words"),
        pytest.param(["نَبِيع"], ["salam/سياسة-الخصوصية"], id="Arabic with harakat"),
        pytest.param(["שומרים"], ["orech/privacy-policy"], id="Hebrew"),
        pytest.param(["لا نبيع"], [], id="what stands no more"),
        pytest.param(["30 days"], [], id="what stood earlier"),
        pytest.param(["data", "--source", "salam"], [], id="in another source"),
    ],
)
def test_passages_of_current_versions(ask: Ask, words: list[str], found: list[str]) -> None:
    assert [hit["source"] for hit in answer(ask("search", *words, "--json"))] == found


def test_first_and_last_seen(ask: Ask) -> None:
    (gone,) = answer(ask("search", "30 days", "--all-versions", "--json"))
    assert gone["text"] == "We keep account data for 30 days after you leave."
    assert (gone["first_version"], gone["last_version"], gone["current"]) == (1, 1, False)
    assert gone["first_seen_at"] == gone["last_seen_at"] == "2026-03-01T10:00:00Z"
    (stands,) = answer(ask("search", "24 months", "--json"))
    assert (stands["first_version"], stands["last_version"], stands["current"]) == (2, None, True)
    assert stands["last_seen_at"] == "2026-03-05T14:07:09Z"


def test_people_read_since_when(ask: Ask) -> None:
    lines = ask("search", "30 days", "--all-versions").stdout.splitlines()
    assert lines[0] == "acme/privacy-policy  only in version 1 (2026-03-01)"


def test_nothing_found_points_further_back(ask: Ask) -> None:
    result = ask("search", "30 days")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "--all-versions" in result.stderr


def test_blank_words_are_refused(ask: Ask) -> None:
    assert ask("search", " ").exit_code == 2


def test_dates_of_every_source(ask: Ask) -> None:
    rows = answer(ask("dates", "--json"))
    assert [
        (row["source"], row["version"], row["effective_on"], row["updated_on"]) for row in rows
    ] == [
        ("acme/privacy-policy", 2, None, "2024-03-01"),
        ("orech/privacy-policy", 3, None, None),
        ("salam/سياسة-الخصوصية", 2, "2024-12-11", None),
    ]


def test_dates_over_the_versions_of_one(ask: Ask) -> None:
    rows = answer(ask("dates", "salam", "--json"))
    assert [row["effective_on"] for row in rows] == ["2024-12-11", "2024-12-09"]
    rows = answer(ask("dates", "acme", "--json"))
    assert [row["silent"] for row in rows] == [True, None]
    assert "2024-12-09" in ask("dates", "salam").stdout


@pytest.mark.parametrize("words", [["search", "spleen"], ["dates"], ["log"]], ids=lambda w: w[0])
def test_a_source_that_left_the_watchlist_is_marked(tmp_path: Path, words: list[str]) -> None:
    with History(tmp_path) as history:
        acme = history.source("acme/terms")
        history.version(acme, "A spleen is kept.", at="2026-03-01T10:00:00Z")
    assert "not watched" not in run(tmp_path, *words).stdout
    with History(tmp_path) as history, history.db.transaction():
        set_state(history.db, acme, SourceState.REMOVED)
    assert "not watched" in run(tmp_path, *words).stdout


@pytest.mark.parametrize(("words", "code"), [("account data", 3), ("spleen", 0)])
def test_the_exit_code_tells_whether_it_was_found(ask: Ask, words: str, code: int) -> None:
    assert ask("search", words, "--exit-code").exit_code == code


@pytest.mark.parametrize(
    "words", [["search", "data"], ["timeline"], ["alerts", "list"]], ids=lambda words: words[0]
)
def test_csv_and_json_have_the_same_columns(ask: Ask, words: list[str]) -> None:
    rows = answer(ask(*words, "--json"))
    lines = ask(*words, "--csv").stdout.splitlines()
    assert lines[0] == ",".join(rows[0])
    assert len(lines) == len(rows) + 1
