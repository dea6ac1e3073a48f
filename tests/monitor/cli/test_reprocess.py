"""``clausewatch reprocess``: new rules, stored pages, technical versions that alert nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.captures import BOTH, HEAD, KEY, LONGER, POLICY, World, at
from support.cli import answer, run

SOURCE = """
[[source]]
service = "Larkfield"
type = "Privacy Policy"
url = "https://larkfield.example/privacy"
"""
CAPTURES = ((at(1), POLICY), (at(2), LONGER), (at(3), LONGER), (at(4), BOTH), (at(5), BOTH))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A history of three versions, after which the rules of the source changed."""
    world = World(tmp_path, head=HEAD + SOURCE)
    world.load(*CAPTURES)
    (tmp_path / "watchlist.toml").write_text(
        HEAD + SOURCE + 'ignore = ["We keep .* account[.]"]\n', encoding="utf-8"
    )
    return tmp_path


def log(folder: Path) -> list[tuple[int, str, str | None]]:
    rows = answer(run(folder, "log", KEY, "--json"))
    return [(row["version"], row["kind"], row["class"]) for row in reversed(rows)]


def test_the_current_version_is_read_again_once(folder: Path) -> None:
    alerts = answer(run(folder, "alerts", "list", "--json"))
    (said,) = answer(run(folder, "reprocess", "--json"))
    assert (said["source"], said["technical_version"], said["versions_read_again"]) == (KEY, 4, 0)
    expected = [
        (1, "first", None),
        (2, "update", "substantive"),
        (3, "update", "substantive"),
        (4, "technical", "technical"),
    ]
    assert log(folder) == expected
    (said,) = answer(run(folder, "reprocess", "--json"))
    assert said["technical_version"] is None
    assert log(folder) == expected
    assert answer(run(folder, "alerts", "list", "--json")) == alerts


def test_all_reads_the_whole_history_again_once(folder: Path) -> None:
    alerts = answer(run(folder, "alerts", "list", "--json"))
    (said,) = answer(run(folder, "reprocess", KEY, "--all", "--json"))
    assert (said["technical_version"], said["versions_read_again"]) == (4, 3)
    expected = [
        (1, "first", None),
        (2, "update", "none"),  # under these rules nothing changed
        (3, "update", "substantive"),
        (4, "technical", "technical"),
    ]
    assert log(folder) == expected
    (said,) = answer(run(folder, "reprocess", "--all", "--json"))
    assert (said["technical_version"], said["versions_read_again"]) == (None, 0)
    assert log(folder) == expected
    assert answer(run(folder, "alerts", "list", "--json")) == alerts
    assert run(folder, "db", "verify").exit_code == 0


def test_rules_that_find_nothing_leave_the_old_text(folder: Path) -> None:
    (folder / "watchlist.toml").write_text(HEAD + SOURCE + 'select = "#nowhere"\n', "utf-8")
    (said,) = answer(run(folder, "reprocess", "--all", "--json"))
    assert (said["technical_version"], said["versions_unreadable"]) == (None, 3)
    assert [kind for _, kind, _ in log(folder)] == ["first", "update", "update"]


def test_people_are_told_what_was_done(folder: Path) -> None:
    result = run(folder, "reprocess")
    assert result.stdout == f"{KEY}: technical version 4\n"
    assert "1 of 1 sources had something to read again" in result.stderr


def test_an_unknown_source_is_wrong_usage(folder: Path) -> None:
    assert run(folder, "reprocess", "nobody").exit_code == 2
