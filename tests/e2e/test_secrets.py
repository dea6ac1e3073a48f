"""No secret is said anywhere: in answers, logs, tracebacks, files, or the database.

Every secret here carries one mark (:mod:`support.secrets`). Receivers refuse, redirect, break off
and say back what they were told; all commands that might repeat it are run; then everything that
they wrote is searched.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.cli import run
from support.pages import policy
from support.secrets import CANARY, SIGNING_SECRET, find_leaks, leaks_in_folder
from support.site import Asked, Behaviour, Raw, Reply, Reset, Site

from storage.database import open_database, open_readonly

LONG_AGO = "2000-01-01T00:00:00.000000Z"
BACK = (("Location", f"http://u:{CANARY}@127.0.0.1:9/{CANARY}"), ("X-Echo", CANARY))


def _echo(asked: Asked) -> Behaviour:
    """Says back everything it was told."""
    said = json.dumps([asked.path, dict(asked.headers), asked.body.decode("utf-8", "replace")])
    return Reply(status=400, headers=(("X-Echo", asked.path),), body=said.encode())


RECEIVERS: dict[str, Behaviour] = {
    "ok": Reply(body=b"ok"),
    "gone": Reply(status=410, body=f"gone {CANARY}".encode()),
    "moved": Reply(status=307, headers=BACK),
    "fails": Reply(status=500, headers=BACK, body=f"no {CANARY}".encode()),
    "slow_down": Reply(status=429, headers=(("Retry-After", CANARY),), body=CANARY.encode()),
    "torn": Reset(f"HTTP/1.1 200 {CANARY}\r\n".encode()),
    "garbage": Raw([f"{CANARY}\r\n\r\n".encode()]),
    "headers": Raw([f"HTTP/1.1 200 OK\r\n{CANARY}\r\n\r\n".encode()]),
}
MALFORMED = {
    "no_url": f"{CANARY}",
    "other_scheme": f"ftp://u:{CANARY}@127.0.0.1/{CANARY}",
    "bad_port": f"http://127.0.0.1:{CANARY}/",
    "bad_host": f"http://[{CANARY}]/",
    "no_name": f"https://{CANARY}.invalid/{CANARY}",
    "private": f"https://10.1.2.3/{CANARY}",
    "userinfo": f"https://u:{CANARY}@192.168.0.1/x",
    "long": "https://10.1.2.3/" + CANARY * 300,
}


class Desk:
    """A watchlist with an endpoint for each of the above, and one of each kind of chat."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.folder, self.site = folder, site
        self.started: list[subprocess.Popen[bytes]] = []
        self.environ: dict[str, str] = {
            "HTTPS_PROXY": f"http://u:{CANARY}@127.0.0.1:9",
            "NO_COLOR": "1",
            "SIGNING": SIGNING_SECRET,
            "NO_SIGNING": f"whsec_{CANARY}!",
            "TOKEN": f"syt_{CANARY}",
        }
        self.lines = ["[clausewatch]", 'database = "x.db"', "anomaly = false"]
        self.lines += ['allow_private = ["127.0.0.0/8"]', 'heartbeat = "env:HEART"']
        self.lines += ["[[source]]", 'service = "Acme"', 'type = "Privacy Policy"']
        self.lines += [f'url = "{site.url("/privacy")}"', "confirm = false"]
        self.environ["HEART"] = site.url(f"/heart/{CANARY}")
        self.names: list[str] = []
        for name, behaviour in RECEIVERS.items():
            site.behave(f"/{name}/{CANARY}", behaviour)
            self._endpoint(name, "webhook", site.url(f"/{name}/{CANARY}"), 'secret = "env:SIGNING"')
        site.script(f"/echo/{CANARY}", _echo)
        for kind in ("webhook", "slack", "discord", "teams", "google-chat", "mattermost"):
            self._endpoint(f"echo-{kind}", kind, site.url(f"/echo/{CANARY}"))
        site.script(f"/bot123456:{CANARY}/sendMessage", _echo)
        self._endpoint("telegram", "telegram", site.url(f"/bot123456:{CANARY}"), 'chat = "-1"')
        matrix = ('room = "!x:example.org"', 'token = "env:TOKEN"')
        self._endpoint("matrix", "matrix", site.url(f"/{CANARY}"), *matrix)
        for name, url in MALFORMED.items():
            self._endpoint(name, "webhook", url)
        self._endpoint("unsigned", "webhook", site.url("/x"), 'secret = "env:NO_SIGNING"')
        self.lines += ["[[route]]", f"to = {json.dumps(self.names)}"]
        (folder / "watchlist.toml").write_text("\n".join(self.lines), encoding="utf-8")

    def _endpoint(self, name: str, kind: str, url: str, *more: str) -> None:
        variable = f"URL_{len(self.names)}"
        self.environ[variable] = url
        self.names.append(name)
        self.lines += ["[[endpoint]]", f'name = "{name}"', f'kind = "{kind}"']
        self.lines += [f'url = "env:{variable}"', *more]

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Everything that it says, in a file of the folder."""
        with (self.folder / "said.out").open("ab") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "monitor.cli", *words],
                cwd=self.folder,
                env=os.environ | self.environ,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.started.append(process)
        return process

    def said(self) -> str:
        """Its end; what a failure of this test is about is masked."""
        words = (self.folder / "said.out").read_text("utf-8", errors="replace")
        return words[-2000:].replace(CANARY, "SECRET")

    def attempts(self) -> int:
        try:
            with open_readonly(self.folder / "x.db") as db:
                return int(db.rows("SELECT count(*) FROM attempts")[0][0])
        except Exception:  # noqa: BLE001  not there yet
            return 0


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.page("/privacy", policy(extra="We keep order data for 30 days."))
        yield site


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Iterator[Desk]:
    desk = Desk(tmp_path, site)
    yield desk
    for process in desk.started:
        process.kill()
        process.wait()


def test_no_command_says_a_secret(
    tmp_path: Path, site: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in desk.environ.items():
        monkeypatch.setenv(name, value)
    assert run(tmp_path, "check").exit_code == 0
    site.page("/privacy", policy(extra="We keep order data for 24 months and sell it."))
    assert desk.start("-vv", "check", "--log-format=json").wait(240) == 0, desk.said()
    assert desk.attempts() >= len(desk.names) - 1

    with open_database(tmp_path / "x.db") as db, db.transaction():
        db.execute("UPDATE deliveries SET next_attempt_at = ? WHERE state = 'pending'", (LONG_AGO,))
        db.execute("UPDATE sources SET next_check_at = ?", (LONG_AGO,))
        alert = db.rows("SELECT max(id) FROM alerts")[0][0]
    before = desk.attempts()
    daemon = desk.start("-vv", "run", f"--log-file={tmp_path / 'run.log'}")
    deadline = time.monotonic() + 120
    while desk.attempts() <= before and time.monotonic() < deadline:
        time.sleep(0.1)
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(120) == 0, desk.said()
    assert desk.attempts() > before

    for words in (
        ("-vv", "doctor"),
        ("doctor", "--json"),
        ("status", "--json"),
        ("alerts", "list", "--json"),
        ("alerts", "show", str(alert), "--json"),
        ("alerts", "why", "acme"),
        ("alerts", "retry", "--all-dead"),
        ("backup", str(tmp_path / "copy.db")),
        *(("-vv", "alerts", "test", name) for name in desk.names),
    ):
        said = run(tmp_path, *words)  # fails when it repeats a secret
        assert "Traceback" not in said.output, words

    assert site.asked(f"/ok/{CANARY}"), "the secrets were used"
    assert list(leaks_in_folder(tmp_path)) == []


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    assert find_leaks("nothing to see") == []
    assert find_leaks(f"POST /services/{CANARY} failed")
    assert find_leaks(CANARY.upper())
    assert find_leaks(CANARY.encode("utf-16-le"))
    folder = tmp_path / "secrets"  # that of this test are there on purpose
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "x.log").write_text(f"token {CANARY}")
    (folder / "secret.txt").write_text(CANARY)
    with open_database(folder / "x.db") as db:
        db.execute("CREATE TABLE leaks (words TEXT)")
        db.execute("INSERT INTO leaks VALUES (?)", (f"https://x/{CANARY}",))
        found = list(leaks_in_folder(folder))
    names = {Path(leak.partition(": ")[0]).name for leak in found}
    assert names == {"x.log", "x.db-wal"}


LEAKING = """
import logging, sys
from support.cli import run
from support.secrets import CANARY

def test_stdout(): print(CANARY)
def test_stderr(): sys.stderr.write(CANARY)
def test_log(): logging.getLogger("x").warning("to %s", CANARY)
def test_traceback():
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("x").exception("it failed")
def test_file(tmp_path): (tmp_path / "x.html").write_text(CANARY)
def test_command(tmp_path): run(tmp_path, "inspect", f"/nowhere/{CANARY}")
def test_nothing(tmp_path): assert CANARY
"""


def test_the_suite_fails_on_tests_that_leak(tmp_path: Path) -> None:
    """The hooks of this suite, on tests written for them."""
    tests = Path(__file__).parents[1]
    folder = tmp_path / "secrets"  # it holds one, on purpose
    folder.mkdir()
    (folder / "conftest.py").write_text((tests / "conftest.py").read_text("utf-8"), "utf-8")
    (folder / "test_it.py").write_text(LEAKING, "utf-8")
    options = ("-rA", "-p", "no:cacheprovider", "-p", "no:xdist", "--import-mode=importlib")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--basetemp={folder / 'tmp'}", "."],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": f"{tests.parent}:{tests}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    verdicts = re.findall(r"^(FAILED|ERROR) \S+::test_(\w+)", done.stdout, re.MULTILINE)
    assert {name for _, name in verdicts} == {
        *("stdout", "stderr", "log", "traceback", "file", "command"),
    }, done.stdout
