"""A pager on a terminal, and none anywhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.history import History
from support.terminal import read_terminal

from monitor.cli.pager import pager_words

ROOT = Path(__file__).parents[3]
MARK = "sed s/^/PAGED:/"


@pytest.fixture(scope="module")
def long_history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with History(tmp_path_factory.mktemp("long")) as history:
        text = "\n\n".join(f"Clause {number} of many words." for number in range(4_000))
        history.version(history.source("acme/terms"), text, at="2026-03-01T10:00:00Z")
    return history.folder


def on_terminal(folder: Path, *words: str, **setting: str) -> tuple[int, str]:
    """Exit code and what a terminal got."""
    reader, writer = os.openpty()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "monitor.cli",
            "--watchlist",
            str(folder / "watchlist.toml"),
            *words,
        ],
        cwd=ROOT,
        stdout=writer,
        stderr=writer,
        env={"PATH": os.environ["PATH"], "TERM": "xterm", **setting},
    )
    os.close(writer)
    text = read_terminal(reader)
    return process.wait(), text


def test_an_answer_goes_through_the_pager_of_the_terminal(recorded: Path) -> None:
    code, text = on_terminal(recorded, "log", PAGER=MARK)
    assert code == 0
    assert all(line.startswith("PAGED:") for line in text.splitlines())
    assert "acme/privacy-policy" in text


def test_a_message_is_broken_between_words_where_a_terminal_shows_it(recorded: Path) -> None:
    code, text = on_terminal(recorded, "show", "acme@1990-01-01")
    lines = text.splitlines()
    assert code == 2
    assert len(lines) == 2
    assert max(map(len, lines)) <= 80
    assert " ".join(lines).startswith("clausewatch: acme/privacy-policy had no version on 1990-")


def test_colour_stays_in_the_pager(recorded: Path) -> None:
    _, text = on_terminal(recorded, "diff", "acme", CLAUSEWATCH_PAGER=MARK, PAGER="false")
    assert "PAGED:" in text
    assert "\x1b[32m" in text


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        pytest.param(["--no-pager", "log"], {"PAGER": MARK}, id="option"),
        pytest.param(["log"], {"PAGER": "cat"}, id="cat"),
        pytest.param(["log"], {"PAGER": MARK, "CLAUSEWATCH_PAGER": ""}, id="empty"),
        pytest.param(["log"], {"PAGER": "no-such-pager -x"}, id="missing"),
    ],
)
def test_no_pager_when_none_is_wanted(
    recorded: Path, words: list[str], setting: dict[str, str]
) -> None:
    code, text = on_terminal(recorded, *words, **setting)
    assert code == 0
    assert "PAGED:" not in text
    assert "acme/privacy-policy" in text


def test_a_pipe_never_gets_a_pager(recorded: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "monitor.cli", "--watchlist", recorded / "watchlist.toml", "log"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PAGER": MARK},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "PAGED:" not in found.stdout
    assert "acme/privacy-policy" in found.stdout


def test_who_leaves_the_pager_early_has_read_enough(long_history: Path) -> None:
    code, text = on_terminal(long_history, "show", "acme", PAGER="head -n 1")
    assert code == 0
    assert text.splitlines() == [text.strip()]


def test_an_error_starts_no_pager(recorded: Path) -> None:
    code, text = on_terminal(recorded, "log", "nobody", PAGER=MARK)
    assert code == 2
    assert "PAGED:" not in text
    assert "no source is called 'nobody'" in text


def test_the_exit_code_comes_through_the_pager(recorded: Path) -> None:
    assert on_terminal(recorded, "diff", "acme", "--exit-code", PAGER=MARK)[0] == 3


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        pytest.param({"PAGER": "head -n 3"}, ["head", "-n", "3"], id="PAGER"),
        pytest.param({"PAGER": "head 'x"}, None, id="open quotation"),
        pytest.param({"PAGER": "head", "TERM": "dumb"}, None, id="dumb terminal"),
        pytest.param({"PAGER": "head", "CLAUSEWATCH_PAGER": "tail"}, ["tail"], id="our own first"),
    ],
)
def test_which_pager(environ: dict[str, str], words: list[str] | None) -> None:
    assert pager_words(environ) == words
