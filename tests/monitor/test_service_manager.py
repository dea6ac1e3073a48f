"""What systemd is told, and the unit that it is told by."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.service_manager import ServiceManager

UNIT = Path(__file__).parents[2] / "docs" / "clausewatch.service"


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(str(tmp_path / "notify"))
        server.settimeout(5)
        yield server


def test_it_says_how_it_is(listener: socket.socket) -> None:
    manager = ServiceManager({"NOTIFY_SOCKET": listener.getsockname()})
    manager.ready()
    manager.alive("watching 3 sources")
    manager.stopping()
    said = [listener.recv(1000).decode() for _ in range(3)]
    assert said == ["READY=1", "WATCHDOG=1\nSTATUS=watching 3 sources", "STOPPING=1"]


def test_a_name_without_a_file() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind("\0clausewatch-test-notify")
        server.settimeout(5)
        ServiceManager({"NOTIFY_SOCKET": "@clausewatch-test-notify"}).ready()
        assert server.recv(100) == b"READY=1"


def test_nobody_listens(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    ServiceManager({}).ready()
    assert caplog.text == ""
    ServiceManager({"NOTIFY_SOCKET": str(tmp_path / "gone")}).ready()
    assert "cannot be told" in caplog.text


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine")
    text = UNIT.read_text("utf-8").replace("/opt/clausewatch/bin/clausewatch", sys.executable)
    unit = tmp_path / "clausewatch.service"
    unit.write_text(text, encoding="utf-8")
    result = subprocess.run(
        [analyze, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    complaints = [line for line in result.stderr.splitlines() if "clausewatch.service" in line]
    assert complaints == []
    assert result.returncode == 0, result.stderr
