"""Files that commands write: whole or not there, whatever stops the command.

The kernel does the stopping: a limit on the size of files ends the process with a signal in the
midst of a write, as a kill does, or, where Python heeds it, fails the write, as a full disk does.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.cli import run
from support.history import History, clause_change
from support.started import Ended, Started

from storage.database import open_readonly
from storage.whole_file import PART

_LIMITED = """
import resource, signal
from monitor.cli import cli
limit, how, *words = sys.argv[1:]
if how == "killed":
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
cli(words, prog_name="clausewatch")
"""
_SIZE = 40_000  # of all files of the history; of a wal-index SQLite makes 32,768
COMMANDS = [
    ("export", "json", "-o", "FILE"),
    ("export", "csv", "--table", "clause_changes", "-o", "FILE"),
    ("export", "warc", "-o", "FILE"),
    ("export", "evidence", "acme", "-o", "FILE"),
    ("report", "acme", "-o", "FILE"),
    ("diff", "acme", "--html", "-o", "FILE"),
    ("backup", "FILE"),
]
REPLACING = [command for command in COMMANDS if command[0] != "backup"]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of random words, for they cannot be compressed."""
    words = random.Random(5)
    text = " ".join(f"{words.getrandbits(64):x}" for _ in range(8_000))
    with History(tmp_path_factory.mktemp("history")) as history:
        acme = history.source("acme/privacy-policy")
        history.version(acme, "# Privacy\n\nWe keep data.", at="2026-03-01T10:00:00Z")
        markdown = f"# Privacy\n\n{text}"
        second = history.version(acme, markdown, at="2026-04-01T10:00:00Z", body=markdown.encode())
        history.change(second, clause_change("We keep data.", text), severity=70)
    return history.folder


@pytest.fixture(scope="module")
def started() -> Iterator[Started]:
    with Started() as process:
        yield process


def _words(command: tuple[str, ...], file: Path) -> list[str]:
    return [str(file) if word == "FILE" else word for word in command]


def _stopped(started: Started, history: Path, how: str, words: list[str]) -> Ended:
    watchlist = ["--watchlist", str(history / "watchlist.toml")]
    environ = {"PATH": "", "LC_ALL": "C.UTF-8"}
    code = "import sys\n" + _LIMITED
    return started.run(code, str(_SIZE), how, *watchlist, *words, environ=environ)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: "-".join(words[:2]))
def test_a_command_that_was_killed_leaves_no_file_and_the_next_one_leaves_no_rest(
    command: tuple[str, ...], history: Path, started: Started, tmp_path: Path
) -> None:
    file = tmp_path / "out.file"
    ended = _stopped(started, history, "killed", _words(command, file))
    assert ended.code < 0, ended.err
    assert [path.name for path in tmp_path.iterdir()] == [f"out.file{PART}"]

    result = run(history, *_words(command, file))
    assert result.exit_code == 0, result.output
    assert list(tmp_path.iterdir()) == [file]
    assert file.stat().st_size > _SIZE


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: "-".join(words[:2]))
def test_a_full_disk_leaves_nothing_and_is_told(
    command: tuple[str, ...], history: Path, started: Started, tmp_path: Path
) -> None:
    file = tmp_path / "out.file"
    ended = _stopped(started, history, "failed", _words(command, file))
    assert ended.code == 1
    assert ended.err.startswith("clausewatch: ")
    assert str(file) in ended.err
    assert len(ended.err.splitlines()) == 1, ended.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", ["killed", "failed"])
@pytest.mark.parametrize("command", REPLACING, ids=lambda words: "-".join(words[:2]))
def test_a_good_file_outlives_what_was_to_replace_it(
    command: tuple[str, ...], how: str, history: Path, started: Started, tmp_path: Path
) -> None:
    file = tmp_path / "out.file"
    file.write_text("dear to somebody")
    file.chmod(0o600)
    assert _stopped(started, history, how, [*_words(command, file), "--force"]).code != 0
    assert file.read_text() == "dear to somebody"

    assert run(history, *_words(command, file), "--force").exit_code == 0
    assert list(tmp_path.iterdir()) == [file]
    assert file.stat().st_size > _SIZE
    assert file.stat().st_mode & 0o777 == 0o600, "nobody else may read it now either"


def test_backups_named_by_the_clock_do_not_gather_rests(
    history: Path, started: Started, tmp_path: Path
) -> None:
    assert _stopped(started, history, "killed", ["backup", str(tmp_path)]).code < 0
    (rest,) = tmp_path.iterdir()
    assert rest.name.endswith(PART)
    assert run(history, "backup", str(tmp_path)).exit_code == 0
    (backup,) = tmp_path.iterdir()
    with open_readonly(backup) as db:
        assert db.row("SELECT count(*) FROM versions")


@pytest.mark.parametrize("words", ["export json", "report acme", "diff acme --html", "log"])
def test_what_goes_to_a_full_disk_through_the_shell_is_told(
    words: str, history: Path, started: Started
) -> None:
    code = "import os, sys\nfrom monitor.cli import cli\n"
    code += "os.dup2(os.open('/dev/full', os.O_WRONLY), 1)\ncli(sys.argv[1:])"
    watchlist = ["--watchlist", str(history / "watchlist.toml")]
    ended = started.run(code, *watchlist, *words.split(), environ={})
    assert ended.code == 1
    said = "clausewatch: No space left on device: what was written is not whole; make room\n"
    assert ended.err == said


def test_a_pipe_gets_what_is_written(history: Path, started: Started) -> None:
    watchlist = ["--watchlist", str(history / "watchlist.toml")]
    code = "import sys\nfrom monitor.cli import cli\ncli(sys.argv[1:])"
    words = ("export", "csv", "--table", "sources", "-o", "/dev/null")
    assert started.run(code, *watchlist, *words, environ={}).code == 0
    assert Path("/dev/null").is_char_device()
    full = started.run(code, *watchlist, *words[:-1], "/dev/full", environ={})
    assert full.code == 1
    assert "cannot write /dev/full: No space left on device" in full.err
