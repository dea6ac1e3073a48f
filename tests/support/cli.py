"""Commands in this process: `ask` on a history, and the JSON of what they answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from support.secrets import find_leaks

from monitor.cli import cli

Ask = Callable[..., Result]


def run(folder: Path, *words: str, **known: Any) -> Result:
    """The command on the watchlist in ``folder``."""
    arguments = ["--watchlist", str(folder / "watchlist.toml"), *words]
    result = CliRunner().invoke(cli, arguments, prog_name="clausewatch", **known)
    assert not find_leaks(result.output), "a secret leaked"
    return result


def answer(result: Result) -> Any:
    """The JSON on stdout of a command that ended well."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
