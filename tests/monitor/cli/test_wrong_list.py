"""`clausewatch sources` while the watchlist is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cli import run
from support.history import History


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param('[[source]]\nurll = "x"\n', "urll: unknown key; did you mean 'url'", id="key"),
        pytest.param('[[route]]\nto = ["ops"]\n', "no endpoint is called 'ops'", id="endpoint"),
    ],
)
def test_what_check_refuses_is_told_beside_the_list(
    tmp_path: Path, text: str, problem: str
) -> None:
    with History(tmp_path) as history:
        history.source("acme/terms")
    (tmp_path / "watchlist.toml").write_text(f'[clausewatch]\ndatabase = "clausewatch.db"\n{text}')
    done = run(tmp_path, "sources")
    assert done.exit_code == 0
    assert "acme/terms" in done.stdout
    assert problem in done.stderr
    assert "the list as it was read last" in done.stderr
    assert run(tmp_path, "sources", "--json").stderr == ""
