"""`clausewatch silent` and `stats` on a recorded history."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cli import Ask, answer, run
from support.history import History, clause_change

from monitor.cli.terminal import display_width
from storage.model import ChangeClass, VersionKind


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source with silent changes, a flap, a dated one, a technical version; another at rest."""
    with History(tmp_path_factory.mktemp("busy")) as history:
        acme = history.source("acme/privacy-policy")
        history.version(acme, "One.", at="2026-01-01T00:00:00Z")
        clause = clause_change("One.", "Two.", categories=("retention", "sharing"))
        for day, text, known in (
            ("2026-01-11", "Two.", {"silent": True, "severity": 40, "material": "minor"}),
            ("2026-01-12", "One.", {"silent": True, "change_class": ChangeClass.FLAP}),
            ("2026-02-01", "Three.", {"silent": False, "severity": 90}),
            ("2026-02-11", "Four.", {"silent": True, "severity": 70}),
        ):
            made = history.version(acme, text, at=f"{day}T00:00:00Z")
            history.change(made, clause, **known)
        technical = history.version(
            acme, "Four!", at="2026-02-12T00:00:00Z", kind=VersionKind.TECHNICAL
        )
        history.change(technical, change_class=ChangeClass.TECHNICAL, silent=True, severity=99)
        history.version(history.source("calm/terms"), "Calm.", at="2026-02-01T00:00:00Z")
    return history.folder


def test_silent_changes_the_most_severe_first(busy: Path) -> None:
    rows = answer(run(busy, "silent", "--json"))
    assert [(row["version"], row["severity"]) for row in rows] == [(5, 70), (2, 40)]
    assert all(row["silent"] for row in rows)


@pytest.mark.parametrize(
    ("words", "versions"),
    [
        pytest.param(["acme", "--since", "2026-02-01"], [5], id="since"),
        pytest.param(["--until", "2026-01-31"], [2], id="until"),
        pytest.param(["--min-severity", "50"], [5], id="severity"),
        pytest.param(["--category", "sharing", "--limit", "1"], [5], id="limit"),
        pytest.param(["--category", "children"], [], id="category"),
        pytest.param(["calm"], [], id="another source"),
    ],
)
def test_filters_of_silent(busy: Path, words: list[str], versions: list[int]) -> None:
    assert [row["version"] for row in answer(run(busy, "silent", *words, "--json"))] == versions


def test_people_see_the_date_that_stood_still(ask: Ask) -> None:
    lines = ask("silent").stdout.splitlines()
    assert lines[1].split() == ["78", "2026-03-05", "acme/privacy-policy", "2", "2024-03-01"]
    assert lines[2].strip() == "retention longer: 30 day -> 24 month"
    assert max(map(display_width, lines)) <= 80


def test_the_exit_code_of_silent(ask: Ask) -> None:
    assert ask("silent", "--exit-code").exit_code == 3
    result = ask("silent", "--since", "1h", "--exit-code")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "stood still" in result.stderr


def test_stats_by_service(busy: Path) -> None:
    acme, calm = answer(run(busy, "stats", "--json"))
    assert acme == {
        "by": "service",
        "name": "Acme",
        "sources": 1,
        "versions": 5,
        "changes": 4,
        "material": 2,  # a flap took one back
        "minor": 1,
        "silent": 2,
        "max_severity": 90,
        "mean_severity": 62.5,
        "mean_days": 10.2,
    }
    assert (calm["name"], calm["versions"], calm["changes"], calm["mean_days"]) == (
        "Calm",
        1,
        0,
        None,
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["acme"], [("2026-01", 3), ("2026-02", 2)], id="months of one source"),
        pytest.param(["--by", "category"], [("retention", 4), ("sharing", 4)], id="category"),
        pytest.param(["--by", "class"], [("flap", 1), ("substantive", 3)], id="class"),
        pytest.param(["--by", "type"], [("Privacy Policy", 5), ("Terms", 1)], id="type"),
        pytest.param(
            ["--by", "source", "--since", "2026-02-01"],
            [("acme/privacy-policy", 2), ("calm/terms", 1)],
            id="since",
        ),
        pytest.param(["--until", "2026-01-31", "--limit", "1"], [("Acme", 3)], id="until"),
        pytest.param(["--by", "month", "--sort", "changes", "--limit", "1"], [("2026-01", 3)]),
    ],
)
def test_what_is_counted(busy: Path, words: list[str], expected: list[tuple[str, int]]) -> None:
    rows = answer(run(busy, "stats", *words, "--json"))
    assert [(row["name"], row["versions"]) for row in rows] == expected


@pytest.mark.parametrize("sort", ["name", "changes", "silent", "severity"])
def test_every_order(busy: Path, sort: str) -> None:
    assert answer(run(busy, "stats", "--sort", sort, "--json"))[0]["name"] == "Acme"


def test_stats_fit_80_columns_and_say_when_there_is_nothing(ask: Ask) -> None:
    for by in ("source", "service", "type", "category", "class", "month"):
        lines = ask("stats", "--by", by).stdout.splitlines()
        assert max(map(display_width, lines)) <= 80
    assert "no version lies there" in ask("stats", "--since", "1h").stderr


def test_csv_of_both(busy: Path) -> None:
    assert run(busy, "silent", "--csv").stdout.startswith("source,service,type,version,kind,")
    assert run(busy, "stats", "--csv").stdout.splitlines()[2] == "service,Calm,1,1,0,0,0,0,,,"
