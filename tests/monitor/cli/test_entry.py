"""The entry point: what it imports, how it ends."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import termios
import time
from array import array
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.cli import run
from support.history import History
from support.started import Started

from monitor.cli import cli
from storage.version import __version__

ROOT = Path(__file__).parents[3]
HEAVY = (
    "scrapy",
    "twisted",
    "sqlite_utils",
    "pydantic",
    "httpx",
    "apscheduler",
    "babel",
    "selectolax",
    "rich",
    "tomlkit",
    "diff_match_patch",
)
MAIN = "import sys; sys.argv[0] = 'clausewatch'; from monitor.cli import main; "


def start(code: str, *words: str, **known: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **known,
    )


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--help"], id="help"),
        pytest.param(["log", "--json"], id="log"),
        pytest.param(["log", "--help"], id="help of a command"),
        pytest.param(["inspect", "--help"], id="help of inspect"),
        pytest.param(["compare", "--help"], id="help of compare"),
        pytest.param(["status"], id="status"),
        pytest.param(["alerts", "list"], id="alerts"),
        pytest.param(["sources", "list", "--json"], id="sources"),
        pytest.param(["dates"], id="dates"),
        pytest.param(["timeline"], id="timeline"),
        pytest.param(["show", "acme"], id="show"),
        pytest.param(["diff", "acme"], id="diff"),
        pytest.param(["diff", "acme", "--stat"], id="diff --stat"),
        pytest.param(["blame", "acme"], id="blame"),
        pytest.param(["blame", "acme", "30 days"], id="blame of a sentence"),
        pytest.param(["parties"], id="parties"),
        pytest.param(["silent"], id="silent"),
        pytest.param(["stats"], id="stats"),
        pytest.param(["search", "data", "--csv"], id="search"),
        pytest.param(["completion", "bash"], id="completion"),
    ],
)
def test_query_commands_import_nothing_heavy(
    recorded: Path, started: Started, words: list[str]
) -> None:
    code = f"""{MAIN}
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
loaded = [name for name in {HEAVY!r} if name in sys.modules]
print("LOADED", *loaded)
"""
    watchlist = str(recorded / "watchlist.toml")
    ended = started.run(code, "--watchlist", watchlist, *words, environ=os.environ)
    assert ended.code == 0, ended.err
    assert ended.out.splitlines()[-1] == "LOADED"


def test_it_starts_at_once(recorded: Path) -> None:
    """A quarter of a second of work on an idle machine; CPU time, so that neighbours count less."""
    before = os.times()
    words = ["--watchlist", str(recorded / "watchlist.toml"), "log"]
    with start(f"{MAIN} main()", *words) as process:
        out, _ = process.communicate()
    after = os.times()
    assert "acme/privacy-policy" in out
    spent = after.children_user + after.children_system
    assert spent - before.children_user - before.children_system < 0.6


def test_version_and_usage() -> None:
    result = CliRunner().invoke(cli, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"clausewatch {__version__}\n")
    assert CliRunner().invoke(cli, ["no-such-command"]).exit_code == 2


def test_a_missing_watchlist_is_one_clear_line(tmp_path: Path) -> None:
    result = run(tmp_path, "log")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("clausewatch: ")
    assert "clausewatch init" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_missing_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "watchlist.toml").write_text("[clausewatch]\n", "utf-8")
    result = run(tmp_path, "log")
    assert result.exit_code == 1
    assert "run 'clausewatch check' first" in result.stderr


def test_the_watchlist_may_come_from_the_environment(
    recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEWATCH_WATCHLIST", str(recorded / "watchlist.toml"))
    assert "acme/privacy-policy" in CliRunner().invoke(cli, ["log"]).stdout


def test_an_error_cannot_paint_the_terminal(tmp_path: Path) -> None:
    with History(tmp_path):
        pass
    result = run(tmp_path, "log", "\x1b[31mnobody\u202e")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_a_reader_that_goes_away_is_no_trouble(tmp_path: Path, unbuffered: str) -> None:
    with History(tmp_path) as history:
        text = "\n\n".join(f"Clause {number} of many words." for number in range(4_000))
        history.version(history.source("acme/terms"), text, at="2026-03-01T10:00:00Z")
    words = ["--watchlist", str(tmp_path / "watchlist.toml"), "show", "acme"]
    environ = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with start(f"{MAIN} main()", *words, env=environ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        await_full_pipe(process.stdout.fileno())  # the write is in its midst
        process.stdout.close()
        error = process.stderr.read()
    assert (process.returncode, error) == (141, "")


def await_full_pipe(descriptor: int) -> None:
    """Until as much waits in a pipe as it can hold, but for a line."""
    waiting = array("i", [0])
    room = fcntl.fcntl(descriptor, fcntl.F_GETPIPE_SZ) - 4096
    deadline = time.monotonic() + 60
    while waiting[0] < room:
        assert time.monotonic() < deadline
        fcntl.ioctl(descriptor, termios.FIONREAD, waiting)


def test_ctrl_c_ends_quietly() -> None:
    # A shell that runs the tests in its background has turned SIGINT off for all it starts.
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    main = f"{heard}; {MAIN} main()"
    with start(main, "inspect", "--jsonl", "-", stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write('{"id": 1, "text": "x"}\n')
        process.stdin.flush()
        assert process.stdout.readline()  # it is at work
        process.send_signal(signal.SIGINT)
        error = process.stderr.read()
    assert process.returncode == 130
    assert error == "clausewatch: interrupted\n"


@pytest.mark.parametrize("setting", [{}, {"NO_COLOR": "1"}], ids=["colour", "NO_COLOR"])
def test_colour_only_on_a_terminal_that_wants_it(recorded: Path, setting: dict[str, str]) -> None:
    reader, writer = os.openpty()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "monitor.cli",
            "--watchlist",
            str(recorded / "watchlist.toml"),
            "diff",
            "acme",
        ],
        cwd=ROOT,
        stdout=writer,
        env={"PATH": os.environ["PATH"], "TERM": "xterm", **setting},
    )
    os.close(writer)
    text = _read_terminal(reader)
    assert process.wait() == 0
    assert ("\x1b[32m" in text) is not bool(setting)
    assert ("{+24 months+}" in text) is bool(setting)


def _read_terminal(reader: int) -> str:
    text = b""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            piece = os.read(reader, 4096)
        except OSError:  # Linux says EIO when the other end is closed
            break
        if not piece:
            break
        text += piece
    os.close(reader)
    return text.decode()


def test_every_command_in_the_table_has_the_help_that_the_table_shows() -> None:
    context = cli.make_context("clausewatch", ["--help"], resilient_parsing=True)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        assert command.help, name
        assert command.name == name
