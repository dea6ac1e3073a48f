"""`clausewatch log` on a recorded history."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cli import Ask, answer, run
from support.history import History

from monitor.cli.terminal import display_width

KEYS = [
    "source",
    "service",
    "type",
    "version",
    "kind",
    "fetched_at",
    "class",
    "material",
    "severity",
    "silent",
    "categories",
    "effective_on",
    "updated_on",
    "summary",
]


def places(rows: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [(str(row["source"]).partition("/")[0], row["version"]) for row in rows]


def test_rows_have_the_fixed_keys_newest_first(ask: Ask) -> None:
    rows = answer(ask("log", "--json"))
    assert all(list(row) == KEYS for row in rows)
    assert places(rows) == [
        ("salam", 2),
        ("acme", 2),
        ("orech", 3),
        ("orech", 2),
        ("orech", 1),
        ("salam", 1),
        ("acme", 1),
    ]


def test_a_row_says_what_changed(ask: Ask) -> None:
    (row,) = answer(ask("log", "acme", "--limit", "1", "--json"))
    assert row == {
        "source": "acme/privacy-policy",
        "service": "Acme",
        "type": "Privacy Policy",
        "version": 2,
        "kind": "update",
        "fetched_at": "2026-03-05T14:07:09Z",
        "class": "substantive",
        "material": "material",
        "severity": 78,
        "silent": True,
        "categories": ["retention"],
        "effective_on": None,
        "updated_on": "2024-03-01",
        "summary": "retention longer: 30 day -> 24 month",
    }


def test_the_change_fields_of_a_first_version_are_null(ask: Ask) -> None:
    row = answer(ask("log", "acme", "--json"))[-1]
    assert row["kind"] == "first"
    assert [row[key] for key in ("class", "material", "severity", "silent", "summary")] == [
        None
    ] * 5
    assert row["categories"] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["--since", "2026-03-05"], [("salam", 2), ("acme", 2)], id="since a day"),
        pytest.param(
            ["--until", "2026-03-02"], [("salam", 1), ("acme", 1)], id="until and with a day"
        ),
        pytest.param(
            ["--since", "2026-03-05T14:07:09Z", "--until", "2026-03-05T14:07:09Z"],
            [("acme", 2)],
            id="an instant as printed",
        ),
        pytest.param(["--category", "sale"], [("salam", 2)], id="category"),
        pytest.param(["--class", "technical"], [("orech", 3)], id="class"),
        pytest.param(["--min-severity", "79"], [("salam", 2)], id="severity"),
        pytest.param(["--tag", "vendor"], [("acme", 2), ("acme", 1)], id="tag"),
        pytest.param(["--type", "privacy policy", "--limit", "1"], [("salam", 2)], id="type"),
        pytest.param(["--limit", "2"], [("salam", 2), ("acme", 2)], id="limit"),
        pytest.param(
            ["https://orech.example/privacy-policy", "--limit", "1"], [("orech", 3)], id="url"
        ),
        pytest.param(["--since", "1h"], [], id="nothing new"),
    ],
)
def test_filters(ask: Ask, words: list[str], expected: list[tuple[str, int]]) -> None:
    assert places(answer(ask("log", *words, "--json"))) == expected


def test_the_table_fits_80_columns(ask: Ask) -> None:
    lines = ask("log").stdout.splitlines()
    assert max(map(display_width, lines)) <= 80
    assert any(line.endswith("silent · retention longer: 30 day -> 24 month") for line in lines)


def test_nothing_found_is_said_on_stderr(ask: Ask) -> None:
    result = ask("log", "--tag", "nobody")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no version matches" in result.stderr


@pytest.mark.parametrize(
    ("option", "said"),
    [
        pytest.param(["--tag", "nobody"], "no source has the tag 'nobody'; there are", id="tag"),
        pytest.param(["--type", "Privacy"], "no source has the type 'Privacy'; there ", id="type"),
        pytest.param(["--service", "Nobody"], "the service 'Nobody'; there are Acme", id="service"),
    ],
)
def test_a_name_that_nothing_has_is_told_with_those_that_there_are(
    ask: Ask, option: list[str], said: str
) -> None:
    assert said in ask("log", *option, "--json").stderr


def test_a_service_has_all_its_documents(ask: Ask) -> None:
    rows = answer(ask("log", "--service", "ACME", "--json"))
    assert rows == [row for row in answer(ask("log", "--json")) if row["service"] == "Acme"]


def test_an_unknown_source_is_named_with_its_nearest(ask: Ask) -> None:
    result = ask("log", "acme/privacy-polcy")
    assert result.exit_code == 2
    assert result.stderr.startswith("clausewatch: no source is called 'acme/privacy-polcy'")
    assert "acme/privacy-policy" in result.stderr


@pytest.mark.parametrize("words", [["--since", "soon"], ["--category", "x"], ["--limit", "0"]])
def test_bad_filters_are_usage_errors(ask: Ask, words: list[str]) -> None:
    assert ask("log", *words).exit_code == 2


def test_a_version_of_a_source_is_more_than_it_takes(ask: Ask) -> None:
    result = ask("log", "acme@2")
    assert result.exit_code == 2
    assert "this takes a source without a version: write acme, not acme@2" in result.stderr


def test_two_versions_of_a_day_have_their_times(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        acme = history.source("acme/terms")
        for at in ("2026-03-05T08:00:00Z", "2026-03-05T18:30:00Z", "2026-03-06T08:00:00Z"):
            version = history.version(acme, f"# {at}", at=at)
            if not at.startswith("2026-03-05T08"):
                history.change(version, summary="Rights: narrowed")
    lines = run(tmp_path, "log").stdout.splitlines()
    assert [line.strip() for line in lines if line.startswith(" ")] == [
        "Rights: narrowed",
        "at 18:30 · Rights: narrowed",
        "at 08:00",
    ]
    told = run(tmp_path, "show", "acme@2026-03-05", "--dates").stderr
    assert "2 versions were seen on 2026-03-05" in told
