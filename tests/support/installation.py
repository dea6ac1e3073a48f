"""clausewatch as people run it: real commands in a folder, watching a real site that changes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.cli import run
from support.pages import policy
from support.secrets import HOOK_PATH
from support.site import Site
from support.wholeness import assert_whole

from storage.database import open_database

DATES = "Last updated: {} March 2026. We keep order data for {} days."
LONG_AGO = "2000-01-01T00:00:00.000000Z"


@dataclass
class Installation:
    """A watchlist of ``sources`` pages of ``site``, whose ``HOOK_PATH`` is the receiver."""

    folder: Path
    site: Site
    sources: int = 4

    def __post_init__(self) -> None:
        self.site.page(HOOK_PATH, "")
        lines = ["[clausewatch]", 'database = "x.db"', 'contact = "test@clausewatch.example"']
        lines += ['allow_private = ["127.0.0.0/8"]', "anomaly = false"]
        for number in range(self.sources):
            lines += ["[[source]]", f'service = "S{number}"', 'type = "Privacy Policy"']
            lines.append(f'url = "{self.site.url(f"/{number}")}"')
        lines += ["[[route]]", 'to = ["hook"]', "[[endpoint]]", 'name = "hook"']
        lines += ['kind = "webhook"', 'url = "env:HOOK"']
        (self.folder / "watchlist.toml").write_text("\n".join(lines), encoding="utf-8")

    @property
    def database(self) -> Path:
        return self.folder / "x.db"

    def publish(self, edition: int) -> None:
        """Another text everywhere, with another date."""
        for number in range(self.sources):
            extra = DATES.format(edition % 28 + 1, edition + 10)
            self.site.page(f"/{number}", policy(extra=extra))

    def make_due(self) -> None:
        """As if the time of every source had come."""
        with open_database(self.database) as db, db.transaction():
            db.execute("UPDATE sources SET next_check_at = ?", (LONG_AGO,))

    def start(
        self, command: str, *, under: Sequence[str] = (), cut_short: bool = False
    ) -> subprocess.Popen[bytes]:
        """``clausewatch COMMAND``, its messages in ``COMMAND.log``.

        Where writes fail or are ``cut_short`` Python must not keep what it compiled: it takes a
        part for the whole, and every later process would stumble over the file.
        """
        compiled = {"PYTHONDONTWRITEBYTECODE": "1"} if under or cut_short else {}
        with (self.folder / f"{command}.log").open("wb") as log:
            return subprocess.Popen(
                [*under, sys.executable, "-m", "monitor.cli", command],
                cwd=self.folder,
                env=os.environ | {"HOOK": self.site.url(HOOK_PATH)} | compiled,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    def said(self, command: str) -> str:
        return (self.folder / f"{command}.log").read_text("utf-8", errors="replace")

    def see_through(self) -> None:
        """A check that nothing disturbs; in this process, which spares a start."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HOOK", self.site.url(HOOK_PATH))
            done = run(self.folder, "check")
        assert done.exit_code == 0, done.output

    def assert_whole(self) -> None:
        assert_whole(self.database, self.site.asked(HOOK_PATH))


def family(pid: int) -> list[int]:
    """The process and all that it started, as far as they live."""
    with contextlib.suppress(OSError):
        started = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        return [pid, *(member for child in started for member in family(int(child)))]
    return [pid]


def kill(pids: Sequence[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
