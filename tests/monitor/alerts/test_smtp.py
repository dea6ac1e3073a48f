"""Mail over a real connection: encrypted, bounded, judged; and what the mail says."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import trustme
from support.mail import MailServer

from crawler.addresses import AddressPolicy, policy_of
from monitor.alerts.guarding import Resolver, system_resolver
from monitor.alerts.mail_message import mail_message
from monitor.alerts.model import AlertContent, AttemptResult
from monitor.alerts.smtp import UnfitMailAddress, mail_server, send_mail
from storage.model import AttemptOutcome

Alert = Callable[[str], AlertContent]
NOW = datetime(2026, 3, 5, 14, 7, tzinfo=UTC)
LOOPBACK = policy_of(("127.0.0.0/8",))
SENDER, TO = "watch@here.example", ("legal@there.example", "ops@there.example")
DELIVERED, RETRY = AttemptOutcome.DELIVERED, AttemptOutcome.RETRY
REFUSED, DISABLED = AttemptOutcome.REFUSED, AttemptOutcome.DISABLED


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "mail.example").configure_cert(context)
    return context


@pytest.fixture
def trust(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture
def send(alert: Alert) -> Callable[..., AttemptResult]:
    def post(
        url: str,
        *,
        case: str = "arabic_silent",
        policy: AddressPolicy = LOOPBACK,
        tls: ssl.SSLContext | None = None,
        resolver: Resolver = system_resolver,
        total_seconds: float = 10,
    ) -> AttemptResult:
        message = mail_message(
            alert(case), sender=SENDER, to=TO, delivery_id="msg_1", sent_at=NOW, language="ar"
        )
        return send_mail(
            mail_server(url),
            message,
            sender=SENDER,
            to=TO,
            policy=policy,
            tls=tls,
            resolver=resolver,
            total_seconds=total_seconds,
        )

    return post


Send = Callable[..., AttemptResult]


def test_a_mail_arrives_as_text_and_html(server: MailServer, send: Send) -> None:
    url = f"smtp://127.0.0.1:{server.port}"
    assert send(url) == AttemptResult(outcome=DELIVERED)
    (mail,) = server.mails
    assert (mail.sender, mail.recipients) == (SENDER, list(TO))
    assert server.greeted == ["here.example"]
    message = mail.message
    assert message["Message-ID"] == "<msg_1@here.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "ا" in message["Subject"]
    text, html = (part.get_content() for part in message.iter_parts())
    assert "\n" in text
    assert html.startswith("<!doctype html>")
    assert 'dir="rtl"' in html
    assert "<script" not in html


def test_implicit_tls_with_login(
    server_tls: ssl.SSLContext, trust: ssl.SSLContext, send: Send
) -> None:
    with MailServer(tls=server_tls, implicit=True) as server:
        assert send(f"smtps://us:p%40ss@127.0.0.1:{server.port}", tls=trust).outcome is DELIVERED
        assert server.mails[0].login == ("us", "p@ss")
        assert server.mails[0].encrypted


def test_starttls_is_used_where_it_is_offered(
    server_tls: ssl.SSLContext, trust: ssl.SSLContext, send: Send
) -> None:
    with MailServer(tls=server_tls) as server:
        assert send(f"smtp://us:s3cret@127.0.0.1:{server.port}", tls=trust).outcome is DELIVERED
        assert server.mails[0].encrypted


@pytest.mark.parametrize("implicit", [True, False], ids=["smtps", "starttls"])
def test_a_certificate_of_nobody_known_is_refused(
    server_tls: ssl.SSLContext, send: Send, *, implicit: bool
) -> None:
    with MailServer(tls=server_tls, implicit=implicit) as server:
        scheme = "smtps" if implicit else "smtp"
        result = send(f"{scheme}://us:s3cret@127.0.0.1:{server.port}")
        assert (result.outcome, server.mails) == (RETRY, [])
        assert "certificate cannot be trusted" in (result.error or "")


def test_a_certificate_is_for_the_name_not_the_address(
    server_tls: ssl.SSLContext, trust: ssl.SSLContext, send: Send
) -> None:
    def inside(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    with MailServer(tls=server_tls, implicit=True) as server:
        good = send(f"smtps://mail.example:{server.port}", tls=trust, resolver=inside)
        bad = send(f"smtps://other.example:{server.port}", tls=trust, resolver=inside)
    assert good.outcome is DELIVERED
    assert "certificate" in (bad.error or "")


# --- the guard -------------------------------------------------------------------------------


def test_a_private_address_is_refused(server: MailServer, send: Send) -> None:
    result = send(f"smtp://u:s3cret@127.0.0.1:{server.port}", policy=AddressPolicy())
    assert "is not a public address" in (result.error or "")
    assert server.greeted == []


def test_a_public_server_is_given_nothing_unencrypted(send: Send) -> None:
    """Public as far as the policy goes: 127.0.0.1 stands for it by a policy that allows and does
    not name it.
    """

    class Public(AddressPolicy):
        def allows(self, address: object) -> bool:
            return True

    with MailServer() as server:
        result = send(f"smtp://u:s3cret@127.0.0.1:{server.port}", policy=Public())
        assert "offers no encryption" in (result.error or "")
        assert server.mails == []


def test_time_is_up_for_a_server_that_says_nothing(server: MailServer, send: Send) -> None:
    server.answers["RCPT"] = [""]
    result = send(f"smtp://127.0.0.1:{server.port}", total_seconds=0.5)
    assert result.outcome is RETRY
    assert "did not answer in time" in (result.error or "") or "broke off" in (result.error or "")


# --- verdicts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "answers", "outcome", "says"),
    [
        pytest.param("CONNECT", ["421 4.3.2 later"], RETRY, "421", id="busy"),
        pytest.param("CONNECT", ["554 5.7.1 no"], RETRY, "554", id="unwelcome"),
        pytest.param("CONNECT", ["SSH-2.0"], RETRY, "the mail server", id="no-smtp"),
        pytest.param("AUTH", ["535 5.7.8 s3cret"], DISABLED, "login (535 5.7.8)", id="login"),
        pytest.param("AUTH", ["454 4.7.0 later"], RETRY, "454 4.7.0", id="login-later"),
        pytest.param("MAIL", ["550 5.7.1 s3cret"], RETRY, "the sender's address", id="sender"),
        pytest.param("RCPT", ["550 5.1.1 s3cret"], REFUSED, "no recipient", id="nobody"),
        pytest.param("RCPT", ["450 4.2.0 later"], RETRY, "450 4.2.0", id="greylisted"),
        pytest.param("RCPT", ["550 5.1.1 no", "450 4.2.0 later"], RETRY, "550", id="mixed"),
        pytest.param("DATA", ["451 4.3.0 later"], RETRY, "451", id="data-later"),
        pytest.param("END", ["552 5.3.4 too big"], REFUSED, "552 5.3.4", id="too-large"),
        pytest.param("END", ["554 5.7.1 spam"], REFUSED, "554 5.7.1", id="content"),
        pytest.param("END", ["451 4.7.1 later"], RETRY, "451 4.7.1", id="end-later"),
        pytest.param("END", ["!"], RETRY, "broke off", id="cut"),
    ],
)
def test_what_an_answer_means(
    server: MailServer,
    send: Send,
    verb: str,
    answers: list[str],
    outcome: AttemptOutcome,
    says: str,
) -> None:
    server.answers[verb] = answers
    result = send(f"smtp://us:s3cret@127.0.0.1:{server.port}")
    assert result.outcome is outcome, result
    assert says in (result.error or "")
    assert "s3cret" not in (result.error or "")


def test_one_recipient_that_is_refused_keeps_nothing_from_the_others(
    server: MailServer, send: Send
) -> None:
    server.answers["RCPT"] = ["550 5.1.1 nobody", "250 ok"]
    result = send(f"smtp://127.0.0.1:{server.port}")
    assert (result.outcome, result.error) == (DELIVERED, "1 of 2 recipients were refused")
    assert server.mails[0].recipients == ["ops@there.example"]


@pytest.mark.parametrize("farewell", ["!", "500 what"])
def test_what_is_said_to_quit_takes_nothing_back(
    server: MailServer, send: Send, farewell: str
) -> None:
    server.answers["QUIT"] = [farewell]
    assert send(f"smtp://127.0.0.1:{server.port}").outcome is DELIVERED


@pytest.mark.parametrize(
    "url",
    [
        "https://mail.example/s3cret",
        "smtp://",
        "smtp://u:s3cret@mail.example:x",
        "mail.example",
        "smtp://mail.example/s3cret",
        "smtp://[s3cret",
    ],
)
def test_what_is_no_mail_server_is_said_without_it(url: str) -> None:
    with pytest.raises(UnfitMailAddress) as error:
        mail_server(url)
    assert "s3cret" not in str(error.value)


@pytest.mark.parametrize(("scheme", "port"), [("smtp", 587), ("smtps", 465)])
def test_usual_ports(scheme: str, port: int) -> None:
    server = mail_server(f"{scheme}://mail.example")
    assert (server.host, server.port, server.is_tls) == ("mail.example", port, scheme == "smtps")
