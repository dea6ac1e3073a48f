"""One attempt per kind: the secret is read, the message goes the way of its kind, nothing leaks."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.chats import ROOM, TOKEN, FakeChat, endpoint_table
from support.mail import MailServer
from support.site import Asked, Behaviour, Reply, Site

from monitor.alerts.model import AlertContent, AttemptResult
from monitor.alerts.sending import Sender
from monitor.config import load_watchlist
from storage.model import AttemptOutcome, EndpointKind

Alert = Callable[[str], AlertContent]
Send = Callable[..., AttemptResult]
NOW = datetime(2026, 3, 5, 14, 7, tzinfo=UTC)
HEAD = '[clausewatch]\ndatabase = "x.db"\nallow_private = ["127.0.0.0/8"]\n'
MOVED = {
    "ok": False,
    "error_code": 400,
    "description": "Bad Request: group chat was upgraded to a supergroup chat",
    "parameters": {"migrate_to_chat_id": -100987},
}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def send(tmp_path: Path, alert: Alert) -> Send:
    def attempt(table: str, *, language: str = "en") -> AttemptResult:
        path = tmp_path / "watchlist.toml"
        path.write_text(HEAD + table, encoding="utf-8")
        watchlist = load_watchlist(path)
        (endpoint,) = watchlist.endpoints
        with Sender(watchlist, endpoint) as sender:
            return sender.send(
                alert("arabic_silent"), delivery_id="msg_1", now=NOW, language=language
            )

    return attempt


@pytest.fixture(autouse=True)
def no_secret_in_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    assert "s3cret" not in caplog.text
    assert TOKEN not in caplog.text


def test_a_group_that_moved_is_followed_and_said(
    site: Site, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(asked: Asked) -> Behaviour:
        if json.loads(asked.body)["chat_id"] == "-100123":
            return Reply(status=400, body=json.dumps(MOVED).encode())
        return Reply(status=200, body=b'{"ok": true}')

    site.script("*", answer)
    monkeypatch.setenv("CHAT_URL", site.url("/bot1:s3cret"))
    result = send(endpoint_table(EndpointKind.TELEGRAM, "tg", "env:CHAT_URL"))
    assert result.outcome is AttemptOutcome.DELIVERED
    assert result.error == "the group has become a supergroup: write chat = '-100987'"
    assert [json.loads(asked.body)["chat_id"] for asked in site.log] == ["-100123", "-100987"]


def test_a_group_that_moves_for_ever_is_followed_once(
    site: Site, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.script("*", lambda _: Reply(status=400, body=json.dumps(MOVED).encode()))
    monkeypatch.setenv("CHAT_URL", site.url("/bot1:s3cret"))
    result = send(endpoint_table(EndpointKind.TELEGRAM, "tg", "env:CHAT_URL"))
    assert result.outcome is AttemptOutcome.RETRY
    assert len(site.log) == 2


def test_the_words_are_in_the_language_of_the_route(
    site: Site, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = FakeChat(EndpointKind.MATRIX, site)
    monkeypatch.setenv("CHAT_URL", chat.url)
    monkeypatch.setenv("CHAT_TOKEN", TOKEN)
    bodies = []
    for language in ("en", "he"):
        send(endpoint_table(EndpointKind.MATRIX, "room", "env:CHAT_URL"), language=language)
        bodies.append(json.loads(site.log[-1].body)["body"])
    assert bodies[0] != bodies[1]
    assert site.log[-1].path.startswith("/_matrix/client/v3/rooms/%21r%2F1%3Achat.example/send/")
    assert ROOM not in site.log[-1].path


@pytest.mark.parametrize("missing", ["CHAT_URL", "CHAT_TOKEN"])
def test_a_secret_that_is_not_there_is_worth_a_retry(
    site: Site, send: Send, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setenv("CHAT_URL", site.url("/"))
    monkeypatch.setenv("CHAT_TOKEN", TOKEN)
    monkeypatch.delenv(missing)
    result = send(endpoint_table(EndpointKind.MATRIX, "room", "env:CHAT_URL"))
    assert result.outcome is AttemptOutcome.RETRY
    assert missing in (result.error or "")
    assert site.log == []


@pytest.mark.parametrize(
    ("kind", "url", "says"),
    [
        ("telegram", "https://api.telegram.org/s3cret", "the token that @BotFather gave"),
        ("email", "https://mail.example/s3cret", "smtp://user:password@host:587"),
        ("apprise", "nothing://s3cret", "Apprise cannot read this URL"),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Apprise's plugins
def test_a_url_of_another_kind_is_said_without_it(
    send: Send, monkeypatch: pytest.MonkeyPatch, kind: str, url: str, says: str
) -> None:
    monkeypatch.setenv("CHAT_URL", url)
    table = endpoint_table(EndpointKind(kind), "chat", "env:CHAT_URL")
    if kind == "email":
        table += 'to = "a@there.example"\nfrom = "b@here.example"\n'
    result = send(table)
    assert result.outcome is AttemptOutcome.RETRY
    assert says in (result.error or "")
    assert "s3cret" not in (result.error or "")


def test_mail(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    with MailServer() as server:
        monkeypatch.setenv("CHAT_URL", f"smtp://us:s3cret@127.0.0.1:{server.port}")
        table = endpoint_table(EndpointKind.EMAIL, "mail", "env:CHAT_URL")
        result = send(f'{table}to = ["a@there.example"]\nfrom = "b@here.example"\n', language="ar")
        assert result == AttemptResult(outcome=AttemptOutcome.DELIVERED)
        (mail,) = server.mails
        assert mail.recipients == ["a@there.example"]
        assert mail.message["Message-ID"] == "<msg_1@here.example>"
        assert mail.message["Content-Language"] == "ar"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Apprise's plugins
def test_apprise(site: Site, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    site.script("*", lambda _: Reply(status=200))
    monkeypatch.setenv("CHAT_URL", f"json://127.0.0.1:{site.port}/s3cret")
    result = send(endpoint_table(EndpointKind.APPRISE, "any", "env:CHAT_URL"))
    assert result == AttemptResult(outcome=AttemptOutcome.DELIVERED)
    assert len(site.log) == 1


def test_a_refused_message_is_refused_by_a_real_limit(
    site: Site, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fake chats refuse what the real ones would: a Matrix message without its token."""
    chat = FakeChat(EndpointKind.MATRIX, site)
    monkeypatch.setenv("CHAT_URL", chat.url)
    monkeypatch.setenv("CHAT_TOKEN", "syt_of-another-room")
    result = send(endpoint_table(EndpointKind.MATRIX, "room", "env:CHAT_URL"))
    assert result.outcome is AttemptOutcome.REFUSED
    assert "authorization" in chat.problems
