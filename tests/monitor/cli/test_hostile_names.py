"""Text of pages in the answers about history: nothing that a terminal or a spreadsheet obeys."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cli import run
from support.history import History, clause_change

ESCAPE, OVERRIDE = "\x1b[31m", "\u202e"
PARTY = f"=cmd{ESCAPE}|{OVERRIDE}evil"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with History(tmp_path_factory.mktemp("hostile")) as history:
        source = history.source("acme/terms")
        before, after = (f"We {word} {ESCAPE}your{OVERRIDE} data." for word in ("keep", "sell"))
        history.version(source, f"# {ESCAPE}Title\n\n{before}", at="2026-01-01T00:00:00Z")
        second = history.version(
            source, f"# {ESCAPE}Title\n\n{after}", at="2026-02-01T00:00:00Z", parties=(PARTY,)
        )
        history.change(
            second,
            clause_change(before, after, heading_path=(f"{ESCAPE}Title",)),
            silent=True,
            summary=f"{ESCAPE}sold{OVERRIDE}",
            categories=("sale",),
        )
    return history.folder


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["blame", "acme"], id="blame"),
        pytest.param(["blame", "acme", "--words"], id="blame --words"),
        pytest.param(["blame", "acme", "your data"], id="blame of a sentence"),
        pytest.param(["blame", "acme", f"no {ESCAPE}such"], id="a hostile question"),
        pytest.param(["parties"], id="parties"),
        pytest.param(["parties", "acme", "--added"], id="parties of one"),
        pytest.param(["parties", "--name", f"{ESCAPE}x"], id="a hostile name"),
        pytest.param(["silent"], id="silent"),
        pytest.param(["stats", "--by", "category"], id="stats"),
        pytest.param(["diff", "acme", "--stat"], id="diff --stat"),
        pytest.param(["show", "acme", "--dates"], id="show --dates"),
    ],
)
def test_nothing_reaches_the_terminal(hostile: Path, words: list[str]) -> None:
    result = run(hostile, *words)
    assert result.exit_code == 0, result.output
    assert ESCAPE not in result.output
    assert OVERRIDE not in result.output


def test_no_cell_calculates(hostile: Path) -> None:
    text = run(hostile, "parties", "--csv").stdout
    assert ",'=cmd" in text
    assert ",=cmd" not in text
