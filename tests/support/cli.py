"""Commands in this process: `ask` on a history, and the JSON of what they answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from monitor.cli import cli

Ask = Callable[..., Result]


def run(folder: Path, *words: str, **known: Any) -> Result:
    """The command on the watchlist in ``folder``."""
    arguments = ["--watchlist", str(folder / "watchlist.toml"), *words]
    return CliRunner().invoke(cli, arguments, prog_name="clausewatch", **known)


def answer(result: Result) -> Any:
    """The JSON on stdout of a command that ended well."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
