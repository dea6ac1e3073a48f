"""``clausewatch run``: it watches, is alone, and stops when told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.site import Site

from storage.database import open_readonly
from storage.history import HistoryFilter, list_history

PAGE = (
    "<html><body><h1>Privacy</h1><p>We do not sell your personal data to anybody.</p></body></html>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.page("/privacy", PAGE)
    yield site
    site.close()


def _run(folder: Path, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "monitor.cli", "run"],
        cwd=folder,
        env=os.environ | {"PYTHONUNBUFFERED": "1"} | variables,
        stderr=subprocess.PIPE,
        text=True,
    )


def _wait_for(process: subprocess.Popen[str], words: str) -> str:
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        if words in line:
            return line
    raise AssertionError(f"the daemon ended without {words!r}: {''.join(seen)}")


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(5)
        yield listener


def test_it_watches_is_alone_begins_nothing_anew_and_stops_when_told(
    tmp_path: Path, site: Site, manager: socket.socket
) -> None:
    (tmp_path / "watchlist.toml").write_text(
        '[clausewatch]\ndatabase = "x.db"\nallow_private = ["127.0.0.0/8"]\n'
        'contact = "test@clausewatch.example"\n'
        f'[[source]]\nservice = "Acme"\ntype = "Privacy Policy"\nurl = "{site.url("/privacy")}"\n',
        encoding="utf-8",
    )
    daemon = _run(tmp_path, NOTIFY_SOCKET=manager.getsockname())
    try:
        assert "new_version" in _wait_for(daemon, "acme/privacy-policy")
        second = _run(tmp_path)
        _, complaint = second.communicate(timeout=30)
        assert second.returncode == 1
        assert "a daemon is already watching" in complaint
        (tmp_path / "x.db").rename(tmp_path / "elsewhere.db")
        assert "was moved or deleted" in _wait_for(daemon, "failed")
        assert "put it back" in _wait_for(daemon, "is gone")
        (tmp_path / "elsewhere.db").rename(tmp_path / "x.db")
        daemon.send_signal(signal.SIGTERM)
        assert _wait_for(daemon, "stopped")
        assert daemon.wait(30) == 0
        told = list(iter(lambda: manager.recv(1000).decode(), "STOPPING=1"))
        assert told[0] == "READY=1"
        assert "WATCHDOG=1\nSTATUS=looked at acme/privacy-policy" in told
    finally:
        daemon.kill()
        daemon.communicate()
    with open_readonly(tmp_path / "x.db") as db:
        assert [entry.kind for entry in list_history(db, HistoryFilter())] == ["first"]
    assert len(site.asked("/privacy")) == 1
