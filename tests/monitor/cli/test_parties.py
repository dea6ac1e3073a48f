"""`clausewatch parties`: who is named, since when, who came and went."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cli import answer, run
from support.history import History

from monitor.cli.terminal import display_width
from storage.model import SourceState
from storage.sources import set_state

FIELDS = [
    *("source", "service", "type", "party", "roles", "categories", "change"),
    *("first_version", "first_seen_at", "since_version", "since_at"),
    *("last_version", "last_seen_at", "gone_version", "gone_at", "current", "watched"),
]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two vendors: one adds, drops and takes back; one in Arabic began to be watched late."""
    with History(tmp_path_factory.mktemp("named")) as history:
        acme = history.source("acme/privacy-policy")
        for day, names in (
            ("2026-01-01", ("Mailwhale", "Google Analytics")),
            ("2026-02-01", ("Mailwhale",)),
            ("2026-03-01", ("Google Analytics", "Payfox")),
        ):
            history.version(acme, f"Text of {day}.", at=f"{day}T10:00:00Z", parties=names)
        salam = history.source("salam/privacy-policy", language="ar")
        history.version(salam, "نص.", at="2026-02-15T08:00:00Z", parties=("شركة البريد", "Payfox"))
        with history.db.transaction():
            set_state(history.db, salam, SourceState.REMOVED)
    return history.folder


def told(folder: Path, *words: str) -> list[tuple[object, ...]]:
    rows = answer(run(folder, "parties", *words, "--json"))
    assert all(list(row) == FIELDS for row in rows)
    return [(row["party"], row["first_version"], row["last_version"]) for row in rows]


def test_everyone_a_source_ever_named(named: Path) -> None:
    assert told(named, "acme") == [
        ("Google Analytics", 1, None),
        ("Payfox", 3, None),
        ("Mailwhale", 1, 2),
    ]


def test_a_gap_is_told_from_the_beginning(named: Path) -> None:
    row = answer(run(named, "parties", "acme", "--json"))[0]
    assert (row["first_version"], row["since_version"]) == (1, 3)
    assert row["since_at"] == "2026-03-01T10:00:00Z"
    assert "again since 2026-03-01" in run(named, "parties", "acme").stdout


def test_whom_all_current_versions_name(named: Path) -> None:
    lines = run(named, "parties").stdout.splitlines()
    assert lines[1].split()[:3] == ["Payfox", "2", "2026-02-15"]
    assert lines[2].strip() == "Acme, Salam"
    assert not any("Mailwhale" in line for line in lines)
    assert max(map(display_width, lines)) <= 80
    assert len(run(named, "parties", "--limit", "1").stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("google", [("Google Analytics", 1, None)], id="part of a name"),
        pytest.param("MAILWHALE", [("Mailwhale", 1, 2)], id="named no more"),
        pytest.param("البَريد", [("شركة البريد", 1, None)], id="Arabic with harakat"),
        pytest.param("nobody", [], id="nobody"),
    ],
)
def test_who_names_somebody(named: Path, name: str, expected: list[object]) -> None:
    assert told(named, "--name", name) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(
            ["--since", "2026-01-15"],
            [("Payfox", "added"), ("Mailwhale", "removed")],
            id="net of what came back",
        ),
        pytest.param(
            ["--since", "2026-02-10", "--added"],
            [("Google Analytics", "added"), ("Payfox", "added")],
            id="added",
        ),
        pytest.param(["--removed"], [("Mailwhale", "removed")], id="removed since the first"),
        pytest.param(["salam", "--since", "2026-01-01"], [], id="watched later only"),
        pytest.param(["--since", "2026-01-15", "--name", "mail"], [("Mailwhale", "removed")]),
        pytest.param(["--since", "2026-03-02"], [], id="nothing since"),
    ],
)
def test_who_came_and_went(named: Path, words: list[str], expected: list[object]) -> None:
    rows = answer(run(named, "parties", *words, "--json"))
    assert [(row["party"], row["change"]) for row in rows] == expected


def test_the_exit_code_tells(named: Path) -> None:
    assert run(named, "parties", "--since", "2026-01-15", "--exit-code").exit_code == 3
    assert run(named, "parties", "--since", "2026-03-02", "--exit-code").exit_code == 0
    assert run(named, "parties", "--exit-code").exit_code == 2


def test_signs_for_people_and_unwatched_sources(named: Path) -> None:
    text = run(named, "parties", "--since", "2026-01-15").stdout
    assert "+ Payfox" in text
    assert "- Mailwhale" in text
    assert "not watched" in run(named, "parties", "--name", "payfox").stdout


def test_nobody_is_said_on_stderr(named: Path) -> None:
    result = run(named, "parties", "--name", "nobody")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no version names 'nobody'" in result.stderr


def test_csv(named: Path) -> None:
    lines = run(named, "parties", "acme", "--csv").stdout.splitlines()
    assert lines[0] == ",".join(FIELDS)
    assert lines[2].startswith("acme/privacy-policy,Acme,Privacy Policy,Payfox,,other,,3,")
