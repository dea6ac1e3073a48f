"""What doctor says of an endpoint of each kind, without sending anything."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from support.chats import TOKEN, endpoint_table
from support.mail import MailServer

from monitor.config import load_watchlist
from monitor.doctor import State, examine
from monitor.endpoint_checks import find_trouble
from storage.database import open_database
from storage.deliveries import disable_endpoint, sync_endpoints
from storage.endpoints import pause_endpoint
from storage.model import EndpointKind

HEAD = (
    '[clausewatch]\ndatabase = "x.db"\ncontact = "a@b.example"\nallow_private = ["127.0.0.0/8"]\n'
)
MAIL = 'to = ["a@there.example"]\nfrom = "b@here.example"\n'
NOW = "2026-03-05T15:00:00.000000Z"


def _write(folder: Path, kind: str, more: str = "") -> Path:
    path = folder / "watchlist.toml"
    table = endpoint_table(EndpointKind(kind), "chat", "env:CHAT_URL")
    path.write_text(HEAD + table + more + '[[route]]\nto = "chat"\n', encoding="utf-8")
    return path


def _found(path: Path, *, reach: bool) -> str | None:
    watchlist = load_watchlist(path)
    trouble = find_trouble(watchlist, watchlist.endpoints[0], reach=reach)
    return trouble.found if trouble else None


@pytest.mark.parametrize(
    ("kind", "url", "says"),
    [
        ("telegram", "https://127.0.0.1/1:s3cret", "the token that @BotFather gave"),
        ("email", "https://127.0.0.1/s3cret", "smtp://user:password@host:587"),
        ("apprise", "nothing://s3cret", "Apprise cannot read this URL"),
        ("discord", "ftp://127.0.0.1/s3cret", "only http:// and https:// are fetched"),
        ("teams", "https://10.0.0.1/s3cret", "not a public address"),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Apprise's plugins
def test_what_stands_against_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, url: str, says: str
) -> None:
    monkeypatch.setenv("CHAT_URL", url)
    path = _write(tmp_path, kind, MAIL if kind == "email" else "")
    found = _found(path, reach=False)
    assert found is not None
    assert says in found
    assert "s3cret" not in found


def test_a_token_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAT_URL", "https://127.0.0.1/")
    monkeypatch.delenv("CHAT_TOKEN", raising=False)
    path = _write(tmp_path, "matrix")
    assert "CHAT_TOKEN" in (_found(path, reach=False) or "")
    monkeypatch.setenv("CHAT_TOKEN", TOKEN)
    assert _found(path, reach=False) is None


def test_a_signing_secret_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAT_URL", "https://127.0.0.1/")
    monkeypatch.setenv("SIGN", "s3cret")
    path = _write(tmp_path, "webhook", 'secret = "env:SIGN"\n')
    found = _found(path, reach=False) or ""
    assert "whsec_" in found
    assert "s3cret" not in found


def test_a_mail_server_is_connected_to_and_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MailServer() as server:
        monkeypatch.setenv("CHAT_URL", f"smtp://u:s3cret@127.0.0.1:{server.port}")
        assert _found(_write(tmp_path, "email", MAIL), reach=True) is None
        assert (server.greeted, server.mails) == ([], [])


def test_a_mail_server_where_nothing_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("CHAT_URL", f"smtp://127.0.0.1:{taken.getsockname()[1]}")
        found = _found(_write(tmp_path, "email", MAIL), reach=True)
    assert "cannot be reached" in (found or "")


@pytest.mark.parametrize("stop", ["paused", "disabled"])
def test_one_that_is_stopped_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: str
) -> None:
    monkeypatch.setenv("CHAT_URL", "https://127.0.0.1/")
    path = _write(tmp_path, "slack")
    with open_database(tmp_path / "x.db") as db, db.transaction():
        sync_endpoints(db, [("chat", "slack")])
        if stop == "paused":
            pause_endpoint(db, "chat", now=NOW)
        else:
            disable_endpoint(db, "chat", now=NOW, reason="gone (no_service)")
    (finding,) = [one for one in examine(path, reach=False) if one.check == "endpoint chat"]
    assert finding.state is State.WARNING
    assert f"{stop} since 2026-03-05" in finding.found
    assert "alerts resume chat" in finding.remedy
