"""A mail server on this machine for tests: real sockets, scripted answers, and what it was given.

    with MailServer() as server:
        server.answers["RCPT"] = ["550 5.1.1 nobody here"]
        ...
        assert server.mails[0].recipients == ["legal@example.org"]

``answers`` holds what to say instead of yes, by command (CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT,
DATA, END for the message itself, QUIT); each is said once, the last one for ever. "" means
silence until the other side leaves, "!" that the connection is closed.
"""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import BinaryIO, Self

_YES = {
    "CONNECT": "220 mail.example ESMTP",
    "STARTTLS": "220 go ahead",
    "AUTH": "235 2.7.0 welcome",
    "MAIL": "250 2.1.0 ok",
    "RCPT": "250 2.1.5 ok",
    "DATA": "354 go ahead",
    "END": "250 2.0.0 queued",
    "RSET": "250 ok",
    "QUIT": "221 bye",
}


@dataclass(slots=True, kw_only=True)
class Mail:
    """As received; ``encrypted`` says whether the connection was, ``login`` is (user, password)."""

    sender: str
    recipients: list[str]
    body: bytes
    encrypted: bool
    login: tuple[str, str] | None

    @property
    def message(self) -> EmailMessage:
        message = message_from_bytes(self.body, policy=default)
        assert isinstance(message, EmailMessage)
        return message


@dataclass(slots=True)
class _Session:
    encrypted: bool
    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    login: tuple[str, str] | None = None


class _Left(Exception):
    """The connection is to be closed."""


class MailServer:
    """``tls``: its certificate; ``implicit``: encrypted from the first byte, else by STARTTLS."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, implicit: bool = False) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.answers: dict[str, list[str]] = {}
        self.mails: list[Mail] = []
        self.greeted: list[str] = []
        self._tls = tls
        self._implicit = implicit
        self._connections: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            session = _Session(encrypted=self._implicit)
            if self._implicit and self._tls:
                connection = self._secure(connection)
            reader = connection.makefile("rb")
            self._say(connection, "CONNECT")
            while line := reader.readline():
                if line.upper().startswith(b"STARTTLS"):
                    self._say(connection, "STARTTLS")
                    assert self._tls is not None
                    connection = self._secure(connection)
                    reader = connection.makefile("rb")
                    session.encrypted = True
                    continue
                self._obey(connection, reader, line.decode("utf-8").strip(), session)
        except (OSError, _Left):
            pass
        finally:
            connection.close()

    def _secure(self, connection: socket.socket) -> socket.socket:
        assert self._tls is not None
        secured = self._tls.wrap_socket(connection, server_side=True)
        self._connections.append(secured)
        return secured

    def _obey(
        self, connection: socket.socket, reader: BinaryIO, line: str, session: _Session
    ) -> None:
        verb, _, rest = line.partition(" ")
        match verb.upper():
            case "EHLO":
                self.greeted.append(rest)
                offers = ["mail.example", "8BITMIME", "SMTPUTF8", "AUTH PLAIN"]
                offers += ["STARTTLS"] if self._tls and not session.encrypted else []
                lines = [f"250-{offer}" for offer in offers[:-1]] + [f"250 {offers[-1]}"]
                self._say(connection, "EHLO", "\r\n".join(lines))
            case "AUTH":
                _, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
                session.login = (user, password)
                self._say(connection, "AUTH")
            case "MAIL":
                session.sender = rest.partition("<")[2].partition(">")[0]
                self._say(connection, "MAIL")
            case "RCPT":
                if self._say(connection, "RCPT").startswith("2"):
                    session.recipients.append(rest.partition("<")[2].partition(">")[0])
            case "DATA":
                if self._say(connection, "DATA").startswith("3"):
                    self._take(connection, reader, session)
            case "RSET":
                session.recipients = []
                self._say(connection, "RSET")
            case "QUIT":
                self._say(connection, "QUIT")
                raise _Left
            case _:
                connection.sendall(b"502 what?\r\n")

    def _take(self, connection: socket.socket, reader: BinaryIO, session: _Session) -> None:
        body = b""
        while (line := reader.readline()) not in (b".\r\n", b""):
            body += line.removeprefix(b".") if line.startswith(b"..") else line
        refused = self.answers.get("END", [""])[0].startswith(("4", "5"))
        if not refused:
            self.mails.append(
                Mail(
                    sender=session.sender,
                    recipients=list(session.recipients),
                    body=body,
                    encrypted=session.encrypted,
                    login=session.login,
                )
            )
        self._say(connection, "END")

    def _say(self, connection: socket.socket, verb: str, yes: str = "") -> str:
        queued = self.answers.get(verb)
        answer = (queued.pop(0) if len(queued) > 1 else queued[0]) if queued else None
        if answer is None:
            answer = yes or _YES[verb]
        if answer == "!":
            raise _Left
        if not answer:
            while connection.recv(4096):
                continue
            raise _Left
        connection.sendall(answer.encode() + b"\r\n")
        return answer
