"""``clausewatch serve`` as people write it: where it listens, what it demands, how it ends."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.cli import run

_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")


@contextmanager
def serving(
    folder: Path, *words: str, **environ: str
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor.cli", "serve", "--port", "0", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])} | environ,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        found = _ADDRESS.search(process.stderr.readline())
        assert found, process.stderr.read()
        yield process, int(found[1])
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def get(port: int, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_it_serves_until_it_is_interrupted(published: Path) -> None:
    with serving(published) as (process, port):
        status, body = get(port, "/")
        assert status == 200
        assert b"Marl Notes" in body
        process.send_signal(signal.SIGINT)
        # 0 in a background job of a shell, which turns SIGINT off for all that it starts
        assert process.wait(timeout=30) in (0, 130)
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_the_token_comes_from_the_environment_and_sigterm_ends_it(published: Path) -> None:
    token = "sixteen-letters-or-more"
    with serving(published, "--token", "env:WEB_TOKEN", WEB_TOKEN=token) as (process, port):
        assert get(port, "/")[0] == 401
        assert get(port, f"/enter?token={token}")[0] == 303
        assert get(port, "/", Authorization=f"Bearer {token}")[0] == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        assert process.stderr is not None
        said = process.stderr.read()
        assert token not in said
        assert "Traceback" not in said


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_where_others_reach_it_a_token_is_demanded(published: Path, host: str) -> None:
    result = run(published, "serve", "--host", host, "--port", "0")
    assert result.exit_code == 2
    assert "--token env:NAME" in result.stderr


@pytest.mark.parametrize(
    ("reference", "exit_code", "words"),
    [
        ("a-secret-on-the-command-line", 2, "not the token itself"),
        ("env:NOT_SET_ANYWHERE", 1, "NOT_SET_ANYWHERE"),
        ("env:SHORT_TOKEN", 2, "at least 16 characters"),
    ],
)
def test_a_token_that_is_none(
    published: Path, monkeypatch: pytest.MonkeyPatch, reference: str, exit_code: int, words: str
) -> None:
    monkeypatch.setenv("SHORT_TOKEN", "short")
    result = run(published, "serve", "--token", reference, "--port", "0")
    assert result.exit_code == exit_code
    assert words in result.stderr
    assert "a-secret-on" not in result.stderr


def test_a_port_that_is_taken_is_said(published: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run(published, "serve", "--port", str(port))
    assert result.exit_code == 1
    assert "--port" in result.stderr


def test_without_a_database_it_does_not_begin(tmp_path: Path) -> None:
    (tmp_path / "watchlist.toml").write_text("[clausewatch]\n")
    result = run(tmp_path, "serve", "--port", "0")
    assert result.exit_code == 1
    assert "there is no database" in result.stderr


def test_without_the_extra_it_says_which(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "starlette", None)  # as where it is not installed
    result = run(published, "serve", "--port", "0")
    assert result.exit_code == 1
    assert "pip install 'clausewatch[web]'" in result.stderr


def test_the_web_loads_neither_a_crawler_nor_a_client() -> None:
    code = (
        "import sys, monitor.web.app, monitor.web.server, monitor.report\n"
        "print([name for name in ('scrapy', 'twisted', 'httpx', 'sqlite_utils') "
        "if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout == "[]\n"
