"""Where the watchlist and its database are, without loading what a query does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.config import WatchlistError, database_path, find_watchlist_path, load_watchlist


@pytest.mark.parametrize(
    ("explicit", "environ", "expected"),
    [
        (None, {}, "watchlist.toml"),
        (None, {"CLAUSEWATCH_WATCHLIST": "/etc/w.toml"}, "/etc/w.toml"),
        (None, {"CLAUSEWATCH_WATCHLIST": ""}, "watchlist.toml"),
        ("mine.toml", {"CLAUSEWATCH_WATCHLIST": "/etc/w.toml"}, "mine.toml"),
    ],
    ids=["default", "environment", "empty-environment", "explicit"],
)
def test_the_watchlist_is_found(
    explicit: str | None, environ: dict[str, str], expected: str
) -> None:
    assert find_watchlist_path(explicit, environ) == Path(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "clausewatch.db"),
        ('[clausewatch]\ndatabase = "data/w.db"', "data/w.db"),
        ('[clausewatch]\ndatabase = "../w.db"', "../w.db"),
    ],
    ids=["default", "relative", "parent"],
)
def test_a_relative_database_starts_at_the_watchlist(
    tmp_path: Path, text: str, expected: str
) -> None:
    path = tmp_path / "here" / "watchlist.toml"
    path.parent.mkdir()
    path.write_text(text)
    assert database_path(path) == (path.parent / expected).resolve()
    assert load_watchlist(path).settings.database == database_path(path)


def test_an_absolute_database_stays(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.toml"
    path.write_text(f'[clausewatch]\ndatabase = "{tmp_path}/x.db"')
    assert database_path(path) == tmp_path / "x.db"


def test_a_query_works_while_a_source_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.toml"
    path.write_text('[clausewatch]\ndatabase = "w.db"\n[[source]]\nservice = 3\n')
    assert database_path(path) == tmp_path / "w.db"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "'clausewatch init' writes one"),
        (b"\xff\xfe[", "not UTF-8"),
        (b"[[[", "not valid TOML"),
        (b"a = " + b"[" * 5_000, "not valid TOML"),
        (b"[clausewatch]\ndatabase = 3", "database: write a path"),
    ],
    ids=["missing", "utf-16", "syntax", "deep", "number"],
)
def test_a_file_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, content: bytes | None, problem: str
) -> None:
    path = tmp_path / "watchlist.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WatchlistError, match=problem):
        database_path(path)


def test_a_folder_is_no_watchlist(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match="cannot be read"):
        database_path(tmp_path)


def test_a_pipe_is_no_watchlist(tmp_path: Path) -> None:
    """Nobody may ever write into it."""
    path = tmp_path / "watchlist.toml"
    os.mkfifo(path)
    with pytest.raises(WatchlistError, match="is no regular file"):
        database_path(path)


def test_a_file_beyond_all_lists_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.toml"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(WatchlistError, match="is larger than 32,000,000 bytes"):
        database_path(path)


def test_queries_load_neither_pydantic_nor_tomlkit() -> None:
    code = (
        "import sys, monitor.config as config; config.find_watchlist_path(None, {}); "
        "print(sorted({'pydantic', 'tomlkit', 'apscheduler', 'selectolax'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
