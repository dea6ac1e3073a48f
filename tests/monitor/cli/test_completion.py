"""Completion, asked for as shells ask: a process of its own with the line in the environment.

Save for one, the processes are forks of one that did no more than to start.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.cli import run
from support.started import Started

ROOT = Path(__file__).parents[3]
MAIN = "import sys; sys.argv = ['clausewatch']; from monitor.cli import main; "
HEAVY = ("scrapy", "sqlite_utils", "pydantic", "httpx", "tomlkit", "selectolax", "monitor.analysis")


Complete = Callable[..., list[str]]


@pytest.fixture
def completed(started: Started) -> Complete:
    """``completed(folder, *words)``: what is offered for the last of the words.

    Fails when anything heavy was imported for it.
    """
    code = f"""{MAIN}
try:
    main()
finally:
    print("LOADED", *(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)
"""

    def complete(folder: Path, *words: str) -> list[str]:
        line = ["clausewatch", "--watchlist", str(folder / "watchlist.toml"), *words]
        environ = {
            "PATH": os.environ["PATH"],
            "_CLAUSEWATCH_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(f"'{word}'" if word else "''" for word in line),
            "COMP_CWORD": str(len(line) - 1),
        }
        ended = started.run(code, environ=environ)
        assert ended.err.splitlines() == ["LOADED"], ended.err
        return [line.partition(",")[2] for line in ended.out.splitlines() if line]

    return complete


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        pytest.param(["lo"], ["log"], id="command"),
        pytest.param(["alerts", "rel"], ["release"], id="command of a group"),
        pytest.param(["log", "ac"], ["acme/privacy-policy"], id="source"),
        pytest.param(
            ["diff", "privacy"],
            ["acme/privacy-policy", "orech/privacy-policy"],
            id="inside of a key",
        ),
        pytest.param(["show", "سلا"], [], id="no source"),
        pytest.param(["show", "sal"], ["salam/سياسة-الخصوصية"], id="Arabic key"),
        pytest.param(
            ["blame", "acme/privacy-policy@"],
            ["acme/privacy-policy@2", "acme/privacy-policy@1"],
            id="versions",
        ),
        pytest.param(["log", "--category", "sha"], ["sharing"], id="category"),
        pytest.param(["log", "--tag", ""], ["vendor"], id="tag"),
        pytest.param(["log", "--type", "Priv"], ["Privacy Policy"], id="type"),
        pytest.param(["parties", "--name", "Mail"], ["Mailwhale"], id="party"),
        pytest.param(["stats", "--by", "mo"], ["month"], id="choice"),
        pytest.param(["log", "--min"], ["--min-severity"], id="option"),
        pytest.param(["sources", "show", "or"], ["orech/privacy-policy"], id="of a subcommand"),
        pytest.param(["check", "acme/privacy-policy", "or"], ["orech/privacy-policy"], id="many"),
    ],
)
def test_what_is_offered(
    recorded: Path, completed: Complete, words: list[str], offered: list[str]
) -> None:
    assert completed(recorded, *words) == offered


def test_endpoints_come_from_the_watchlist(tmp_path: Path, completed: Complete) -> None:
    (tmp_path / "watchlist.toml").write_text(
        '[[endpoint]]\nname = "legal"\nurl = "env:X"\n[[endpoint]]\nname = "ops"\n', "utf-8"
    )
    assert completed(tmp_path, "alerts", "test", "l") == ["legal"]


@pytest.mark.parametrize(
    "text", [None, "[clausewatch]\n", "no toml ="], ids=["missing", "no database", "broken"]
)
def test_without_a_database_nothing_is_offered_and_nothing_said(
    tmp_path: Path, completed: Complete, text: str | None
) -> None:
    if text is not None:
        (tmp_path / "watchlist.toml").write_text(text, "utf-8")
    assert completed(tmp_path, "log", "") == []
    assert completed(tmp_path, "alerts", "test", "") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell(tmp_path: Path, shell: str) -> None:
    script = run(tmp_path, "completion", shell).stdout
    assert f"_CLAUSEWATCH_COMPLETE={shell}_complete" in script
    if program := shutil.which(shell):
        subprocess.run([program, "-n"], input=script, text=True, check=True, capture_output=True)


def test_bash_completes_with_the_script(recorded: Path, tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    (tmp_path / "script").write_text(run(tmp_path, "completion", "bash").stdout, "utf-8")
    program = tmp_path / "clausewatch"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{MAIN} main()"\n', "utf-8")
    program.chmod(0o755)
    asked = f"""
cd '{ROOT}'
source '{tmp_path}/script'
COMP_WORDS=('{program}' log orech) COMP_CWORD=2 CLAUSEWATCH_WATCHLIST='{recorded}/watchlist.toml'
export CLAUSEWATCH_WATCHLIST
_clausewatch_completion '{program}' orech log
echo "${{COMPREPLY[@]}}"
"""
    found = subprocess.run([bash], input=asked, text=True, capture_output=True, check=True)
    assert found.stdout.strip() == "orech/privacy-policy", found.stderr


def test_an_unknown_shell_is_a_usage_error(tmp_path: Path) -> None:
    assert run(tmp_path, "completion", "cmd").exit_code == 2
