"""`clausewatch doctor`: every finding names what is wrong and what to do."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.cli import answer, run
from support.history import History

from monitor.doctor import State, examine, sqlite_finding
from storage.database import open_database

WATCHLIST = """
[clausewatch]
database = "clausewatch.db"
contact = "watch@harbour.example"
allow_private = ["127.0.0.0/8"]
{settings}
[[source]]
service = "Harbour"
type = "Privacy Policy"
url = "https://harbour.example/privacy"
[[route]]
to = ["hook"]
[[endpoint]]
name = "hook"
kind = "webhook"
url = "env:DOCTOR_HOOK"
secret = "env:DOCTOR_SECRET"
"""


def _write(folder: Path, settings: str = "") -> Path:
    path = folder / "watchlist.toml"
    path.write_text(WATCHLIST.format(settings=settings), encoding="utf-8")
    return path


def _states(path: Path, *, reach: bool = True, now: datetime | None = None) -> dict[str, State]:
    moment = now or datetime(2026, 6, 1, tzinfo=UTC)
    found = examine(path, reach=reach, clock=lambda: moment)
    assert all(one.remedy for one in found if one.state is not State.OK)
    return {one.check: one.state for one in found}


@pytest.fixture(autouse=True)
def _signing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCTOR_SECRET", "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    with History(tmp_path) as history:
        acme = history.source("acme/terms")
        history.version(acme, "# Terms\n\nBe kind.", at="2026-03-01T10:00:00Z", body=b"raw")
    return _write(tmp_path)


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ((3, 34, 0), State.PROBLEM),
        ((3, 40, 1), State.WARNING),
        ((3, 44, 6), State.OK),
        ((3, 50, 6), State.WARNING),
        ((3, 50, 7), State.OK),
        ((3, 51, 2), State.WARNING),
        ((3, 51, 3), State.OK),
        ((3, 53, 0), State.OK),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_known_bugs_of_sqlite(version: tuple[int, int, int], state: State) -> None:
    assert sqlite_finding(version).state is state


def test_a_sound_installation(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("DOCTOR_HOOK", f"http://127.0.0.1:{server.getsockname()[1]}/x")
        states = _states(recorded)
    states.pop("sqlite")
    states.pop("permissions", None)
    assert states == dict.fromkeys(
        ["watchlist", "disk", "database", "clock", "endpoint hook"], State.OK
    )


def test_an_endpoint_where_nobody_listens(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    monkeypatch.setenv("DOCTOR_HOOK", f"http://127.0.0.1:{port}/very-secret")
    assert _states(recorded)["endpoint hook"] is State.PROBLEM
    assert _states(recorded, reach=False)["endpoint hook"] is State.OK
    result = run(recorded.parent, "doctor")
    assert result.exit_code == 1
    assert "very-secret" not in result.output


def test_a_secret_that_is_not_there(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOCTOR_HOOK", raising=False)
    assert _states(recorded, reach=False)["endpoint hook"] is State.PROBLEM


def test_an_endpoint_at_a_private_address(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCTOR_HOOK", "http://10.1.2.3/x")
    assert _states(recorded)["endpoint hook"] is State.PROBLEM


def test_a_clock_that_went_back(recorded: Path) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    assert _states(recorded, reach=False, now=long_ago)["clock"] is State.PROBLEM


def test_a_damaged_database(recorded: Path) -> None:
    database = recorded.with_name("clausewatch.db")
    content = bytearray(database.read_bytes())
    content[4096:8192] = b"\x5a" * 4096
    database.write_bytes(content)
    assert _states(recorded, reach=False)["database"] is State.PROBLEM


def test_who_is_named_is_compared_with_the_versions(recorded: Path) -> None:
    with open_database(recorded.with_name("clausewatch.db")) as db, db.transaction():
        db.execute("INSERT INTO party_spans VALUES (1, 'Mailwhale', 1, 1)")
    (found,) = [one for one in examine(recorded, reach=False) if one.check == "database"]
    assert found.state is State.WARNING
    assert found.found.endswith("not what the versions say: acme/terms")


def test_before_the_first_check(tmp_path: Path) -> None:
    assert _states(_write(tmp_path), reach=False)["database"] is State.WARNING


def test_a_wrong_watchlist_is_a_finding(tmp_path: Path) -> None:
    path = _write(tmp_path, "colour = 3")
    assert _states(path)["watchlist"] is State.PROBLEM


def test_a_browser_that_is_not_there(tmp_path: Path) -> None:
    path = _write(tmp_path, 'chromium = "/nowhere/chromium"')
    assert _states(path, reach=False)["chromium"] is State.PROBLEM


def test_as_json(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCTOR_HOOK", "https://hook.example/x")
    shape = answer(run(recorded.parent, "doctor", "--offline", "--json"))
    assert {tuple(one) for one in shape} == {("check", "state", "found", "do")}


def test_a_database_of_two_names_is_warned_of(recorded: Path) -> None:
    assert "names" not in _states(recorded, reach=False)
    (recorded.parent / "other.db").hardlink_to(recorded.parent / "clausewatch.db")
    assert _states(recorded, reach=False)["names"] is State.WARNING
