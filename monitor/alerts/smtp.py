"""Mail over SMTP by the standard library: encrypted, to judged addresses, in bounded time.

``smtps://`` is encrypted from the first byte (port 465), ``smtp://`` by STARTTLS (port 587).
Without encryption only addresses that ``allow_private`` names are written to. Certificates are
verified. The words of a mail server are not repeated, only its codes: they may hold addresses.

=================================================  ===============================================
answer                                             verdict
=================================================  ===============================================
250 after the message                              delivered; recipients that were refused meanwhile
                                                   are counted in the attempt's note
421, 4xx, no connection, no STARTTLS               try again
535, 534, 530 (the login is not valid)             the endpoint is disabled
5xx to the sender's address                        try again: the server's owner can allow it
5xx to every recipient, 5xx to the message         this message is refused
=================================================  ===============================================
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

from crawler.addresses import AddressPolicy, AddressRefused
from monitor.alerts.guarding import Resolver, allowed_addresses, system_resolver
from monitor.alerts.model import AttemptResult
from storage.errors import OperationError
from storage.model import AttemptOutcome

_CONNECT_SECONDS = 10.0
_TOTAL_SECONDS = 60.0
_PORTS = {"smtp": 587, "smtps": 465}
_PERMANENT = 500
_LOGIN_CODES = frozenset({530, 534, 535})
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b", re.ASCII)  # RFC 3463
_NOT_ENCRYPTED = (
    "the mail server offers no encryption (STARTTLS): use smtps://, or name its network in "
    "allow_private"
)


class UnfitMailAddress(OperationError):
    """What stands behind ``url`` is no mail server. The message is without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """``is_tls``: encrypted from the first byte."""

    host: str
    port: int
    is_tls: bool
    user: str | None = None
    password: str = ""


def mail_server(url: str) -> MailServer:
    """From ``smtp[s]://user:password@host:port``; raises UnfitMailAddress."""
    how = "write smtp://user:password@host:587 or smtps://user:password@host:465"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UnfitMailAddress(how) from None
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise UnfitMailAddress(how)
    return MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        is_tls=parts.scheme == "smtps",
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or ""),
    )


def send_mail(
    server: MailServer,
    message: EmailMessage,
    *,
    sender: str,
    to: tuple[str, ...],
    policy: AddressPolicy,
    tls: ssl.SSLContext | None = None,
    resolver: Resolver = system_resolver,
    total_seconds: float = _TOTAL_SECONDS,
) -> AttemptResult:
    """One attempt. Never raises for what a mail server or the network does."""
    guard = _Guard(policy, resolver, total_seconds)
    context = tls or ssl.create_default_context()
    try:
        with guard, _connected(server, guard, context, sender) as smtp:
            _encrypt(smtp, server, guard, context)
            if server.user is not None:
                smtp.login(server.user, server.password)
            refused = smtp.send_message(message, from_addr=sender, to_addrs=list(to))
    except AddressRefused as error:
        return _failed(error.reason)
    except smtplib.SMTPException as error:
        return _judged(error)
    except (OSError, UnicodeError, ValueError) as error:
        return _failed("the mail server did not answer in time" if guard.is_late else _words(error))
    note = f"{len(refused)} of {len(to)} recipients were refused" if refused else None
    return AttemptResult(outcome=AttemptOutcome.DELIVERED, error=note)


def _connected(
    server: MailServer, guard: _Guard, context: ssl.SSLContext, sender: str
) -> smtplib.SMTP:
    name = sender.rpartition("@")[2].encode("idna").decode("ascii")  # who says hello
    if server.is_tls:
        return _GuardedTls(server, guard, name, context)
    return _Guarded(server, guard, name)


def _encrypt(
    smtp: smtplib.SMTP, server: MailServer, guard: _Guard, context: ssl.SSLContext
) -> None:
    smtp.ehlo_or_helo_if_needed()
    if server.is_tls:
        return
    if smtp.has_extn("starttls"):
        smtp.starttls(context=context)
    elif not guard.is_named:
        raise AddressRefused(_NOT_ENCRYPTED)


class _Guard:
    """Connects to addresses that were judged, and cuts the connection when time is up."""

    def __init__(self, policy: AddressPolicy, resolver: Resolver, total_seconds: float) -> None:
        self._policy = policy
        self._resolver = resolver
        self._timer = threading.Timer(total_seconds, self._cut)
        self._socket: socket.socket | None = None
        self.timeout = min(_CONNECT_SECONDS, total_seconds)
        self.is_named = False  # the address is one that allow_private names
        self.is_late = False

    def __enter__(self) -> None:
        self._timer.daemon = True
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def connect(self, host: str, port: int) -> socket.socket:
        failure: OSError = OSError("the name has no address")
        for address in allowed_addresses(host, port, self._policy, self._resolver):
            try:
                self._socket = socket.create_connection((address, port), timeout=self.timeout)
            except OSError as error:
                failure = error
            else:
                self.is_named = self._policy.names(address)
                return self._socket
        raise failure

    def _cut(self) -> None:
        self.is_late = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:  # it has gone already
                return


class _Guarded(smtplib.SMTP):
    def __init__(self, server: MailServer, guard: _Guard, name: str, **more: Any) -> None:
        self._guard = guard
        super().__init__(server.host, server.port, name, timeout=guard.timeout, **more)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002
        """Where smtplib connects: by the guard, which knows better than a name."""
        return self._guard.connect(host, port)

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """What a server says to QUIT takes nothing back."""
        try:
            super().__exit__(exc_type, exc, traceback)
        except (smtplib.SMTPException, OSError):
            self.close()


class _GuardedTls(smtplib.SMTP_SSL, _Guarded):
    def __init__(
        self, server: MailServer, guard: _Guard, name: str, context: ssl.SSLContext
    ) -> None:
        self.context = context
        _Guarded.__init__(self, server, guard, name)


def _judged(error: smtplib.SMTPException) -> AttemptResult:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _no_recipient(list(error.recipients.values()))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _failed("the mail server cannot do what is needed (login, or such addresses)")
    if not isinstance(error, smtplib.SMTPResponseException):
        return _failed("the mail server broke off or does not speak SMTP")
    said = _code(error.smtp_code, error.smtp_error)
    match error:
        case smtplib.SMTPAuthenticationError() if error.smtp_code in _LOGIN_CODES:
            words = f"the mail server does not accept the login ({said}): correct the secret"
            return AttemptResult(outcome=AttemptOutcome.DISABLED, error=words)
        case smtplib.SMTPSenderRefused():
            return _failed(f"the mail server does not accept the sender's address ({said})")
        case _:
            is_data = isinstance(error, smtplib.SMTPDataError)
            refused = is_data and error.smtp_code >= _PERMANENT
            return _failed(f"the mail server answered {said}", refused=refused)


def _no_recipient(answers: list[tuple[int, bytes]]) -> AttemptResult:
    code, said = answers[0] if answers else (450, b"")
    for_good = bool(answers) and all(one >= _PERMANENT for one, _ in answers)
    return _failed(f"no recipient was accepted ({_code(code, said)})", refused=for_good)


def _failed(words: str, *, refused: bool = False) -> AttemptResult:
    outcome = AttemptOutcome.REFUSED if refused else AttemptOutcome.RETRY
    return AttemptResult(outcome=outcome, error=words)


def _code(code: int, said: bytes | str) -> str:
    text = said.decode("latin-1") if isinstance(said, bytes) else said
    enhanced = _ENHANCED.match(text)
    return f"{code} {enhanced[1]}" if enhanced else str(code)


_CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (
        ssl.SSLCertVerificationError,
        "TLS: the mail server's certificate cannot be trusted or is for another name",
    ),
    (ssl.SSLError, "TLS: no secure connection could be made"),
    (socket.gaierror, "the mail server's name cannot be resolved"),
    (ConnectionRefusedError, "the connection was refused: nothing listens there"),
    (TimeoutError, "the mail server did not answer in time"),
    (OSError, "the connection failed"),
    (ValueError, "the mail server's name, the login or an address is malformed"),
)


def _words(error: Exception) -> str:
    """Without the words of the error, which may hold names and addresses."""
    return next(words for kind, words in _CAUSES if isinstance(error, kind))
